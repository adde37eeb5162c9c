"""R-2.4: a silent stream raises one alert, and its end another; a stream that speaks raises none."""

from datetime import UTC, datetime, timedelta

from bot.translate import Catalogues
from bot.watches.stream import StreamWatch
from core.model.market import Quote, Symbol

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
BTC, ETH = Symbol("BTC-USDT"), Symbol("ETH-USDT")


class Told:
    def __init__(self):
        self.posts = []
        words = Catalogues.load().words("en")
        self.watch = StreamWatch(1005, lambda: words, self._post)

    async def _post(self, post):
        self.posts.append(post)
        return True

    async def look(self, seconds, **last):
        """At so many seconds, with the last price of each coin at so many."""
        market = {Symbol(f"{coin.upper()}-USDT"): price_at(at) for coin, at in last.items()}
        await self.watch.look(market, START + timedelta(seconds=seconds))
        return [post.kind for post in self.posts]


def price_at(seconds):
    return Quote(BTC, 1, 1, 1, START + timedelta(seconds=seconds))


async def test_r2_4_a_minute_without_any_price_is_told_once_and_aloud():
    told = Told()
    assert await told.look(59, btc=0) == []
    assert await told.look(60, btc=0) == ["stream_silent"]
    assert await told.look(61, btc=0) == ["stream_silent"]
    [post] = told.posts
    assert (post.lane, post.silent, post.once_more) == (1, False, True)
    assert post.screen.text.plain.startswith("◼ Venue stream silent for 60 s")


async def test_one_instrument_that_speaks_is_enough():
    assert await Told().look(300, btc=0, eth=299) == []


async def test_its_end_is_told_silently_and_the_next_silence_anew():
    told = Told()
    await told.look(60, btc=0)
    assert await told.look(70, btc=70) == ["stream_silent", "stream_back"]
    assert told.posts[-1].silent
    assert await told.look(130, btc=70) == ["stream_silent", "stream_back", "stream_silent"]
    assert len({(post.fact, post.kind) for post in told.posts}) == 3


async def test_before_the_first_price_nothing_is_said():
    assert await Told().look(900) == []
