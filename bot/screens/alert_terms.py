"""What is told of terms: a profit share that will rise, a lead's new levels, an application that is due."""

from datetime import datetime
from typing import Final

from bot.html import NOTHING, Html, lines, name
from bot.screens.desk_calendar import cycle_start
from bot.screens.leads import Names
from bot.translate import Words
from core.model.people import PersonId
from core.views.alerts import Alert, AlertKind

KINDS: Final = frozenset({AlertKind.PROFIT_SHARE_RISES, AlertKind.LEVELS_CHANGED, AlertKind.APPLICATION_DUE})


def headline(t: Words, alert: Alert, names: Names) -> Html:
    """What happened, for the kinds of `KINDS`."""
    lead = name(names(alert.lead or PersonId(0)), longest=16)
    if alert.kind is AlertKind.PROFIT_SHARE_RISES:
        before, share = t.percent(alert.share_before), t.percent(alert.share)
        return t("alert", "● {lead}'s profit share {before} → {share}", lead=lead, before=before, share=share)
    if alert.kind is AlertKind.LEVELS_CHANGED:
        return t(
            "alert", "● Level {level}: up to {cap} copiers", level=t.count(alert.level), cap=t.count(alert.copiers)
        )
    return t("alert", "⚠ {lead} waits for your decision", lead=lead)


def more(t: Words, alert: Alert) -> Html:
    """From when, and what it means for whoever reads it."""
    if alert.kind is AlertKind.PROFIT_SHARE_RISES:
        return lines(
            _from(t, alert.holds_from),
            t(
                "alert",
                "Until then your copy shares {before}. You may stop before.",
                before=t.percent(alert.share_before),
            ),
        )
    if alert.kind is AlertKind.LEVELS_CHANGED:
        return t(
            "alert",
            "Profit share level {level}: your share is {share}, at most {most}.",
            level=t.count(alert.share_level),
            share=t.percent(alert.share),
            most=t.percent(alert.share_max),
        )
    return t("alert", "This is the last of the business days in which an application to lead is to be decided.")


def _from(t: Words, at: datetime | None) -> Html:
    if at is None:
        return NOTHING
    return t("alert", "From {when}, {cycle}, on the net profit of a week.", when=t.when(at), cycle=cycle_start(t))
