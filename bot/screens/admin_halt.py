"""M3: the halt: since when, by whom, why; the question for its reason, and the review of its end."""

from datetime import datetime

from bot.html import NOTHING, Html, lines, words_of
from bot.presses import Confirm
from bot.presses.admin import AskLift, HaltBuys, SayWhy
from bot.screens.audit import actor
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.views.as_of import AsOf


def halt_screen(t: Words, at: AsOf, *, since: datetime, by: str, why: str, note: Html = NOTHING) -> Screen:
    """A halt that is on. Without a reason it asks for one: what is typed next is it."""
    text = lines(
        head(t, t("admin", "halt"), at),
        note,
        t("admin", "Halted since {when}, by {who}.", when=t.when(since), who=actor(t, by)),
        t("admin", "Why: {why}", why=words_of(why))
        if why
        else t("admin", "Why? Write it in one message: it stands in the audit. Or leave it: the halt holds anyway."),
    )
    return Screen(text, ((Button(t("admin", "Lift the halt…"), AskLift()),), last_row(t, "admin")))


def halt_rows(t: Words, at: AsOf) -> tuple[Button, ...]:
    """What of it stands on the admin's home."""
    if at.halted:
        return (Button(t("admin", "Lift the halt…"), AskLift()), Button(t("admin", "About the halt"), SayWhy()))
    return (Button(t("admin", "Halt buys at once"), HaltBuys(), "red"),)


def halted(t: Words) -> Html:
    """Said on halting."""
    return t("admin", "✔ Halted at once; whoever trades is told. Take-profits and stop-losses go on, too.")


def reason_size(t: Words) -> Html:
    """Said where a reason was none."""
    return t("admin", "That was empty or too long: 3 to 300 characters, please.")


def reason_kept(t: Words) -> Html:
    """Said once it is kept."""
    return t("admin", "✔ Noted.")


def lift_review(t: Words, at: AsOf, nonce: str) -> Screen:
    """What the end of a halt does."""
    text = lines(
        head(t, t("admin", "review: lift the halt"), at),
        t("admin", "Buys of leads are copied again from now on. What was skipped meanwhile is not bought later."),
        t("admin", "Expires in 60 s."),
    )
    row = (Button(t("admin", "Lift the halt"), Confirm(nonce=nonce), "green"), opening(t("admin", "Cancel"), "admin"))
    return Screen(text, (row, last_row(t)))


def lifted(t: Words) -> Html:
    """Said on lifting."""
    return t("admin", "✔ The halt is lifted: buys are copied again.")
