"""X1: the screen that answers a stop of everything says what was stopped and what follows (R-16.5, rule 19)."""

import pytest
from copier_town import open_town, plain
from test_left_behind import copying

from core.adapters.venues.faults import TimeoutLost


def outcome(town, person):
    """The screen that answers the press; alerts may stand below it."""
    return next(plain(each.text) for each in reversed(town.ours(person)) if "All your copies" in each.text)


@pytest.mark.parametrize(
    ("way", "follows"),
    [
        ("Sell all and stop …", "✔ Lea: ended"),
        ("Stop, keep the coins …", "What these copies held is your own now; it stands in your portfolio."),
    ],
)
async def test_the_outcome_names_each_copy_and_what_became_of_its_coins(notes, way, follows):
    town = await open_town(notes)
    _, bob = await copying(town)
    assert "1 copy is paused" in await town.says(bob, "/stop")
    assert "These copies end." in await town.presses(bob, way)
    review = town.live(bob)
    data = next(each.callback_data for each in review.buttons if each.callback_data.startswith("ok:"))
    await town.presses(bob, way.removesuffix(" …"))
    said = outcome(town, bob)
    assert said.startswith("PAPER · ◼ All your copies are stopped")
    assert "✔ Lea: ended" in said
    assert follows in said
    await town.forges(bob, data, review)
    assert outcome(town, bob) == said, "a second press tells the same"
    await town.stop()


async def test_what_still_sells_is_said_to_be_selling(notes):
    town = await open_town(notes)
    _, bob = await copying(town)
    await town.says(bob, "/stop")
    await town.presses(bob, "Sell all and stop …")
    town.venue.fault(town.people.number(1002), TimeoutLost())
    await town.presses(bob, "Sell all and stop")
    said = outcome(town, bob)
    assert "◼ Lea: being stopped, its coins are sold now" in said
    assert "Each sale is told when it is done." in said
    await town.stop()
