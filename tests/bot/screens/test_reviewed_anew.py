"""A review drawn anew says why, and marks what its reader has not seen (rule 17)."""

from bot.html import bold, esc, lines
from bot.presses import Confirm
from bot.screens.reviewed_anew import Reading, anew, expired, marked, outdated
from bot.screens.screen import Button, Screen
from bot.translate import Catalogues

WORDS = Catalogues.load().words("en")
OK = ((Button(esc("Do it"), Confirm(nonce="aaaaaaaaaaaaaaaa")),),)


def review(*said):
    return Screen(lines(esc("PAPER · review · as of 12:01"), *said), OK)


def test_lines_not_seen_before_are_marked_and_the_first_is_not():
    seen = "PAPER · review · as of 12:00\ncosts 5 & more\nsells 1"
    screen = marked(review(esc("costs 5 & more"), bold(esc("sells 2"))), Reading(WORDS, seen))
    assert screen.text.raw.split("\n")[1:] == ["costs 5 &amp; more", "▸ changed: <b>sells 2</b>"]


def test_a_mark_is_not_marked_again_and_goes_once_its_line_was_seen():
    again = marked(review(esc("▸ changed: a"), esc("b")), Reading(WORDS, "head\n▸ changed: b"))
    assert again.text.raw.split("\n")[1:] == ["▸ changed: a", "b"]


def test_a_text_telegram_no_longer_shows_marks_nothing():
    assert marked(review(esc("a")), Reading(WORDS, "")) == review(esc("a"))


def test_the_reason_stands_under_the_first_line_once():
    late = anew(review(esc("a")), expired(WORDS, 60), Reading(WORDS, "head\na"))
    assert late.text.plain.split("\n")[1] == "This review expired after 60 s; nothing was done. Here it is anew."
    why = outdated(WORDS)
    assert anew(review(esc("b")), why, Reading(WORDS, "head\na")).text.plain.split("\n")[1:] == [
        why.plain,
        "▸ changed: b",
    ]
    assert anew(review(why, esc("b")), why, Reading(WORDS, "head\na")).text.plain.count(why.plain) == 1


def test_in_plain_mode_a_line_of_two_facts_was_seen_as_two():
    fresh = review(esc("Fee 1 · cash 2"), esc("⚠ Worst case: 3"), esc("✔ a · b 5"))
    read = Reading(WORDS, "PAPER, review, as of 12:00\nFee 1\ncash 2\nchanged: Worst case: 3\nOK: a\nb 4", plain=True)
    assert [line.startswith("▸") for line in marked(fresh, read).text.plain.split("\n")] == [False, False, False, True]
