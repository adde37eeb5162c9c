"""Plain mode over every screen of the gallery: no emoji, table or quote, one fact a line, and no figure lost (§8)."""

import re

import pytest

from bot.gallery.page import different
from bot.gallery.shots import shots
from bot.html import bold, esc, lines, name, quote, table
from bot.presses import Home, Noop
from bot.screens.plainly import plain_label, plain_text, plainly
from bot.screens.screen import Button, Screen
from bot.translate import Catalogues

CATALOGUES = Catalogues.load()
EN = CATALOGUES.words("en")
EMOJI = re.compile("[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff•▁-█]")
FIGURE = re.compile(r"\d(?:[\d,.\u00a0]*\d)?")


@pytest.fixture(scope="module", params=["en", "ru"])
def every(request):
    t = CATALOGUES.words(request.param)
    drawn = different(list(shots()), [t])
    assert len(drawn) > 300
    return [(shot.function, screens[0], plainly(screens[0], t), t) for shot, screens in drawn]


def texts(screen):
    return [screen.text.plain, screen.instead.plain, *(button.label.plain for row in screen.rows for button in row)]


def test_no_screen_has_an_emoji_a_table_or_a_quote(every):
    found = {(which, text) for which, _, plain, _ in every for text in texts(plain) if EMOJI.search(text)}
    assert found == set()
    assert not [which for which, _, plain, _ in every if re.search("<(pre|blockquote)", plain.text.raw)]


def test_each_fact_has_a_line_of_its_own(every):
    assert not [which for which, _, plain, _ in every if " · " in plain.text.plain]
    assert not [which for which, _, plain, _ in every if "" in plain.text.plain.split("\n")]


def test_the_first_line_stays_one_and_says_the_same(every):
    for which, screen, plain, _ in every:
        was, now = (each.text.plain.split("\n")[0] for each in (screen, plain))
        assert FIGURE.findall(was) == FIGURE.findall(now), which


def test_no_figure_is_lost_and_every_button_does_what_it_did(every):
    for which, screen, plain, _ in every:
        assert FIGURE.findall(screen.text.plain) == FIGURE.findall(plain.text.plain), which
        actions = [[(b.action, b.url, b.copy, b.style) for row in each.rows for b in row] for each in (screen, plain)]
        assert actions[0] == actions[1], which
        assert all(label.strip() for label in texts(plain)[2:]), which


def test_plain_is_plain_already(every):
    for which, _, plain, t in every:
        assert plainly(plain, t) == plain, which


def test_a_sign_that_says_something_becomes_a_word():
    said = plain_text(EN, lines(esc("head"), esc("✔ copying runs"), bold(esc("✖ in time")), esc("⚠ look")))
    assert said.raw == "head\nOK: copying runs\n<b>No: in time</b>\nlook"


def test_a_choice_says_that_it_is_chosen_and_a_pager_where_it_leads():
    assert [plain_label(EN, esc(each)).plain for each in ("● dark", "○ light", "✅ BTC", "☐ ETH")] == [
        "dark, chosen", "light", "BTC, chosen", "ETH",
    ]  # fmt: skip
    assert [plain_label(EN, esc(each)).plain for each in ("‹", "›", "‹ Back", "⌂ Home", "Amount 50 ✎")] == [
        "Page before", "Next page", "Back", "Home", "Amount 50",
    ]  # fmt: skip


def test_a_name_stays_as_its_owner_wrote_it_and_no_tag_is_parted():
    said = plain_text(EN, lines(esc("head · as of 12"), name("✔ A · 🦊") + esc(" · ") + bold(esc("c · d"))))
    assert said.plain.split("\n") == ["head, as of 12", "\u2068✔ A · 🦊\u2069", "c, d"]
    assert plain_text(EN, lines(esc("h"), quote(esc("a\nb")), table(esc("c d")))).raw == "h\na\nb\nc d"


def test_a_row_whose_words_no_longer_fit_is_parted():
    row = tuple(Button(esc(each), Noop()) for each in ("7 d", "30 d", "● 90 d", "1 y"))
    plain = plainly(Screen(esc("x"), (row, (Button(esc("⌂ Home"), Home()),))), EN)
    assert [[button.label.plain for button in row] for row in plain.rows] == [
        ["7 d", "30 d", "90 d, chosen"],
        ["1 y"],
        ["Home"],
    ]
