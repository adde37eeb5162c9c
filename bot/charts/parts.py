"""What the pictures share: head and foot, a row of figures, the line of a return. Measures are pixels of the sheet."""

from collections.abc import Sequence
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
SMALL: Final = 13.0
TAG_HEIGHT: Final = 42
TAG_PAD: Final = 10
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
    """Thin lines across the graph at round percentages, zero dashed, and the numbers beside them.

    A number that would touch the one of `beside`, which stands there already, is left out.
    """
    marks = scale.marks(most)
    digits = 0 if all(mark * 100 % 1 == 0 for mark in marks) else 1
    taken = None if beside is None else scale.at(beside)
    for mark in marks:
        y = scale.at(mark)
        if mark == 0:
            sheet.line([(EDGE, y), (right, y)], palette.quiet, width=1.2, dashed=True)
        else:
            sheet.line([(EDGE, y), (right, y)], palette.rule, width=1)
        if taken is None or abs(taken - y) > TAG_HEIGHT:
            text = figures.percent(mark, form, decimals=digits, signed=True)
            _beside(sheet, text, y, palette.quiet)


def tag(sheet: Sheet, palette: Palette, scale: Scale, form: Form, *, value: Decimal, color: str) -> None:
    """A value in a tag of its colour, where the numbers of the axis stand."""
    y = scale.at(value)
    text = figures.percent(value, form, decimals=1 if abs(value) < TENFOLD else 0, signed=True)
    written = _beside(sheet, text, y, palette.ground, bold=True, margin=TAG_PAD)
    wide = sheet.width_of(written) + 2 * TAG_PAD
    sheet.box((RIGHT - wide, y - TAG_HEIGHT / 2), (wide, TAG_HEIGHT), color, radius=10)


def _beside(sheet: Sheet, text: str, y: float, color: str, *, bold: bool = False, margin: float = 0) -> Text:
    room, at = MARKS_WIDTH - 12 - 2 * margin, (RIGHT - margin, y)
    return sheet.write(
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


def dates(sheet: Sheet, palette: Palette, span: Span, *, y: float, right: float) -> None:
    """First, middle and last day under a graph."""
    room = (right - EDGE) / 3 - 12
    places: tuple[tuple[float, str, Align], ...] = (
        (EDGE, span.first, "left"),
        ((EDGE + right) / 2, span.middle, "center"),
        (right, span.last, "right"),
    )
    for x, text, align in places:
        if not text:
            continue
        sheet.write((x, y), text, size=SMALL, color=palette.quiet, align=align, room=room, fixed=True)


def tone_of(value: Decimal | int) -> Tone:
    """Gain above zero, loss below; what is written as 0.0 % is neither."""
    if isinstance(value, Decimal):
        value = round(value, 3)
    return Tone.GAIN if value > 0 else Tone.LOSS if value < 0 else Tone.PLAIN
