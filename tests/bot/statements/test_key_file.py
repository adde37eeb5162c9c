"""The desk's key is made once, readable by its owner alone, and refused in plain words where it is not well."""

import os

import pytest

from bot.last_words import one_line
from bot.statements.key_file import KEY_FILE, PUBLIC_FILE, KeyRefused, desk_key
from bot.statements.sealing import public_hex


def test_the_first_start_makes_a_key_and_the_next_one_finds_it(tmp_path):
    key = desk_key(tmp_path)
    assert public_hex(desk_key(tmp_path).public_key()) == public_hex(key.public_key())
    assert (tmp_path / PUBLIC_FILE).read_text() == public_hex(key.public_key()) + "\n"
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [KEY_FILE, PUBLIC_FILE]


def test_no_mask_of_the_process_opens_the_key_to_others(tmp_path):
    before = os.umask(0)
    try:
        desk_key(tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o610])
def test_a_key_that_others_may_read_is_refused(tmp_path, mode):
    desk_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(mode)
    with pytest.raises(KeyRefused, match="may be read by others: `chmod 600"):
        desk_key(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 50, b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_damaged_key_is_refused_and_left_as_it_is(tmp_path, content):
    desk_key(tmp_path)
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(KeyRefused, match="damaged: restore it"):
        desk_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == content


def test_a_lost_key_is_not_silently_replaced(tmp_path):
    desk_key(tmp_path)
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(KeyRefused, match="is gone"):
        desk_key(tmp_path)


def test_a_link_is_no_key(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    desk_key(tmp_path / "elsewhere")
    (tmp_path / KEY_FILE).symlink_to(tmp_path / "elsewhere" / KEY_FILE)
    with pytest.raises(OSError, match="symbolic links"):
        desk_key(tmp_path)


def test_a_lost_public_half_is_written_again(tmp_path):
    public = public_hex(desk_key(tmp_path).public_key())
    (tmp_path / PUBLIC_FILE).unlink()
    desk_key(tmp_path)
    assert (tmp_path / PUBLIC_FILE).read_text().strip() == public


def test_a_refused_key_is_told_in_one_line():
    assert one_line(KeyRefused("it is damaged")) == "it is damaged"


def test_a_key_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        desk_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
