"""One person's work in order, many people's at once, what is urgent first."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from waiting import SOON, at_rest

from bot.door.processor import Lanes


class Recorder:
    def __init__(self, parallel):
        self.lanes = Lanes(self.work, parallel=parallel)
        self.begun, self.running, self.most, self.together = [], set(), 0, 0
        self.gates = {}

    async def work(self, item):
        person, _ = item
        assert person not in self.running
        self.running.add(person)
        self.most = max(self.most, len(self.running))
        self.begun.append(item)
        if item in self.gates:
            await self.gates[item].wait()
        else:
            await asyncio.sleep(0)
        self.running.discard(person)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 6), max_size=60), st.integers(1, 5))
def test_each_person_is_served_in_order_and_never_twice_at_once(people, parallel):
    async def story():
        recorder = Recorder(parallel)
        for number, person in enumerate(people):
            recorder.lanes.put(person, (person, number))
        await recorder.lanes.drain()
        return recorder

    recorder = asyncio.run(story())
    assert sorted(recorder.begun) == sorted((person, number) for number, person in enumerate(people))
    for person in set(people):
        numbers = [number for who, number in recorder.begun if who == person]
        assert numbers == sorted(numbers)
    assert recorder.most <= parallel


async def test_an_urgent_item_passes_every_backlog_and_every_full_place():
    recorder = Recorder(parallel=2)
    for person in (1, 2):
        recorder.gates[person, 0] = asyncio.Event()
    for person in range(1, 1001):
        recorder.lanes.put(person, (person, 0))
    recorder.lanes.put(3, (3, 1))
    recorder.lanes.put(3, (3, 99), urgent=True)
    await at_rest()
    assert recorder.begun == [(1, 0), (2, 0), (3, 99)]
    assert recorder.lanes.waiting == 999
    for gate in recorder.gates.values():
        gate.set()
    await recorder.lanes.drain()
    assert len(recorder.begun) == 1002
    assert recorder.lanes.waiting == 0


async def test_an_urgent_item_still_waits_for_what_its_own_person_has_running():
    recorder = Recorder(parallel=4)
    recorder.gates[1, 0] = asyncio.Event()
    recorder.lanes.put(1, (1, 0))
    recorder.lanes.put(1, (1, 1))
    recorder.lanes.put(1, (1, 2), urgent=True)
    await at_rest()
    assert recorder.begun == [(1, 0)]
    recorder.gates[1, 0].set()
    await recorder.lanes.drain()
    assert recorder.begun == [(1, 0), (1, 2), (1, 1)]


async def test_an_error_does_not_end_a_lane():
    done = []

    async def work(item):
        if item == 1:
            raise RuntimeError("no")
        done.append(item)

    lanes = Lanes(work)
    for item in range(3):
        lanes.put(7, item)
    await lanes.drain()
    assert done == [0, 2]


async def test_after_stop_nothing_begins():
    recorder = Recorder(parallel=1)
    recorder.gates[1, 0] = asyncio.Event()
    recorder.lanes.put(1, (1, 0))
    recorder.lanes.put(2, (2, 0))
    await asyncio.sleep(0)
    stopping = asyncio.create_task(recorder.lanes.stop())
    await at_rest()
    recorder.gates[1, 0].set()
    await stopping
    await at_rest()
    assert recorder.begun == [(1, 0)]


async def test_a_stop_waits_for_what_runs_only_so_long():
    recorder = Recorder(parallel=2)
    recorder.gates[1, 0] = asyncio.Event()
    recorder.lanes.put(1, (1, 0))
    recorder.lanes.put(1, (1, 1))
    await asyncio.sleep(0)
    await asyncio.wait_for(recorder.lanes.stop(grace=0.05), timeout=SOON)
    await at_rest()
    assert recorder.begun == [(1, 0)]
