"""The screens of arriving: welcome, risk notice, languages, and the pages that only say something."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.html import NOTHING, Html, bold, code, esc, lines, name
from bot.presses import Home, Press
from bot.presses.arriving import AcceptRisk, Page, ShowLanguages, ShowPage, ShowRisk, Speak, Tongue
from bot.presses.knowing import ShowLeads
from bot.screens.head import last_row, mode
from bot.screens.screen import Button, Row, Screen, navigation
from bot.translate import LANGUAGES, Words


def last(t: Words, to: Press | None = None) -> Row:
    """The row that leads back, where there is a way back, and home."""
    return navigation(t("desk", "‹ Back"), t("desk", "⌂ Home"), to=to)


def pairs(buttons: Sequence[Button]) -> tuple[Row, ...]:
    """Two buttons a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def noticed(screen: Screen, notice: Html) -> Screen:
    """The same screen with a notice under its first line, which says the mode and the instant."""
    first, _, rest = screen.text.raw.partition("\n")
    return replace(screen, text=lines(Html(first), bold(notice), Html(rest)))


def welcome(t: Words, *, paper: int, leads: int) -> Screen:
    """W1, which is also a visitor's home."""
    text = lines(
        mode(t),
        t(
            "welcome",
            "Copy trading on your own server, spot only: nothing is borrowed. Pick a lead, set a limit, and your"
            " account copies what the lead buys and sells.",
        ),
        t(
            "welcome",
            "You start with {amount} of paper money; nothing is at risk.",
            amount=t.money(paper, ticker="USDT"),
        ),
        t.n("welcome", "{count} lead can be copied now.", "{count} leads can be copied now.", leads),
    )
    language = Button(esc(f"🌐 {LANGUAGES.get(t.language, t.language)}"), ShowLanguages())  # type: ignore[call-overload]  # pseudo is no language
    return Screen(
        text,
        (
            (
                Button(t("welcome", "Start with paper"), ShowRisk(), "blue"),
                Button(t("welcome", "Browse leads"), ShowLeads()),
            ),
            (language, Button(t("welcome", "What is this?"), ShowPage(page=Page.ABOUT))),
        ),
    )


def risk_notice(t: Words, *, accepted: bool = False) -> Screen:
    """W3: what one must know before one joins; those who have joined read it again."""
    text = lines(
        t("risk", "{mode} · the risks of copying", mode=mode(t)),
        t("risk", "• You can lose all the money you copy with."),
        t("risk", "• Past results promise nothing."),
        t("risk", "• Your copies fill at other prices than the lead's, and sometimes not at all."),
        t("risk", "• A part of your profit goes to the lead; losses are yours alone."),
        t("risk", "Here all of this happens with paper money. The prices are simulated too."),
    )
    row = (Button(t("risk", "I understand"), AcceptRisk(), "green"), Button(t("risk", "Not now"), Home()))
    return Screen(text, (last(t),) if accepted else (row, last(t)))


def not_admitted(t: Words) -> Screen:
    """The desk lets in only whom its admin invited."""
    text = lines(
        mode(t),
        t("risk", "This desk admits people by invitation only. Ask its admin for one."),
        t("risk", "You can look at the leads meanwhile."),
    )
    return Screen(text, ((Button(t("welcome", "Browse leads"), ShowLeads()),), last(t)))


def languages(t: Words, spoken: Sequence[str]) -> Screen:
    """T2: the languages there are, each in its own words; the chosen one is marked."""
    buttons = [
        Button(esc(f"{'●' if language == t.language else '○'} {LANGUAGES[language]}"), Speak(language=Tongue(language)))
        for language in LANGUAGES
        if language in spoken
    ]
    text = lines(mode(t), t("language", "In which language shall I speak to you?"))
    return Screen(text, (*pairs(buttons), last_row(t, "settings")))


def about(t: Words) -> Screen:
    """What is this?"""
    text = lines(
        t("about", "{mode} · what this is", mode=mode(t)),
        t(
            "about",
            "A lead trader trades with their own account. You choose how much of it your account repeats: a fixed"
            " amount each time, a multiple, or the same part of your money as the lead uses of theirs.",
        ),
        t("about", "When the lead buys, you buy; when the lead sells, you sell the same part of what you copied."),
        t("about", "You can pause or stop at any time. Only spot coins are bought, and nothing is borrowed."),
        t("about", "A part of your net profit of a week goes to the lead; how large it is stands on the lead's card."),
    )
    row = (Button(t("welcome", "Browse leads"), ShowLeads()),)
    return Screen(text, (row, last(t)))


def help_page(t: Words, commands: Mapping[str, Html]) -> Screen:
    """/help: what this person can type."""
    rows = [esc(f"/{command} – ") + what for command, what in commands.items()]
    text = lines(t("help", "{mode} · what I understand", mode=mode(t)), *rows)
    return Screen(text, (last(t),))


def privacy(t: Words) -> Screen:
    """/privacy"""
    text = lines(
        t("privacy", "{mode} · privacy", mode=mode(t)),
        t(
            "privacy",
            "This desk runs on its operator's own server. It keeps your Telegram id, your name, your language"
            " and time zone, how you want to be told things, what you asked for, and every trade with its reason.",
        ),
        t("privacy", "A lead whom you copy sees the first three letters of your name, and no balance."),
        t(
            "privacy",
            "Your e-mail address is kept if you give one (/email); letters go by a mail server that the operator chose."
            " Removed, it is gone.",
        ),
        t("privacy", "The operator runs the server, and so can read what is stored on it."),
        t("privacy", "Once you have joined, /export hands you all of it, and /forgetme erases all but the trades."),
    )
    return Screen(text, (last(t),))


def terms(t: Words) -> Screen:
    """/terms"""
    text = lines(
        t("terms", "{mode} · terms", mode=mode(t)),
        t("terms", "This is software that its operator runs for people they know. It is no advice and no promise."),
        t("terms", "You decide whom you copy and with how much, and you carry every loss."),
        t("terms", "Paper money is no money: it cannot be paid out."),
        t("terms", "The risk notice that you accepted when you joined still holds."),
    )
    return Screen(text, ((Button(t("terms", "Read the risk notice"), ShowPage(page=Page.RISK)),), last(t)))


def whoami(t: Words, *, telegram: int, called: str, roles: Sequence[Html]) -> Screen:
    """/whoami: who the desk takes this person for."""
    text = lines(
        mode(t),
        t("whoami", "You are {name}, Telegram id {id}.", name=bold(name(called)), id=code(esc(str(telegram)))),
        t("whoami", "Here you are: {roles}.", roles=esc(", ").join(roles)) if roles else NOTHING,
    )
    return Screen(text, (last(t),))
