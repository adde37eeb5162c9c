"""A desk signs with one key for life, does not start with one that others could have, and says in words which it is."""

import pytest
from whole_desk import desk

from bot.host.doctor import key
from bot.settings import Settings
from bot.statements.key_file import KEY_FILE, PUBLIC_FILE, KeyRefused
from bot.statements.sealing import public_hex
from bot.wiring.house import House
from core.adapters.journals.lock import DeskLock


async def test_the_first_start_makes_the_key_and_every_later_one_keeps_it(tmp_path):
    keys = []
    for _ in range(2):
        async with desk(tmp_path) as town:
            keys.append(public_hex(town.house.signer.public_key()))
    assert keys[0] == keys[1] == (tmp_path / PUBLIC_FILE).read_text().strip()
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


async def test_a_desk_with_a_key_that_others_may_read_does_not_start_and_holds_nothing(tmp_path):
    async with desk(tmp_path):
        pass
    (tmp_path / KEY_FILE).chmod(0o644)
    with pytest.raises(KeyRefused, match="may be read by others"):
        await House.open(Settings(_env_file=None, data_dir=tmp_path))
    DeskLock.acquire(tmp_path).release()


async def test_the_doctor_tells_which_key_signs_or_what_is_wrong_with_it(tmp_path):
    assert key(tmp_path).text.endswith("will be made")
    async with desk(tmp_path) as town:
        assert key(tmp_path).text == f"signs statements as {public_hex(town.house.signer.public_key())}"
    (tmp_path / KEY_FILE).chmod(0o644)
    assert not key(tmp_path).well
    assert "chmod 600" in key(tmp_path).text
    (tmp_path / KEY_FILE).unlink()
    assert not key(tmp_path).well
    assert "restore it from a backup" in key(tmp_path).text
