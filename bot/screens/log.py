"""C4 and C5: the log of a copy, one result a lead order, and the why-card of one result: the decision in words."""

from datetime import timedelta
from typing import assert_never

from bot.html import NOTHING, Html, bold, esc, lines, name
from bot.presses.copier import ShowCopies, ShowCopy, ShowLog, ShowPortfolio, ShowWhy
from bot.screens.arriving import last, pairs
from bot.screens.copies import find_lead
from bot.screens.head import head, mode
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.refusals import cause_words, short_reason
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.market import Side
from core.model.orders import Cause
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.as_of import AsOf
from core.views.log import LogRow, Result
from core.views.why import Figures, Guard, Why


def copy_log(
    t: Words, at: AsOf, lead: PersonId, rows: tuple[LogRow, ...], names: Names, *, before: int, more: bool
) -> Screen:
    """C4: ten a page. `before` 0 is the newest page; `more`: there are older ones."""
    title = t("log", "log of {lead}", lead=lead_name(names, lead))
    if not rows:
        text = lines(
            head(t, title, at),
            t("log", "Nothing is in the log yet: the lead has not traded since your copy began.")
            if not before
            else t("log", "There is nothing older."),
        )
        return Screen(text, (last(t, ShowCopy(lead=lead)),))
    buttons = [Button(_label(t, place, row), ShowWhy(lead=lead, seq=row.seq)) for place, row in enumerate(rows, 1)]
    newest = (Button(t("log", "Newest"), ShowLog(lead=lead, before=0)),) if before else ()
    older = (Button(t("log", "Older"), ShowLog(lead=lead, before=rows[-1].seq)),) if more else ()
    turns = ((*newest, *older),) if newest or older else ()
    numbered = tuple(esc(f"{place}  ") for place in range(1, len(rows) + 1))
    text = lines(
        head(t, title, at),
        *(number + _line(t, row) for number, row in zip(numbered, rows, strict=True)),
        t("log", "Choose a row to see why."),
    )
    return Screen(text, (*pairs(buttons), *turns, last(t, ShowCopy(lead=lead))))


def logs(t: Words, at: AsOf, leads: tuple[PersonId, ...], names: Names) -> Screen:
    """/log with several copies: whose?"""
    if not leads:
        text = lines(head(t, t("log", "log"), at), t("log", "You have no copy, so there is no log."))
        return Screen(text, ((find_lead(t, "blue"),), last(t, ShowCopies())))
    text = lines(head(t, t("log", "log"), at), t("log", "The log of which copy?"))
    buttons = [
        Button(t("log", "Log of {lead}", lead=short_name(names, lead)), ShowLog(lead=lead, before=0)) for lead in leads
    ]
    return Screen(text, (*pairs(buttons), last(t)))


def _label(t: Words, place: int, row: LogRow) -> Html:
    if not row.base:  # of a buy that became private a copier learns no coin
        return t("log", "{place} Why?", place=t.count(place))
    return t("log", "{place} Why {what}?", place=t.count(place), what=esc(row.base))


def _line(t: Words, row: LogRow) -> Html:
    parts = [t.when(row.at, pattern="t"), _what(t, row), _end(t, row)]
    return esc(" · ").join(parts)


def _what(t: Words, row: LogRow) -> Html:
    if row.symbol is None:
        return t("log", "a buy of the lead")
    coin = t.ticker(row.base)
    done = t("log", "buy {coin}", coin=coin) if row.side is Side.BUY else t("log", "sell {coin}", coin=coin)
    if row.cause is Cause.LEAD_ORDER:
        return done
    return t("log", "{done} ({cause})", done=done, cause=cause_words(t, row.cause))


def _end(t: Words, row: LogRow) -> Html:
    match row.result:
        case Result.COPIED:
            return t(
                "log",
                "✔ {money} at {price}{profit}",
                money=t.money(row.notional),
                price=t.price(row.price),
                profit=_profit(t, row),
            )
        case Result.PARTLY:
            return t(
                "log",
                "◐ partly, {money} at {price}{profit}",
                money=t.money(row.notional),
                price=t.price(row.price),
                profit=_profit(t, row),
            )
        case Result.FAILED:
            return t("log", "✖ {reason}", reason=short_reason(t, row.reason))
        case Result.NOTHING_DUE:
            return t("log", "– nothing to sell: {reason}", reason=short_reason(t, row.reason))
        case Result.WAITING:
            return t("log", "⌛ sent, no answer yet")
        case _ as unknown:
            assert_never(unknown)


def _profit(t: Words, row: LogRow) -> Html:
    return esc(", ") + t.money(row.net, signed=True) if row.side is Side.SELL else NOTHING


# ── the why-card ──────────────────────────────────────────────────────────────


def why_card(t: Words, card: Why, names: Names) -> Screen:
    """C5: the stored decision, guard by guard; the same record always gives the same card."""
    row = card.row
    first = t(
        "why",
        "{mode} · why {id} · {lead}: {what}",
        mode=mode(t),
        id=bold(esc(row.reference)),
        lead=lead_name(names, card.lead),
        what=_what(t, row),
    )
    text = lines(
        first,
        t("why", "Decided {when}", when=t.when(row.at)),
        _sizing(t, card) if card.figures else NOTHING,
        *(esc("✔ ") + guard_words(t, guard) for guard in card.passed),
        esc("✖ ") + guard_words(t, card.failed) if card.failed else NOTHING,
        bold(_outcome(t, card)),
    )
    rows: tuple[Row, ...] = (
        (
            Button(t("why", "Log of {lead}", lead=short_name(names, card.lead)), ShowLog(lead=card.lead, before=0)),
            Button(t("why", "My copy of {lead}", lead=short_name(names, card.lead)), ShowCopy(lead=card.lead)),
        ),
    )
    short = row.reason is Reason.INSUFFICIENT_FUNDS
    portfolio = ((Button(t("why", "Portfolio"), ShowPortfolio()),),) if short else ()
    return Screen(text, (*rows, *portfolio, last(t, ShowLog(lead=card.lead, before=0))))


def no_why(t: Words, wanted: str) -> Screen:
    """No result of this person has this id."""
    text = lines(
        t("why", "{mode} · I found no copy with the id {id}.", mode=mode(t), id=name(wanted, longest=20))
        if wanted
        else t("why", "{mode} · Type /why and the id of a copy, such as /why 7F3K2A.", mode=mode(t)),
        t("why", "Each row of a log has its id on its card."),
    )
    return Screen(text, ((Button(t("why", "My copies"), ShowCopies()),), last(t)))


def guard_words(t: Words, guard: Guard) -> Html:  # one sentence a guard
    """What a guard asks."""
    match guard:
        case Guard.RUNNING:
            return t("guard", "your copy runs and is not paused")
        case Guard.SELECTED:
            return t("guard", "the coin is among yours")
        case Guard.LEAD:
            return t("guard", "the lead's order may be copied")
        case Guard.IN_TIME:
            return t("guard", "in time")
        case Guard.TRADING:
            return t("guard", "buying is open here and at the venue")
        case Guard.PRICE:
            return t("guard", "the price is near the lead's")
        case Guard.MINIMUM:
            return t("guard", "at least the least order")
        case Guard.MAXIMUM:
            return t("guard", "within your maximum in use")
        case Guard.FUNDS:
            return t("guard", "covered by free cash")
        case Guard.VENUE:
            return t("guard", "taken by the venue")
        case _ as unknown:
            assert_never(unknown)


def _sizing(t: Words, card: Why) -> Html:
    figures = card.figures
    assert figures is not None
    asked, lead = t.money(figures.asked), t.money(figures.lead_notional)
    if card.row.cause is Cause.BUY_EXISTING:
        return t("why", "Your part of what the lead held at the start is {asked}.", asked=asked)
    if not card.smart:
        return t("why", "The lead paid {lead}; by your settings the copy was {asked}.", lead=lead, asked=asked)
    return t(
        "why",
        "The lead paid {lead} of equity {equity}, that is {part}; the same part of your equity is {asked}.",
        lead=lead,
        equity=t.money(figures.lead_equity),
        part=t.percent(figures.usage, decimals=2),
        asked=asked,
    )


def _outcome(t: Words, card: Why) -> Html:
    row = card.row
    match row.result:
        case Result.COPIED if row.side is Side.BUY:
            return t(
                "why",
                "Bought {quantity} for {money}.",
                quantity=t.quantity(row.quantity, ticker=row.base),
                money=t.money(row.notional),
            )
        case Result.COPIED | Result.PARTLY if row.side is Side.SELL:
            return t(
                "why",
                "Sold {quantity} for {money}: {profit} after fees, {withheld} of it withheld for the lead.",
                quantity=t.quantity(row.quantity, ticker=row.base),
                money=t.money(row.notional),
                profit=t.money(row.net, signed=True),
                withheld=t.money(row.withheld),
            )
        case Result.COPIED | Result.PARTLY:
            return t(
                "why",
                "Bought {quantity} for {money}; for the rest there was no price within the limit.",
                quantity=t.quantity(row.quantity, ticker=row.base),
                money=t.money(row.notional),
            )
        case Result.WAITING:
            return t("why", "The order was sent, and the venue has not answered. We ask, and do not send again.")
        case Result.FAILED:
            return failed_words(t, row, card.figures)
        case Result.NOTHING_DUE:
            return t("why", "There was nothing of yours to sell: {reason}.", reason=short_reason(t, row.reason))
        case _ as unknown:
            assert_never(unknown)


def failed_words(t: Words, row: LogRow, figures: Figures | None) -> Html:
    """Why it was not copied, with the figures of R-18.3 that the journal stored."""
    match row.reason:
        case Reason.AMOUNT_TOO_LOW if figures:
            return t(
                "why",
                "Your copy would be {asked}, the least order is {least}.",
                asked=t.money(figures.asked),
                least=t.money(figures.minimum),
            )
        case Reason.SPREAD_EXCEEDED if figures and abs(figures.drift) > figures.spread_max:
            return t(
                "why",
                "{price} is {drift} from your lead's {price_lead}; the limit is {limit}.",
                price=t.price(figures.price_copy),
                drift=t.percent(figures.drift, decimals=2, signed=True),
                price_lead=t.price(figures.price_lead),
                limit=t.percent(figures.spread_max),
            )
        case Reason.SPREAD_EXCEEDED:
            return t("why", "There was not enough on offer within the limit around your lead's price.")
        case Reason.MAX_TOTAL_REACHED if figures:
            return t("why", "{asked} more would have been over your maximum in use.", asked=t.money(figures.asked))
        case Reason.INSUFFICIENT_FUNDS if figures:
            return t("why", "It needed {asked}, and your free cash was less.", asked=t.money(figures.asked))
        case Reason.ENTRY_EXPIRED if figures and figures.late > timedelta(0):
            return t(
                "why",
                "It came {age} s after the lead's order, so it was not bought; {limit} s are allowed.",
                age=t.count(int(figures.late.total_seconds())),
                limit=t.count(int(figures.lasts.total_seconds())),
            )
        case Reason.VENUE_REJECTED:
            return t("why", "The venue refused: {words}", words=name(row.words, longest=120))
        case _:
            return t("why", "Not copied: {reason}.", reason=short_reason(t, row.reason))
