"""What letters say by themselves: a code, a statement that is there, and what stands below every letter.

A letter names nobody but its reader, and holds no balance and no statement: those stand in the private chat (R-23.2).
"""

from bot.html import NOTHING, Html, code, esc, lines
from bot.screens.head import mode
from bot.translate import Words


def subject(t: Words, said: Html) -> Html:
    """What a letter is about: its first line, and the mode."""
    first = Html(said.raw.partition("\n")[0])
    return t("mail", "{mode}: {what}", mode=mode(t), what=esc(first.plain))


def code_letter(t: Words, digits: str) -> Html:
    """The code that confirms an address. It does not stand in the subject, which phones show when locked."""
    return lines(
        t("mail", "The code that confirms your e-mail address"),
        t("mail", "Type it in the chat: {code}", code=code(esc(digits))),
        t("mail", "It holds for 15 minutes. If you did not ask for it, do nothing: without it nothing is sent to you."),
    )


def statement_letter(t: Words) -> Html:
    """That the week is settled; the figures stand in the chat alone."""
    return lines(
        t("mail", "Your statement of the week is there"),
        t("mail", "Its figures stand in the chat alone: /statements"),
    )


def reminder(t: Words) -> Html:
    """Below what was told in the chat before."""
    return t("mail", "This was told in the chat a while ago, and no button was pressed there.")


def footer(t: Words, bot: str | None) -> Html:
    """Where to act on it, and how to have no more."""
    return lines(
        t("mail", "To act on it, open the chat: {link}", link=esc(f"https://t.me/{bot}")) if bot else NOTHING,
        t("mail", "You get this because you confirmed this address in the desk's chat. /email there stops it."),
    )
