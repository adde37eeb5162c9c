"""A screen with its picture, where a caption says enough; else the words alone."""

from collections.abc import Sequence

from bot.charts.pictures import Picture
from bot.html import Html
from bot.screens.screen import CAPTION_MAX, Row, Screen


def pictured(rows: tuple[Row, ...], picture: Picture | None, *, words: Html, captions: Sequence[Html]) -> Screen:
    """The first caption that fits under the picture. `words` say all; they stand alone where none fits."""
    fitting = next((caption for caption in captions if caption.size <= CAPTION_MAX), None)
    if picture is None or fitting is None:
        return Screen(words, rows)
    return Screen(fitting, rows, picture, instead=words)
