"""M2: who asks to lead and who asks to stop, each with the checklist, and the review of the answer."""

from typing import assert_never

from bot.html import NOTHING, Html, code, esc, lines, quote, words_of
from bot.html import name as named
from bot.mail.contacts import Reached
from bot.presses import Confirm
from bot.presses.admin import AskApplicant, AskSanction, AskStopAnswer, AskVerdict, Sanction, ShowApplicant, ShowLeaving
from bot.screens.head import head, last_row, opening
from bot.screens.lead_reasons import reason_words
from bot.screens.lead_stopping import Standing, anew, checklist
from bot.screens.leads import Names
from bot.screens.questions import exchange
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.model.people import LeadState
from core.views.admin_desk import AdminDesk, Applicant
from core.views.as_of import AsOf
from core.views.ceasing import Ceasing

# ── to lead ────────────────────────────────────────────────────────────────────────


def applications(t: Words, desk: AdminDesk, names: Names, note: Html = NOTHING) -> Screen:
    """Who asks to lead, and who asks to stop."""
    waits = desk.applicants or desk.leaving
    text = lines(
        head(t, t("admin", "applications"), desk.as_of),
        note,
        t.n("admin", "{count} person asks to lead.", "{count} people ask to lead.", len(desk.applicants))
        if desk.applicants
        else NOTHING,
        t.n("admin", "{count} lead asks to stop leading.", "{count} leads ask to stop leading.", len(desk.leaving))
        if desk.leaving
        else NOTHING,
        t("admin", "Whom do you want to look at?")
        if waits
        else t("admin", "Nobody waits. A new application is told to you here in the chat."),
    )
    buttons = [
        *(
            Button(
                t("admin", "Look at {name}", name=named(names(each.person), longest=24)),
                ShowApplicant(person=each.person),
                "blue",
            )
            for each in desk.applicants
        ),
        *(
            Button(
                t("admin", "{name} wants to stop", name=named(names(person), longest=20)), ShowLeaving(person=person)
            )
            for person in desk.leaving
        ),
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, min(len(buttons), 20), 2))
    return Screen(text, (*rows, last_row(t, "admin")))


def application(
    t: Words,
    at: AsOf,
    asked: Applicant,
    name: str,
    bio: str,
    *,
    reached: Reached,
    address: str = "",
    contact: str = "",
    words: tuple[str, str] = ("", ""),
    note: Html = NOTHING,
) -> Screen:
    """One application with its checklist. `address`: the confirmed one; `words`: what was asked, and the answer."""
    has, least = t.money(asked.equity), t.money(asked.equity_min)
    text = lines(
        head(t, t("admin", "{name} asks to lead", name=named(name)), at),
        note,
        waits_since(t, asked),
        t("admin", "✔ equity {has} of at least {least} USDT", has=has, least=least)
        if asked.equity >= asked.equity_min
        else t("admin", "✖ equity {has} of at least {least} USDT", has=has, least=least),
        t("admin", "✔ copies nobody") if not asked.copying else t("admin", "✖ still copies somebody"),
        _mail(t, reached, address),
        t("admin", "✔ a contact: {contact}", contact=named(contact, longest=200))
        if contact
        else t("admin", "✖ no contact beside this chat"),
        t("admin", "◻ identity: you check that yourself, outside of this chat"),
        quote(words_of(bio)) if bio else t("admin", "No words about themselves."),
        exchange(t, name, *words),
    )
    ask = Button(t("admin", "Ask {name}…", name=named(name, longest=20)), AskApplicant(person=asked.person))
    row = (
        Button(
            t("admin", "Approve {name}…", name=named(name, longest=20)),
            AskVerdict(person=asked.person),
            "green",
        ),
        Button(
            t("admin", "Reject {name}…", name=named(name, longest=20)),
            AskSanction(person=asked.person, what=Sanction.REJECT),
        ),
    )
    return Screen(text, (row, (ask,), last_row(t, "applications")))


def _mail(t: Words, reached: Reached, address: str) -> Html:
    match reached:
        case Reached.CONFIRMED:
            return t("admin", "✔ e-mail confirmed: {address}", address=code(esc(address)))
        case Reached.NOT_YET:
            return t("admin", "✖ no confirmed e-mail address")
        case Reached.NO_MAIL:
            return t("admin", "◻ e-mail: this desk sends none; see to it that you can reach them")
        case _ as unknown:
            assert_never(unknown)


def waits_since(t: Words, asked: Applicant) -> Html:
    """Since when, and how many business days are left for the answer (R-3.8)."""
    if asked.applied_at is None:
        return NOTHING
    since = t.when(asked.applied_at, pattern="d")
    if asked.days_left > 0:
        return t.n(
            "admin",
            "Asked {since}: {count} business day left to decide.",
            "Asked {since}: {count} business days left to decide.",
            asked.days_left,
            since=since,
        )
    if asked.days_left == 0:
        return t("admin", "⚠ Asked {since}: to be decided today.", since=since)
    return t.n(
        "admin",
        "⚠ Asked {since}: overdue by {count} business day.",
        "⚠ Asked {since}: overdue by {count} business days.",
        -asked.days_left,
        since=since,
    )


def verdict_review(t: Words, at: AsOf, name: str, nonce: str) -> Screen:
    """What an approval does."""
    who = named(name)
    text = lines(
        head(t, t("admin", "review: answer to {name}", name=who), at),
        t(
            "admin",
            "{name} may then choose instruments and a profit share, and people can copy what {name} trades.",
            name=who,
        ),
        t("admin", "By approving you say that you have checked who {name} is: the desk cannot.", name=who),
        t("admin", "Expires in 60 s."),
    )
    row = (
        Button(t("admin", "Approve"), Confirm(nonce=nonce), "green"),
        opening(t("admin", "Cancel"), "applications"),
    )
    return Screen(text, (row, last_row(t)))


def verdict_done(t: Words, name: str) -> Html:
    """What to say once it is done."""
    return t("admin", "✔ {name} is approved and told.", name=named(name))


# ── to stop leading ───────────────────────────────────────────────────────────


def leaving(t: Words, view: Ceasing, standing: Standing, name: str) -> Screen:
    """One request to stop, with its precondition as it is now."""
    who = named(name)
    text = lines(
        head(t, t("admin", "{name} asks to stop leading", name=who), view.as_of),
        _asked(t, standing),
        *checklist(t, view),
        _copies(t, view),
        NOTHING
        if view.failed is None
        else t("admin", "⚠ Granted now it would fail: {name} would lead on, and be told why.", name=who),
    )
    row = (
        Button(t("admin", "Grant…"), AskStopAnswer(person=view.lead), "green"),
        Button(t("admin", "Refuse…"), AskSanction(person=view.lead, what=Sanction.REFUSE)),
    )
    return Screen(text, (row, last_row(t, "applications")))


def _asked(t: Words, standing: Standing) -> Html:
    request = standing.request
    if request is None or request.reason is None or standing.answer_by is None:
        return NOTHING
    why = reason_words(t, request.reason, standing.words)
    return lines(
        t("admin", "Asked {when}: {why}", when=t.when(request.at), why=why),
        t("admin", "Your answer is due by {when}.", when=t.when(standing.answer_by)),
    )


def _copies(t: Words, view: Ceasing) -> Html:
    return t.n(
        "admin",
        "{count} copy runs; with coins in it: {holding}.",
        "{count} copies run; with coins in them: {holding}.",
        view.copies,
        holding=t.count(view.holding),
    )


def leaving_review(t: Words, view: Ceasing, name: str, nonce: str, *, changed: bool) -> Screen:
    """What a grant does."""
    who = named(name)
    text = lines(
        head(t, t("admin", "review: answer to {name}", name=who), view.as_of),
        anew(t, changed=changed),
        *_grant_does(t, view, who),
        t("admin", "Expires in 60 s."),
    )
    row = (
        Button(t("admin", "Grant it"), Confirm(nonce=nonce), "green"),
        opening(t("admin", "Cancel"), "applications"),
    )
    return Screen(text, (row, last_row(t)))


def _grant_does(t: Words, view: Ceasing, who: Html) -> tuple[Html, ...]:
    return (
        t("admin", "{name} stops leading and is told.", name=who),
        t.n(
            "admin",
            "{count} copy ends: nothing more is bought, what is owed is sold, the share is settled, copiers are told.",
            "{count} copies end: nothing more is bought, what is owed is sold, the share is settled, copiers are told.",
            view.copies,
        )
        if view.copies
        else t("admin", "Nobody copies {name}.", name=who),
        NOTHING
        if view.failed is None
        else t("admin", "⚠ As it is now it fails: {name} leads on, and is told why.", name=who),
    )


def leaving_answered(t: Words, view: Ceasing, standing: Standing, name: str) -> Html:
    """What came of a grant, by the state it left: it fails where something is in the way again (R-3.13)."""
    who = named(name)
    if view.state is LeadState.STOPPED:
        return t("admin", "✔ {name} has stopped leading and is told.", name=who)
    if standing.request and standing.request.failed:
        return t("admin", "✖ It could not be: {name} holds lead assets or orders, leads on, and is told.", name=who)
    return t("admin", "✔ {name} leads on and is told.", name=who)
