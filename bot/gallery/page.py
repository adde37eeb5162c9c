"""The gallery as one HTML file without a script: a row a screen, a phone a language."""

import html
from base64 import b64encode
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.gallery.shots import Shot
from bot.html import Html
from bot.screens.screen import Screen
from bot.translate import Catalogues, Words

NO_PICTURES: Final[Mapping[str, Sequence[bytes]]] = MappingProxyType({})
STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 24px; background: #dfe7ec; color: #111 }
h2 { font-size: 15px; margin: 28px 0 8px }
h2 small { font-weight: 400; color: #456 }
.row { display: flex; gap: 16px; align-items: flex-start; flex-wrap: wrap }
img { width: 360px; border-radius: 12px }
.phone { width: 360px; flex: none }
.says { background: #fff; border-radius: 12px; padding: 8px 12px; white-space: pre-wrap; overflow-wrap: anywhere }
.says pre { white-space: pre; overflow-x: auto }
.says blockquote { border-left: 3px solid #68a; margin: 4px 0; padding-left: 8px }
.keys { display: flex; gap: 4px; margin-top: 4px }
.key { flex: 1; border-radius: 8px; padding: 7px 4px; text-align: center; font-size: 13px; color: #fff }
.key { background: #5f788a }
.green { background: #23734a }
.red { background: #a93434 }
.blue { background: #2a64a0 }
nav { columns: 4; font-size: 13px }
nav a { display: block }
"""


def page(shown: Sequence[Shot], languages: Sequence[str], pngs_of: Mapping[str, Sequence[bytes]] = NO_PICTURES) -> str:
    """The whole file. `pngs_of`: the pictures, by what they show."""
    catalogues = Catalogues.load()
    words = [catalogues.words(language) for language in languages]
    rows = different(shown, words)
    index = "".join(f'<a href="#{shot.function}">{shot.function}</a>' for shot, _ in rows if not shot.variant)
    body = "\n".join(_row(shot, screens) for shot, screens in rows)
    pictures = "\n".join(_pictures(name, pngs) for name, pngs in pngs_of.items())
    head = f'<meta charset="utf-8"><title>Slipstream: every screen</title><style>{STYLE}</style>'
    title = f"<h1>Slipstream: {len(rows)} screens in {', '.join(languages)}</h1>"
    return f"<!doctype html>\n{head}\n{title}\n<nav>{index}</nav>\n{body}\n{pictures}\n"


def different(shown: Sequence[Shot], words: Sequence[Words]) -> list[tuple[Shot, list[Screen]]]:
    """Every function's ordinary screen, and of its variants those that look like none before them."""
    seen: set[tuple[str, Screen]] = set()
    found = []
    for shot in shown:
        screens = _drawn(shot, words)
        if not screens or (shot.variant and (shot.function, screens[0]) in seen):
            continue
        seen.add((shot.function, screens[0]))
        found.append((shot, screens))
    return found


def _drawn(shot: Shot, words: Sequence[Words]) -> list[Screen]:
    """In every language; nothing for a variant that cannot be: changing one field alone may contradict another."""
    if not shot.variant:
        return [shot.draw(t) for t in words]
    try:
        return [shot.draw(t) for t in words]
    except (AssertionError, LookupError, ValueError):
        return []


def _row(shot: Shot, screens: Sequence[Screen]) -> str:
    mark = "" if shot.variant else f' id="{shot.function}"'
    phones = "".join(map(_phone, screens))
    variant = f" <small>{html.escape(shot.variant)}</small>" if shot.variant else ""
    return f'<h2{mark}>{shot.function}{variant}</h2><div class="row">{phones}</div>'


def _pictures(name: str, pngs: Sequence[bytes]) -> str:
    """All of one kind, as wide as a phone shows them."""
    images = "".join(f'<img alt="" src="data:image/png;base64,{b64encode(png).decode()}">' for png in pngs)
    return f'<h2>{html.escape(name)}</h2><div class="row">{images}</div>'


def _phone(screen: Screen) -> str:
    rows = "".join(
        f'<div class="keys">{"".join(_key(button.label, button.style) for button in row)}</div>' for row in screen.rows
    )
    return f'<div class="phone"><div class="says">{screen.text.raw}</div>{rows}</div>'


def _key(label: Html, style: str) -> str:
    return f'<div class="key {style}">{label.raw}</div>'
