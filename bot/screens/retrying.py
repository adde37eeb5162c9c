"""What became of a tap on a failed copy's card: tried again, or why not (R-18.5)."""

from bot.html import Html, lines
from bot.presses.copier import ShowCopy, ShowLog
from bot.screens.arriving import last
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import denial, short_reason
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.model.people import PersonId
from core.model.reasons import Denial, Reason


def too_late(t: Words, code: Denial) -> Html:
    """Why this tap does nothing."""
    return denial(t, code)


def tried(t: Words, lead: PersonId, names: Names, *, reason: Reason) -> Screen:
    """`reason` NONE: the order has left."""
    sent = t("retry", "PAPER · ⌛ Tried again for {lead}: the order is on its way.", lead=lead_name(names, lead))
    failed = t("retry", "PAPER · ✖ Tried again for {lead}, and not bought.", lead=lead_name(names, lead))
    if reason is Reason.NONE:
        text = lines(sent, t("retry", "You are told when it is done. At most one order is sent."))
    else:
        why = t("alert", "Why: {reason}", reason=short_reason(t, reason))
        text = lines(failed, why, t("outcome", "No money has moved."))
    rows = (
        (
            Button(t("alert", "Log"), ShowLog(lead=lead, before=0)),
            Button(t("alert", "Copy"), ShowCopy(lead=lead)),
        ),
    )
    return Screen(text, (*rows, last(t, ShowCopy(lead=lead))))
