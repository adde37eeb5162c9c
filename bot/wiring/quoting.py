"""The simulated market follows the desk: what the admin has delisted is quoted no more, now and after a restart."""

from collections.abc import Sequence

from core.adapters.venues.simulated import SimulatedMarket
from core.engine import Engine
from core.model.events import InstrumentDelisted, Record


async def follow_delistings(engine: Engine, market: SimulatedMarket) -> None:
    """Ends what was delisted before, and listens for more."""

    def follow(records: Sequence[Record]) -> None:
        for record in records:
            if isinstance(record.fact, InstrumentDelisted):
                market.end(record.fact.symbol)

    engine.listen(follow)
    for symbol in await engine.read(lambda desk: tuple(desk.book.delisted)):
        market.end(symbol)
