"""E-mail over SMTP: one encrypted connection for as many letters as there are, and an answer for each of them.

Nothing of a letter is logged. A password travels over an encrypted connection alone; `Door` refuses any other.
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Final

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from core.ports import Delivery, Letter, NotNow, Refused, Taken

WIRE: Final = SMTP_POLICY.clone(cte_type="7bit")
"""Any server takes it."""
WAIT: Final = 30.0
"""Seconds for any one answer; a server that looks a letter through takes its time."""
PERMANENT: Final = 500
"""From this code on the same again gets the same answer (RFC 5321)."""
CLOSING: Final = 421
"""The server hangs up."""
WORDS_MOST: Final = 200


class Tls(StrEnum):
    """How the connection is encrypted: at once, after a greeting in the clear, or not at all."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where letters are handed over, and as whom. `sender` is an address, perhaps with a name before it.

    `trust`: whose certificates count; None is those that the system trusts.
    """

    host: str
    port: int
    sender: str
    tls: Tls = Tls.STARTTLS
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    trust: ssl.SSLContext | None = None
    wait: float = WAIT

    def __post_init__(self) -> None:
        """A password in the clear is a mistake, not a setting."""
        assert self.password is None or self.tls is not Tls.NONE, "a password never travels unencrypted"

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The sender's domain: by it we greet, so the name of this machine is told to nobody."""
        return self.address.rpartition("@")[2]


class Mail:
    """The notifier over SMTP."""

    def __init__(self, door: Door) -> None:
        """Connects when the first letter comes."""
        self._door = door
        self._line: SMTP | None = None

    async def send(self, letter: Letter) -> Delivery:
        """Hand it over. A line that broke is taken up anew by the next one."""
        try:
            line = await self._open()
        except (SMTPException, OSError) as problem:  # TimeoutError and ssl.SSLError are OSErrors
            self._drop()
            return NotNow(_words(problem), all_of_them=True)
        try:
            await line.sendmail(self._door.address, [letter.to], composed(letter, self._door.sender))
        except SMTPRecipientsRefused as problem:
            return _answer(problem.recipients[0])
        except SMTPDataError as problem:
            return _answer(problem)
        except (SMTPException, OSError) as problem:  # SMTPSenderRefused among them: it is the desk that is refused
            self._drop()
            return NotNow(_words(problem), all_of_them=True)
        except asyncio.CancelledError:  # in the middle of a letter: no goodbye would be understood
            self._drop()
            raise
        return Taken()

    async def rest(self) -> None:
        """Say goodbye: a line that idles is one that breaks."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            await line.quit()
        except (SMTPException, OSError):
            line.close()

    async def knock(self) -> str | None:
        """What is wrong with the way to the server; None where it would take letters."""
        try:
            await self._open()
        except (SMTPException, OSError) as problem:
            self._drop()
            return _words(problem)
        await self.rest()
        return None

    async def _open(self) -> SMTP:
        if self._line is not None and self._line.is_connected:
            return self._line
        door = self._door
        line = SMTP(
            hostname=door.host,
            port=door.port,
            username=door.user,
            password=door.password,
            use_tls=door.tls is Tls.IMPLICIT,
            start_tls=door.tls is Tls.STARTTLS,
            tls_context=door.trust,
            local_hostname=door.domain,
            timeout=door.wait,
        )
        self._line = line
        await line.connect()
        return line

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def composed(letter: Letter, sender: str) -> bytes:
    """The letter as it travels: plain text, and the same as HTML. Headers are ours or checked; no line breaks in them.

    Raises ValueError for a subject or an address with a line break: whoever wrote it must have taken that out.
    """
    message = EmailMessage(policy=WIRE)
    message["Message-ID"] = letter.id
    message["Date"] = format_datetime(letter.at)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office answers (RFC 3834)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.language  # of both forms; set before them it would be moved into the first
    return message.as_bytes()


def _answer(problem: SMTPResponseException) -> Delivery:
    told = f"{problem.code} {problem.message}"[:WORDS_MOST]
    if problem.code >= PERMANENT:
        return Refused(told)
    return NotNow(told, all_of_them=problem.code == CLOSING)


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:WORDS_MOST]
