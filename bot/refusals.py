"""What ends a command or the whole process, said in one line by whoever runs into it; `last_words` has the others."""


class Refused(Exception):
    """A command cannot do what it was asked to; the text is one line."""


class WebhookRefused(Refused):
    """Telegram will not post to the address; the text says why."""


class AnotherPoller(Refused):
    """A second process polls this token: one of the two must end, and this one does."""


class TokenRefused(Refused):
    """Telegram does not know this token."""
