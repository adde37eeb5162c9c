"""O1: what one needs to lead, as a checklist, and how far one has come."""

from dataclasses import dataclass
from typing import assert_never

from bot.html import NOTHING, Html, lines, name, quote, words_of
from bot.mail.contacts import Reached
from bot.presses.lead import Apply, AskBio, AskContact
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import given
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import LeadState
from core.model.posts import objection
from core.views.lead_desk import Application

BIO_LEAST, BIO_MOST = 10, 500
"""Characters a bio has (R-3.6: short)."""
CONTACT_LEAST, CONTACT_MOST = 5, 200


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the desk knows of an applicant (R-3.6): words for everybody, a contact for the admin alone, the e-mail."""

    bio: str
    contact: str
    reached: Reached


def apply_screen(t: Words, asked: Application, known: OnFile, note: Html = NOTHING, *, why: str = "") -> Screen:
    """The checklist, and what can be done now. `why`: the admin's reason for what was decided last."""
    title = t("apply", "become a lead trader")
    reason = given(t, why) if asked.state in {LeadState.REJECTED, LeadState.REVOKED} else NOTHING
    text = lines(head(t, title, asked.as_of), note, reason, *_body(t, asked, known))
    return Screen(text, (*_rows(t, asked, known), last_row(t)))


def _body(t: Words, asked: Application, known: OnFile) -> tuple[Html, ...]:
    match asked.state:
        case LeadState.APPLIED:
            return (
                t("apply", "⏳ You have applied. The admin looks at it and you are told the answer here."),
                _answered_by(t, asked.days_left),
                t("apply", "Until then you copy nobody."),
            )
        case LeadState.NONE | LeadState.REJECTED | LeadState.STOPPED:
            again = t("apply", "Your last application was rejected; you may apply again.")
            return (
                again if asked.state is LeadState.REJECTED else NOTHING,
                t("apply", "A lead trades; copiers follow, each with their own money. You need:"),
                *_checklist(t, asked, known),
            )
        case LeadState.REVOKED:
            return (t("apply", "■ Your right to lead was revoked. That is final; the admin can tell you more."),)
        case _:
            return (t("apply", "✔ You are a lead trader."),)


def _answered_by(t: Words, left: int | None) -> Html:
    """By when the admin is to decide (R-3.8)."""
    if left is None:
        return NOTHING
    if left > 0:
        return t.n(
            "apply",
            "The answer is due within {count} business day.",
            "The answer is due within {count} business days.",
            left,
        )
    if left == 0:
        return t("apply", "The answer is due today.")
    return t.n(
        "apply",
        "⚠ The answer is overdue by {count} business day; the admin sees that too.",
        "⚠ The answer is overdue by {count} business days; the admin sees that too.",
        -left,
    )


def _checklist(t: Words, asked: Application, known: OnFile) -> tuple[Html, ...]:
    least, has = t.money(asked.equity_min), t.money(asked.equity)
    equity = (
        t("apply", "✔ at least {least} USDT in your account: you have {has}", least=least, has=has)
        if asked.rich_enough
        else t("apply", "✖ at least {least} USDT in your account: you have {has}", least=least, has=has)
    )
    copying = (
        t("apply", "✔ you copy nobody")
        if not asked.copying
        else t.n(
            "apply",
            "✖ you copy {count} lead: stop that first",
            "✖ you copy {count} leads: stop that first",
            asked.copying,
        )
    )
    about = (
        t("apply", "✔ a few words about you:")
        if known.bio
        else t("apply", "✖ a few words about you, for your copiers to read")
    )
    words = quote(words_of(known.bio)) if known.bio else NOTHING
    contact = (
        t("apply", "✔ a way to reach you: {contact}", contact=name(known.contact, longest=CONTACT_MOST))
        if known.contact
        else t("apply", "✖ a way to reach you outside this chat, for the admin alone")
    )
    admin = t("apply", "… then the admin checks who you are, and decides")
    return (equity, copying, _mail(t, known.reached), about, words, contact, admin)


def _mail(t: Words, reached: Reached) -> Html:
    match reached:
        case Reached.CONFIRMED:
            return t("apply", "✔ a confirmed e-mail address")
        case Reached.NOT_YET:
            return t("apply", "✖ a confirmed e-mail address: decisions and failed orders go there too")
        case Reached.NO_MAIL:
            return t("apply", "… e-mail: this desk sends none; the admin sees to it that you can be reached")
        case _ as unknown:
            assert_never(unknown)


def _rows(t: Words, asked: Application, known: OnFile) -> tuple[Row, ...]:
    if asked.state not in {LeadState.NONE, LeadState.REJECTED, LeadState.STOPPED}:
        return ()
    if asked.copying:
        return ((opening(t("apply", "My copies"), "copies"),),)
    if not asked.rich_enough:
        return ()
    if known.reached is Reached.NOT_YET:
        return ((opening(t("apply", "Confirm my e-mail"), "email", "blue"),),)
    if not known.bio:
        return ((Button(t("apply", "Write about me"), AskBio(), "blue"),),)
    if not known.contact:
        return ((Button(t("apply", "Leave a contact"), AskContact(), "blue"),),)
    return (
        (Button(t("apply", "Apply to lead"), Apply(), "green"),),
        (
            Button(t("apply", "✎ Change the words"), AskBio()),
            Button(t("apply", "✎ Change the contact"), AskContact()),
        ),
    )


def ask_bio(t: Words, asked: Application, problem: Html = NOTHING) -> Screen:
    """The question for the bio."""
    text = lines(head(t, t("apply", "about you"), asked.as_of), problem, *bio_rules(t))
    return Screen(text, (last_row(t, "apply"),))


def ask_contact(t: Words, asked: Application, problem: Html = NOTHING) -> Screen:
    """The question for the contact."""
    text = lines(
        head(t, t("apply", "how to reach you"), asked.as_of),
        problem,
        t("apply", "Write in one line how the admin reaches you outside this chat: a phone number, an address …"),
        t("apply", "Only the admin reads it."),
    )
    return Screen(text, (last_row(t, "apply"),))


def contact_problem(t: Words, text: str) -> Html:
    """Why these words are no contact; nothing where they are."""
    if CONTACT_LEAST <= len(text) <= CONTACT_MOST and text.isprintable():
        return NOTHING
    least, most = t.count(CONTACT_LEAST), t.count(CONTACT_MOST)
    return t("apply", "One line of {least} to {most} characters, please.", least=least, most=most)


def bio_rules(t: Words) -> tuple[Html, Html]:
    """What a bio is to be."""
    return (
        t("apply", "Write in one message how you trade: what, how often, what you look for. Plain text, no links."),
        t("apply", "Everybody can read it."),
    )


def bio_problem(t: Words, text: str) -> Html:
    """Why these words cannot stand on a public card (R-22.1); nothing where they can."""
    if not BIO_LEAST <= len(text) <= BIO_MOST:
        least, most = t.count(BIO_LEAST), t.count(BIO_MOST)
        return t(
            "apply", "That was too short or too long: it takes {least} to {most} characters.", least=least, most=most
        )
    if objection(text) is not None:
        return t("apply", "Everybody reads this: no links, please, and no way to reach you elsewhere.")
    return NOTHING
