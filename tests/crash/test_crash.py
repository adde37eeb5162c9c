"""A crash changes nothing (P-10): the desk dies at each failpoint of each story, and its end is the same to the bit."""

from collections import Counter

import pytest

from core.adapters.journals.memory import MemoryJournal
from core.adapters.journals.packing import pack, unpack
from core.adapters.journals.sqlite import SqliteJournal
from core.fold import fold
from core.fold.book import FOLD_VERSION, Book
from tests.crash.mortal import Story, fingerprint, hits, results, settled
from tests.crash.worlds import STORIES

EACH_SIDE = {f"{side} {what}" for side in ("before", "after") for what in ("fold", "append", "place", "fly", "ask")}
names = pytest.mark.parametrize("name", STORIES)


def replayed(journal) -> Book:
    book = Book()
    for record in journal.read():
        fold(book, record)
    return book


def test_the_stories_reach_both_sides_of_every_effect():
    seen = sum((hits(lines) for lines in STORIES.values()), Counter())
    assert EACH_SIDE | {"before cancel", "after cancel"} <= seen.keys()


@names
def test_at_every_rest_the_journal_gives_the_book_again_to_the_bit(name):
    story, compared = Story(STORIES[name]), 0

    def at_rest(stage):
        nonlocal compared
        compared += 1
        assert fingerprint(replayed(story.journal)) == fingerprint(stage.engine.pen.book)

    story.at_rest = at_rest
    story.play()
    assert compared == len(STORIES[name])


@names
def test_a_snapshot_and_the_rest_of_the_journal_are_the_whole_journal(name):
    story = Story(STORIES[name])
    whole = fingerprint(story.play())
    records = list(story.journal.read())
    growing = Book()
    for cut, record in enumerate(records, start=1):
        fold(growing, record)
        restored = unpack(Book, pack(Book, growing), writable=True)
        assert fingerprint(restored) == fingerprint(growing)
        if cut % 5 and len(records) - cut > 5:
            continue
        for later in records[cut:]:
            fold(restored, later)
        assert fingerprint(restored) == whole, f"cut after record {cut}, {type(record.fact).__name__}"


def died_at_each(name, journals, every=1, first=1):
    """Plays the story once for each failpoint hit; returns how many deaths there were."""
    quiet = Story(STORIES[name])
    expected, once = settled(quiet.play()), set(results(quiet.journal))
    assert set(results(quiet.journal).values()) == {1}
    total = sum(hits(STORIES[name]).values())
    for die_at in range(first, total + 1, every):
        story = Story(STORIES[name], journal=journals(die_at))
        book = story.play(die_at=die_at)
        assert settled(book) == expected, f"died at hit {die_at}"
        assert fingerprint(replayed(story.journal)) == fingerprint(book), f"died at hit {die_at}"
        found = results(story.journal)
        assert set(found) == once, f"died at hit {die_at}"
        assert set(found.values()) == {1}, f"died at hit {die_at}"
        story.journal.close()
    return len(range(first, total + 1, every))


@names
def test_dying_at_some_failpoints_changes_nothing(name):
    assert died_at_each(name, lambda _: MemoryJournal(), every=11, first=3) >= 10


@pytest.mark.slow
@names
def test_dying_at_each_failpoint_changes_nothing(name):
    assert died_at_each(name, lambda _: MemoryJournal()) >= 100


@pytest.mark.slow
def test_dying_at_failpoints_over_sqlite_changes_nothing(tmp_path):
    def journal(die_at):
        folder = tmp_path / str(die_at)
        folder.mkdir()
        return SqliteJournal.open(folder / "desk.db", fold_version=FOLD_VERSION)

    assert died_at_each("faults", journal, every=5) >= 20
