"""What answers a text that nobody asked for: a hint with two buttons (rule 7)."""

from bot.chat.routes import Answer, Context
from bot.presses.arriving import Page, ShowPage
from bot.screens.arriving import last
from bot.screens.screen import Button, Screen


async def stray_text(context: Context) -> Answer:
    """Nothing was asked, so nothing is done with it."""
    t = context.t
    text = t("desk", "PAPER · I did not ask for anything, so I did nothing with that. Use the buttons, or /help.")
    return Screen(text, ((Button(t("home", "Help"), ShowPage(page=Page.HELP)), *last(t)),))
