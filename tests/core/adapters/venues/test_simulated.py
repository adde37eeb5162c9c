"""The simulated market: the same seed makes the same prices, and they stay within reason."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.adapters.clocks import VirtualClock
from core.adapters.venues.paper import PaperVenue
from core.adapters.venues.simulated import MARKET, SimulatedMarket
from core.model import commands as c
from core.model import events as e
from core.model.market import Quote, Symbol
from core.model.money import quote as usdt
from core.ports import QuotesSeen
from tests.core.at_work import AtWork

BTC = Symbol("BTC-USDT")
USUALLY = {each.instrument.symbol: usdt(str(each.traded)) for each in MARKET}


def market(seed: int = 7) -> tuple[SimulatedMarket, PaperVenue]:
    clock = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC))
    paper = PaperVenue(clock)
    return SimulatedMarket(paper, seed, clock), paper


def walk(seed: int, steps: int) -> list[tuple[Quote, ...]]:
    simulated, paper = market(seed)
    heard: list[tuple[Quote, ...]] = []
    paper.listen(lambda event: heard.append(event.quotes) if isinstance(event, QuotesSeen) else None)
    for _ in range(steps):
        simulated.step()
    return heard


def test_a_seed_is_a_market():
    assert walk(7, 50) == walk(7, 50)
    assert walk(7, 50) != walk(8, 50)


def test_prices_move_on_ticks_with_a_narrow_spread_and_come_back():
    _, paper = market()
    quotes = [quote for told in walk(3, 3000) for quote in told]
    assert len(quotes) == 3000 * len(MARKET)
    for quote in quotes:
        tick = paper.instruments()[quote.symbol].tick
        assert quote.bid % tick == 0
        assert quote.ask - quote.bid in {tick, 2 * tick}
        assert quote.last in {quote.bid, quote.ask}
        usual = USUALLY[quote.symbol]
        assert quote.volume is not None
        assert usual // 2 <= quote.volume <= usual * 3 // 2
    bids = [quote.bid for quote in quotes if quote.symbol == BTC]
    start = paper.instruments()[BTC].price(Decimal(60_000))
    assert len(set(bids)) > 1000
    assert all(abs(bid - start) * 20 < start for bid in bids)


def test_a_nudge_moves_one_price_or_all_of_them_at_once():
    simulated, paper = market()
    before = dict(paper.quotes())
    simulated.nudge(BTC, Decimal(-10))
    assert paper.quotes()[BTC].bid == before[BTC].bid * 9 // 10
    assert paper.quotes()[Symbol("ETH-USDT")] == before[Symbol("ETH-USDT")]
    simulated.nudge(None, Decimal(50))
    assert all(paper.quotes()[symbol].bid > before[symbol].bid for symbol in before)


def test_a_nudge_cannot_take_a_price_away():
    simulated, _ = market()
    with pytest.raises(ValueError, match="would leave no price"):
        simulated.nudge(None, Decimal(-100))


@pytest.mark.parametrize(("size", "warned"), [("3000", False), ("60000", True)])
async def test_r22_4_copies_above_a_tenth_of_what_is_traded_warn_the_lead(size, warned):
    desk = await AtWork.open()
    SimulatedMarket(desk.venue, 7, desk.clock)
    lea, bob = await desk.leads(amount="100000"), await desk.joins("bob", "500000")
    doge = next(each.instrument for each in MARKET if each.instrument.symbol == "DOGE-USDT")
    await desk.do(c.ListInstrument(doge))
    await desk.copies(bob, lea, size=size, maximum="200000")
    await desk.buys(lea, "1000", doge.symbol)
    found = [record.fact for record in desk.records if isinstance(record.fact, e.ConductFound)]
    assert bool(found) is warned
