"""What every question about a copy's settings is made of, and how it begins and ends."""

from dataclasses import dataclass

from bot.drafts.copy_answers import OutOfRange, TwoReadings
from bot.drafts.copy_plan import CopyPlan
from bot.html import NOTHING, Html, esc, lines
from bot.screens.answers import Answers
from bot.screens.arriving import last
from bot.screens.head import head
from bot.screens.leads import Names
from bot.screens.screen import Row
from bot.translate import Words
from core.model.copying import Sizing
from core.views.start_review import Choices

ALL_WAYS = (Sizing.SMART_SYNC, Sizing.FIXED_AMOUNT, Sizing.MULTIPLIER)


@dataclass(frozen=True, slots=True)
class Question:
    """`problem`: why the last answer was not taken; `readings`: what it could mean; `note`: when an answer holds.

    `offer`: a value to be offered before all others, 0 for none; `ways`: the ways of copying to choose from.
    """

    plan: CopyPlan
    view: Choices
    bounds: OutOfRange
    answers: Answers
    problem: Html = NOTHING
    readings: TwoReadings | None = None
    note: Html = NOTHING
    offer: int = 0
    ways: tuple[Sizing, ...] = ALL_WAYS


def heading(t: Words, asked: Question, names: Names) -> Html:
    """The head, and why the last answer was not taken."""
    return lines(head(t, asked.answers.title(t, names), asked.view.as_of), asked.problem)


def back_row(t: Words, asked: Question) -> Row:
    """Back to where the question came from, and home."""
    return last(t, asked.answers.back(asked.plan))


def mark(*, chosen: bool) -> Html:
    """What stands before a choice."""
    return esc("● " if chosen else "○ ")
