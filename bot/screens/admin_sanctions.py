"""What the admin does to a lead for a reason: the question why, its review, and what is so afterwards."""

from collections.abc import Mapping
from typing import Final, assert_never

from bot.html import NOTHING, Html, lines
from bot.html import name as named
from bot.presses import Confirm, Press
from bot.presses.admin import GiveGround, Ground, Sanction, ShowApplicant, ShowLeaving, ShowUser
from bot.screens.admin_people import role
from bot.screens.head import head, last_row
from bot.screens.lead_reasons import ground_label
from bot.screens.lead_stopping import anew, given
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.views.ceasing import Ceasing

USUAL: Final[Mapping[Sanction, tuple[Ground, ...]]] = {
    Sanction.SUSPEND: tuple(Ground),
    Sanction.LIFT: (),
    Sanction.REVOKE: tuple(Ground),
    Sanction.REJECT: (Ground.IDENTITY, Ground.ACCOUNTS, Ground.PROMISES),
    Sanction.REFUSE: (),
}
"""The reasons that are offered as buttons; any other is typed."""


def ask_ground(t: Words, view: Ceasing, name: str, what: Sanction, *, problem: bool = False) -> Screen:
    """The question why, with chips for the usual reasons."""
    text = lines(
        head(t, _title(t, what, named(name)), view.as_of),
        t("admin", "That was empty or too long: 3 to 300 characters, please.") if problem else NOTHING,
        t("admin", "Why? {name} is shown the reason. Tap one, or type it.", name=named(name))
        if USUAL[what]
        else t("admin", "Why? Write it in one message; {name} is shown the reason.", name=named(name)),
    )
    chips = [
        Button(ground_label(t, ground), GiveGround(person=view.lead, what=what, ground=ground))
        for ground in USUAL[what]
    ]
    rows = tuple(tuple(chips[at : at + 2]) for at in range(0, len(chips), 2))
    back = Button(t("desk", "‹ Back"), _before(view, what))
    return Screen(text, (*rows, (back, last_row(t)[-1])))


def sanction_review(
    t: Words, view: Ceasing, name: str, nonce: str, *, what: Sanction, ground: str, changed: bool
) -> Screen:
    """What it does to the lead, and to everybody who copies them."""
    who = named(name)
    text = lines(
        head(t, _title(t, what, who), view.as_of),
        anew(t, changed=changed),
        given(t, ground) if what is not Sanction.LIFT else NOTHING,
        *_does(t, view, what, who),
        t("admin", "Expires in 60 s."),
    )
    green = what is Sanction.LIFT
    confirm = Button(_verb(t, what, who), Confirm(nonce=nonce), "green" if green else "red")
    cancel = Button(t("admin", "Cancel"), _before(view, what))
    return Screen(text, ((confirm, cancel), last_row(t)))


def _before(view: Ceasing, what: Sanction) -> Press:
    """The screen that led there."""
    match what:
        case Sanction.REJECT:
            return ShowApplicant(person=view.lead)
        case Sanction.REFUSE:
            return ShowLeaving(person=view.lead)
        case _:
            return ShowUser(person=view.lead)


def _does(t: Words, view: Ceasing, what: Sanction, who: Html) -> tuple[Html, ...]:
    match what:
        case Sanction.SUSPEND:
            return (
                t("admin", "At once: {name} takes no new copiers, and the buys of {name} are private.", name=who),
                t.n(
                    "admin",
                    "{count} copy stays as it is, without buys; sales are copied.",
                    "{count} copies stay as they are, without buys; sales are copied.",
                    view.copies,
                )
                if view.copies
                else t("admin", "Nobody copies {name}.", name=who),
                t("admin", "{name} is told. You can lift it at any time.", name=who),
            )
        case Sanction.LIFT:
            return (
                t("admin", "{name} leads again and takes new copiers, and is told.", name=who),
                t("admin", "Lead trade is ON: the next buy is copied.")
                if view.on
                else t("admin", "Lead trade is OFF."),
                t.n("admin", "{count} copy buys again.", "{count} copies buy again.", view.copies),
            )
        case Sanction.REVOKE:
            return (
                t("admin", "This is final: {name} may not lead any more, and is told.", name=who),
                t.n(
                    "admin",
                    "{count} copy ends: what is owed is sold, the other coins stay with the copier, who is told.",
                    "{count} copies end: what is owed is sold, the other coins stay with the copiers, who are told.",
                    view.copies,
                )
                if view.copies
                else t("admin", "Nobody copies {name}.", name=who),
                t.n("admin", "{count} of them holds coins.", "{count} of them hold coins.", view.holding)
                if view.copies
                else NOTHING,
            )
        case Sanction.REJECT:
            return (t("admin", "{name} is told, with the reason, and may apply again.", name=who),)
        case Sanction.REFUSE:
            return (
                t("admin", "{name} leads on, takes new copiers again, and is told, with the reason.", name=who),
                t("admin", "Lead trade is ON: the next buy is copied.")
                if view.on
                else t("admin", "Lead trade is OFF."),
            )
        case _ as unknown:
            assert_never(unknown)


def _title(t: Words, what: Sanction, who: Html) -> Html:
    match what:
        case Sanction.SUSPEND:
            return t("admin", "review: suspend {name}", name=who)
        case Sanction.LIFT:
            return t("admin", "review: lift the suspension of {name}", name=who)
        case Sanction.REVOKE:
            return t("admin", "review: revoke {name}'s right to lead", name=who)
        case Sanction.REJECT:
            return t("admin", "review: reject {name}'s application", name=who)
        case Sanction.REFUSE:
            return t("admin", "review: refuse {name}'s stop", name=who)
        case _ as unknown:
            assert_never(unknown)


def _verb(t: Words, what: Sanction, who: Html) -> Html:
    match what:
        case Sanction.SUSPEND:
            return t("admin", "Suspend {name}", name=who)
        case Sanction.LIFT:
            return t("admin", "Lift the suspension")
        case Sanction.REVOKE:
            return t("admin", "Revoke for good")
        case Sanction.REJECT:
            return t("admin", "Reject")
        case Sanction.REFUSE:
            return t("admin", "Refuse it")
        case _ as unknown:
            assert_never(unknown)


def sanction_done(t: Words, view: Ceasing, name: str, what: Sanction) -> Html:
    """What is so now."""
    if what is Sanction.REJECT:
        return t("admin", "✔ {name} is rejected and told.", name=named(name))
    if what is Sanction.REFUSE:
        return t("admin", "✔ {name} leads on and is told.", name=named(name))
    return t("admin", "✔ {name} is now: {role}. They are told.", name=named(name), role=role(t, view.state))
