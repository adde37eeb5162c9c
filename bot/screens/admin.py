"""M1 and M4: the admin's home, and how the desk is. No keys, and no orders of anybody."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.html import NOTHING, Html, code, esc, lines
from bot.presses.admin import AskVenue, BackUp, HaltBuys
from bot.screens.admin_halt import halt_rows
from bot.screens.delays import took
from bot.screens.denied import denial_words
from bot.screens.desk_calendar import cycle_clock, on_cycle_start
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.model.reasons import Denial
from core.views.admin_desk import AdminDesk, Health
from core.views.lasting import SILENT_FROM

GIGABYTE: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class ChatHealth:
    """The chat's part: what waits to be sent and how old the oldest of it is, what waits to be handled, seconds.

    `disk_free` in bytes; `room`: whether that is enough to buy; `backed_up_at`: when the newest backup was made.
    """

    outbox: int
    oldest: float
    inbox: int
    loop_lag: float
    started_at: datetime
    version: str
    disk_free: int
    room: bool
    backed_up_at: datetime | None


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
            "● {count} lead asks to stop leading",
            "● {count} leads ask to stop leading",
            len(desk.leaving),
        )
        if desk.leaving
        else NOTHING,
        t.n(
            "admin",
            "⚠ {count} lead to review: a monitor has found something",
            "⚠ {count} leads to review: a monitor has found something",
            desk.reviews,
        )
        if desk.reviews
        else NOTHING,
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
            opening(
                t("admin", "Applications {count}", count=t.count(len(desk.applicants) + len(desk.leaving))),
                "applications",
            ),
            opening(t("admin", "People"), "users"),
        ),
        (opening(t("admin", "Listings"), "listing"), opening(t("admin", "Health"), "health")),
        (
            opening(t("admin", "Reviews {count}", count=t.count(desk.reviews)), "reviews"),
            opening(t("admin", "Broadcast"), "broadcast"),
        ),
        (opening(t("admin", "Audit"), "audit"),),
        halt_rows(t, desk.as_of),
    )
    words = (
        opening(t("admin", "Alerts"), "alerts"),
        opening(t("admin", "Language"), "language"),
        opening(t("admin", "Help"), "help"),
    )
    return Screen(text, (*rows, words if home else last_row(t)))


def too_late(t: Words, why: Denial) -> Html:
    """What to say where it could not be done."""
    return t("admin", "Nothing was done: {why}", why=denial_words(t, why))


# ── M4 ────────────────────────────────────────────────────────────────────────


def health_screen(t: Words, book: Health, chat: ChatHealth, delays: tuple[int, int] | None = None) -> Screen:
    """How the desk and its chat are. `delays`: milliseconds within which half and 95 in 100 copies were executed."""
    room, quoted = chat.room, book.price_age is not None and book.price_age < SILENT_FROM
    waits = book.unanswered or book.delayed or chat.oldest >= 60  # seconds: chat.md, section 4
    calm = not waits and room and quoted
    text = lines(
        head(t, t("admin", "health"), book.as_of),
        t("admin", "✔ All is well.") if calm else NOTHING,
        t("admin", "⚠ Something waits longer than it should.") if waits else NOTHING,
        NOTHING if room else t("admin", "⚠ The disk is nearly full: make room."),
        NOTHING if quoted else t("admin", "⚠ No price has come for a minute."),
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
        t("admin", "Copies since this start: {time}", time=took(t, middle=delays[0], slow=delays[1]))
        if delays
        else NOTHING,
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
        *_kept(t, book, chat),
    )
    look = (opening(t("admin", "Look again"), "health"), opening(t("admin", "Proof of the book"), "proof"))
    tools = (
        Button(t("admin", "Back up now"), BackUp()),
        Button(t("admin", "Ask the exchange"), AskVenue()),
        opening(t("admin", "Outbox"), "outbox"),
    )
    return Screen(text, (look, tools, last_row(t, "admin")))


def _kept(t: Words, book: Health, chat: ChatHealth) -> tuple[Html, ...]:
    """Prices, settlement, disk and backup."""
    age = NOTHING if book.price_age is None else t.count(int(book.price_age.total_seconds()))
    return (
        t("admin", "The last price came {seconds} s ago", seconds=age) if age else NOTHING,
        t("admin", "The last settlement was {when}", when=t.when(book.settled_at))
        if book.settled_at
        else t("admin", "No settlement yet: the first is {on} {clock}", on=on_cycle_start(t), clock=cycle_clock(t)),
        t("admin", "Disk: {free} GB free", free=t.quantity(Decimal(chat.disk_free * 10 // GIGABYTE) / 10)),
        t("admin", "The last backup is of {when}", when=t.when(chat.backed_up_at))
        if chat.backed_up_at
        else t("admin", "No backup yet"),
    )


def trouble(t: Words, kind: str) -> Screen:
    """A message to the admin on trouble of the chat itself, told by its name in the log."""
    said = t(
        "admin", "PAPER · ⚠ The chat has trouble: {kind}. Trading goes on; the log says more.", kind=code(esc(kind))
    )
    return Screen(said, ((opening(t("admin", "Health"), "health"),),), live=False)


def stream_silent(t: Words, last: datetime) -> Screen:
    """A safety message to the admin: no price has come for a minute."""
    said = lines(
        t("admin", "◼ Venue stream silent for 60 s"),
        t("admin", "PAPER · the last price came at {when}", when=t.when(last, pattern="T")),
        t("admin", "No plan is made from old prices; sales are tried all the same."),
    )
    row = (opening(t("admin", "Health"), "health"), Button(t("admin", "Halt buys at once"), HaltBuys(), "red"))
    return Screen(said, (row,), live=False)


def stream_back(t: Words) -> Screen:
    """The end of it."""
    said = lines(t("admin", "● The venue's prices are back"), t("admin", "PAPER"))
    return Screen(said, ((opening(t("admin", "Health"), "health"),),), live=False)
