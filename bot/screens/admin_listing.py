"""M7: the instruments of the desk, and the review of the end of trading in one of them."""

from bot.html import NOTHING, Html, lines
from bot.presses import Confirm
from bot.presses.admin import AskDelisting
from bot.presses.telling import StartNotice
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import anew
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.announcements import AnnouncementKind
from core.views.listings import Delisting, Listing, Listings

SHOWN = 40


def listing(t: Words, shown: Listings, note: Html = NOTHING) -> Screen:
    """What is traded here, and what not any more."""
    text = lines(
        head(t, t("listing", "listings"), shown.as_of),
        note,
        t("listing", "What the exchange trades comes here by itself. You can end trading in one of them."),
        *(_row(t, each) for each in shown.rows[:SHOWN]),
    )
    ends = [
        Button(t("listing", "End {symbol}…", symbol=t.ticker(each.symbol)), AskDelisting(symbol=each.symbol))
        for each in shown.rows[:SHOWN]
        if not each.ended
    ]
    rows = tuple(tuple(ends[at : at + 2]) for at in range(0, len(ends), 2))
    return Screen(text, (_announcing(t), *rows, last_row(t, "admin")))


def _announcing(t: Words) -> Row:
    """What can be announced."""
    return (
        Button(t("listing", "Announce a listing"), StartNotice(kind=AnnouncementKind.LISTING)),
        Button(t("listing", "Announce for copying"), StartNotice(kind=AnnouncementKind.ADDED_TO_COPY_LIST)),
        Button(t("listing", "Announce a delisting"), StartNotice(kind=AnnouncementKind.DELISTING)),
    )


def _row(t: Words, each: Listing) -> Html:
    symbol = t.ticker(each.symbol)
    if each.ended:
        return t("listing", "■ {symbol} · trading has ended", symbol=symbol)
    if each.ends_at is not None:
        return t("listing", "⚠ {symbol} · trading ends {when}", symbol=symbol, when=t.when(each.ends_at))
    if each.held_back and each.copied_from is not None:
        return t("listing", "○ {symbol} · copied from {when}", symbol=symbol, when=t.when(each.copied_from))
    if each.held_back:
        return t("listing", "○ {symbol} · traded, not on the copy list", symbol=symbol)
    if not each.price:
        return t("listing", "⚠ {symbol} · no price", symbol=symbol)
    return t("listing", "● {symbol} · {price}", symbol=symbol, price=t.price(each.price))


def delisting_review(t: Words, view: Delisting, nonce: str, *, changed: bool) -> Screen:
    """What it does, to how much and to how many; it cannot be taken back."""
    symbol = t.ticker(view.symbol)
    text = lines(
        head(t, t("listing", "review: end trading in {symbol}", symbol=symbol), view.as_of),
        anew(t, changed=changed),
        t(
            "listing",
            "Nobody can buy or sell {coin} here any more. You cannot take this back.",
            coin=t.ticker(view.base),
        ),
        t.n("listing", "{count} open order ends.", "{count} open orders end.", view.orders)
        if view.orders
        else t("listing", "No open order is in it."),
        _released(t, view),
        _waiting(t, view),
        t(
            "listing",
            "Worst case: its owners can never sell {coin} here.",
            coin=t.ticker(view.base),
        ),
        t("listing", "Expires in 60 s."),
    )
    end = Button(t("listing", "End {symbol} for good", symbol=symbol), Confirm(nonce=nonce), "red")
    return Screen(text, ((end, opening(t("listing", "Cancel"), "listing")), last_row(t)))


def _released(t: Words, view: Delisting) -> Html:
    if not view.copy_lots and not view.lead_lots:
        return t("listing", "No copy and no lead holds any.")
    return lines(
        t.n("listing", "{count} copy lot becomes its owner's own.", "{count} copy lots become their owners' own.",
            view.copy_lots),
        t.n("listing", "{count} lead lot becomes its owner's own.", "{count} lead lots become their owners' own.",
            view.lead_lots),
        t.n("listing", "That concerns {count} person.", "That concerns {count} people.", view.people),
    )  # fmt: skip


def _waiting(t: Words, view: Delisting) -> Html:
    if not view.on_the_way:
        return NOTHING
    return t.n(
        "listing",
        "{count} copy order waits for the exchange: it is dealt with when the answer comes.",
        "{count} copy orders wait for the exchange: they are dealt with when the answers come.",
        view.on_the_way,
    )


def delisted(t: Words, symbol: str) -> Html:
    """Said once it is done."""
    return t("listing", "✔ Trading in {symbol} has ended.", symbol=t.ticker(symbol))


def not_traded(t: Words) -> Html:
    """It is not on the list, or not any more."""
    return t("listing", "The desk does not trade this.")
