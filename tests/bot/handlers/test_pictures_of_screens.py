"""Cards, charts and days carry their picture and say in words what it shows; without one the words and a line do."""

from datetime import timedelta

import pytest
from copier_town import ETH, plain

from bot.charts.pictures import CurvePicture, DaysPicture, LeadPicture, Theme
from bot.chat.photos import Photos
from bot.screens.screen import CAPTION_MAX
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.money import quote

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\5\0\0\0\3\xc0\x08\2\0\0\0"


class Painter:
    """Takes what it is asked to paint down."""

    possible = True

    def __init__(self):
        self.asked = []

    async def draw(self, picture):
        self.asked.append(picture)
        return PNG + bytes([len(self.asked)])


@pytest.fixture
def painter(town, notes):
    found = Painter()
    object.__setattr__(town.app.render, "photos", Photos(notes, found))
    return found


async def after_days(town, prices):
    """Lea buys, and the price moves from day to day."""
    await town.buys(town.lea, "5000")
    for price in prices:
        town.clock.move_to(town.clock.now() + timedelta(days=1))
        town.quotes(price)
        town.quotes("3000", ETH)
        await town.settle()


async def card(town, person):
    await town.says(person, "/leads")
    return await town.presses(person, "1 Lea")


async def test_before_a_day_is_over_there_is_no_picture_and_nothing_to_chart(town, bob, painter):
    await after_days(town, [])
    text = await card(town, bob)
    assert "they count from the first 00:00 UTC+8" in text
    assert "Chart" not in town.labels(bob)
    await town.forges(bob, f"dg:{town.lea}:90")
    assert "they count from the first 00:00 UTC+8" in town.screen(bob)
    assert painter.asked == []


async def test_the_card_is_a_photo_with_the_words_under_it(town, bob, painter):
    await after_days(town, ["61000", "66000", "63000"])
    await card(town, bob)
    message = town.live(bob)
    assert message.photo is not None
    assert "Profit share" in plain(message.text)
    (picture,) = painter.asked
    assert isinstance(picture, LeadPicture)
    assert picture.frame.title == "\u2068Lea Lead\u2069"
    assert picture.frame.theme is Theme.DARK
    assert picture.frame.badge == "PAPER"
    assert len(picture.gains) == 5  # from the outset on
    assert picture.main.text in plain(message.text)


async def test_the_same_card_is_painted_once_while_nothing_changes(town, bob, painter):
    await after_days(town, ["61000", "66000", "63000"])
    for _ in range(3):
        await card(town, bob)
    assert len(painter.asked) == 1


async def test_the_chart_says_in_words_what_it_shows(town, bob, painter):
    await after_days(town, ["60000", "66000", "63000", "58000", "64000"])
    await card(town, bob)
    await town.presses(bob, "Chart")
    message = town.live(bob)
    picture = painter.asked[-1]
    assert isinstance(picture, CurvePicture)
    assert message.photo is not None
    text = plain(message.text)
    for words in ("first 0.0%", "last +", "highest +", "lowest ", "Deepest fall −", "Past results promise nothing"):
        assert words in text, words
    assert "▁" not in text
    assert "● 90 days" in town.labels(bob)
    await town.presses(bob, "○ 7 days")
    assert "● 7 days" in town.labels(bob)
    assert town.live(bob).message_id == message.message_id
    await town.presses(bob, "‹ Back")
    assert town.live(bob).photo is not None
    await town.presses(bob, "⌂ Home")
    assert town.live(bob).photo is None


async def test_without_a_painter_the_words_end_with_a_line_of_blocks(town, bob):
    await after_days(town, ["60000", "66000", "63000", "58000", "64000"])
    text = await card(town, bob)
    assert town.live(bob).photo is None
    assert any(set(line) <= set("▁▂▃▅▇") for line in text.splitlines() if line)
    assert "highest +" in text
    text = await town.presses(bob, "Chart")
    assert any(set(line) <= set("▁▂▃▅▇") for line in text.splitlines() if line)


async def test_a_forged_period_is_the_usual_one(town, bob, painter):
    await after_days(town, ["61000", "66000", "63000"])
    for days in ("3", "0", "-5", "4611686018427387904"):
        await town.forges(bob, f"dg:{town.lea}:{days}")
        assert "● 90 days" in town.labels(bob)
    assert "no such lead" in await town.forges(bob, "dg:99:90")


async def test_pictures_are_light_for_whoever_wants_them_light(town, bob, painter):
    await after_days(town, ["61000", "66000", "63000"])
    assert "Pictures are dark" in await town.says(bob, "/appearance")
    assert "Pictures are light" in await town.presses(bob, "○ light")
    await card(town, bob)
    assert painter.asked[-1].frame.theme is Theme.LIGHT
    ann = town.person("Ann", id=1010)
    await town.says(ann, "/start")
    await card(town, ann)
    assert painter.asked[-1].frame.theme is Theme.DARK


@pytest.mark.parametrize("language", ["en", "ru", "ar", "zh-Hans", "pseudo"])
async def test_every_caption_fits_under_its_picture(town, bob, painter, language):
    await town.floor.chats.speak(bob.id, language)
    await after_days(town, ["60000", "66000", "63000", "58000", "64000"])
    await town.forges(bob, f"dc:{town.lea}:90")
    await town.forges(bob, f"dg:{town.lea}:90")
    kinds = [picture.kind for picture in painter.asked]
    assert kinds[-1] == "curve"
    assert len(town.live(bob).text) <= CAPTION_MAX
    assert kinds[0] == "lead" or language == "pseudo"


async def test_chinese_is_drawn_in_english_where_no_font_has_its_signs(town, bob, painter):
    await town.floor.chats.speak(bob.id, "zh-Hans")
    await after_days(town, ["61000", "66000", "63000"])
    await town.forges(bob, f"dg:{town.lea}:90")
    assert painter.asked[-1].gain_label == "Return"


async def test_the_pnl_by_day_is_a_picture_of_days(town, bob, painter):
    settings = Settings(Sizing.FIXED_AMOUNT, quote("100"), quote("1000"))
    assert (await town.submit(c.StartCopying(town.people.number(bob.id), town.lea, settings))).accepted
    await town.buys(town.lea, "1000")
    town.quotes("66000")
    await town.sells(town.lea, "0.01")
    await town.says(bob, "/pnl")
    assert town.live(bob).photo is None
    await town.presses(bob, "○ by day")
    assert town.live(bob).photo is not None
    (picture,) = painter.asked
    assert isinstance(picture, DaysPicture)
    (bar,) = picture.bars
    assert bar.net > 0
    assert picture.figures[0].text in plain(town.live(bob).text)
    await town.presses(bob, "○ in all")
    assert town.live(bob).photo is None
