"""A screen as a value: text, rows of buttons, perhaps a picture. Telegram's limits are checked when it is made.

The limits are the Bot API's; they are written here as numbers because screens do not import telegram.
"""

from dataclasses import dataclass
from typing import Final, Literal

from bot.charts.pictures import Picture
from bot.html import NOTHING, Html, balanced, utf16
from bot.presses import PACKED_MAX, Back, Home, Press, pack

TEXT_MAX: Final = 4096  # sendMessage.text, UTF-16 units after the tags are read
CAPTION_MAX: Final = 1024  # sendPhoto.caption
RAW_MAX: Final = 32 * 1024  # bytes; more is refused before the tags are read
COPY_MAX: Final = 256  # CopyTextButton.text
BUTTONS_MAX: Final = 100  # a message
ROW_MAX: Final = 3  # rule 12: buttons a row
CHIPS_MAX: Final = 5  # rule 12: chips and pagers
CHIP_SIZE: Final = 10  # a label up to this long is a chip

Style = Literal["plain", "green", "red", "blue"]


class ScreenError(ValueError):
    """The screen breaks a limit: Telegram would refuse it, or a rule of the chat forbids it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and one action: a press, an address, or a text to copy."""

    label: Html
    action: Press | None = None
    style: Style = "plain"
    url: str | None = None
    copy: str | None = None

    def __post_init__(self) -> None:
        """Refuse a button that Telegram would refuse."""
        actions = sum(action is not None for action in (self.action, self.url, self.copy))
        if actions != 1:
            raise ScreenError(f"the button {self.label.plain!r} has {actions} actions, one is wanted")
        if not self.label.plain.strip():
            raise ScreenError("a button without a label")
        if self.action is not None:
            pack(self.action)  # raises where it would not fit PACKED_MAX
        if self.copy is not None and not 1 <= len(self.copy) <= COPY_MAX:
            raise ScreenError(f"a text to copy has 1 to {COPY_MAX} characters, this one {len(self.copy)}")


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a chat shows. `live`: it is the chat's one screen, edited in place; an alert or a file's note is not.

    Under a picture the text is its caption, and `instead` is said where the picture cannot be had: one needs the other.
    """

    text: Html
    rows: tuple[Row, ...] = ()
    picture: Picture | None = None
    live: bool = True
    instead: Html = NOTHING

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse and what rules 11 and 12 forbid."""
        _check_text(self.text, CAPTION_MAX if self.picture else TEXT_MAX)
        if self.picture:
            _check_text(self.instead, TEXT_MAX)
        if sum(map(len, self.rows)) > BUTTONS_MAX:
            raise ScreenError(f"more than {BUTTONS_MAX} buttons")
        for row in self.rows:
            _check_row(row)


def check(screen: Screen, *, home: bool = False) -> tuple[str, ...]:
    """What breaks the rules that need no refusal at run time; the crawl and the gallery want none. Rule 10."""
    if not screen.live or home:
        return ()
    last = screen.rows[-1] if screen.rows else ()
    if not last or not isinstance(last[-1].action, Home):
        return ("the last row does not lead home",)
    return ()


def navigation(back: Html, home: Html, *, to: Press | None = None) -> Row:
    """The last row of every screen but Home; `to` is where Back leads, None where that is Home itself."""
    row = (Button(home, Home()),)
    return row if to is None else (Button(back, to), *row)


def _check_text(text: Html, limit: int) -> None:
    if not text.plain.strip():
        raise ScreenError("a screen without text")
    if text.size > limit:
        raise ScreenError(f"the text has {text.size} of {limit} characters")
    if len(text.raw.encode()) > RAW_MAX:
        raise ScreenError(f"the text has more than {RAW_MAX} bytes with its tags")
    if not balanced(text):
        raise ScreenError("a tag is not closed")


def _check_row(row: Row) -> None:
    if not row:
        raise ScreenError("an empty row")
    if len(row) > CHIPS_MAX:
        raise ScreenError(f"{len(row)} buttons in a row, at most {CHIPS_MAX}")
    if len(row) > ROW_MAX and any(utf16(button.label.plain) > CHIP_SIZE for button in row):
        raise ScreenError(f"{len(row)} buttons in a row and not all are chips: at most {ROW_MAX}")


__all__ = ["PACKED_MAX", "Back", "Button", "Picture", "Row", "Screen", "ScreenError", "check", "navigation"]
