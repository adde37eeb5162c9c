"""Keep, unlink: taking a coin out of a copy without a sale, reviewed; and keeping what a lead left behind."""

from collections import Counter
from collections.abc import Sequence

from bot.html import NOTHING, Html, lines
from bot.presses import Confirm
from bot.presses.copier import KeepLeft, SellAllLeft, SellLeft, ShowAsset, ShowCopy, ShowPortfolio
from bot.screens.arriving import last
from bot.screens.head import head, mode
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.copying import Sizing
from core.model.people import PersonId
from core.views.portfolio import Left
from core.views.sale import Holding


def unlink_review(t: Words, view: Holding, names: Names, *, nonce: str | None) -> Screen:
    """What it means that the coin follows nobody any more."""
    title = t("unlink", "review: keep {coin} of {lead}", coin=t.ticker(view.base), lead=lead_name(names, view.lead))
    quantity = t.quantity(view.quantity, ticker=view.base)
    smart = t(
        "unlink", "The equity of this copy falls by {value}: later copies are smaller.", value=t.money(view.value)
    )
    text = lines(
        head(t, title, view.as_of),
        t("unlink", "{quantity} becomes your own coin. Nothing is sold, and no profit is shared.", quantity=quantity),
        t("unlink", "The lead's sales, take-profit, stop-loss and total stop-loss do not sell it any more."),
        t("unlink", "It cannot be put back. The lead's later buys of it are copied as before."),
        smart if view.sizing is Sizing.SMART_SYNC else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    label = t("unlink", "Keep {coin}, unlink", coin=t.ticker(view.base))
    confirm = ((Button(label, Confirm(nonce=nonce), "green"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowAsset(lead=view.lead, symbol=view.symbol))))


def unlinked(t: Words, lead: PersonId, coin: str, names: Names) -> Screen:
    """It is done."""
    text = lines(
        t("unlink", "{mode} · ✔ {coin} is your own now.", mode=mode(t), coin=t.ticker(coin)),
        t("unlink", "It follows {lead} no more; no money has moved.", lead=lead_name(names, lead)),
    )
    row = (Button(t("alert", "Portfolio"), ShowPortfolio()),)
    return Screen(text, (row, last(t, ShowCopy(lead=lead))))


def left_line(t: Words, left: Left, names: Names) -> Html:
    """What a lead left behind, as the portfolio has it."""
    return t(
        "portfolio",
        "⚠ Left behind: {quantity}, {lead} holds none",
        quantity=t.quantity(left.quantity, ticker=left.base),
        lead=lead_name(names, left.lead),
    )


def all_left_rows(t: Words, left: Sequence[Left], names: Names) -> tuple[Row, ...]:
    """Of each lead who left several coins behind: all of them in one review."""
    leads = Counter(each.lead for each in left)
    return tuple((sell_all_left(t, lead, names),) for lead, many in leads.items() if many > 1)


def sell_all_left(t: Words, lead: PersonId, names: Names) -> Button:
    """All that this lead left behind."""
    label = t("alert", "Sell all that {lead} left …", lead=short_name(names, lead))
    return Button(label, SellAllLeft(lead=lead), "red")


def left_row(t: Words, left: Left) -> Row:
    """Sell it, or keep it."""
    coin = t.ticker(left.base)
    sell = Button(t("alert", "Sell {coin} …", coin=coin), SellLeft(symbol=left.symbol), "red")
    return (sell, Button(t("alert", "Keep {coin}", coin=coin), KeepLeft(symbol=left.symbol)))
