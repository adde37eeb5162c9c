"""The review of a change by which risk rises or a sale follows at once, and what became of it (rules 15 to 18)."""

from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses import Confirm
from bot.presses.terms import ShowSettings
from bot.screens.arriving import last
from bot.screens.faithful import dry
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import denial, stop_way
from bot.screens.screen import Button, Screen
from bot.screens.settings import differences
from bot.screens.sizes import stops_note
from bot.translate import Words
from core.model.copying import StopWay
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.settings import Change

LATER = frozenset({"size", "instruments", "never", "take_profit", "stop_loss"})
"""What holds for later copies; all else holds at once (R-15.1)."""


def change_review(t: Words, view: Change, names: Names, *, nonce: str | None) -> Screen:
    """What the change does, before it is done."""
    now = view.now
    parts = differences(t, now.settings, view.wanted)
    title = t("change", "review: change your copy of {lead}", lead=lead_name(names, now.lead))
    text = lines(
        head(t, title, now.as_of),
        *(esc("• ") + words + esc(" · ") + _since(t, name) for name, words in parts),
        NOTHING if parts else t("change", "Nothing would be different."),
        dry(t, view.dry),
        _fires(t, view),
        _worst(t, view),
        stops_note(t) if {"stop_loss", "total_stop_loss", "take_profit"} & {name for name, _ in parts} else NOTHING,
        t("change", "■ This cannot be done: {reason}", reason=denial(t, *view.refusal)) if view.refusal else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    sells = view.wanted.total_stop_loss_action is StopWay.MARKET_CLOSE
    fires = t("change", "Set it and sell now") if sells else t("change", "Set it and stop now")
    label = fires if view.fires else t("change", "Change it")
    confirm = ((Button(label, Confirm(nonce=nonce), "red" if view.fires else "green"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowSettings(lead=now.lead))))


def _since(t: Words, name: str) -> Html:
    return t("change", "for later copies") if name in LATER else t("change", "at once")


def _fires(t: Words, view: Change) -> Html:
    """The new limit is reached already (R-13.6)."""
    if not view.fires:
        return NOTHING
    loss = t.money(-view.now.net)
    if view.wanted.total_stop_loss_action is StopWay.MARKET_CLOSE:
        return bold(
            t(
                "change",
                "⚠ Your loss is {loss}: this limit is reached already, so all is sold now and the copy ends.",
                loss=loss,
            )
        )
    way = stop_way(t, view.wanted.total_stop_loss_action)
    return bold(
        t(
            "change",
            "⚠ Your loss is {loss}: this limit is reached already, so the copy stops now ({way}).",
            loss=loss,
            way=way,
        )
    )


def _worst(t: Words, view: Change) -> Html:
    """What can be lost, without the stops."""
    if view.fires:
        return NOTHING
    wanted = view.wanted
    if wanted.smart:
        return t("change", "Worst case: you lose all that is set apart for this lead.")
    return t(
        "change",
        "Worst case: the coins lose all their value, {amount} at once; later buys take further free cash.",
        amount=t.money(wanted.max_total),
    )


def not_changed(t: Words, lead: PersonId, code: Denial, about: str) -> Screen:
    """The rules said no."""
    text = lines(
        t("change", "PAPER · ✖ Nothing was changed."), denial(t, code, about), t("outcome", "No money has moved.")
    )
    return Screen(text, (last(t, ShowSettings(lead=lead)),))
