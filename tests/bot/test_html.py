"""Text for people is safe whatever strangers are called, and is cut only where its tags balance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.html import (
    FIRST_STRONG_ISOLATE,
    POP_ISOLATE,
    Html,
    balanced,
    bold,
    code,
    esc,
    isolated,
    lines,
    name,
    quote,
    split,
    utf16,
    visible,
    words_of,
)
from bot.presses import Home, Noop, Press, ShortId
from bot.screens.screen import Button, Screen, ScreenError, check, navigation

HOSTILE = [
    "<b>", "</b><a href='tg://user?id=1'>x</a>", "&lt;", "&#60;", "a\u202eb", "\u2066a\u2069\u2069\u2069", "a\u200bb",
    "\x00\x1b", "Z" + "\u0301" * 50, "\U000e0041", "\ufeff", "{0}", "{who}", "", "   ", "\n\n", "a" * 500, "\ud83d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0645\u0631\u062d\u0628\u0627", "\u2066LIVE\u2069",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_changes_nothing_around_it(hostile):
    text = bold(esc("PAPER")) + esc(" ") + name(hostile) + esc(" end")
    assert balanced(text)
    assert text.plain.startswith("PAPER \u2068")
    assert text.plain.endswith("\u2069 end")
    inner = text.plain[len("PAPER \u2068") : -len("\u2069 end")]
    assert 1 <= len(inner) <= 40
    assert not set(inner) & set("\u202e\u2066\u2068\u2069\u200b\x00\n")


@given(st.text(max_size=60))
def test_any_name_is_one_visible_line_between_its_isolates(text):
    safe = name(text)
    assert balanced(safe)
    assert safe.plain.count(FIRST_STRONG_ISOLATE) == safe.plain.count(POP_ISOLATE) == 1
    assert "<" not in safe.raw
    assert "\n" not in safe.plain


def test_a_family_keeps_its_joiners_and_a_word_loses_them():
    family = HOSTILE[-3]
    assert visible(family) == family
    assert visible("a\u200db\u200d") == "ab"


def test_a_strangers_post_keeps_its_lines_and_loses_its_links():
    post = words_of("Buy now!\n\n  http://evil.example/x  \nsee evil.example")
    assert post.plain.count("\n") == 2
    assert "http://" not in post.plain
    assert "evil.example" not in post.plain


def test_raw_text_cannot_slip_in():
    with pytest.raises(TypeError):
        esc("a") + "b"
    with pytest.raises(TypeError):
        f"{esc('a')}"
    with pytest.raises(TypeError):
        str(esc("a"))
    with pytest.raises(TypeError):
        esc("{x}").format(x="<b>")
    with pytest.raises(AttributeError):
        esc(", ").join(["<b>"])


def test_plain_is_what_a_person_sees():
    text = lines(bold(esc("5 < 6 & 7")), Html(""), quote(code(isolated(esc("x"))), expandable=True))
    assert text.plain == "5 < 6 & 7\nx"
    assert text.raw == "<b>5 &lt; 6 &amp; 7</b>\n<blockquote expandable><code>x</code></blockquote>"
    assert utf16("a🙂") == 3
    assert utf16("a\ud83d") == 2


pieces = st.recursive(
    st.text(max_size=12).map(esc),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: Html("").join(parts)),
        inner.map(bold),
        inner.map(quote),
        st.lists(inner, max_size=3).map(lambda parts: lines(*parts)),
    ),
    max_leaves=12,
)


@given(pieces, st.integers(2, 30))
def test_a_cut_text_is_balanced_in_every_part_and_loses_nothing(text, longest):
    parts = split(text, longest)
    assert all(balanced(part) for part in parts)
    assert all(part.size <= longest for part in parts)
    assert "".join(part.plain for part in parts) == text.plain


def test_a_tag_that_is_not_closed_is_found():
    for raw in ("<b>", "</b>", "<b><i></b></i>", "a < b", "<b>x</b></b>"):
        assert not balanced(Html(raw)), raw


class Long(Press):
    tag = "tstlng"
    id: ShortId
    other: ShortId


def button(label="Go"):
    return Button(esc(label), Noop())


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Button(esc("x")), "0 actions"),
        (lambda: Button(esc("x"), Home(), url="https://x"), "2 actions"),
        (lambda: Button(esc(" "), Home()), "without a label"),
        (lambda: Button(esc("x"), Long(id="a" * 32, other="b" * 32)), "64 fit"),
        (lambda: Button(esc("x"), copy="y" * 257), "257"),
        (lambda: Screen(esc("")), "without text"),
        (lambda: Screen(bold(esc(" "))), "without text"),
        (lambda: Screen(esc("x" * 4097)), "4097 of 4096"),
        (lambda: Screen(esc("🙂" * 2049)), "4098 of 4096"),
        (lambda: Screen(Html("<b>x")), "not closed"),
        (lambda: Screen(esc("x"), ((button(), button(), button(), button("A longer label")),)), "at most 3"),
        (lambda: Screen(esc("x"), ((button(),) * 6,)), "at most 5"),
        (lambda: Screen(esc("x"), ((),)), "empty row"),
        (lambda: Screen(esc("x"), ((button(),),) * 101), "100 buttons"),
    ],
)
def test_what_telegram_would_refuse_is_refused_when_it_is_made(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_what_fits_is_taken():
    Screen(esc("&" * 4096))
    Screen(esc("x"), ((button("7 d"), button("30 d"), button("● 90 d"), button("1 y")),))
    assert issubclass(ScreenError, ValueError)


def test_every_screen_but_home_leads_home():
    back = navigation(esc("‹ Back"), esc("⌂ Home"), to=Noop())
    assert check(Screen(esc("x"), (back,))) == ()
    assert check(Screen(esc("x"))) == ("the last row does not lead home",)
    assert check(Screen(esc("x"), ((button(),),))) != ()
    assert check(Screen(esc("x")), home=True) == ()
    assert check(Screen(esc("x"), live=False)) == ()
