"""What every screen begins and ends with: mode, title and instant (rule 9), and the row that leads back and home."""

from bot.html import NOTHING, Html, bold, lines
from bot.presses import Back, Home, Open
from bot.screens.screen import Button, Row, Style
from bot.translate import Words
from core.views.as_of import AsOf


def head(t: Words, title: Html, at: AsOf) -> Html:
    """The first line, and in the next what limits everything below it."""
    first = t(
        "head", "{mode} · {title} · as of {when}", mode=mode(t), title=bold(title), when=t.when(at.at, pattern="T")
    )
    halted = t("head", "◼ The desk is halted: no buys are copied, sales go on.") if at.halted else NOTHING
    stale = t("head", "⌛ Some prices are older than 10 s: no plan is made from them.") if at.stale else NOTHING
    return lines(first, halted, stale)


def mode(t: Words) -> Html:
    """The word every screen wears."""
    return t("head", "PAPER")


def last_row(t: Words, back: str | None = None) -> Row:
    """Back to the screen of a command, and home; a screen opened from home has the second alone."""
    home = Button(t("desk", "⌂ Home"), Home())
    return (home,) if back is None else (Button(t("desk", "‹ Back"), Back(to=back)), home)


def opening(label: Html, command: str, style: Style = "plain") -> Button:
    """A button that opens the screen of a command."""
    return Button(label, Open(to=command), style)
