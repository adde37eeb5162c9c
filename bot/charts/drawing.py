"""Draws each kind of picture on a sheet."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, assert_never

from bot.charts import lines
from bot.charts.palette import Palette
from bot.charts.parts import (
    EDGE,
    GRAPH_RIGHT,
    RIGHT,
    SMALL,
    along,
    amount,
    dates,
    figure_row,
    line_color,
    percents,
    sheet_of,
    tag,
    tone_of,
)
from bot.charts.pictures import Bar, CurvePicture, DaysPicture, LeadPicture, MoneyPicture, Picture, PricePicture
from bot.charts.scale import Scale, scale_of
from bot.charts.sheet import WIDTH, Sheet
from bot.figures import Form

LABEL_HEIGHT: Final = 34


def draw(picture: Picture) -> Sheet:
    """The picture, drawn."""
    match picture:
        case LeadPicture():
            return lead(picture)
        case CurvePicture():
            return curve(picture)
        case DaysPicture():
            return days(picture)
        case PricePicture():
            return lines.prices(picture)
        case MoneyPicture():
            return lines.money(picture)
        case _ as unknown:
            assert_never(unknown)


def lead(picture: LeadPicture) -> Sheet:
    """The return large, the other figures in a row, the line of the return below."""
    sheet, palette = sheet_of(picture.frame)
    sheet.write((EDGE, 208), picture.main.label, size=15, color=palette.quiet, room=RIGHT - EDGE)
    color = palette.of(picture.main.tone)
    sheet.write((EDGE - 4, 326), picture.main.text, size=56, color=color, bold=True, room=RIGHT - EDGE, number=True)
    figure_row(sheet, palette, picture.figures, top=372)
    scale = scale_of(picture.gains, top=540, bottom=810)
    way(sheet, palette, picture.gains, scale, picture.frame.form, most=3)
    dates(sheet, palette, picture.span, y=856, right=GRAPH_RIGHT)
    return sheet


def way(sheet: Sheet, palette: Palette, gains: Sequence[Decimal], scale: Scale, form: Form, *, most: int) -> None:
    """The line of a return in the colour of its end, with the area to zero, and its end marked."""
    last = gains[-1]
    percents(sheet, palette, scale, form, right=GRAPH_RIGHT, most=most, beside=last)
    color = line_color(palette, last)
    points = along(gains, scale, right=GRAPH_RIGHT)
    sheet.area(points, scale.at(0), color)
    sheet.line(points, color, width=3)
    sheet.dot(points[-1], color, palette.ground)
    tag(sheet, palette, scale, form, value=last, color=color)


def curve(picture: CurvePicture) -> Sheet:
    """Figures, then the return above and the drawdown below, on one axis of time."""
    sheet, palette = sheet_of(picture.frame)
    figure_row(sheet, palette, picture.figures, top=164)
    sheet.write((EDGE, 344), picture.gain_label, size=15, color=palette.words, bold=True, room=600, fixed=True)
    upper = scale_of(picture.gains, top=376, bottom=610)
    way(sheet, palette, picture.gains, upper, picture.frame.form, most=4)
    sheet.write((EDGE, 668), picture.fall_label, size=15, color=palette.words, bold=True, room=600, fixed=True)
    under_water(sheet, palette, [-fall for fall in picture.falls], picture.frame.form)
    dates(sheet, palette, picture.span, y=862, right=GRAPH_RIGHT)
    return sheet


def under_water(sheet: Sheet, palette: Palette, depths: Sequence[Decimal], form: Form) -> None:
    """How far below its highest the return was, each day, and the deepest of them marked."""
    scale, deepest = scale_of(depths, top=694, bottom=814), min(depths)
    percents(sheet, palette, scale, form, right=GRAPH_RIGHT, most=2, beside=deepest)
    color = line_color(palette, deepest)
    points = along(depths, scale, right=GRAPH_RIGHT)
    sheet.area(points, scale.at(0), color)
    sheet.line(points, color)
    if deepest:
        sheet.dot(points[depths.index(deepest)], color, palette.ground)
    tag(sheet, palette, scale, form, value=deepest, color=color)


def days(picture: DaysPicture) -> Sheet:
    """Figures, then a bar a day from the line of zero, its amount at its end."""
    sheet, palette = sheet_of(picture.frame)
    figure_row(sheet, palette, picture.figures, top=164)
    if not any(bar.net for bar in picture.bars):
        at = (WIDTH / 2, 600)
        sheet.write(at, picture.empty, size=17, color=palette.quiet, align="center", room=RIGHT - EDGE)
        return sheet
    sheet.write((EDGE, 350), picture.bars_label, size=15, color=palette.words, bold=True, room=RIGHT - EDGE, fixed=True)
    bars(sheet, palette, picture.bars, picture.frame.form)
    return sheet


def bars(sheet: Sheet, palette: Palette, shown: Sequence[Bar], form: Form) -> None:
    """One bar a day, at most some fourteen."""
    nets = [Decimal(bar.net) for bar in shown]
    scale = scale_of(nets, top=392 + LABEL_HEIGHT, bottom=800 - LABEL_HEIGHT)
    zero, room = scale.at(0), (RIGHT - EDGE) / len(shown)
    wide = min(96, room * 0.56)
    for place, bar in enumerate(shown):
        middle = EDGE + room * (place + 0.5)
        end, color = scale.at(bar.net), palette.of(tone_of(bar.net))
        sheet.write(
            (middle, 862), bar.label, size=SMALL, color=palette.quiet, align="center", room=room - 10, fixed=True
        )
        if not bar.net:
            continue
        top, height = min(zero, end), max(abs(end - zero), 3)
        sheet.box((middle - wide / 2, top), (wide, height), color, radius=8)
        y = top - 12 if bar.net > 0 else top + height + LABEL_HEIGHT
        text, at = amount(bar.net, form), (middle, y)
        sheet.write(
            at, text, size=SMALL, color=color, bold=True, align="center", room=room - 10, number=True, fixed=True
        )
    sheet.line([(EDGE, zero), (RIGHT, zero)], palette.quiet, width=1.5)
