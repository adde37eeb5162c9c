"""Telegram's HTML: a row a rule, then the laws that hold for any text."""

import html
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity
from telegram.constants import MessageEntityDateTimeFormats

from bot.sandbox.formatting import read_text, typed
from bot.sandbox.markup import parse, utf16_length
from bot.sandbox.model import Entity
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import Refused

READ = [
    ("plain", "plain", []),
    ("<b>x</b>", "x", [("bold", 0, 1)]),
    ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
    ("<i>x</i><em>y</em>", "xy", [("italic", 0, 1), ("italic", 1, 1)]),
    ("<u>x</u><ins>y</ins>", "xy", [("underline", 0, 1), ("underline", 1, 1)]),
    ("<s>x</s><strike>y</strike><del>z</del>", "xyz", [("strikethrough", n, 1) for n in range(3)]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<code>x</code>", "x", [("code", 0, 1)]),
    ("<pre>x</pre>", "x", [("pre", 0, 1)]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<b></b>x", "x", []),  # an empty stretch is no entity
    ("a</>".replace("</>", "<b>c</>"), "ac", [("bold", 1, 1)]),  # an end tag without a name closes the last
    ("😀<b>x</b>", "😀x", [("bold", 2, 1)]),  # two UTF-16 units
    ("<b><i>x</i></b>", "x", [("italic", 0, 1), ("bold", 0, 1)]),
    ("a & b", "a & b", []),
    ("&copy; &nbsp; &lt; &LT;", "&copy; &nbsp; < &LT;", []),
    ("&lt;&gt;&amp;&quot;", '<>&"', []),
    ("&#65;&#x42;&#67", "ABC", []),
    ("&#0; &#x110000;", "&#0; &#x110000;", []),
    ("5 > 3", "5 > 3", []),
]
EXTRAS = [
    ('<a href="https://t.me/x?a=1&amp;b=2">x</a>', {"url": "https://t.me/x?a=1&b=2"}),
    ("<a href='https://e.org'>x</a>", {"url": "https://e.org"}),
    ('<pre><code class="language-python">x</code></pre>', {"language": "python"}),
    ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', {"custom_emoji_id": "5368324170671202286"}),
    ('<tg-time unix="1647531900" format="wDT">x</tg-time>', {"unix_time": 1647531900, "date_time_format": "wDT"}),
    ('<tg-time unix="1647531900">x</tg-time>', {"unix_time": 1647531900}),
]
REFUSED = [
    ("price < 5", 'Unsupported start tag "" at byte offset 6'),
    ("é<x>", 'Unsupported start tag "x" at byte offset 2'),  # bytes, not characters
    ("hello<x>y</x>", 'Unsupported start tag "x" at byte offset 5'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
    ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>x", "Can't find end tag corresponding to start tag b"),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="x">y</tg-time>', "Invalid date specified"),
    ('<tg-time unix="2147483648">y</tg-time>', "Invalid date specified"),
    ('<tg-time unix="1" format="rt">y</tg-time>', "Invalid date-time format specified"),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_a_text_is_read_as_telegram_reads_it(source, text, entities):
    assert parse(source) == (text, [Entity(*entity) for entity in entities])


@pytest.mark.parametrize(("source", "extra"), EXTRAS)
def test_an_entity_keeps_what_belongs_to_it(source, extra):
    _, [entity] = parse(source)
    assert entity.extra == extra


@pytest.mark.parametrize(("source", "why"), REFUSED)
def test_a_wrong_tag_refuses_the_whole_text(source, why):
    with pytest.raises(Refused) as refused:
        parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize("form", [member.value for member in MessageEntityDateTimeFormats])
def test_every_time_format_of_the_library_is_known(form):
    _, [entity] = parse(f'<tg-time unix="1" format="{form}">x</tg-time>')
    assert entity.extra["date_time_format"] == form


@given(st.text())
def test_an_escaped_text_comes_back_as_it_was(text):
    assert parse(html.escape(text, quote=False)) == (text, [])


@given(st.text(), st.text(min_size=1), st.text())
def test_offsets_count_utf16_as_the_library_reads_them(before, inside, after):
    text, [bold] = parse(f"{html.escape(before)}<b>{html.escape(inside)}</b>{html.escape(after)}")
    seen = Message(1, datetime.now(UTC), Chat(1, "private"), text=text)
    assert seen.parse_entity(MessageEntity(MessageEntity.BOLD, bold.offset, bold.length)) == inside
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(st.text(alphabet="<>/ab=\"'& ;#x1expandablog-"))
def test_any_text_is_read_or_refused(source):
    with suppress(Refused):
        text, entities = parse(source)
        assert all(e.offset >= 0 and e.end <= utf16_length(text) for e in entities)


def formatted(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = read_text(Parameters({"text": source, "parse_mode": "HTML"}, {}))
    return text, [(e.type, e.offset, e.length) for e in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("  x  ", "x", []),
        ("  <b> x </b> ", "x", [("bold", 0, 1)]),
        ("<pre>  x</pre>", "  x", [("pre", 0, 3)]),  # a table keeps its first spaces
        ("a\r\nb\tc", "a\nb c", []),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", [("blockquote", 0, 2)]),
        ('<a href="https://e.org">a<a href="https://f.org">b</a></a>', "ab", [("text_link", 0, 2)]),
        ('<a href="nonsense">x</a>', "x", []),  # a link that leads nowhere is dropped, its text stays
        ("see t.me/x, /stop @somebody #tag $BTC", "see t.me/x, /stop @somebody #tag $BTC", [
            ("url", 4, 6), ("bot_command", 12, 5), ("mention", 18, 9), ("hashtag", 28, 4), ("cashtag", 33, 4)]),
        ("<code>/stop evil.com</code>", "/stop evil.com", [("code", 0, 14)]),
        ("1.5 and 64,512.0", "1.5 and 64,512.0", []),
    ],
)  # fmt: skip
def test_a_text_is_kept_as_telegram_keeps_it(source, text, entities):
    assert formatted(source) == (text, entities)


@given(st.text())
def test_what_a_person_types_never_has_markup(text):
    plain, entities = typed(text)
    assert not {e.type for e in entities} & {"bold", "text_link", "pre", "code"}
    assert plain == plain.rstrip()
