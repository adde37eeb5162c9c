"""What the admin is told when the disk runs short: what the desk does about it, and what is theirs to do."""

from decimal import Decimal
from typing import Final

from bot.presses_admin import AskLift
from bot.screens.head import opening
from bot.screens.html import Html, lines
from bot.screens.screen import Button, Screen
from bot.translate import Words

MEGABYTE: Final = 1 << 20


def disk_low(t: Words, free: int) -> Screen:
    """A safety message: `free` bytes are left, and buys are halted."""
    said = lines(
        t("admin", "◼ The disk is nearly full: {free} MB left", free=t.quantity(Decimal(free // MEGABYTE))),
        t("admin", "PAPER · buys are halted; sales, take-profits and stop-losses go on. No trade is lost."),
        t("admin", "Make room on the desk's machine, 1 GB at least; then lift the halt."),
    )
    return Screen(said, ((opening(t("admin", "Health"), "health"), _lift(t)),), live=False)


def disk_spent(t: Words, free: int) -> Screen:
    """A safety message: `free` bytes are left with the reserve, and there is nothing behind them."""
    said = lines(
        t("admin", "◼ The disk is full: the desk has given up its reserve"),
        t(
            "admin",
            "PAPER · {free} MB are left for sales. When they are used up the desk ends, and watches no stop-loss.",
            free=t.quantity(Decimal(free // MEGABYTE)),
        ),
        t("admin", "Make room on the desk's machine now."),
    )
    return Screen(said, ((opening(t("admin", "Health"), "health"),),), live=False)


def disk_back(t: Words) -> Screen:
    """The end of it."""
    said = lines(
        t("admin", "● The disk has room again"),
        t("admin", "PAPER · buys stay halted until you lift it."),
    )
    return Screen(said, ((opening(t("admin", "Health"), "health"), _lift(t)),), live=False)


def halted_for_room(t: Words) -> Html:
    """Why the desk halted itself."""
    return t("admin", "the disk is nearly full")


def _lift(t: Words) -> Button:
    return Button(t("admin", "Lift the halt…"), AskLift())
