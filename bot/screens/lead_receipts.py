"""L4, receipts: what became of a lead's orders at the copiers, in numbers and by reason. Nobody is named."""

from bot.html import NOTHING, Html, lines
from bot.presses.lead import ReceiptsPage, ShowReceipt
from bot.screens.delays import took
from bot.screens.denied import guard_words
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.market import Side
from core.model.reasons import Reason
from core.views.as_of import AsOf
from core.views.receipts import OrderReceipt


def receipts(t: Words, at: AsOf, shown: tuple[OrderReceipt, ...], *, before: int, more: bool) -> Screen:
    """The newest first, ten a page; `before` is where this page begins."""
    rows = [
        t("receipts", "{number}. {order}: {result}", number=t.count(n), order=_order(t, each), result=_result(t, each))
        for n, each in enumerate(shown, 1)
    ]
    empty = (
        t("receipts", "There are no older ones.")
        if before
        else t("receipts", "No lead order yet. Turn lead trade on, then trade: what your copiers got stands here.")
    )
    text = lines(head(t, t("receipts", "receipts"), at), *(rows or (empty,)))
    looks = [Button(t("receipts", "No. {number}", number=t.count(n)), ShowReceipt(order=each.order, before=before))
             for n, each in enumerate(shown, 1)]  # fmt: skip
    rows_of_looks = tuple(tuple(looks[at_ : at_ + 5]) for at_ in range(0, len(looks), 5))
    return Screen(text, (*rows_of_looks, *_pager(t, shown, before=before, more=more), last_row(t, "lead")))


def _pager(t: Words, shown: tuple[OrderReceipt, ...], *, before: int, more: bool) -> tuple[Row, ...]:
    newest = (Button(t("receipts", "‹ Newest"), ReceiptsPage(before=0)),) if before else ()
    older = (Button(t("receipts", "Older ›"), ReceiptsPage(before=shown[-1].seq)),) if more and shown else ()
    row = (*newest, *older)
    return (row,) if row else ()


def _order(t: Words, each: OrderReceipt) -> Html:
    amount, price = t.quantity(each.quantity, ticker=each.base), t.price(each.price, decimals=each.decimals)
    if each.side is Side.BUY:
        return t("receipts", "BUY {amount} at {price}", amount=amount, price=price)
    return t("receipts", "SELL {amount} at {price}", amount=amount, price=price)


def _result(t: Words, each: OrderReceipt) -> Html:
    if each.reason is not Reason.NONE:
        return t("receipts", "✖ private, because {why}", why=guard_words(t, each.reason))
    if not each.counted.copiers:
        return t("receipts", "nobody to copy it")
    copied, copiers = t.count(each.counted.copied), t.count(each.counted.copiers)
    return t("receipts", "copied {copied} of {copiers}", copied=copied, copiers=copiers)


def receipt(t: Words, at: AsOf, each: OrderReceipt) -> Screen:
    """One of them in full."""
    text = lines(
        head(t, t("receipts", "receipt"), at),
        _order(t, each),
        t("receipts", "Done {when}", when=t.when(each.at)),
        _result(t, each),
        away(t, each.away),
        delay(t, each.middle, each.slow),
        t("receipts", "Not copied, by reason:") if each.counted.failures else NOTHING,
        *(
            t("receipts", "{count} · {reason}", count=t.count(many), reason=failure_words(t, reason))
            for reason, many in each.counted.failures
        ),
    )
    orders = opening(t("receipts", "Assets, orders"), "assets")
    return Screen(text, ((orders,), last_row(t, "receipts")))


def away(t: Words, ratio: int | None) -> Html:
    """How far the copies' average price lay from the lead's; nothing where none was copied."""
    if ratio is None:
        return NOTHING
    return t("receipts", "{away} from your price on average", away=t.percent(ratio, decimals=2, signed=True))


def delay(t: Words, middle: int | None, slow: int | None) -> Html:
    """How long the copies took, in milliseconds; nothing where none was copied."""
    if middle is None or slow is None:
        return NOTHING
    return t("receipts", "Speed: {time}", time=took(t, middle=middle, slow=slow))


def failure_words(t: Words, reason: Reason) -> Html:
    """Why copies were not made, as the lead is told: of copiers in the plural, without a name or an amount."""
    match reason:
        case Reason.COPYING_STOPPED:
            return t("receipts", "their copy was being stopped")
        case Reason.COPYING_PAUSED:
            return t("receipts", "paused")
        case Reason.PAIR_NOT_SELECTED:
            return t("receipts", "not among their coins")
        case Reason.ENTRY_EXPIRED:
            return t("receipts", "came too late")
        case Reason.DESK_HALTED:
            return t("receipts", "buying was halted on the whole desk")
        case Reason.PAIR_HALTED:
            return t("receipts", "the exchange was not trading it")
        case Reason.SPREAD_EXCEEDED:
            return t("receipts", "the price was too far from yours")
        case Reason.AMOUNT_TOO_LOW:
            return t("receipts", "below the smallest order")
        case Reason.MAX_TOTAL_REACHED:
            return t("receipts", "at their maximum in use")
        case Reason.INSUFFICIENT_FUNDS:
            return t("receipts", "not enough free cash")
        case Reason.VENUE_REJECTED:
            return t("receipts", "the exchange refused")
        case Reason.UNANSWERED:
            return t("receipts", "no answer from the exchange yet")
        case Reason.SELL_BELOW_MIN:
            return t("receipts", "too little to sell; it goes with the next sale")
        case Reason.SELL_DELAYED:
            return t("receipts", "not sold yet; it is tried again")
        case _:
            return t("receipts", "your order was private")
