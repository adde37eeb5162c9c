"""A command of somebody else's role: what it is for, and the way there, instead of a plain no.

The admin's commands are not spoken of: to everybody else they do not exist.
"""

from collections.abc import Set as AbstractSet

from bot.html import Html, esc
from bot.presses import Home
from bot.presses.arriving import ShowRisk
from bot.presses.knowing import ShowLeads
from bot.screens.head import opening
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.model.people import LeadState

VISITOR, COPIER, LEAD = "visitor", "copier", "lead"


def wrong_role(
    t: Words,
    command: str,
    *,
    wanted: AbstractSet[str],
    held: AbstractSet[str],
    state: LeadState = LeadState.NONE,
) -> Screen | None:
    """What to do to get there, by the roles a command is for and those somebody has; None where there is no way.

    `state`: how far they are on the way to leading.
    """
    name = esc(f"/{command}")
    if not wanted & {COPIER, LEAD}:
        return None
    if not held & {COPIER, LEAD}:
        return _hinted(t, _join_first(t, name, wanted), *_joining(t))
    if LEAD in held:
        text = t("hint", "PAPER · {command} is for copy traders. You lead, and a lead copies nobody.", command=name)
        return _hinted(t, text, opening(t("alert", "Lead desk"), "lead"))
    return _not_leading(t, name, state)


def _not_leading(t: Words, name: Html, state: LeadState) -> Screen:
    match state:
        case LeadState.APPLIED:
            text = t(
                "hint",
                "PAPER · {command} is for lead traders. Your application waits for the admin, and you are told the"
                " answer here.",
                command=name,
            )
            return _hinted(t, text, opening(t("hint", "My application"), "apply"))
        case LeadState.REVOKED:
            text = t("hint", "PAPER · {command} is for lead traders. Your right to lead was revoked.", command=name)
            return _hinted(t, text)
        case _:
            text = t("hint", "PAPER · {command} is for lead traders. You can apply to become one.", command=name)
            return _hinted(t, text, opening(t("home", "Apply to lead"), "apply"))


def _join_first(t: Words, name: Html, wanted: AbstractSet[str]) -> Html:
    if COPIER in wanted:
        return t(
            "hint",
            "PAPER · {command} is there once you have joined. It takes two taps, with paper money.",
            command=name,
        )
    return t(
        "hint", "PAPER · {command} is for lead traders. Join first, with paper money; then you can apply.", command=name
    )


def _joining(t: Words) -> tuple[Button, ...]:
    return (
        Button(t("welcome", "Start with paper"), ShowRisk(), "blue"),
        Button(t("welcome", "Browse leads"), ShowLeads()),
    )


def _hinted(t: Words, text: Html, *buttons: Button) -> Screen:
    rows = (buttons,) if buttons else ()
    return Screen(text, (*rows, (Button(t("desk", "⌂ Home"), Home()),)))
