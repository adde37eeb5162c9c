"""The environment is read once, checked, and told about in one line without its secrets."""

import pytest
from pydantic import ValidationError

from bot.settings import SettingsError, read_settings
from core.model.limits import limits


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    telegram = ("TELEGRAM_BOT_TOKEN", "WEBHOOK_URL", "WEBHOOK_SECRET", "ADMIN_ID", "ADMISSION")
    for name in (*telegram, "SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM", "SMTP_TLS"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_is_a_polling_desk_by_invitation():
    settings = read_settings(None)
    assert (settings.admission, settings.language, settings.webhook_url) == ("invitation", "en", None)
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN is missing"):
        settings.token()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TELEGRAM_BOT_TOKEN", "not-a-token", "TELEGRAM_BOT_TOKEN is not a bot token"),
        ("TELEGRAM_API_BASE", "ftp://x", "TELEGRAM_API_BASE is not an http"),
        ("TELEGRAM_API_BASE", "https://user:pw@host", "TELEGRAM_API_BASE is not an http"),
        ("ADMIN_ID", "-5", "ADMIN_ID"),
        ("ADMISSION", "everybody", "ADMISSION"),
        ("WEBHOOK_URL", "https://desk.example/hook", "WEBHOOK_SECRET is missing"),
        ("SMTP_HOST", "mail.example", "SMTP_FROM is missing"),
        ("SMTP_FROM", "desk", "SMTP_FROM is not an e-mail address"),
        ("SMTP_FROM", "Desk <a@b.example>\r\nBcc: eve@evil.example", "SMTP_FROM is not an e-mail address"),
        ("SMTP_PASSWORD", "canary-password", "SMTP_USER and SMTP_PASSWORD go together"),
        ("NUMBERS", "entry.expires_s", "NUMBERS cannot be taken: 'entry.expires_s': NAME=VALUE is wanted"),
        ("NUMBERS", "entry.expired_s=5", "NUMBERS cannot be taken: entry.expired_s: no such number"),
        ("NUMBERS", "clock.utc_offset_hours=99", "NUMBERS cannot be taken: clock.utc_offset_hours: from -12 to 14"),
    ],
)
def test_a_problem_is_one_line_that_names_the_variable_and_not_its_value(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as problem:
        read_settings(None)
    text = str(problem.value)
    assert says in text
    assert "\n" not in text
    if name == "TELEGRAM_BOT_TOKEN":
        assert value not in text


def test_r1_4_the_numbers_of_the_rulebook_are_changed_between_semicolons(monkeypatch):
    assert read_settings(None).limits() == limits()
    changes = "clock.cycle_starts = sunday 12:00:00; metrics.periods_days=[7, 30];; copying.amount.min=5 ;"
    monkeypatch.setenv("NUMBERS", changes)
    expected = {
        "clock.cycle_starts": "sunday 12:00:00",
        "metrics.periods_days": "[7, 30]",
        "copying.amount.min": "5",
    }
    assert read_settings(None).limits() == limits(expected)


def test_an_empty_line_of_the_file_counts_as_unset(tmp_path):
    (tmp_path / "env").write_text("ADMIN_ID=\nTELEGRAM_BOT_TOKEN=1:abc\nSTRANGER=1\n")
    settings = read_settings(tmp_path / "env")
    assert settings.admin_id is None
    assert settings.token() == "1:abc"
    assert "1:abc" not in repr(settings)


def test_a_mail_password_never_travels_in_the_clear_nor_is_it_shown(monkeypatch):
    given = {"HOST": "mail.example", "FROM": "Slipstream <desk@mail.example>", "USER": "desk", "PASSWORD": "canary-pw"}
    for name, value in given.items():
        monkeypatch.setenv(f"SMTP_{name}", value)
    assert "canary-pw" not in repr(read_settings(None))
    monkeypatch.setenv("SMTP_TLS", "none")
    with pytest.raises(SettingsError, match="SMTP_TLS is none") as problem:
        read_settings(None)
    assert "canary-pw" not in str(problem.value)


def test_settings_cannot_change():
    with pytest.raises(ValidationError):
        read_settings(None).language = "ru"
