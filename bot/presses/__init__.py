"""Presses: what a button says when it is pressed, typed, in at most 64 bytes, like `lt:1:42`.

A press carries no power: who pressed comes from the update, rights are checked anew at each press, and what moves
money needs a confirmation (`ok:<nonce>`). Tags are never reused: an old button must stay dead.
"""

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

PACKED_MAX: Final = 64  # bytes; Bot API, InlineKeyboardButton.callback_data
NUMBER_MOST: Final = 2**62
"""No number of the desk comes near it, and what is reckoned with one still fits 64 bits."""
TAG: Final = re.compile(r"[a-z][a-z0-9]{0,5}")
ID_PATTERN: Final = r"^[A-Za-z0-9_-]{1,32}$"

ShortId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
"""An id of letters, digits, `_` and `-`: the only free text a press may carry."""

_registry: dict[str, type["Press"]] = {}
REGISTRY: Final = MappingProxyType(_registry)


class Press(BaseModel):
    """Base of all presses; a subclass names its `tag` and its fields: int, bool, a StrEnum, or `ShortId`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    tag: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Enter the press into the registry; a tag that is taken or malformed is our own mistake."""
        super().__pydantic_init_subclass__(**kwargs)
        if not TAG.fullmatch(cls.tag):
            raise TypeError(f"{cls.__name__}: the tag {cls.tag!r} must be one to six of a-z 0-9")
        if cls.tag in _registry:
            raise TypeError(f"{cls.__name__}: the tag {cls.tag!r} belongs to {_registry[cls.tag].__name__}")
        _registry[cls.tag] = cls


def pack(press: Press) -> str:
    """The press as callback data; raises ValueError where it would not fit or not come back."""
    values = [getattr(press, name) for name in type(press).model_fields]
    data = ":".join([press.tag, *map(_word, values)])
    if len(data.encode()) > PACKED_MAX:
        raise ValueError(f"{type(press).__name__} takes {len(data.encode())} bytes, {PACKED_MAX} fit")
    if any(isinstance(value, int) and abs(value) > NUMBER_MOST for value in values):
        raise ValueError(f"{type(press).__name__} carries a number that is none of the desk's")
    return data


def unpack(data: str) -> Press | None:
    """The press that says exactly this, or None for whatever no button of ours could have said."""
    tag, *words = data.split(":")
    kind = REGISTRY.get(tag)
    if kind is None or len(words) != len(kind.model_fields):
        return None
    try:
        press = kind.model_validate_strings(dict(zip(kind.model_fields, words, strict=True)))
        # "01", "+1" or "true" read leniently as what another text already means: only the exact text is the press.
        return press if pack(press) == data else None
    except (ValidationError, ValueError):
        return None


def _word(value: object) -> str:
    match value:
        case bool():
            return str(int(value))
        case int():
            return str(value)
        case str():
            text = value.value if isinstance(value, StrEnum) else value
            if ":" in text or not text:
                raise ValueError(f"{text!r} cannot travel in a press")
            return text
        case _:
            raise ValueError(f"a {type(value).__name__} cannot travel in a press")


class Home(Press):
    """Go to the home screen."""

    tag: ClassVar[str] = "h"


class Back(Press):
    """Go back to where this screen was opened from: the name of that screen's command, such as `copies`."""

    tag: ClassVar[str] = "b"
    to: ShortId


class Open(Press):
    """Open the screen of a command, such as `trade`, in place of this one."""

    tag: ClassVar[str] = "o"
    to: ShortId


class Confirm(Press):
    """Confirm a review, once. The nonce is 96 random bits, and the origin of the command."""

    tag: ClassVar[str] = "ok"
    nonce: ShortId


class Seen(Press):
    """An alert was seen: it need not come once more. Any press on it says so; this one says nothing else."""

    tag: ClassVar[str] = "sn"


class Noop(Press):
    """A label that looks like a button: the middle of a pager."""

    tag: ClassVar[str] = "z"
