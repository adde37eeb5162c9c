"""What the admin asks an applicant, and the answer: the two questions for words, and the two messages."""

from bot.html import NOTHING, Html, lines, quote, words_of
from bot.html import name as named
from bot.presses.admin import ShowApplicant
from bot.presses.lead import AnswerQuestion
from bot.screens.head import head, last_row, mode, opening
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.model.people import PersonId
from core.views.as_of import AsOf


def ask_question(t: Words, at: AsOf, person: PersonId, name: str, *, problem: bool = False) -> Screen:
    """The admin types it."""
    text = lines(
        head(t, t("admin", "ask {name}", name=named(name)), at),
        _size(t) if problem else NOTHING,
        t("admin", "What do you want to ask {name}? Write it in one message; the answer comes here.", name=named(name)),
    )
    back = Button(t("desk", "‹ Back"), ShowApplicant(person=person))
    return Screen(text, ((back, last_row(t)[-1]),))


def question(t: Words, words: str) -> Screen:
    """The applicant reads it."""
    text = lines(
        t("apply", "● The admin asks about your application"),
        mode(t),
        quote(words_of(words)),
    )
    row = (Button(t("apply", "Answer"), AnswerQuestion(), "blue"), opening(t("apply", "My application"), "apply"))
    return Screen(text, (row,), live=False)


def ask_answer(t: Words, at: AsOf, words: str, *, problem: bool = False) -> Screen:
    """The applicant types the answer."""
    text = lines(
        head(t, t("apply", "your answer"), at),
        _size(t) if problem else NOTHING,
        quote(words_of(words)),
        t("apply", "Write your answer in one message; the admin alone reads it."),
    )
    return Screen(text, (last_row(t, "apply"),))


def answer(t: Words, person: PersonId, name: str, words: str) -> Screen:
    """The admin reads it."""
    text = lines(
        t("admin", "● {name} answers your question", name=named(name, longest=16)),
        mode(t),
        quote(words_of(words)),
    )
    look = Button(t("admin", "Look at {name}", name=named(name, longest=24)), ShowApplicant(person=person))
    return Screen(text, ((look,),), live=False)


def exchange(t: Words, name: str, asked: str, answered: str) -> Html:
    """Both on the screen of an application; nothing where nothing was asked."""
    if not asked:
        return NOTHING
    return lines(
        t("admin", "You asked:"),
        quote(words_of(asked)),
        t("admin", "{name} answered:", name=named(name)) if answered else t("admin", "No answer yet."),
        quote(words_of(answered)) if answered else NOTHING,
    )


def _size(t: Words) -> Html:
    return t("admin", "That was empty or too long: 3 to 300 characters, please.")
