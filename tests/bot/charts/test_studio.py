"""Whatever becomes of the drawing process, who asks for a picture has it or None in time, and no process is left."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap

import pytest
from paintings import curve, lead, statement
from waiting import SOON, until

from bot.charts.easel import PROGRAM
from bot.charts.studio import KEPT, QUEUE_MOST, Studio, Times

EAGER = Times(warm_after=0, within=SOON, draw_within=SOON, rest=0)

STUB = """
import os, sys, time
from bot.charts.worker import read_frame, write_frame
def say(body): write_frame(sys.stdout.buffer, body)
say(b'{"library": true, "chinese": true}')
asked = 0
while (packed := read_frame(sys.stdin.buffer)) is not None:
    asked += 1
"""


def stub(deed: str) -> tuple[str, ...]:
    """A process that speaks as the drawing one does, and does this with each picture."""
    return (sys.executable, "-c", STUB + textwrap.indent(deed, "    "))


@pytest.fixture
async def studios():
    """Opens studios, and stops them."""
    opened = []

    async def open_(times=EAGER, program=PROGRAM):
        studio = Studio(times, program=program)
        opened.append(studio)
        await studio.start()
        return studio

    yield open_
    for studio in opened:
        await studio.stop()


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_the_real_process_draws_every_kind(studios):
    pytest.importorskip("matplotlib")
    studio = await studios()
    for picture in (lead(), curve(), statement()):
        png = await studio.draw(picture)
        assert png is not None
        assert png.startswith(b"\x89PNG")
    pid = studio._easel.pid
    await studio.stop()
    assert gone(pid)
    assert await studio.draw(lead("losing")) is None


async def test_the_real_process_knows_no_secret_of_the_environment(studios, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:canary")
    say = "say(b'\\0' + ','.join(os.environ).encode())"
    studio = await studios(program=stub(say))
    names = (await studio.draw(lead())).decode().split(",")
    assert "PATH" in names
    assert "TELEGRAM_BOT_TOKEN" not in names


async def test_matplotlib_never_enters_the_desk():
    code = (
        "import sys, bot.cli, bot.wiring.house, bot.chat.render, bot.charts.studio; print('matplotlib' in sys.modules)"
    )
    told = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], capture_output=True, check=True)
    assert told.stdout.strip() == b"False"


async def test_without_the_library_there_is_no_picture_and_no_second_try(studios, tmp_path, monkeypatch):
    (tmp_path / "matplotlib.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    studio = await studios()
    assert await studio.draw(lead()) is None
    await until(studio._work.done)
    assert not studio.possible
    assert await studio.draw(curve()) is None


async def test_the_same_picture_is_drawn_once_for_all_who_ask(studios):
    studio = await studios(program=stub("say(b'\\0%d' % asked)"))
    assert await asyncio.gather(*(studio.draw(lead()) for _ in range(5))) == [b"1"] * 5
    assert await studio.draw(lead()) == b"1"
    assert await studio.draw(curve()) == b"2"
    assert studio.chinese


async def test_a_picture_that_cannot_be_drawn_leaves_the_others_alone(studios):
    studio = await studios(program=stub("say(b'\\1ValueError' if asked == 1 else b'\\0png')"))
    assert await studio.draw(lead()) is None
    assert await studio.draw(lead()) == b"png"


async def test_a_process_that_dies_of_a_picture_is_replaced(studios):
    studio = await studios(program=stub("os._exit(1) if b'losing' in packed else say(b'\\0png')"))
    assert await studio.draw(lead(title="losing")) is None
    assert await studio.draw(lead()) == b"png"


async def test_a_process_that_died_while_nobody_asked_costs_no_picture(studios):
    studio = await studios(program=stub("say(b'\\0%d' % os.getpid())"))
    first = int(await studio.draw(lead()))
    os.kill(first, signal.SIGKILL)
    await until(lambda: studio._easel.dead)
    assert int(await studio.draw(curve())) != first


async def test_a_process_that_hangs_is_killed_and_replaced_and_nobody_waits_for_it(studios):
    times = Times(warm_after=0, within=0.2, draw_within=1, rest=0)
    studio = await studios(times, stub("time.sleep(600) if b'losing' in packed else say(b'\\0png')"))
    await until(lambda: studio._easel is not None)
    pid = studio._easel.pid
    assert await studio.draw(lead(title="losing")) is None
    assert not gone(pid)
    await until(lambda: gone(pid))
    await until(lambda: studio._easel is not None)
    assert await studio.draw(lead()) == b"png"


async def test_a_slow_picture_is_there_for_the_next_who_asks(studios):
    times = Times(warm_after=0, within=0.05, draw_within=SOON)
    studio = await studios(times, stub("time.sleep(0.5); say(b'\\0slow')"))
    assert await studio.draw(lead()) is None
    await until(lambda: studio._kept)
    assert await studio.draw(lead()) == b"slow"


async def test_a_process_is_recycled_after_its_share(studios):
    times = Times(warm_after=0, within=SOON, draw_within=SOON, recycle=3)
    studio = await studios(times, stub("say(b'\\0%d' % os.getpid())"))
    pids = [await studio.draw(lead(title=str(place))) for place in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


async def test_few_pictures_are_kept_and_few_are_waited_for(studios):
    studio = await studios(program=stub("say(b'\\0png')"))
    for place in range(KEPT + 5):
        await studio.draw(lead(title=str(place)))
    assert len(studio._kept) == KEPT
    stuck = await studios(program=stub("time.sleep(600)"))
    waiting = [asyncio.create_task(stuck.draw(lead(title=str(place)))) for place in range(QUEUE_MOST)]
    await until(lambda: len(stuck._waiting) == QUEUE_MOST)
    assert await stuck.draw(lead(title="one more")) is None
    await stuck.stop()
    assert await asyncio.gather(*waiting) == [None] * QUEUE_MOST


async def test_a_process_that_cannot_be_started_is_tried_again_later(studios, tmp_path):
    greets = tmp_path / "greets"
    late = (
        sys.executable,
        "-c",
        f"import os; os.path.exists({str(greets)!r}) or os._exit(1)\n{STUB}    say(b'\\0png')",
    )
    studio = await studios(Times(warm_after=0, within=SOON, rest=0.05), late)
    assert await studio.draw(lead()) is None
    await until(lambda: not studio.possible)
    greets.touch()
    await until(lambda: studio.possible)
    assert await studio.draw(lead()) == b"png"


async def test_nonsense_from_the_process_is_no_picture(studios):
    studio = await studios(program=stub("sys.stdout.buffer.write(b'\\xff' * 64); sys.stdout.buffer.flush()"))
    assert await studio.draw(lead()) is None
    missing = await studios(program=("/nowhere/to/be/found",))
    assert await missing.draw(lead()) is None


async def test_the_loop_goes_on_while_a_picture_is_drawn(studios):
    studio = await studios(program=stub("time.sleep(0.5); say(b'\\0png')"))
    drawing = asyncio.create_task(studio.draw(lead()))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10


PARENT = """
import asyncio, os, sys
from bot.charts.studio import Studio, Times
async def main():
    studio = Studio(Times(warm_after=0))
    await studio.start()
    while studio._easel is None and studio.possible:
        await asyncio.sleep(0.01)
    print(studio._easel.pid if studio._easel else 0, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_a_killed_parent_leaves_no_process():
    pytest.importorskip("matplotlib")
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, stdout=subprocess.PIPE)
    pid = int(await asyncio.wait_for(parent.stdout.readline(), SOON))
    assert not gone(pid)
    parent.kill()
    await parent.communicate()
    await until(lambda: gone(pid))
