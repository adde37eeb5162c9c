"""An announcement in the making: which field is asked for next, and what a typed answer means to it. Pure.

Answers are kept as text, an empty one for a field that was skipped. Times are typed by the desk's clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import ClassVar, Final

from pydantic import Field as Default

from bot.drafts.draft import Draft
from bot.drafts.notices import opens
from core.model.announcements import Announcement, AnnouncementKind
from core.model.market import Symbol

SYMBOL: Final = re.compile(r"[A-Z0-9]{1,15}-USDT")
NAME_MAX, WORDS_MAX = 40, 200


class Field(StrEnum):
    """What is asked for, in its words in the journal's fact."""

    SYMBOL = "symbol"
    NAME = "name"
    DEPOSITS = "deposits_at"
    TRADING = "trading_at"
    WITHDRAWALS = "withdrawals_at"
    NETWORK = "network"
    SUPPLY = "supply"
    SUPPLY_ON = "supply_on"
    UNSUPPORTED = "unsupported"
    NOTICE = "notice"


class Wrong(StrEnum):
    """Why an answer was not taken."""

    SYMBOL = "symbol"
    LENGTH = "length"
    TIME = "time"
    DAY = "day"
    HOST = "host"


ASKED: Final = {
    AnnouncementKind.LISTING: tuple(Field),
    AnnouncementKind.ADDED_TO_COPY_LIST: (Field.SYMBOL, Field.NAME, Field.TRADING, Field.UNSUPPORTED, Field.NOTICE),
    AnnouncementKind.DELISTING: (
        Field.SYMBOL,
        Field.NAME,
        Field.DEPOSITS,
        Field.TRADING,
        Field.WITHDRAWALS,
        Field.NOTICE,
    ),
}
NEEDED: Final = frozenset({Field.SYMBOL, Field.NAME, Field.TRADING})
"""What cannot be skipped."""


class Announcing(Draft):
    """The answers so far, by field."""

    tag: ClassVar[str] = "notice"
    kind: int
    answers: dict[str, str] = Default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The next draft, or why the answer was not taken."""

    draft: Announcing
    wrong: Wrong | None = None


def next_field(draft: Announcing) -> Field | None:
    """The first that has no answer; None when all have. The day of a supply is asked for where there is a supply."""
    for asked in ASKED[AnnouncementKind(draft.kind)]:
        if asked in draft.answers or (asked is Field.SUPPLY_ON and not draft.answers.get(Field.SUPPLY)):
            continue
        return asked
    return None


def advance(draft: Announcing, text: str, hosts: frozenset[str], zone: tzinfo) -> Reading:
    """What the text means to the field that is asked for; an empty text skips it, if it can be. `zone`: the desk's."""
    asked = next_field(draft)
    assert asked is not None, "nothing is asked any more"
    answer = " ".join(text.split())
    if not answer and asked not in NEEDED:
        return _answered(draft, asked, "")
    match asked:
        case Field.SYMBOL:
            symbol = answer.upper() if "-" in answer else f"{answer.upper()}-USDT"
            return _answered(draft, asked, symbol) if SYMBOL.fullmatch(symbol) else Reading(draft, Wrong.SYMBOL)
        case Field.DEPOSITS | Field.TRADING | Field.WITHDRAWALS:
            at = _instant(answer, zone)
            return _answered(draft, asked, at.isoformat()) if at else Reading(draft, Wrong.TIME)
        case Field.SUPPLY_ON:
            day = _day(answer)
            return _answered(draft, asked, day.isoformat()) if day else Reading(draft, Wrong.DAY)
        case Field.NOTICE:
            return _answered(draft, asked, answer) if opens(answer, hosts) else Reading(draft, Wrong.HOST)
        case _:
            longest = WORDS_MAX if asked is Field.UNSUPPORTED else NAME_MAX
            return _answered(draft, asked, answer) if 1 <= len(answer) <= longest else Reading(draft, Wrong.LENGTH)


def _answered(draft: Announcing, asked: Field, answer: str) -> Reading:
    return Reading(Announcing(kind=draft.kind, answers={**draft.answers, asked.value: answer}))


def _instant(text: str, zone: tzinfo) -> datetime | None:
    """`2026-01-07 16:00`; None for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-07") else None
    except ValueError:
        return None


def built(kind: int, answers: dict[str, str]) -> Announcement:
    """The announcement of answered fields."""
    times = {each: answers[each] for each in (Field.DEPOSITS, Field.WITHDRAWALS) if answers.get(each)}
    supply_on = answers.get(Field.SUPPLY_ON)
    return Announcement(
        kind=AnnouncementKind(kind),
        symbol=Symbol(answers[Field.SYMBOL]),
        name=answers[Field.NAME],
        trading_at=datetime.fromisoformat(answers[Field.TRADING]),
        deposits_at=datetime.fromisoformat(times[Field.DEPOSITS]) if Field.DEPOSITS in times else None,
        withdrawals_at=datetime.fromisoformat(times[Field.WITHDRAWALS]) if Field.WITHDRAWALS in times else None,
        network=answers.get(Field.NETWORK, ""),
        supply=answers.get(Field.SUPPLY, ""),
        supply_on=date.fromisoformat(supply_on) if supply_on else None,
        unsupported=answers.get(Field.UNSUPPORTED, ""),
        notice=answers.get(Field.NOTICE, ""),
    )
