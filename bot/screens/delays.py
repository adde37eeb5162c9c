"""How long copies took: in seconds, or at once where nobody could tell. Takes milliseconds."""

from decimal import Decimal
from typing import Final

from bot.html import Html
from bot.translate import Words

AT_ONCE: Final = 10
"""Below so many milliseconds there is nothing to tell."""


def took(t: Words, *, middle: int, slow: int) -> Html:
    """Half and 95 in 100 of them, each within its time."""
    if slow < AT_ONCE or middle == slow:
        return took_at_most(t, slow)
    return t("delay", "half within {middle} s, 95 % within {slow} s", middle=seconds(t, middle), slow=seconds(t, slow))


def took_at_most(t: Words, slow: int) -> Html:
    """95 in 100 of them."""
    if slow < AT_ONCE:
        return t("delay", "at once")
    return t("delay", "95 % within {slow} s", slow=seconds(t, slow))


def seconds(t: Words, milliseconds: int) -> Html:
    """Seconds with one decimal, as people say them; below one second with two."""
    return t.price(Decimal(milliseconds).scaleb(-3), decimals=1 if milliseconds >= 1_000 else 2)
