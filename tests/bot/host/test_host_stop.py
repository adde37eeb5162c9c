"""`slipstream stop`: without Telegram, once, also behind a dead process, and never more than buys (P-24)."""

import asyncio

import pytest
from story import become_lead, cast, copy_fixed, enter
from whole_desk import desk, sandbox

from bot.host.stop import FOLDER, answer, ask, main
from bot.refusals import Refused


async def asked(folder, person=None):
    """What the desk says to the command, which waits in its own thread as its process would."""
    return await asyncio.to_thread(lambda: answer(folder, ask(folder, person)))


async def test_the_running_desk_halts_all_buys_and_says_so(tmp_path):
    async with desk(tmp_path) as town:
        assert "Buys are halted on the whole desk" in await asked(tmp_path)
        assert town.house.engine.pen.book.halted
        assert list((tmp_path / FOLDER).iterdir()) == []


async def test_one_person_is_paused_and_a_lead_goes_private(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await lea.says("/leadon", "Lead trade is ON")
        await enter(bob)
        await copy_fixed(bob)
        assert "paused" in await asked(tmp_path, bob.person.id)
        assert "Lead trade is off" in await asked(tmp_path, lea.person.id)
        lead = town.house.engine.pen.book.leads[1]
        assert not lead.switch_on
        assert lead.copyings.paused[0]
        assert not town.house.engine.pen.book.halted


async def test_an_id_nobody_has_stops_nobody(tmp_path):
    async with desk(tmp_path):
        assert "nobody here has the Telegram id 77" in await asked(tmp_path, 77)


async def test_a_request_while_the_desk_is_down_takes_effect_before_it_trades_again(tmp_path):
    telegram = sandbox()
    async with desk(tmp_path, telegram):
        pass
    assert "is not running" in await asked(tmp_path)
    async with desk(tmp_path, telegram) as town:
        assert town.house.engine.pen.book.halted


async def test_a_request_that_cannot_be_read_does_nothing_and_is_answered(tmp_path):
    async with desk(tmp_path) as town:
        path = tmp_path / FOLDER / "odd.stop"
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"person": "everybody"}')
        assert "cannot be read" in await asyncio.to_thread(answer, tmp_path, path)
        assert not town.house.engine.pen.book.halted


def test_a_folder_that_is_none_is_refused(tmp_path):
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(Refused, match=r"nothing was halted: .* holds no desk"):
            main(["--data", str(folder)])
    assert list(tmp_path.iterdir()) == []


async def test_the_desk_it_stops_is_the_one_that_runs_by_the_settings(tmp_path, monkeypatch, capsys):
    """A stop laid into another folder would be kept there, and this desk would trade on."""
    data = tmp_path / "srv"
    async with desk(data):
        pass
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setenv("SMTP_TLS", "nonsense")
    await asyncio.to_thread(main, [])
    assert "is not running" in capsys.readouterr().out
    assert len(list((data / FOLDER).iterdir())) == 1
