"""What the admin is told when the desk halts or ends by itself: what it found and does, and what is theirs to do."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from bot.html import Html, code, esc, lines
from bot.presses.admin import AskLift
from bot.screens.head import opening
from bot.screens.screen import Button, Screen
from bot.translate import Words

MEGABYTE: Final = 1 << 20


# ── the disk ──────────────────────────────────────────────────────────────────


def disk_low(t: Words, free: int) -> Screen:
    """`free` bytes are left, and buys are halted."""
    return _told(
        t,
        t("admin", "◼ The disk is nearly full: {free} MB left", free=t.quantity(Decimal(free // MEGABYTE))),
        t("admin", "PAPER · buys are halted; sales, take-profits and stop-losses go on. No trade is lost."),
        t("admin", "Make room on the desk's machine, 1 GB at least; then lift the halt."),
    )


def disk_spent(t: Words, free: int) -> Screen:
    """`free` bytes are left with the reserve, and there is nothing behind them."""
    return _told(
        t,
        t("admin", "◼ The disk is full: the desk has given up its reserve"),
        t(
            "admin",
            "PAPER · {free} MB are left for sales. When they are used up the desk ends, and watches no stop-loss.",
            free=t.quantity(Decimal(free // MEGABYTE)),
        ),
        t("admin", "Make room on the desk's machine now."),
    )


def disk_back(t: Words) -> Screen:
    """The end of it."""
    return _told(
        t,
        t("admin", "● The disk has room again"),
        t("admin", "PAPER · buys stay halted until you lift it."),
    )


def halted_for_room(t: Words) -> Html:
    """Why the desk halted itself."""
    return t("admin", "the disk is nearly full")


# ── the clock ─────────────────────────────────────────────────────────────────


def clock_behind(t: Words, behind: timedelta) -> Screen:
    """The machine's clock stands so much before what has happened already."""
    return _told(
        t,
        t("admin", "◼ The machine's clock is {seconds} s behind", seconds=t.count(round(behind.total_seconds()))),
        t(
            "admin",
            "PAPER · something happened here later than that. Until the clock has caught up, time stands still.",
        ),
        t("admin", "Buys are halted; sales, take-profits and stop-losses go on."),
        t("admin", "Set the clock right; then lift the halt."),
    )


def clock_back(t: Words) -> Screen:
    """The end of it."""
    return _told(
        t,
        t("admin", "● The machine's clock is right again"),
        t("admin", "PAPER · buys stay halted until you lift it."),
    )


def halted_for_time(t: Words) -> Html:
    """Why the desk halted itself."""
    return t("admin", "the machine's clock was behind")


# ── the end ───────────────────────────────────────────────────────────────────


def desk_ended(t: Words, why: str) -> Screen:
    """The desk could not go on; `why` is the line that stands on the machine's terminal, too."""
    said = lines(
        t("admin", "◼ The desk has ended by itself: {why}", why=code(esc(why))),
        t(
            "admin",
            "PAPER · no trade is lost. Until it runs again nothing is bought or sold, and no stop-loss is watched.",
        ),
        t("admin", "See to it on the desk's machine, then start the desk again."),
    )
    return Screen(said, live=False)


def _told(t: Words, *said: Html) -> Screen:
    """A safety message; a halt is lifted by a review."""
    row = (opening(t("admin", "Health"), "health"), Button(t("admin", "Lift the halt…"), AskLift()))
    return Screen(lines(*said), (row,), live=False)
