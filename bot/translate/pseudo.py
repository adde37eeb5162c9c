"""A language nobody speaks: a crawl through the chat in it finds forgotten and overlong sentences."""

import gettext
from string import Formatter
from typing import Final

ACCENTS: Final = str.maketrans("acdeinorstuyzACDEINORSTUYZ", "äčďëïñöřšťüýžÄČĎËÏÑÖŘŠŤÜÝŽ")


class Pseudo(gettext.NullTranslations):
    """Marks and lengthens every sentence, `[!! ťëxť !!]`, so that a crawl finds forgotten and overlong ones."""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - the signature is gettext's
        """The sentence with accents, 40 % longer, its braces untouched."""
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        """The right form, likewise."""
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(message: str) -> str:
    """`[!! … !!]` around the accented text, padded to 140 %."""
    parts = [
        literal.translate(ACCENTS) + (f"{{{field}}}" if field is not None else "")
        for literal, field, _, _ in Formatter().parse(message)
    ]
    return f"[!! {''.join(parts)}{'~' * (len(message) * 4 // 10)} !!]"
