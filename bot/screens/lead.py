"""L1, the lead desk, which is also a lead's home: what is copied now, how it stands, and where to go."""

from bot.html import NOTHING, Html, esc, lines
from bot.html import name as named
from bot.presses import Home
from bot.presses.lead import SwitchLead
from bot.screens.desk_calendar import desk_zone
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import Standing, standing_lines
from bot.screens.screen import Button, Row, Screen
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.people import LeadState
from core.views.lead_desk import LeadDesk

ACTIVE = Standing()
"""Nothing is to be said of the state."""


def lead_desk(
    t: Words,
    desk: LeadDesk,
    name: str,
    *,
    home: bool = False,
    note: Html = NOTHING,
    standing: Standing = ACTIVE,
) -> Screen:
    """`note`: what to say first, such as that a press came too late."""
    title = t("lead", "lead desk of {name}", name=named(name))
    text = lines(head(t, title, desk.as_of), note, *_body(t, desk, standing))
    rows = (*_rows(t, desk), *(() if home else (last_row(t),)))
    return Screen(text, rows)


def _body(t: Words, desk: LeadDesk, standing: Standing) -> tuple[Html, ...]:
    if not desk.chosen:
        return (
            t("lead", "You are approved to lead. Two things are left:"),
            t(
                "lead",
                "1. Profit share: {share} now. Your copiers pay it from a week's net profit.",
                share=_share(t, desk),
            ),
            t("lead", "2. Instruments: choose what you lead. With that you are active, and people can copy you."),
        )
    return (
        _switch_line(t, desk),
        *standing_lines(t, desk.state, standing),
        t(
            "lead",
            "Lead equity {equity} · in USDT {cash}",
            equity=t.money(desk.equity),
            cash=t.money(desk.cash),
        )
        + esc(" · ")
        + t.n("lead", "{count} lead asset", "{count} lead assets", desk.assets),
        t(
            "lead",
            "Copiers {now} of {most}, with {aum} USDT under you",
            now=t.count(desk.copiers),
            most=t.count(desk.cap),
            aum=t.money(desk.aum),
        ),
        t(
            "lead",
            "Profit share {share} · yours this week so far {sum}, an estimate",
            share=_share(t, desk),
            sum=t.money(desk.share),
        ),
        t(
            "lead",
            "Level {level}, average AUM so far {average} USDT",
            level=t.count(desk.level),
            average=t.money(desk.aum_average),
        ),
        t(
            "lead",
            "Lead buys today {now} of {most} (a day of {zone})",
            now=t.count(desk.day_buys),
            most=t.count(desk.day_buys_max),
            zone=desk_zone(t),
        ),
        *_watched(t, desk),
        t("lead", "Restriction: Smart Sync only") if desk.smart_sync_only else NOTHING,
        NOTHING if desk.accepting else t("lead", "Closed to new copiers"),
    )


def _watched(t: Words, desk: LeadDesk) -> tuple[Html, ...]:
    """What the conduct monitors hold against this lead now."""
    return (
        t("lead", "■ A review holds your buys back: they execute for you, nobody copies them.")
        if desk.held
        else NOTHING,
        t(
            "lead",
            "⚠ Off the list of leads: a deep drawdown within {days}.",
            days=exact_span(t, days=t.limits.conduct.drawdown.days),
        )
        if desk.deep_drawdown
        else NOTHING,
        t.n(
            "lead",
            "⚠ Off the list of leads: no lead order for {count} day.",
            "⚠ Off the list of leads: no lead order for {count} days.",
            desk.quiet_days,
        )
        if desk.quiet_days
        else NOTHING,
    )


def _switch_line(t: Words, desk: LeadDesk) -> Html:
    if desk.on and desk.state is not LeadState.ACTIVE:
        return t("lead", "● Lead trade is ON: what you sell here is copied, what you buy is not.")
    if desk.on:
        return t("lead", "● Lead trade is ON: what you buy and sell here is copied.")
    off = t("lead", "○ Lead trade is OFF: what you trade is private, nobody copies it.")
    if not desk.assets or not desk.copiers:
        return off
    return lines(off, t("lead", "⚠ What you sell of your lead assets now, your copiers keep holding."))


def _rows(t: Words, desk: LeadDesk) -> tuple[Row, ...]:
    if not desk.chosen:
        return (
            (opening(t("lead", "Profit share {share} ✎", share=_share(t, desk)), "share"),),
            (opening(t("lead", "Choose instruments"), "instruments", "blue"),),
        )
    switch = (
        Button(t("lead", "Turn lead trade off"), SwitchLead(on=False, version=desk.version), "red")
        if desk.on
        else Button(t("lead", "Turn lead trade on"), SwitchLead(on=True, version=desk.version), "green")
    )
    trade = opening(t("lead", "Trade"), "trade", "blue")
    return (
        (switch, trade),
        (
            opening(t("lead", "Assets, orders"), "assets"),
            opening(t("lead", "Copiers {count}", count=t.count(desk.copiers)), "copiers"),
        ),
        (
            opening(t("lead", "Receipts"), "receipts"),
            opening(t("lead", "Profit share"), "share"),
            opening(t("lead", "Restriction"), "restriction"),
        ),
        (
            opening(t("lead", "Write to copiers"), "announce"),
            opening(t("lead", "Instruments"), "instruments"),
            opening(t("lead", "Profile"), "profile"),
        ),
        (
            opening(t("lead", "Statements"), "statements"),
            opening(t("lead", "Stop leading"), "stopleading"),
        ),
        (
            opening(t("lead", "Alerts"), "alerts"),
            opening(t("lead", "Settings"), "settings"),
            opening(t("lead", "Help"), "help"),
        ),
    )


def _share(t: Words, desk: LeadDesk) -> Html:
    return share_figure(t, desk.ratio)


def share_figure(t: Words, ratio: int) -> Html:
    """A share in as many decimals as it has, at most two."""
    return t.percent(ratio, decimals=next((n for n in (0, 1) if ratio % 10 ** (6 - n) == 0), 2))


def stale(t: Words) -> Html:
    """For a press that was shown before something changed (rule 5)."""
    return t("lead", "This was changed meanwhile, so your press did nothing. Here is how it stands now:")


def only_for_leads(t: Words) -> Screen:
    """Whoever opens a lead's screen without leading."""
    return Screen(
        t("lead", "PAPER · This is for lead traders. /apply shows how to become one."),
        ((Button(t("desk", "⌂ Home"), Home()),),),
    )
