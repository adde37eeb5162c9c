"""How an order of one's own ended with nothing executed, in words."""

from typing import assert_never

from bot.html import Html, name
from bot.screens.denied import denial_words
from bot.translate import Words
from core.model.events import OrderDropped
from core.model.orders import Dropped


def dropped_words(t: Words, ended: OrderDropped) -> Html:
    """One sentence; the venue's own words where it is the venue that said no."""
    match ended.why:
        case Dropped.CANCELLED:
            return t("ended", "It was cancelled.")
        case Dropped.REFUSED:
            return t("ended", "The exchange refused: {words}", words=name(ended.words, longest=120))
        case Dropped.WOULD_TAKE:
            return t("ended", "Post-only: it would have executed at once, so the exchange cancelled it.")
        case Dropped.NOT_WHOLE:
            return t("ended", "All or nothing: not all of it was to be had at your price.")
        case Dropped.NOTHING_THERE:
            return t("ended", "Nothing was to be had at your price.")
        case Dropped.DENIED:
            assert ended.denial is not None, "the desk's no has a code"
            why = denial_words(t, ended.denial, ended.about)
            return t("ended", "Its price came, and it could not be placed: {why}", why=why)
        case Dropped.DELISTED:
            return t("ended", "Trading in it has ended.")
        case Dropped.LOT_GONE:
            return t("ended", "What it was to sell is sold.")
        case Dropped.TOO_LATE:
            return t("ended", "It never reached the exchange, and its time is over.")
        case Dropped.REPLACED:
            return t("ended", "Another took its place.")
        case _ as unknown:
            assert_never(unknown)
