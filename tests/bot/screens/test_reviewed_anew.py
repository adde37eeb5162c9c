"""A review drawn anew says why, and marks what its reader has not seen (rule 17)."""

from bot.presses import Confirm
from bot.screens.html import bold, esc, lines
from bot.screens.reviewed_anew import anew, expired, marked, outdated
from bot.screens.screen import Button, Screen
from bot.translate import Catalogues

WORDS = Catalogues.load().words("en")
OK = ((Button(esc("Do it"), Confirm(nonce="aaaaaaaaaaaaaaaa")),),)


def review(*said):
    return Screen(lines(esc("PAPER · review · as of 12:01"), *said), OK)


def test_lines_not_seen_before_are_marked_and_the_first_is_not():
    screen = marked(
        review(esc("costs 5 & more"), bold(esc("sells 2"))), "PAPER · review · as of 12:00\ncosts 5 & more\nsells 1"
    )
    assert screen.text.raw.split("\n")[1:] == ["costs 5 &amp; more", "▸ <b>sells 2</b>"]


def test_a_mark_is_not_marked_again_and_goes_once_its_line_was_seen():
    again = marked(review(esc("▸ changed: a"), esc("b")), "head\n▸ b")
    assert again.text.raw.split("\n")[1:] == ["▸ changed: a", "b"]


def test_a_text_telegram_no_longer_shows_marks_nothing():
    assert marked(review(esc("a")), "") == review(esc("a"))


def test_the_reason_stands_under_the_first_line_once():
    late = anew(review(esc("a")), expired(WORDS, 60), "head\na")
    assert late.text.plain.split("\n")[1] == "This review expired after 60 s; nothing was done. Here it is anew."
    why = outdated(WORDS)
    assert anew(review(esc("b")), why, "head\na").text.plain.split("\n")[1:] == [why.plain, "▸ b"]
    assert anew(review(why, esc("b")), why, "head\na").text.plain.count(why.plain) == 1
