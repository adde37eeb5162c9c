"""Draws lines through values at uneven times: the prices of a coin with own trades, and a sum of money."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot import figures
from bot.charts.palette import Palette
from bot.charts.parts import (
    EDGE,
    RIGHT,
    SMALL,
    TAG_HEIGHT,
    TAG_PAD,
    Graph,
    amount,
    dates,
    figure_row,
    line_color,
    sheet_of,
)
from bot.charts.pictures import MoneyPicture, Point, PricePicture, Tag
from bot.charts.scale import Scale, scale_between, scale_of
from bot.charts.sheet import Point as Pixel
from bot.charts.sheet import Sheet

TOP, BOTTOM, LABEL, DATES = 384, 806, 344, 862
TAGS_WIDTH: Final = 252
"""Kept free at the left for the tags of own trades."""
NUMBERS_WIDTH: Final = 204
"""What prices and sums take to the right of the graph: they have more digits than percentages."""
RIGHT_END: Final = RIGHT - NUMBERS_WIDTH
TAGS_MOST: Final = 8
"""The newest; more would not find room above one another."""
BETWEEN: Final = 6


def prices(picture: PricePicture) -> Sheet:
    """Figures, then a dot for each price that is known, own trades in their colour with a tag, and the price now."""
    sheet, palette = sheet_of(picture.frame)
    figure_row(sheet, palette, picture.figures, top=164)
    sheet.write((EDGE, LABEL), picture.label, size=15, color=palette.words, bold=True, room=RIGHT - EDGE, fixed=True)
    values = [point.value for point in picture.points]
    scale, now = scale_between(values, top=TOP, bottom=BOTTOM), values[-1]
    graph = Graph(sheet, palette, scale, lambda value: figures.price(value, picture.frame.form), NUMBERS_WIDTH)
    left, right = EDGE + TAGS_WIDTH, RIGHT_END
    graph.marks(left=left, right=right, most=4, beside=now)
    places = _places(picture.points, scale, left=left + 12, right=right)
    sheet.line(places, palette.quiet, width=1.5, dashed=True)
    own = {tag.point: tag.bought for tag in picture.tags}
    for at, place in enumerate(places):
        color = palette.words if at == len(places) - 1 else palette.quiet
        if at in own:
            color = palette.gain if own[at] else palette.loss
        sheet.dot(place, color, palette.ground)
    _tags(sheet, palette, picture.tags, places)
    graph.tag(now, palette.words)
    dates(sheet, palette, picture.span, y=DATES, left=left, right=right)
    return sheet


def _tags(sheet: Sheet, palette: Palette, tags: Sequence[Tag], places: Sequence[Pixel]) -> None:
    """The newest tags at the left edge, each as near to its price as the others let it, and a thin line to its dot."""
    shown = sorted(tags[-TAGS_MOST:], key=lambda tag: places[tag.point][1])
    heights = _apart([places[tag.point][1] for tag in shown])
    for tag, y in zip(shown, heights, strict=True):
        color = palette.gain if tag.bought else palette.loss
        sheet.line([(EDGE + TAGS_WIDTH - 20, y), places[tag.point]], color, width=1, dashed=True)
        sheet.box((EDGE, y - TAG_HEIGHT / 2), (TAGS_WIDTH - 20, TAG_HEIGHT), color, radius=10)
        at, room = (EDGE + TAG_PAD, y), TAGS_WIDTH - 20 - 2 * TAG_PAD
        sheet.write(
            at, tag.text, size=SMALL, color=palette.ground, bold=True, anchor="center_baseline", room=room,
            number=True, fixed=True,
        )  # fmt: skip


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, from the top down, moved as little as keeps one tag off the next and all on the graph."""
    step, found = TAG_HEIGHT + BETWEEN, list[float]()
    for height in heights:
        found.append(max(height, found[-1] + step) if found else height)
    floor = float(BOTTOM + TAG_HEIGHT / 2)
    for at in reversed(range(len(found))):
        found[at] = min(found[at], floor)
        floor = found[at] - step
    return found


def money(picture: MoneyPicture) -> Sheet:
    """Figures, then the line of the sum in the colour of its end, with the area to zero."""
    sheet, palette = sheet_of(picture.frame)
    figure_row(sheet, palette, picture.figures, top=164)
    sheet.write((EDGE, LABEL), picture.label, size=15, color=palette.words, bold=True, room=RIGHT - EDGE, fixed=True)
    values = [point.value for point in picture.points]
    scale, last = scale_of(values, top=TOP, bottom=BOTTOM), values[-1]
    form = picture.frame.form
    graph = Graph(sheet, palette, scale, lambda value: amount(int(value / figures.MONEY_UNIT), form), NUMBERS_WIDTH)
    graph.marks(left=EDGE, right=RIGHT_END, most=4, beside=last)
    color, places = line_color(palette, last), _places(picture.points, scale, left=EDGE, right=RIGHT_END)
    sheet.area(places, scale.at(Decimal(0)), color)
    sheet.line(places, color, width=3)
    sheet.dot(places[-1], color, palette.ground)
    graph.tag(last, color)
    dates(sheet, palette, picture.span, y=DATES, right=RIGHT_END)
    return sheet


def _places(points: Sequence[Point], scale: Scale, *, left: float, right: float) -> list[Pixel]:
    return [(left + float(point.along) * (right - left), scale.at(point.value)) for point in points]
