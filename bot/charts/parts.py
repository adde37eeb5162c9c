"""What the pictures share: head and foot, a row of figures, the line of a return. Measures are pixels of the sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from matplotlib.text import Text

from bot import figures
from bot.charts.palette import PALETTES, Palette
from bot.charts.pictures import Figure, Frame, Span, Tone
from bot.charts.scale import Scale
from bot.charts.sheet import HEIGHT, WIDTH, Align, Point, Sheet
from bot.figures import Form

EDGE: Final = 56
"""Kept free at the left and right."""
RIGHT: Final = WIDTH - EDGE
FOOT: Final = HEIGHT - 40
MARKS_WIDTH: Final = 172
"""What the numbers of an axis take, to the right of its graph."""
GRAPH_RIGHT: Final = RIGHT - MARKS_WIDTH
SMALL: Final = 13.0
TAG_HEIGHT: Final = 42
TAG_PAD: Final = 10
CENTS_BELOW: Final = 100_000
TENFOLD: Final = 10
"""From a tenfold on, a tenth of a percent says nothing."""


def sheet_of(frame: Frame) -> tuple[Sheet, Palette]:
    """A blank sheet with its head and foot."""
    palette = PALETTES[frame.theme]
    sheet = Sheet(palette.ground, mirrored=frame.mirrored)
    badge = sheet.write((RIGHT - 22, 76), frame.badge, size=15, color=palette.badge, bold=True, align="right", room=260)
    wide = sheet.width_of(badge) + 44
    sheet.box((RIGHT - wide, 42), (wide, 50), "none", outline=palette.badge, radius=25, fixed=False)
    room = RIGHT - EDGE - wide - 40
    sheet.write((EDGE, 84), frame.title, size=27, color=palette.words, bold=True, room=room)
    sheet.write((EDGE, 132), frame.subtitle, size=15, color=palette.quiet, room=RIGHT - EDGE)
    room = RIGHT - EDGE
    warning = sheet.write((EDGE, FOOT), frame.warning, size=SMALL, color=palette.quiet, room=room * 0.55)
    room -= sheet.width_of(warning) + 32
    sheet.write((RIGHT, FOOT), frame.as_of, size=SMALL, color=palette.quiet, align="right", room=room)
    return sheet, palette


def figure_row(sheet: Sheet, palette: Palette, shown: Sequence[Figure], *, top: float, height: float = 128) -> None:
    """Figures side by side, each in a panel: its name over its number."""
    gap = 20
    wide = (RIGHT - EDGE - gap * (len(shown) - 1)) / len(shown)
    for place, figure in enumerate(shown):
        left = EDGE + place * (wide + gap)
        sheet.box((left, top), (wide, height), palette.panel, fixed=False)
        inner, room = left + 24, wide - 48
        sheet.write((inner, top + 44), figure.label, size=SMALL, color=palette.quiet, room=room)
        color = palette.of(figure.tone)
        sheet.write((inner, top + 100), figure.text, size=23, color=color, bold=True, room=room, number=True)


def percents(
    sheet: Sheet, palette: Palette, scale: Scale, form: Form, *, right: float, most: int, beside: Decimal | None = None
) -> None:
    """Marks at round percentages."""
    digits = 0 if all(mark * 100 % 1 == 0 for mark in scale.marks(most)) else 1
    graph = Graph(sheet, palette, scale, lambda mark: figures.percent(mark, form, decimals=digits, signed=True))
    graph.marks(left=EDGE, right=right, most=most, beside=beside)


def tag(sheet: Sheet, palette: Palette, scale: Scale, form: Form, *, value: Decimal, color: str) -> None:
    """A percentage in a tag."""
    digits = 1 if abs(value) < TENFOLD else 0
    graph = Graph(sheet, palette, scale, lambda mark: figures.percent(mark, form, decimals=digits, signed=True))
    graph.tag(value, color)


@dataclass(frozen=True, slots=True)
class Graph:
    """A scale on a sheet, and how its numbers are written beside it, in a margin of `wide` pixels."""

    sheet: Sheet
    palette: Palette
    scale: Scale
    written: Callable[[Decimal], str]
    wide: float = MARKS_WIDTH

    def marks(self, *, left: float, right: float, most: int, beside: Decimal | None = None) -> None:
        """Thin lines across at round values, zero dashed, and the numbers beside them.

        A number that would touch the one of `beside`, which stands there already, is left out.
        """
        taken = None if beside is None else self.scale.at(beside)
        for mark in self.scale.marks(most):
            y = self.scale.at(mark)
            if mark == 0:
                self.sheet.line([(left, y), (right, y)], self.palette.quiet, width=1.2, dashed=True)
            else:
                self.sheet.line([(left, y), (right, y)], self.palette.rule, width=1)
            if taken is None or abs(taken - y) > TAG_HEIGHT:
                self._beside(self.written(mark), y, self.palette.quiet)

    def tag(self, value: Decimal, color: str) -> None:
        """A value in a tag of its colour, where the numbers of the axis stand."""
        y = self.scale.at(value)
        written = self._beside(self.written(value), y, self.palette.ground, bold=True, margin=TAG_PAD)
        wide = self.sheet.width_of(written) + 2 * TAG_PAD
        self.sheet.box((RIGHT - wide, y - TAG_HEIGHT / 2), (wide, TAG_HEIGHT), color, radius=10)

    def _beside(self, text: str, y: float, color: str, *, bold: bool = False, margin: float = 0) -> Text:
        room, at = self.wide - 12 - 2 * margin, (RIGHT - margin, y)
        return self.sheet.write(
            at,
            text,
            size=SMALL,
            color=color,
            bold=bold,
            align="right",
            anchor="center_baseline",
            room=room,
            number=True,
            fixed=True,
        )


def along(values: Sequence[Decimal], scale: Scale, *, right: float) -> list[Point]:
    """The points of a line from the left edge to `right`, evenly apart."""
    step = (right - EDGE) / (len(values) - 1)
    return [(EDGE + place * step, scale.at(value)) for place, value in enumerate(values)]


def dates(sheet: Sheet, palette: Palette, span: Span, *, y: float, right: float, left: float = EDGE) -> None:
    """First, middle and last day under a graph."""
    room = (right - left) / 3 - 12
    places: tuple[tuple[float, str, Align], ...] = (
        (left, span.first, "left"),
        ((left + right) / 2, span.middle, "center"),
        (right, span.last, "right"),
    )
    for x, text, align in places:
        if not text:
            continue
        sheet.write((x, y), text, size=SMALL, color=palette.quiet, align=align, room=room, fixed=True)


def line_color(palette: Palette, value: Decimal) -> str:
    """The colour of a line that leads to this value."""
    tone = tone_of(value)
    return palette.quiet if tone is Tone.PLAIN else palette.of(tone)


def amount(net: int, form: Form) -> str:
    """A bar's amount, without cents where they would make it too small to be read."""
    whole = Decimal(net) * figures.MONEY_UNIT
    if abs(whole) < CENTS_BELOW:
        return figures.money(net, form, signed=True)
    return figures.number(whole.quantize(Decimal(1)), form, signed=True)


def tone_of(value: Decimal | int) -> Tone:
    """Gain above zero, loss below; what is written as 0.0 % is neither."""
    if isinstance(value, Decimal):
        value = round(value, 3)
    return Tone.GAIN if value > 0 else Tone.LOSS if value < 0 else Tone.PLAIN
