"""R-1.4: the chat reads the desk's numbers where the rules read them, whatever they were set to."""

from copier_town import LEA, open_town
from test_first_copy import start_copy

from core.model.copying import StopWay

SET = {
    "copying.total_stop_loss.action": "manual_close",
    "copying.suggested_stop.FixedAmount": "manual_close",
    "alerts.collapse_failures_s": "60",
}


async def desk(notes):
    town = await open_town(notes, settings=SET)
    town.lea = await town.leads(LEA, "Lea")
    bob = town.person("Bob", id=1002)
    await town.says(bob, "/start")
    await town.presses(bob, "Start with paper")
    await town.presses(bob, "I understand")
    return town, bob


async def test_r8_14_what_a_total_stop_loss_does_unasked_is_as_the_desk_has_it(notes):
    town, bob = await desk(notes)
    await start_copy(town, bob)
    await town.presses(bob, "✎ Protection")
    assert "Then: keep the coins ✎" in town.labels(bob)
    await town.presses(bob, "Review")
    await town.presses(bob, "Start copying")
    assert town.engine.pen.book.leads[town.lea].copyings.action[0] == StopWay.MANUAL_CLOSE
    await town.stop()


async def test_r16_3_the_way_to_stop_that_is_suggested_is_the_desks_and_stands_first(notes):
    town, bob = await desk(notes)
    await start_copy(town, bob, "Fixed amount", "50", "50")
    await town.presses(bob, "Start copying")
    town.quotes("60000")
    await town.buys(town.lea, "100")
    await town.says(bob, "/copies")
    await town.presses(bob, "Lea")
    assert "Keep the coins (suggested): " in await town.presses(bob, "Stop copying")
    assert [label for label in town.labels(bob) if label.endswith("…")] == [
        "Keep the coins …",
        "Sell as the lead sells …",
        "Sell all now …",
    ]
    await town.stop()


async def test_r18_2_failures_join_one_message_for_as_long_as_the_desk_has_it(notes):
    town, bob = await desk(notes)
    await start_copy(town, bob, "Fixed amount", "50", "50")
    await town.presses(bob, "Start copying")

    async def skipped_after(seconds):
        await town.pass_time(seconds=seconds)
        town.quotes("60000")
        await town.buys(town.lea, "100")
        return sum("Skipped BTC" in text.split("\n")[0] for text in town.all_texts(bob))

    assert await skipped_after(0) == 0
    assert [await skipped_after(seconds) for seconds in (5, 20, 20, 61)] == [1, 1, 1, 2]
    await town.stop()
