"""What people type stands on the disk sealed until it is handled, and opens with the desk's key alone (P-25, P-26)."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from story import cast
from waiting import reads, until
from whole_desk import desk, sandbox

from bot.door.seal import KeyedSeal

SECRET = "my passphrase is correct horse"
STATES = "SELECT state FROM inbox ORDER BY id DESC LIMIT 1"


@pytest.fixture
def seal():
    return KeyedSeal(Ed25519PrivateKey.generate())


def test_what_is_sealed_opens_again_and_never_looks_the_same_twice(seal):
    first, second = seal.seal(b"words", "tg:1"), seal.seal(b"words", "tg:1")
    assert first != second
    assert seal.unseal(first, "tg:1") == seal.unseal(second, "tg:1") == b"words"
    assert b"words" not in first


def test_another_desks_key_another_row_and_a_changed_byte_open_nothing(seal):
    sealed = seal.seal(b"words", "tg:1")
    for other, about, stored in (
        (KeyedSeal(Ed25519PrivateKey.generate()), "tg:1", sealed),
        (seal, "tg:2", sealed),
        (seal, "tg:1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(InvalidTag):
            other.unseal(stored, about)


async def test_a_text_that_waits_is_on_no_disk_in_the_clear_and_is_answered_by_the_next_life(tmp_path):
    telegram = sandbox()

    async def fails(_update):
        raise RuntimeError("a mistake of ours")

    async with desk(tmp_path, telegram) as town:
        lea = cast(town)[0]
        await lea.says("/start", "paper money")
        handle, town.house.app.inbox._handle = town.house.app.inbox._handle, fails
        telegram.say(lea.person, SECRET)
        await reads(lambda: town.house.notes.run(STATES), [("dead",)])
        town.house.app.inbox._handle = handle
        stored = b"".join(
            each.read_bytes() for each in tmp_path.rglob("*") if each.is_file() and each.name != "reserve"
        )
        assert SECRET.encode() not in stored
        await town.house.notes.run("UPDATE inbox SET state = 'waiting' WHERE state = 'dead'")
    async with desk(tmp_path, telegram) as town:
        await until(lambda: not town.house.app.inbox.waiting)
        await reads(lambda: town.house.notes.run(STATES), [("done",)])
