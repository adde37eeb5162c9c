"""The catalogues of all languages, read from `locales/` and compiled in memory."""

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.figures import FORMS
from bot.translate.pseudo import Pseudo
from bot.translate.words import LANGUAGES, Words
from core.model.limits import Limits

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LOCALES: Final = Path(__file__).parents[2] / "locales"


class Catalogues:
    """All languages, compiled once at start."""

    def __init__(
        self, catalogues: Mapping[str, gettext.NullTranslations], limits: Limits, *, default: str = "en"
    ) -> None:
        """Use `load`."""
        self._catalogues = dict(catalogues)
        self._default = default
        self._limits = limits

    @classmethod
    def load(
        cls,
        *,
        default: str = "en",
        locales: Path = LOCALES,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> "Catalogues":
        """Compile every `.po` there is; a language without one speaks English, with its own figures."""
        spoken = [code for code in LANGUAGES if po_file(locales, code).is_file()]
        found: dict[str, gettext.NullTranslations] = {code: _compile(po_file(locales, code), code) for code in spoken}
        empty: dict[str, gettext.NullTranslations] = {code: gettext.NullTranslations() for code in LANGUAGES}
        return cls({**empty, **found}, limits, default=default)

    def words(self, language: str | None, *, zone: str = "UTC") -> Words:
        """The words of a language, the default for None and for unknown ones; `pseudo` finds forgotten strings."""
        code = language if language in self._catalogues or language == "pseudo" else self._default
        if code == "pseudo":
            return Words("pseudo", Pseudo(), FORMS["en"], zone, self._limits)
        return Words(code, self._catalogues[code], FORMS[code], zone, self._limits)

    def guess(self, language_code: str | None) -> str:
        """The language that fits Telegram's `language_code`, which may be missing, regional or unknown."""
        code = (language_code or "").lower().replace("_", "-")
        for language in LANGUAGES:
            if code == language.lower() or code.split("-")[0] == language.lower().split("-")[0]:
                return language
        return self._default


def po_file(locales: Path, code: str) -> Path:
    """Where a language's catalogue is, or would be."""
    return locales / code.replace("-", "_") / "LC_MESSAGES" / "slipstream.po"


def read_catalog(path: Path, code: str) -> "Catalog":
    """A `.po` file with its language's plural rule."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        # Without the locale the compiled catalogue loses its plural rule and every count is "many".
        return read_po(file, locale=code.replace("-", "_"), abort_invalid=True)


@cache
def _compile(path: Path, code: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415

    compiled = BytesIO()
    write_mo(compiled, read_catalog(path, code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
