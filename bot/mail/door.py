"""Where letters go, from the settings."""

from bot.settings import Settings
from core.adapters.notifiers.email import Door, Tls


def mail_door(settings: Settings) -> Door | None:
    """The mail server's door; None where the desk sends no e-mail."""
    if settings.smtp_host is None or settings.smtp_from is None:
        return None
    return Door(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        tls=Tls(settings.smtp_tls),
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
    )
