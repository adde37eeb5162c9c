"""Each picture is a PNG of its size, and its words lie on the sheet, apart from each other, large enough to be read."""

import re
import struct
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from paintings import LONG, WORDS, curve, frame, gallery, lead, money, prices, statement

from bot.charts.palette import PALETTES
from bot.charts.pictures import Theme, Tone
from bot.charts.scale import scale_of

pytest.importorskip("matplotlib")

from bot.charts.drawing import draw
from bot.charts.parts import tone_of
from bot.charts.sheet import ELLIPSIS, HEIGHT, SMALLEST, WIDTH, drawable


def boxes(sheet):
    renderer = sheet._canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer), text.get_fontsize()) for text in sheet.words]


def meet(one, other):
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    along = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > 1 and along > 1


@pytest.mark.parametrize("make", [lead, curve, statement, prices, money])
@pytest.mark.parametrize("theme", list(Theme))
def test_a_picture_is_a_png_of_1280_by_960(make, theme):
    png = draw(make(theme=theme)).png()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack_from(">II", png, 16) == (1280, 960)
    assert len(png) < 400_000


@pytest.fixture(scope="module")
def written():
    """What is written on each picture of the gallery, where, and how large."""
    return {name: boxes(draw(picture)) for name, picture in gallery().items()}


def test_no_words_leave_the_sheet_or_touch_each_other(written):
    assert len(written) > 100
    for name, found in written.items():
        for text, box, _ in found:
            assert box.x0 >= 0, (name, text)
            assert box.x1 <= WIDTH, (name, text)
            assert box.y0 >= 0, (name, text)
            assert box.y1 <= HEIGHT, (name, text)
        touching = [(one[0], other[0]) for one, other in combinations(found, 2) if meet(one[1], other[1])]
        assert touching == [], name


def test_words_are_read_on_a_phone_and_only_numbers_beyond_measure_are_smaller(written):
    for name, found in written.items():
        assert name.endswith("huge") or [text for text, _, size in found if size < SMALLEST] == [], name


def test_a_number_is_never_cut(written):
    for name, found in written.items():
        assert [text for text, _, _ in found if re.fullmatch(r"[+−\d.,%\s]*…", text)] == [], name


def test_every_picture_wears_its_mode_its_instant_and_the_warning():
    for picture in (lead(), curve(), statement(), statement("nothing")):
        written = [text for text, _, _ in boxes(draw(picture))]
        assert {"PAPER", "25 Nov 2026, 00:00 UTC+8", WORDS["en"][5]} <= set(written)


def test_a_name_is_written_as_it_is_and_never_read_as_a_formula():
    sheet = draw(replace(lead(), frame=frame(title=r"$\frac$ & <b>")))
    assert boxes(sheet)[1][0] == r"$\frac$ & <b>"
    assert sheet.png()


def test_what_no_letter_can_show_is_left_out_and_the_rest_stays():
    assert drawable("\u2068Orion\u2069 \U0001f9ff") == "Orion"
    assert drawable("\U0001f9ff") == "?"
    assert drawable("Мария · العائد") == "Мария · العائد"


def test_words_from_the_right_stand_at_the_right():
    sheets = [boxes(draw(lead(language=language))) for language in ("en", "ar")]
    titles = [next(box for text, box, _ in found if text == "Orion") for found in sheets]
    assert titles[0].x0 < WIDTH / 4
    assert titles[1].x1 > WIDTH * 3 / 4


def test_a_long_name_is_cut_before_the_badge():
    found = {text: box for text, box, _ in boxes(draw(lead(title=LONG * 2)))}
    title = next(text for text in found if text.startswith("Barth"))
    assert title.endswith(ELLIPSIS)
    assert found[title].x1 < found["PAPER"].x0


def test_the_last_value_and_the_deepest_fall_are_written_at_their_lines():
    picture = curve()
    written = [text for text, _, _ in boxes(draw(picture))]
    assert written.count(picture.figures[0].text) == 2
    assert written.count(picture.figures[1].text) == 2


@pytest.mark.parametrize("values", [["0"], ["0.846", "-0.12"], ["-1"], ["0.0001"], ["8949.7"]])
def test_a_scale_has_zero_and_all_values_within_and_few_round_marks(values):
    exact = [Decimal(value) for value in values]
    scale = scale_of(exact, top=100, bottom=500)
    assert all(100 <= scale.at(value) <= 500 for value in [*exact, Decimal(0)])
    marks = scale.marks(4)
    assert 0 in marks
    assert 1 <= len(marks) <= 5
    assert scale.at(marks[0]) >= scale.at(marks[-1])


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", list(Theme))
def test_words_stand_out_from_their_ground(theme):
    palette = PALETTES[theme]
    for words in (palette.words, palette.quiet, palette.gain, palette.loss, palette.badge):
        for ground in (palette.ground, palette.panel):
            low, high = sorted((luminance(words), luminance(ground)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (words, ground)


def test_what_is_written_as_nothing_is_neither_gain_nor_loss_and_is_not_magnified():
    gains = (Decimal(0), Decimal("0.0004"))
    sheet = draw(replace(curve(), gains=gains, falls=(Decimal(0), Decimal(0))))
    tags = [text for text in sheet.words if text.get_text() == "0.0%" and text.get_fontweight() == "bold"]
    assert len(tags) == 2
    marks = scale_of(gains, top=0, bottom=100).marks(4)
    assert all(mark % Decimal("0.001") == 0 for mark in marks)
    assert tone_of(gains[-1]) is Tone.PLAIN
    assert (tone_of(Decimal("0.0006")), tone_of(Decimal("-0.0006")), tone_of(1)) == (Tone.GAIN, Tone.LOSS, Tone.GAIN)
