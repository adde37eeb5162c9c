"""/mute: whose routine alerts are not wanted for a time (what was bought, sold or skipped)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.html import NOTHING, Html, bold, lines
from bot.presses.copier import FOR_AN_HOUR, FOR_GOOD, UNMUTE, Mute, ShowCopies
from bot.screens.arriving import last
from bot.screens.copies import find_lead
from bot.screens.head import mode
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import PersonId


def muting(
    t: Words,
    leads: Sequence[PersonId],
    muted: Mapping[PersonId, datetime | None],
    names: Names,
    *,
    note: Html = NOTHING,
) -> Screen:
    """Each lead one copies, and whether one hears of them. `note`: what to say first."""
    text = lines(
        t("mute", "{mode} · mute", mode=mode(t)),
        bold(note) if note else NOTHING,
        t("mute", "Of a muted lead you are not told what was bought, sold or skipped; it stands in the log.")
        if leads
        else t("mute", "You copy nobody now, so there is nothing to mute."),
        t("mute", "What failed or needs you is told all the same.") if leads else NOTHING,
        *(_line(t, lead, muted, names) for lead in leads),
    )
    rows = [_row(t, lead, names, on=lead in muted) for lead in leads] or [(find_lead(t),)]
    return Screen(text, (*rows, last(t, ShowCopies())))


def not_understood(t: Words) -> Html:
    """For a text behind the command that names no lead one copies, or no time."""
    return t("mute", "I did not understand that. Type a lead you copy and a time, such as /mute Orion 2h.")


def _line(t: Words, lead: PersonId, muted: Mapping[PersonId, datetime | None], names: Names) -> Html:
    who = lead_name(names, lead)
    if lead not in muted:
        return t("mute", "{lead}: heard", lead=who)
    until = muted[lead]
    if until is None:
        return t("mute", "{lead}: muted until you say otherwise", lead=who)
    return t("mute", "{lead}: muted until {when}", lead=who, when=t.when(until, pattern="t"))


def _row(t: Words, lead: PersonId, names: Names, *, on: bool) -> Row:
    who = short_name(names, lead)
    if on:
        return (Button(t("mute", "Hear {lead} again", lead=who), Mute(lead=lead, how=UNMUTE)),)
    return (
        Button(t("mute", "Mute {lead} 1 h", lead=who), Mute(lead=lead, how=FOR_AN_HOUR)),
        Button(t("mute", "Mute {lead} for good", lead=who), Mute(lead=lead, how=FOR_GOOD)),
    )
