"""What a picture shows, as a value: words ready in the reader's language, figures exact. Equal values, equal key.

Nothing here knows how it is drawn. The pictures of a lead have no private amount: anybody may be shown them.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from bot.figures import Form

DRAWN: Final = 1
"""Raised when the drawing changes: a picture Telegram has kept from before is then drawn anew."""


class Theme(StrEnum):
    """Light words on dark, or dark words on light."""

    DARK = "dark"
    LIGHT = "light"


class Tone(StrEnum):
    """Whether a figure is good or bad news; its text says it by a sign or a word, the colour repeats it."""

    PLAIN = "plain"
    GAIN = "gain"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, as it is read."""

    label: str
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Frame:
    """What every picture wears: whose it is and of when, the mode's badge, the warning.

    `form` writes the numbers of the axes; `mirrored` sets the words from the right, time runs from the left all the
    same.
    """

    theme: Theme
    title: str
    subtitle: str
    badge: str
    as_of: str
    warning: str
    form: Form
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The dates under a line, in words: its first point, the middle one, empty where there is none, and its last."""

    first: str
    middle: str
    last: str


@dataclass(frozen=True, slots=True)
class LeadPicture:
    """A lead's card: the return first and large, then up to four figures; the return's way below them.

    `gains` are returns since the first point, one a day, at least two.
    """

    frame: Frame
    main: Figure
    figures: tuple[Figure, ...]
    gains: tuple[Decimal, ...]
    span: Span
    kind: Literal["lead"] = "lead"


@dataclass(frozen=True, slots=True)
class CurvePicture:
    """Return and drawdown, one above the other. `gains` as above; `falls` below the highest so far, each ≥ 0."""

    frame: Frame
    figures: tuple[Figure, ...]
    gain_label: str
    fall_label: str
    gains: tuple[Decimal, ...]
    falls: tuple[Decimal, ...]
    span: Span
    kind: Literal["curve"] = "curve"


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's net in quote units, under its name."""

    label: str
    net: int


@dataclass(frozen=True, slots=True)
class DaysPicture:
    """Figures over the net of each day that they sum up. `empty` stands there where nothing was closed."""

    frame: Frame
    figures: tuple[Figure, ...]
    bars_label: str
    bars: tuple[Bar, ...]
    empty: str
    kind: Literal["days"] = "days"


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place of the time shown: 0 is its beginning, 1 its end."""

    along: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Tag:
    """What happened at one of the points, said at the left edge: a purchase, else a sale."""

    point: int
    text: str
    bought: bool


@dataclass(frozen=True, slots=True)
class PricePicture:
    """Prices that are known, own purchases and sales among them as tags; at least two points, the last is now.

    Between two points no price is known, and none is drawn but a thin line that leads from one to the other.
    """

    frame: Frame
    figures: tuple[Figure, ...]
    label: str
    points: tuple[Point, ...]
    tags: tuple[Tag, ...]
    span: Span
    kind: Literal["price"] = "price"


@dataclass(frozen=True, slots=True)
class MoneyPicture:
    """A sum of money over time, in USDT; at least two points."""

    frame: Frame
    figures: tuple[Figure, ...]
    label: str
    points: tuple[Point, ...]
    span: Span
    kind: Literal["money"] = "money"


Picture = LeadPicture | CurvePicture | DaysPicture | PricePicture | MoneyPicture
_CODEC: Final[TypeAdapter[Picture]] = TypeAdapter(Annotated[Picture, Field(discriminator="kind")])


def pack(picture: Picture) -> bytes:
    """The picture as JSON, the same for equal values and another for every other one."""
    return _CODEC.dump_json(picture)


def unpack(packed: bytes) -> Picture:
    """The picture that says exactly this; raises pydantic's ValidationError for anything else."""
    return _CODEC.validate_json(packed)


def key_of(picture: Picture) -> str:
    """What a picture is kept under: a hash of all that it shows and of how it is drawn."""
    return hashlib.sha256(b"%d:%s" % (DRAWN, pack(picture))).hexdigest()
