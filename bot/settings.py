"""The environment, read once and frozen: nothing else in the desk looks at environment variables.

Every setting stands in `.env.example` with its default; a house test holds the two together.
"""

import re
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.numbers import numbers
from core.model.limit_texts import UnknownLimit
from core.model.limits import Limits

S = TypeVar("S", bound="Folder")
TELEGRAM: Final = "https://api.telegram.org"


class SettingsError(Exception):
    """The environment cannot be used; the text is one line and names the variable."""


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value()):
        raise ValueError("is not a bot token (BotFather gives one like 123456:ABC...)")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value):
        raise ValueError("is not an http(s) address without user, query or fragment")
    return value.rstrip("/")


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise ValueError("must be 16 to 256 of A-Z a-z 0-9 _ -")  # 256 is Telegram's limit, 16 ours
    return value


def _sender(value: str) -> str:
    if not re.fullmatch(r"[^<>@\r\n]*<[!-;=?-~]+@[!-;=?-~]+>|[!-;=?-~]+@[!-;=?-~]+", value):
        raise ValueError("is not an e-mail address (Slipstream <desk@example.org>, or the address alone)")
    return value


def _changes(value: str) -> str:
    try:
        numbers(_each(value))
    except UnknownLimit as problem:
        raise ValueError(f"cannot be taken: {problem}") from None
    return value


def _each(value: str) -> list[str]:
    return [each for each in value.split(";") if each.strip()]


Address = Annotated[str, AfterValidator(_address)]


class Folder(BaseSettings):
    """Where the desk is, which is all that a command on the host asks."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, case_sensitive=False
    )

    data_dir: Path = Path("data")


class Settings(Folder):
    """What the host decides. Secrets print as stars."""

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_base: Address = TELEGRAM
    admin_id: int | None = Field(default=None, gt=0, lt=2**63)
    admission: Literal["invitation", "open", "closed"] = "invitation"
    language: Literal["en", "ru", "es", "pt-BR", "tr", "zh-Hans", "ar"] = "en"
    webhook_url: Address | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    webhook_port: int = Field(default=8443, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    notice_hosts: str = "www.okx.com"
    paper_start: int = Field(default=10_000, ge=100, le=100_000_000)
    numbers: Annotated[str, AfterValidator(_changes)] = ""
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Literal["starttls", "implicit", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: Annotated[str, AfterValidator(_sender)] | None = None

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_SECRET is missing: without it anybody may post updates to WEBHOOK_URL")
        if self.webhook_url and not self.webhook_url.startswith("https://"):
            raise ValueError("WEBHOOK_URL must be https: Telegram posts to nothing else")
        return self

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if self.smtp_host and not self.smtp_from:
            raise ValueError("SMTP_FROM is missing: letters need a sender, such as Slipstream <desk@example.org>")
        if (self.smtp_user is None) is not (self.smtp_password is None):
            raise ValueError("SMTP_USER and SMTP_PASSWORD go together: set both or neither")
        if self.smtp_password and self.smtp_tls == "none":
            raise ValueError("SMTP_TLS is none: the password would travel in the clear; use starttls or implicit")
        return self

    def limits(self) -> Limits:
        """The rulebook's numbers as the host changed them."""
        return numbers(_each(self.numbers))

    def hosts(self) -> frozenset[str]:
        """Where the button of an official notice may lead (R-21.4)."""
        return frozenset(host for each in self.notice_hosts.split(",") if (host := each.strip().lower()))

    def token(self) -> str:
        """The bot token for talking to Telegram; raises `SettingsError` where none was given."""
        if self.telegram_bot_token is None:
            raise SettingsError("TELEGRAM_BOT_TOKEN is missing: put it into .env, or try `slipstream demo` without one")
        return self.telegram_bot_token.get_secret_value()


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and the file; raises `SettingsError`, one line for all that is wrong, values left out."""
    return _read(Settings, env_file)


def read_folder(env_file: Path | None = Path(".env")) -> Path:
    """DATA_DIR alone: `slipstream stop` finds the desk whatever else in the file is wrong."""
    return _read(Folder, env_file).data_dir


def _read(kind: type[S], env_file: Path | None) -> S:
    try:
        return kind(_env_file=env_file)
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is no UTF-8 text: write it anew") from None
    except ValidationError as problem:
        raise SettingsError("; ".join(map(_one_line, problem.errors(include_input=False)))) from None


def _one_line(error: object) -> str:
    assert isinstance(error, dict)
    name = "_".join(str(part) for part in error["loc"][:1]).upper()
    text = str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{name} {text}" if name else text
