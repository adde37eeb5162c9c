"""The parameters of one call, read as the Bot API reads them: from text or JSON alike, refused in its words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.model import Upload
from bot.sandbox.refused import Refused, bad_request

TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Parameters:
    """`given` maps names to strings (forms) or JSON values (a JSON body); `files` has the multipart parts."""

    given: Mapping[str, object]
    files: Mapping[str, Upload]

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name)
        if value is None:
            return default
        shown = value if isinstance(value, str) else json.dumps(value)
        return in_utf8(shown)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.text(name).strip()
        try:
            return int(value)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in TRUE

    def has(self, name: str) -> bool:
        return self.given.get(name) not in (None, "")

    def mapping(self, name: str, what: str) -> Mapping[str, object] | None:
        """A JSON object, None where there is none. Refused: JSON of another shape."""
        value = self._structure(name, what)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise cannot_parse(what)
        return value

    def array(self, name: str, what: str) -> list[object] | None:
        """A JSON array, None where there is none. Refused: JSON of another shape."""
        value = self._structure(name, what)
        if value is None:
            return None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {what}: expected an Array of {what}")
        return value

    def _structure(self, name: str, what: str) -> object:
        value = self.given.get(name)
        if isinstance(value, str):
            value = _parsed(value, what)
        in_utf8(json.dumps(value, ensure_ascii=False))  # strings deep inside count too
        return value


def _parsed(text: str, what: str) -> object:
    if not text.strip():
        return None
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        raise cannot_parse(what) from None
    return parsed


def in_utf8(text: str) -> str:
    """The text itself. Refused: half a surrogate pair, which no UTF-8 can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return text


def cannot_parse(what: str) -> Refused:
    return bad_request(f"can't parse {what} JSON object")
