"""The text of an announcement and of what people write to many. One function makes it, and the risk warning ends it.

No caller can leave the warning out or change it (R-21.3): it is no field of an announcement.
"""

from datetime import UTC, datetime
from typing import assert_never

from bot.html import NOTHING, Html, bold, esc, lines, name, quote, words_of
from bot.screens.desk_calendar import desk_zone
from bot.screens.screen import Button, Row
from bot.translate import Words
from core.model.announcements import Announcement, AnnouncementKind


def announcement_text(t: Words, told: Announcement, *, under: Html = NOTHING) -> Html:
    """All of it, as everybody reads it, the fixed risk warning last; `under` its headline stands mode and time."""
    return lines(
        bold(announcement_headline(t, told)),
        under,
        t("notice", "Coin: {name}, {symbol}", name=name(told.name, longest=40), symbol=t.ticker(told.symbol)),
        *_times(t, told),
        t("notice", "Network: {network}", network=name(told.network, longest=40)) if told.network else NOTHING,
        _supply(t, told),
        t("notice", "Not supported: {what}", what=words_of(told.unsupported, longest=200))
        if told.unsupported
        else NOTHING,
        _risk_warning(t),
    )


def announcement_headline(t: Words, told: Announcement) -> Html:
    """What it is about, for the preview of a push."""
    symbol = t.ticker(told.symbol)
    match told.kind:
        case AnnouncementKind.LISTING:
            return t("notice", "✦ New on the exchange: {symbol}", symbol=symbol)
        case AnnouncementKind.ADDED_TO_COPY_LIST:
            return t("notice", "✦ Soon to be copied: {symbol}", symbol=symbol)
        case AnnouncementKind.DELISTING:
            return t("notice", "⚠ Trading ends: {symbol}", symbol=symbol)
        case _ as unknown:
            assert_never(unknown)


def _times(t: Words, told: Announcement) -> tuple[Html, ...]:
    deposits, trading, withdrawals = told.deposits_at, told.trading_at, told.withdrawals_at
    match told.kind:
        case AnnouncementKind.LISTING:
            return (
                t("notice", "Deposits open {when}", when=_when(t, deposits)) if deposits else NOTHING,
                t("notice", "Trading opens {when}", when=_when(t, trading)),
                t("notice", "Withdrawals open {when}", when=_when(t, withdrawals)) if withdrawals else NOTHING,
                t("notice", "Being listed, it is not copied yet."),
            )
        case AnnouncementKind.ADDED_TO_COPY_LIST:
            return (
                t("notice", "Leads may lead it from {when}", when=_when(t, trading)),
                t("notice", "You can set it to never copy in the settings of a copy."),
            )
        case AnnouncementKind.DELISTING:
            return (
                t("notice", "Deposits end {when}", when=_when(t, deposits)) if deposits else NOTHING,
                t("notice", "Trading ends {when}: open orders are cancelled then", when=_when(t, trading)),
                t("notice", "Withdrawals end {when}", when=_when(t, withdrawals)) if withdrawals else NOTHING,
                t("notice", "Sell before: what is left then stays yours, and cannot be sold here."),
            )
        case _ as unknown:
            assert_never(unknown)


def _when(t: Words, at: datetime) -> Html:
    """In the reader's zone, and in the two that an exchange speaks of (R-21.2)."""
    return t(
        "notice",
        "{when} ({desk} {zone}, {utc} UTC)",
        when=t.when(at),
        desk=esc(f"{t.calendar.local(at):%Y-%m-%d %H:%M}"),
        zone=desk_zone(t),
        utc=esc(f"{at.astimezone(UTC):%m-%d %H:%M}"),
    )


def _supply(t: Words, told: Announcement) -> Html:
    if not told.supply:
        return NOTHING
    supply = name(told.supply, longest=40)
    if told.supply_on is None:
        return t("notice", "Total supply: {supply}", supply=supply)
    return t("notice", "Total supply: {supply}, as of {day}", supply=supply, day=esc(told.supply_on.isoformat()))


def _risk_warning(t: Words) -> Html:
    return t(
        "notice",
        "This overview may come from third parties and is for information only. It is not advice. Prices can fall to"
        " zero; check the facts before you trade.",
    )


def notice_row(t: Words, told: Announcement) -> tuple[Row, ...]:
    """The button to the official notice; the address has been looked at before (R-21.4)."""
    return ((Button(t("notice", "Official notice"), url=told.notice),),) if told.notice else ()


def written(words: str) -> Html:
    """A stranger's words, set off."""
    return quote(words_of(words, longest=1000))
