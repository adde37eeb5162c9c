"""Plain mode (chat.md, section 8): a screen without tables, emoji and quotes, one fact a line. Pure, and idempotent.

It changes what is drawn of a screen, never a screen function: no figure and no name is touched, and what a sign alone
said is said in a word.
"""

import re
import unicodedata
from dataclasses import replace
from typing import Final

from bot.html import FIRST_STRONG_ISOLATE, POP_ISOLATE, Html, esc, lines
from bot.screens.screen import CHIP_SIZE, ROW_MAX, Button, Row, Screen
from bot.translate import Words

_NAME: Final = f"{FIRST_STRONG_ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE}"  # what strangers wrote stands as they wrote it
_PIECE: Final = re.compile(rf"{_NAME}|<[^>]*>| · |.", re.DOTALL)
_LAYOUT: Final = re.compile(r"</?(pre|blockquote)\b[^>]*>")
_GAP: Final = re.compile(r"^((?:<[^>]*>)*) +")  # that a sign leaves before the words
_SHAPES: Final = range(0x25A0, 0x2600)  # squares, circles and triangles; Unicode counts some of them as mathematics
_JOINERS: Final = frozenset("\ufe0e\ufe0f\u200d•")
_CHOSEN: Final = frozenset("●✅")


def plainly(screen: Screen, words: Words) -> Screen:
    """The whole screen; a picture stays, as its caption says what it shows."""
    rows = tuple(row for wide in screen.rows for row in _rows(tuple(_button(words, each) for each in wide)))
    return replace(screen, text=plain_text(words, screen.text), instead=plain_text(words, screen.instead), rows=rows)


def plain_text(t: Words, text: Html) -> Html:
    """What a message says. Its first line stays one line, as it says mode and instant (rule 9)."""
    first, *rest = _LAYOUT.sub("", text.raw).split("\n")
    told = [_facts(t, first, between=", "), *(_facts(t, each, between="\n") for each in rest)]
    return lines(*map(Html, told))


def plain_label(t: Words, label: Html) -> Html:
    """What a button says; `● one` and `✅ on` become words."""
    match label.plain:
        case "‹":
            return t("plain", "Page before")
        case "›":
            return t("plain", "Next page")
    said = esc(Html(_facts(t, label.raw, between=", ")).plain.removeprefix("‹ "))
    return t("plain", "{choice}, chosen", choice=said) if label.plain[:1] in _CHOSEN else said or label


def _facts(t: Words, line: str, *, between: str) -> str:
    """A line in its facts; nothing is parted inside a tag."""
    out: list[str] = []
    tags = 0
    for piece in _PIECE.findall(line):
        if piece.startswith("<"):
            tags += -1 if piece.startswith("</") else 1
        if piece == " · ":
            out.append(", " if tags else between)
        elif piece in _JOINERS or _draws(piece):
            out.append(_said(t, piece))
        else:
            out.append(piece)
    return "\n".join(_GAP.sub(r"\1", part).rstrip(" ") for part in re.sub(" {2,}", " ", "".join(out)).split("\n"))


def _draws(piece: str) -> bool:
    return len(piece) == 1 and (ord(piece) in _SHAPES or unicodedata.category(piece) == "So")


def _said(t: Words, sign: str) -> str:
    """The word of a sign that says something by itself."""
    match sign:
        case "✔":
            return t("plain", "OK:").raw
        case "✖":
            return t("plain", "No:").raw
        case _:
            return ""


def _button(t: Words, button: Button) -> Button:
    return replace(button, label=plain_label(t, button.label))


def _rows(row: Row) -> tuple[Row, ...]:
    """The row, parted where its words no longer fit side by side (rule 12)."""
    chips = all(len(button.label.plain) <= CHIP_SIZE for button in row)
    if chips or len(row) <= ROW_MAX:
        return (row,)
    return tuple(row[at : at + ROW_MAX] for at in range(0, len(row), ROW_MAX))
