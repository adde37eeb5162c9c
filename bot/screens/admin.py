"""M1 to M5: the admin's home, applications, halt, health and people. No keys, and no orders of anybody."""

from dataclasses import dataclass
from datetime import datetime

from bot.presses import Confirm, Noop
from bot.presses_admin import AskLift, AskVerdict, HaltBuys, ShowApplicant, UsersPage
from bot.screens.denied import denial_words
from bot.screens.head import head, last_row, opening
from bot.screens.html import NOTHING, Html, code, esc, lines, quote, words_of
from bot.screens.html import name as named
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import LeadState
from core.model.reasons import Denial
from core.views.admin_desk import AdminDesk, Applicant, Health, User, Users
from core.views.as_of import AsOf


@dataclass(frozen=True, slots=True)
class ChatHealth:
    """The chat's part: what waits to be sent and how old the oldest of it is, what waits to be handled, seconds."""

    outbox: int
    oldest: float
    inbox: int
    loop_lag: float
    started_at: datetime
    version: str


# ── M1 ────────────────────────────────────────────────────────────────────────


def admin_home(t: Words, desk: AdminDesk, *, home: bool = False, note: Html = NOTHING) -> Screen:
    """How the desk is, and what waits for the admin."""
    text = lines(
        head(t, t("admin", "admin"), desk.as_of),
        note,
        t(
            "admin",
            "People {people} · leads {leads} · running copies {copies}",
            people=t.count(desk.people),
            leads=t.count(desk.leads),
            copies=t.count(desk.copies),
        ),
        t.n(
            "admin",
            "● {count} application waits for your answer",
            "● {count} applications wait for your answer",
            len(desk.applicants),
        )
        if desk.applicants
        else t("admin", "No application waits."),
        t.n(
            "admin",
            "⚠ {count} order without an answer from the exchange",
            "⚠ {count} orders without an answer from the exchange",
            desk.unanswered,
        )
        if desk.unanswered
        else NOTHING,
    )
    rows = (
        (
            opening(t("admin", "Applications {count}", count=t.count(len(desk.applicants))), "applications"),
            opening(t("admin", "People"), "users"),
            opening(t("admin", "Health"), "health"),
        ),
        (_halt_button(t, desk.as_of),),
    )
    words = (opening(t("admin", "Language"), "language"), opening(t("admin", "Help"), "help"))
    return Screen(text, (*rows, words if home else last_row(t)))


def _halt_button(t: Words, at: AsOf) -> Button:
    if at.halted:
        return Button(t("admin", "Lift the halt…"), AskLift())
    return Button(t("admin", "Halt buys at once"), HaltBuys(), "red")


# ── M2 ────────────────────────────────────────────────────────────────────────


def applications(t: Words, desk: AdminDesk, names: list[str], note: Html = NOTHING) -> Screen:
    """Who asks to lead."""
    text = lines(
        head(t, t("admin", "applications to lead"), desk.as_of),
        note,
        t("admin", "Whom do you want to look at?")
        if desk.applicants
        else t("admin", "Nobody waits. A new application is told to you here in the chat."),
    )
    buttons = [
        Button(t("admin", "Look at {name}", name=named(name, longest=24)), ShowApplicant(person=each.person), "blue")
        for each, name in zip(desk.applicants, names, strict=True)
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, min(len(buttons), 20), 2))
    return Screen(text, (*rows, last_row(t, "admin")))


def application(t: Words, at: AsOf, asked: Applicant, name: str, bio: str) -> Screen:
    """One application with its checklist."""
    has, least = t.money(asked.equity), t.money(asked.equity_min)
    text = lines(
        head(t, t("admin", "{name} asks to lead", name=named(name)), at),
        t("admin", "✔ equity {has} of at least {least} USDT", has=has, least=least)
        if asked.equity >= asked.equity_min
        else t("admin", "✖ equity {has} of at least {least} USDT", has=has, least=least),
        t("admin", "✔ copies nobody") if not asked.copying else t("admin", "✖ still copies somebody"),
        t("admin", "◻ identity: you check that yourself, outside of this chat"),
        quote(words_of(bio)) if bio else t("admin", "No words about themselves."),
    )
    row = (
        Button(
            t("admin", "Approve {name}…", name=named(name, longest=20)),
            AskVerdict(person=asked.person, approve=True),
            "green",
        ),
        Button(
            t("admin", "Reject {name}…", name=named(name, longest=20)), AskVerdict(person=asked.person, approve=False)
        ),
    )
    return Screen(text, (row, last_row(t, "applications")))


def verdict_review(t: Words, at: AsOf, name: str, nonce: str, *, approve: bool) -> Screen:
    """What the answer does."""
    who = named(name)
    text = lines(
        head(t, t("admin", "review: answer to {name}", name=who), at),
        t(
            "admin",
            "{name} may then choose instruments and a profit share, and people can copy what {name} trades.",
            name=who,
        )
        if approve
        else t("admin", "{name} is told, and may apply again.", name=who),
        t("admin", "Expires in 60 s."),
    )
    label = t("admin", "Approve") if approve else t("admin", "Reject")
    row = (
        Button(label, Confirm(nonce=nonce), "green" if approve else "red"),
        opening(t("admin", "Cancel"), "applications"),
    )
    return Screen(text, (row, last_row(t)))


def verdict_done(t: Words, name: str, *, approve: bool) -> Html:
    """What to say once it is done."""
    who = named(name)
    return (
        t("admin", "✔ {name} is approved and told.", name=who)
        if approve
        else t("admin", "✔ {name} is rejected and told.", name=who)
    )


def too_late(t: Words, why: Denial) -> Html:
    """What to say where it could not be done."""
    return t("admin", "Nothing was done: {why}", why=denial_words(t, why))


# ── M3 ────────────────────────────────────────────────────────────────────────


def lift_review(t: Words, at: AsOf, nonce: str) -> Screen:
    """What the end of a halt does."""
    text = lines(
        head(t, t("admin", "review: lift the halt"), at),
        t("admin", "Buys of leads are copied again from now on. What was skipped meanwhile is not bought later."),
        t("admin", "Expires in 60 s."),
    )
    row = (Button(t("admin", "Lift the halt"), Confirm(nonce=nonce), "green"), opening(t("admin", "Cancel"), "admin"))
    return Screen(text, (row, last_row(t)))


def halted(t: Words) -> Html:
    """Said on halting."""
    return t("admin", "◼ Halted: no copy buys anywhere. Sales, take-profits and stop-losses go on.")


def lifted(t: Words) -> Html:
    """Said on lifting."""
    return t("admin", "✔ The halt is lifted: buys are copied again.")


# ── M4 ────────────────────────────────────────────────────────────────────────


def health_screen(t: Words, book: Health, chat: ChatHealth) -> Screen:
    """How the desk and its chat are."""
    calm = not book.unanswered and not book.delayed and chat.oldest < 60  # seconds: chat.md, section 4
    text = lines(
        head(t, t("admin", "health"), book.as_of),
        t("admin", "✔ All is well.") if calm else t("admin", "⚠ Something waits longer than it should."),
        t(
            "admin",
            "Running since {when}, version {version}, start {epoch}",
            when=t.when(chat.started_at),
            version=esc(chat.version),
            epoch=t.count(book.epoch),
        ),
        t(
            "admin",
            "Facts {facts}, the last at {when}",
            facts=t.count(book.facts),
            when=t.when(book.last_at or book.as_of.at, pattern="T"),
        ),
        t(
            "admin",
            "Open orders {open} · without an answer {unanswered} · sales tried again {delayed}",
            open=t.count(book.open_orders),
            unanswered=t.count(book.unanswered),
            delayed=t.count(book.delayed),
        ),
        t(
            "admin",
            "Messages waiting {count}, the oldest {seconds} s",
            count=t.count(chat.outbox),
            seconds=t.count(int(chat.oldest)),
        ),
        t(
            "admin",
            "Updates waiting {count} · loop lag {lag} ms",
            count=t.count(chat.inbox),
            lag=t.count(round(chat.loop_lag * 1000)),
        ),
    )
    return Screen(text, ((opening(t("admin", "Look again"), "health"),), last_row(t, "admin")))


def trouble(t: Words, kind: str) -> Screen:
    """A message to the admin on trouble of the chat itself, told by its name in the log."""
    said = t(
        "admin", "PAPER · ⚠ The chat has trouble: {kind}. Trading goes on; the log says more.", kind=code(esc(kind))
    )
    return Screen(said, ((opening(t("admin", "Health"), "health"),),), live=False)


# ── M5 ────────────────────────────────────────────────────────────────────────


def users_screen(t: Words, shown: Users, names: list[str]) -> Screen:
    """Who is here."""
    text = lines(
        head(t, t("admin", "people {count}", count=t.count(shown.total)), shown.as_of),
        NOTHING if shown.total else t("admin", "Nobody has joined yet. They press Start in a chat with this bot."),
        *(_user(t, each, name) for each, name in zip(shown.rows, names, strict=True)),
    )
    invite = opening(t("admin", "Invite somebody"), "invite")
    return Screen(text, (*((_pager(t, shown),) if shown.pages > 1 else ()), (invite,), last_row(t, "admin")))


def invitation(t: Words, at: AsOf, link: str) -> Screen:
    """The link, to be copied and passed on."""
    text = lines(
        head(t, t("admin", "invitation"), at),
        t("admin", "Send this link to one person. It works once, for 7 days:"),
        code(esc(link)),
    )
    return Screen(text, ((Button(t("admin", "Copy the link"), copy=link),), last_row(t, "users")))


def _user(t: Words, user: User, name: str) -> Html:
    role = {
        LeadState.NONE: t("admin", "copy trader"),
        LeadState.APPLIED: t("admin", "applied to lead"),
        LeadState.REJECTED: t("admin", "copy trader"),
        LeadState.APPROVED: t("admin", "lead, not active yet"),
        LeadState.ACTIVE: t("admin", "lead"),
        LeadState.STOP_REQUESTED: t("admin", "lead, wants to stop"),
        LeadState.STOPPED: t("admin", "copy trader"),
        LeadState.SUSPENDED: t("admin", "lead, suspended"),
        LeadState.REVOKED: t("admin", "lead, revoked"),
    }[user.state]
    copies = t.n("admin", "{count} copy", "{count} copies", user.copies) if user.copies else NOTHING
    number = t("admin", "no. {number}", number=t.count(user.person))
    return esc(" · ").join(part for part in (named(name), number, role, copies) if part)


def _pager(t: Words, shown: Users) -> Row:
    here = Button(t("admin", "{page}/{pages}", page=t.count(shown.page), pages=t.count(shown.pages)), Noop())
    before = (Button(esc("‹"), UsersPage(page=shown.page - 1)),) if shown.page > 1 else ()
    after = (Button(esc("›"), UsersPage(page=shown.page + 1)),) if shown.page < shown.pages else ()
    return (*before, here, *after)
