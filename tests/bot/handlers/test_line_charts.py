"""The chart of a coin with one's own trades, and what copying brought added up: with a picture, and in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from story import become_lead, buy, cast, copy_fixed, enter
from whole_desk import desk, seen

from bot.charts.pictures import MoneyPicture, PricePicture, Theme
from bot.chat.photos import Photos
from bot.gallery.samples import sample
from bot.presses.copier import PnlBy
from bot.screens.look import Look
from bot.screens.pnl import pnl
from bot.screens.pnl_picture import sum_picture
from bot.translate import Catalogues
from core.views.pnl import Earned, OfDay, Pnl


@pytest.fixture
def painted(monkeypatch):
    """Every picture that was asked for; none is drawn, so the words stand."""
    asked = []

    async def of(_self, picture, _drawing):
        asked.append(picture)

    monkeypatch.setattr(Photos, "of", of)
    return asked


async def test_a_coins_chart_has_own_trades_as_tags_and_says_the_same_in_words(tmp_path, painted):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await bob.sees("▲ Bought")
        await buy(lea, "1000")
        await bob.says("/copies", "Free cash")
        await bob.presses("Lea")
        await bob.presses("Sell BTC", "Your own sale takes the oldest lots first")
        await bob.presses("Chart of BTC", "Price")
        (picture,) = [each for each in painted if isinstance(each, PricePicture)]
        assert [tag.bought for tag in picture.tags] == [True, True]
        assert len(picture.points) == 5  # two of mine, two of the lead's, and now
        assert (picture.points[0].along, picture.points[-1].along) == (0, 1)
        assert picture.frame.badge == "PAPER"
        assert ":" in picture.span.first or picture.span.first != picture.span.last  # within a day, its times
        text = seen(bob.screen.text)
        assert "on average" in text
        assert "highest" in text
        assert text.count("▲ bought") == 2
        assert any(block in text for block in "▁▂▃▅▇")
        await bob.presses("‹ Back", "Your own sale takes")


async def test_a_coin_that_is_not_held_has_no_chart(tmp_path, painted):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        number = town.house.people.number(lea.person.id)
        town.telegram.forge(bob.person, bob.screen.message_id, f"kg:{number}:BTC-USDT")
        await bob.sees("You hold none of this coin")
        assert not any(isinstance(each, PricePicture) for each in painted)
        assert not any(isinstance(each, MoneyPicture) for each in painted)


async def test_what_copying_brought_is_added_up_over_its_days():
    days = [OfDay(date(2026, 11, 20 + at), Earned(closes=1, gross=net * 10**8)) for at, net in enumerate((5, -9, 0, 7))]
    view = replace(sample(Pnl), by_day=tuple(days[::-1]))
    t = Catalogues.load().words("en")
    picture = sum_picture(Look(t, Theme.DARK), view)
    assert [point.value for point in picture.points] == [5, -4, -4, 3]
    assert [point.along for point in picture.points] == [0, Decimal(1) / 3, Decimal(2) / 3, 1]
    text = pnl(t, view, lambda _: "Lea", by=PnlBy.TOTAL, picture=picture).text.plain
    assert "Added up Nov 20 – 23: first +5.00, last +3.00, highest +5.00 on Nov 20, lowest −4.00 on Nov 21." in seen(
        text.replace("\u2009", " ")
    )
    assert sum_picture(Look(t, Theme.DARK), replace(view, by_day=view.by_day[:1])) is None
