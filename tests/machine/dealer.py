"""Makes a story of a seed: a deck of moves, dealt in an order of luck, hostile pauses in between, and a quiet end."""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random

from tests.machine import moves_of_copiers as copiers
from tests.machine import moves_of_leads as leads
from tests.machine import moves_of_the_world as world
from tests.machine.desk import NUMBERS, Judged, breaks, shortened, written
from tests.machine.player import Player

DECK = {
    leads.buy: 16, leads.buy_otherwise: 5, leads.wait_for_price: 3, leads.sell: 9, leads.sell_limit: 2,
    leads.wins: 6, leads.loses: 3, leads.sell_privately: 2, leads.front_run: 1, leads.many_buys: 2,
    leads.big_buys: 3, leads.becomes_poor: 3, leads.spend_what_waits: 1, leads.set_stops: 2, leads.cancel: 2,
    leads.change_terms: 4, leads.back_to_work: 4, leads.asks_to_stop: 2, leads.removes: 1, leads.posts: 1,
    leads.crowd: 1, copiers.start: 11, copiers.many_start: 2, copiers.change: 3, copiers.allocate: 2,
    copiers.sell_by_hand: 2, copiers.take_out: 1, copiers.own_stops: 3, copiers.take_out_amid: 1,
    copiers.keep_left: 1, copiers.retry: 1, copiers.too_poor: 2, copiers.refused: 3, copiers.pause: 2,
    copiers.resume: 2, copiers.stop: 2, copiers.stop_slowly: 2, copiers.falls_below: 2, copiers.stop_all: 1,
    copiers.poor: 3, copiers.own_trade: 1, world.move: 8, world.gap: 2, world.no_price: 3, world.fault: 4,
    world.silence: 9, world.crash: 1, world.crash_amid: 2, world.delist: 1, world.hours: 3, world.days: 1,
    world.monday: 2, world.weeks_of_silence: 1, world.suspend: 1, world.revoke: 1, world.halt: 2, world.closed: 1,
    world.announce: 1, world.tell: 1, world.conduct: 2, world.clumsy: 9,
}  # fmt: skip
"""How often each move is in the deck: trading has to be likelier than pausing."""
PAUSES = [0, 0, 0, 0.000001, 1, 3, 5, 20, 29.999, 30, 61, 200, 3600]
"""Seconds between two moves."""
QUIET = timedelta(minutes=10)


async def _told(seed: int, desk: Judged) -> None:
    luck = Random(seed)
    player = Player(desk, luck)
    await player.begin()
    deck = [move for move, often in DECK.items() for _ in range(often)]
    luck.shuffle(deck)
    for move in deck:
        player.later(seconds=luck.choice(PAUSES))
        await move(player)
    for coin in player.coins:
        if not coin.gone:
            await player.quote(coin, coin.bid)
    player.later(seconds=QUIET.total_seconds())
    await desk.rest(player.now.isoformat().replace("+00:00", "Z"))


def play(seed: int, seen: Counter) -> Judged:
    """One story, played and judged. A red one says its seed, and the shortest scenario found that is red as well."""
    desk = Judged(seen)
    try:
        asyncio.run(_told(seed, desk))
    except Exception as error:
        lines = desk.lines if breaks(desk.lines) else [*desk.lines, {"at": desk.lines[-1]["at"]}]
        numbers = " ".join(f"--set '{name}={value}'" for name, value in NUMBERS.items())
        raise AssertionError(
            f"seed {seed}, line {len(desk.lines)}: {error!r}\n"
            f"slipstream scenario --book {numbers} FILE\n{written(shortened(lines))}"
        ) from error
    return desk
