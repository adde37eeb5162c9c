"""D3, one lead's public card: how they did over a period, what they hold, how they trade, what a copy would need."""

from datetime import timedelta

from bot.charts.pictures import Picture
from bot.html import NOTHING, Html, esc, lines, quote, words_of
from bot.presses import Home
from bot.presses.arriving import ShowRisk
from bot.presses.copier import ShowCopy
from bot.presses.knowing import ShowLead, ShowLeadOrders, ShowLeads, ShowScoring
from bot.presses.pictures import ShowChart
from bot.presses.terms import Begin
from bot.screens.arriving import last, pairs
from bot.screens.desk_calendar import desk_zone
from bot.screens.faithful import capital
from bot.screens.head import head
from bot.screens.lead_pictures import in_words
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.pictured import pictured
from bot.screens.refusals import denial
from bot.screens.screen import Button, Row, Screen
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.people import LeadState
from core.model.reasons import Denial
from core.views.lead_card import LeadCard
from core.views.lead_curve import LeadCurve
from core.views.metrics import Habits, Metrics

COINS_SHOWN = 6
BIO_SHOWN = 240
"""Characters of a bio."""
HARDLY = 5 * 10**4  # a ratio that would be shown as 0.0%: dust
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def lead_card(
    t: Words,
    view: LeadCard,
    names: Names,
    *,
    visitor: bool,
    link: str | None = None,
    curve: LeadCurve | None = None,
    picture: Picture | None = None,
    bio: str = "",
) -> Screen:
    """D3: a lead's public card. Where copying cannot begin, the reason stands instead of the button.

    `link` opens this card; it is copied by a tap, to be sent to somebody. `curve`: how the return went, None before it
    was measured; `picture` shows it. `bio`: the lead's words about themselves.
    """
    row = view.row
    only = t("lead card", "Smart Sync only: this lead allows no other way of copying.")
    title = t.n(
        "lead card",
        "{lead} · leading {count} day",
        "{lead} · leading {count} days",
        row.days,
        lead=lead_name(names, row.lead),
    )
    faithful = capital(t, view.faithful)
    habits = _habits(t, row.metrics.habits) if row.metrics else NOTHING
    about = quote(words_of(bio, longest=BIO_SHOWN)) if bio else NOTHING
    parts = (
        head(t, title, view.as_of),
        about,
        _measured(t, row.metrics),
        t(
            "lead card",
            "⚠ Deep drawdown: over the limit within {days}",
            days=exact_span(t, days=t.limits.conduct.drawdown.days),
        )
        if view.deep_drawdown
        else NOTHING,
        _copiers(t, view),
        t("lead card", "Profit share {ratio} of a week's net profit", ratio=t.percent(row.ratio)),
        _holds(t, view),
        habits,
        only if row.smart_sync_only else NOTHING,
        faithful,
        _standing(t, view),
        t("lead card", "Past results promise nothing."),
    )
    share = ((Button(t("lead card", "Copy the link to this card"), copy=link),),) if link else ()
    rows = (*_actions(t, view, names, visitor=visitor), *_periods(t, view), *_more(t, view, visitor=visitor), *share)
    return pictured(
        (*rows, last(t, ShowLeads())),
        picture,
        words=lines(*parts, in_words(t, curve) if curve else NOTHING),
        captions=(lines(*parts), lines(*(part for part in parts if part not in {habits, faithful, about}))),
    )


def _measured(t: Words, past: Metrics | None) -> Html:
    """What days have measured, over the chosen period or as many as there are."""
    if past is None:
        return t(
            "lead card",
            "Return and drawdown: not yet, they count from the first 00:00 {zone} of leading.",
            zone=desk_zone(t),
        )
    figures = t.n(
        "lead card",
        "Return of {count} day {gain} · max drawdown {drawdown}",
        "Return of {count} days {gain} · max drawdown {drawdown}",
        past.measured,
        gain=t.percent(past.total_return, signed=True),
        drawdown=t.percent(past.drawdown),
    )
    wins = (
        t("lead card", "Win rate {rate} of the days that closed something", rate=t.percent(past.win_rate))
        if (past.win_rate is not None)
        else NOTHING
    )
    money = t(
        "lead card",
        "Lead's profit of what was sold {pnl} ({part})",
        pnl=t.money(past.pnl, signed=True, ticker="USDT"),
        part=t.percent(past.pnl_ratio, signed=True),
    )
    return lines(figures, wins, money)


def _copiers(t: Words, view: LeadCard) -> Html:
    row = view.row
    return lines(
        t(
            "lead card",
            "Copiers {now} of {cap}, {ever} so far · their PnL {pnl}",
            now=t.count(row.copiers),
            cap=t.count(row.cap),
            ever=t.count(view.ever),
            pnl=t.money(row.copiers_pnl, signed=True),
        ),
        t(
            "lead card",
            "Money that copies {aum} · in coins {copied} · lead's own USDT {assets}",
            aum=t.money(row.aum),
            copied=t.money(view.copied),
            assets=t.money(row.own),
        ),
    )


def _holds(t: Words, view: LeadCard) -> Html:
    seen = [weight for weight in view.weights if weight.ratio >= HARDLY]
    if not seen:
        return t("lead card", "Holds nothing that is copied now.")
    parts = [esc(f"{weight.asset} ") + t.percent(weight.ratio) for weight in seen]
    return t("lead card", "Holds {weights}", weights=esc(" · ").join(parts))


def _habits(t: Words, habits: Habits) -> Html:
    """How the lead trades; what the period does not know is left out."""
    coins = [t.coin(coin) + esc(" ") + t.percent(part) for coin, part in habits.coins[:COINS_SHOWN]]
    order = t.n(
        "lead card",
        "{count} lead buy, mean {mean}",
        "{count} lead buys, mean {mean}",
        habits.bought,
        mean=t.money(habits.mean_order, ticker="USDT"),
    )
    closes = [
        NOTHING
        if habits.profit_loss is None
        else t("lead card", "mean win {times}× the mean loss", times=t.quantity(habits.profit_loss)),
        NOTHING if habits.held is None else t("lead card", "held for {time} on average", time=span(t, habits.held)),
    ]
    return lines(
        esc(" · ").join(part for part in (order if habits.bought else NOTHING, *closes) if part),
        t("lead card", "Orders by coin: {coins}", coins=esc(" · ").join(coins)) if coins else NOTHING,
    )


def span(t: Words, time: timedelta) -> Html:
    """A length of time in one unit: days from two on, else hours, else minutes."""
    if time >= 2 * DAY:
        return t.n("span", "{count} day", "{count} days", time // DAY)
    if time >= HOUR:
        return t.n("span", "{count} hour", "{count} hours", time // HOUR)
    return t.n("span", "{count} minute", "{count} minutes", time // timedelta(minutes=1))


def _standing(t: Words, view: LeadCard) -> Html:
    if view.state is LeadState.SUSPENDED:
        return t("lead card", "■ Suspended: nothing is copied from this lead now.")
    if view.refusal is None or view.refusal is Denial.ALREADY_COPYING:
        return NOTHING
    if view.refusal is Denial.SELF_COPY and view.row.copied:  # linked since: denies a start, and ends no copy
        return t(
            "lead card",
            "■ You copy this lead already, and that copy goes on. Once it ends you can begin no new one: the desk"
            " counts the lead's account as yours.",
        )
    return t("lead card", "■ {reason}", reason=denial(t, view.refusal))


def _actions(t: Words, view: LeadCard, names: Names, *, visitor: bool) -> tuple[Row, ...]:
    lead = view.row.lead
    if visitor:
        return ((Button(t("welcome", "Start with paper"), ShowRisk(), "blue"),),)
    if view.row.copied:
        return (
            (Button(t("lead card", "My copy of {lead}", lead=short_name(names, lead)), ShowCopy(lead=lead), "blue"),),
        )
    if view.refusal is not None:
        return ()
    return ((Button(t("lead card", "Copy {lead}", lead=short_name(names, lead)), Begin(lead=lead), "green"),),)


def _periods(t: Words, view: LeadCard) -> tuple[Row, ...]:
    chips = [
        Button(
            esc("● " if days == view.days else "○ ") + t.n("span", "{count} day", "{count} days", days),
            ShowLead(lead=view.row.lead, days=days),
        )
        for days in view.periods
    ]
    return pairs(chips)


def _more(t: Words, view: LeadCard, *, visitor: bool) -> tuple[Row, ...]:
    lead = view.row.lead
    scored = Button(t("leads", "How is it scored?"), ShowScoring(lead=lead))
    orders = () if visitor else (Button(t("lead card", "Orders"), ShowLeadOrders(lead=lead, before=0)),)
    chart = () if view.row.metrics is None else (Button(t("lead card", "Chart"), ShowChart(lead=lead, days=view.days)),)
    return ((*chart, *orders, scored),)


def no_such_lead(t: Words) -> Screen:
    """Not yours and does not exist are one answer."""
    text = t("lead card", "PAPER · There is no such lead here now.")
    row = (Button(t("welcome", "Browse leads"), ShowLeads()),)
    return Screen(text, (row, (Button(t("desk", "⌂ Home"), Home()),)))
