"""M4's tools: a backup, the outbox, and what the venue was asked. No orders of anybody."""

from decimal import Decimal
from typing import Final

from bot.html import NOTHING, Html, code, esc, lines
from bot.outbox.standing import Standing
from bot.presses.admin import AskVenue, BackUp
from bot.screens.head import head, last_row, mode, opening
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.views.admin_desk import Unresolved
from core.views.as_of import AsOf

MEGABYTE: Final = 1 << 20

# ── backup ────────────────────────────────────────────────────────────────────


def backup_begun(t: Words, at: AsOf, *, already: bool) -> Screen:
    """It goes on by itself; a message says how it ended."""
    text = lines(
        head(t, t("keeping", "backup"), at),
        t("keeping", "⏳ A backup is being made already.")
        if already
        else t("keeping", "⏳ A backup of journal and notes is being made. Trading goes on."),
        t("keeping", "I tell you here when it is done, with its size and its path."),
    )
    return Screen(text, (last_row(t, "health"),))


def backup_done(t: Words, path: str, *, size: int, records: int) -> Screen:
    """A message: where it is, how large in bytes, up to which fact."""
    tenths = -(-size * 10 // MEGABYTE)
    text = lines(
        t("keeping", "✔ Backup made: {size} MB", size=t.quantity(Decimal(tenths) / 10)),
        mode(t),
        code(esc(path)),
        t("keeping", "It was checked, and goes up to fact {count}.", count=t.count(records)),
        t("keeping", "The key that signs statements is not in it: keep statements.key apart."),
    )
    return Screen(text, ((opening(t("keeping", "Health"), "health"),),), live=False)


def backup_failed(t: Words, problem: str) -> Screen:
    """A message: there is none, and why."""
    text = lines(
        t("keeping", "✖ No backup was made"),
        mode(t),
        code(esc(problem)),
        t("keeping", "Trading goes on. See to it, then try again."),
    )
    again = Button(t("keeping", "Try again"), BackUp())
    return Screen(text, ((again, opening(t("keeping", "Health"), "health")),), live=False)


# ── outbox ────────────────────────────────────────────────────────────────────


def outbox_screen(t: Words, at: AsOf, found: Standing) -> Screen:
    """What waits to be told, and what cannot be."""
    text = lines(
        head(t, t("keeping", "outbox"), at),
        *(
            t(
                "keeping",
                "Priority {priority}: {count} waiting, the oldest {seconds} s",
                priority=t.count(each.priority),
                count=t.count(each.waiting),
                seconds=t.count(int(each.oldest)),
            )
            for each in found.lanes
        ),
        NOTHING if found.lanes else t("keeping", "✔ Nothing waits: all that is due was sent."),
        t.n("keeping", "{count} is due later.", "{count} are due later.", found.later) if found.later else NOTHING,
        t(
            "keeping",
            "{count} are kept for {people} who blocked the bot: sent when they are heard of again.",
            count=t.count(found.parked),
            people=t.n("keeping", "{count} person", "{count} people", found.people),
        )
        if found.parked
        else NOTHING,
        t("keeping", "Given up, the newest first:") if found.given_up else NOTHING,
        *(
            t(
                "keeping",
                "{when} · {kind}: {problem}",
                when=t.when(each.at),
                kind=code(esc(each.kind)),
                problem=esc(each.problem),
            )
            for each in found.given_up
        ),
    )
    return Screen(text, ((opening(t("keeping", "Look again"), "outbox"),), last_row(t, "health")))


# ── reconciling ───────────────────────────────────────────────────────────────


def reconciled(t: Words, view: Unresolved, note: Html = NOTHING) -> Screen:
    """How many orders are at rest, and of how many nobody knows."""
    text = lines(
        head(t, t("keeping", "orders and the exchange"), view.as_of),
        note,
        t("keeping", "✔ Every order that left has its answer.")
        if not view.waiting
        else t.n(
            "keeping",
            "⚠ {count} order without an answer: it is asked about, and not sent again.",
            "⚠ {count} orders without an answer: they are asked about, and not sent again.",
            view.waiting,
        ),
        t("keeping", "The next question goes out {when}.", when=t.when(view.ask_at, pattern="T"))
        if view.ask_at and view.waiting
        else NOTHING,
        t.n("keeping", "{count} order rests at the exchange.", "{count} orders rest at the exchange.", view.resting)
        if view.resting
        else t("keeping", "No order rests at the exchange."),
    )
    return Screen(text, ((Button(t("keeping", "Ask again"), AskVenue()),), last_row(t, "health")))


def asked(t: Words, many: int) -> Html:
    """Said once it was asked about resting orders, too."""
    return t.n(
        "keeping",
        "The exchange was asked about {count} resting order.",
        "The exchange was asked about {count} resting orders.",
        many,
    )
