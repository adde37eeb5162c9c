"""A real SMTP server on the loopback, with a mailbox behind it that can be made to refuse, to wait and to vanish."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

USER, PASSWORD = "desk", "correct horse battery"


@dataclass
class Mailbox:
    """What arrived, and what is answered: the next of `rcpt` or `data`, else yes, once it no longer `holds`."""

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    lines: int = 0
    encrypted: list[bool] = field(default_factory=list)
    drops_after_data: int = 0
    holds: asyncio.Event | None = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if self.holds is not None:
            await self.holds.wait()
        if self.rcpt and (answer := self.rcpt.pop(0)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        if self.data and (answer := self.data.pop(0)):
            return answer
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        self.to += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        if self.drops_after_data:
            self.drops_after_data -= 1
            server.transport.abort()
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        return [message["Subject"] for message in self.arrived]

    def text(self, at: int = -1) -> str:
        return self._part(at, "plain")

    def html(self, at: int = -1) -> str:
        return self._part(at, "html")

    def _part(self, at: int, kind: str) -> str:
        return self.arrived[at].get_body((kind,)).get_content().replace("\r\n", "\n")


def authenticated(server, session, envelope, mechanism, given) -> AuthResult:
    known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)  # the server says the no: "handled" is one that was said already


@asynccontextmanager
async def mail_server(
    mailbox: Mailbox | None = None, *, tls: ssl.SSLContext | None = None, implicit: bool = False, login: bool = False
):
    """The server at `mailbox.port`: the same port again where it has one."""
    mailbox = mailbox or Mailbox()
    loop = asyncio.get_running_loop()
    open_lines = []

    def line() -> SMTP:
        mailbox.lines += 1
        starttls = tls if tls is not None and not implicit else None
        server = SMTP(
            mailbox,
            hostname="mail.test",
            loop=loop,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=authenticated if login else None,
            auth_required=login,
            auth_require_tls=starttls is not None,
        )
        open_lines.append(server)
        return server

    mailbox.port = mailbox.port or free_port()
    server = await loop.create_server(line, "127.0.0.1", mailbox.port, ssl=tls if implicit else None)
    try:
        yield mailbox
    finally:
        server.close()
        for each in open_lines:
            if each.transport is not None:
                each.transport.abort()
        await server.wait_closed()
        await asyncio.sleep(0)


def certificate(folder) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and what a client must trust for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(chain, secret)
    return shown, ssl.create_default_context(cafile=str(chain))
