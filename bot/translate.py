"""Words in the reader's language: gettext catalogues, compiled in memory at start, English wherever one is missing.

`t("screen", "A sentence with {brace}", brace=t.money(units))` is the only way text for people is made. Context and
sentence are literals, so that extraction sees them; values are `Html`: figures, names, or other words.
`python -m bot.translate extract` brings the template and every catalogue up to date with the code.
"""

import gettext
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final, Literal

from bot import figures
from bot.figures import FORMS, Form
from bot.html import FIRST_STRONG_ISOLATE, Html, esc, isolated
from core.model.calendar import Calendar
from core.model.limits import Limits

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT: Final = Path(__file__).parent.parent
LOCALES: Final = ROOT / "locales"
TEMPLATE: Final = LOCALES / "slipstream.pot"
KEYWORDS: Final = {"t": ((1, "c"), 2), "n": ((1, "c"), 2, 3)}
RATIO_UNIT: Final = Decimal("1e-8")

Language = Literal["en", "ru", "es", "pt-BR", "tr", "zh-Hans", "ar"]
LANGUAGES: Final[dict[Language, str]] = {
    "en": "English",
    "ru": "Русский",
    "es": "Español",
    "pt-BR": "Português (Brasil)",
    "tr": "Türkçe",
    "zh-Hans": "简体中文",
    "ar": "العربية",
}
RIGHT_TO_LEFT: Final = frozenset({"ar"})


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences and figures in one language, for one reader's zone, on a desk with these numbers (R-1.4)."""

    language: str
    catalogue: gettext.NullTranslations
    form: Form
    zone: str = "UTC"
    limits: Limits = Limits()

    @property
    def calendar(self) -> Calendar:
        """That of the desk."""
        return self.limits.clock

    def __call__(self, context: str, sentence: str, /, **values: Html) -> Html:
        """One sentence, its braces filled."""
        return esc_words(self.catalogue.pgettext(context, sentence)).format(**values)

    def n(self, context: str, one: str, many: str, count: int, /, **values: Html) -> Html:
        """One sentence in the plural form `count` asks for; `{count}` is filled with it."""
        text = self.catalogue.npgettext(context, one, many, count)
        return esc_words(text).format(count=self.count(count), **values)

    def money(self, units: int, *, signed: bool = False, ticker: str = "") -> Html:
        """USDT from 10⁻⁸ units, two decimals."""
        return self._figure(figures.money(units, self.form, signed=signed), ticker)

    def quantity(self, amount: Decimal, *, signed: bool = False, ticker: str = "") -> Html:
        """An amount of an asset, every digit."""
        return self._figure(figures.quantity(amount, self.form, signed=signed), ticker)

    def price(self, value: Decimal, *, decimals: int | None = None) -> Html:
        """Quote per base."""
        return self._figure(figures.price(value, self.form, decimals=decimals))

    def percent(self, ratio: Decimal | int, *, decimals: int = 1, signed: bool = False) -> Html:
        """A plain fraction as a percentage; an int is a ratio in 10⁻⁸ units."""
        exact = ratio * RATIO_UNIT if isinstance(ratio, int) else ratio
        return self._figure(figures.percent(exact, self.form, decimals=decimals, signed=signed))

    def count(self, many: int) -> Html:
        """A number of things."""
        return self._figure(figures.count(many, self.form))

    def when(self, at: datetime, *, pattern: str = "wdt") -> Html:
        """A moment, drawn in the reader's zone."""
        return figures.when(at, zone=self.zone, pattern=pattern)

    def clock(self, minute: int) -> Html:
        """A time of day, given as minutes since midnight."""
        return self._figure(figures.clock(minute))

    def days(self, first: date, last: date, *, full: bool = False) -> Html:
        """A span of days of the desk's own calendar (rule 32 has its offset said)."""
        return self._figure(figures.days(first, last, self.language, full=full))

    def ticker(self, symbol: str) -> Html:
        """A ticker or an instrument, such as BTC-USDT."""
        return self._figure(symbol)

    def coin(self, symbol: str) -> Html:
        """The coin of an instrument, BTC of BTC-USDT: what a copier buys, and what alerts call it."""
        return self.ticker(symbol.partition("-")[0])

    def _figure(self, text: str, ticker: str = "") -> Html:
        whole = esc(f"{text}\u00a0{ticker}" if ticker else text)
        return isolated(whole) if self.language in RIGHT_TO_LEFT else whole


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
        spoken = [code for code in LANGUAGES if _po(locales, code).is_file()]
        found: dict[str, gettext.NullTranslations] = {code: _compile(_po(locales, code), code) for code in spoken}
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


class Pseudo(gettext.NullTranslations):
    """Marks and lengthens every sentence, `[!! ťëxť !!]`, so that a crawl finds forgotten and overlong ones."""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - the signature is gettext's
        """The sentence with accents, 40 % longer, its braces untouched."""
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        """The right form, likewise."""
        return pseudo(msgid1 if n == 1 else msgid2)


ACCENTS: Final = str.maketrans("acdeinorstuyzACDEINORSTUYZ", "äčďëïñöřšťüýžÄČĎËÏÑÖŘŠŤÜÝŽ")


def pseudo(message: str) -> str:
    """`[!! … !!]` around the accented text, padded to 140 %."""
    parts = [
        literal.translate(ACCENTS) + (f"{{{field}}}" if field is not None else "")
        for literal, field, _, _ in Formatter().parse(message)
    ]
    return f"[!! {''.join(parts)}{'~' * (len(message) * 4 // 10)} !!]"


def esc_words(text: str) -> Html:
    """A catalogue's sentence, escaped: a translator's `<` cannot break a message."""
    return esc(text)


def braces(text: str) -> frozenset[str]:
    """The names in braces of a sentence; raises ValueError where a brace is not closed or a field is no plain name."""
    names = set()
    for _, field, spec, conversion in Formatter().parse(text):
        if field is None:
            continue
        if not field.isidentifier() or spec or conversion:
            raise ValueError(f"{{{field}}} is no plain name in {text!r}")
        names.add(field)
    return frozenset(names)


def brace_problems(catalog: "Catalog") -> Iterator[str]:
    """Each form of each translation whose braces are not those of its sentence. `{count}` may be left out."""
    for message in catalog:
        if not message.id or not message.string:
            continue
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        wanted = frozenset[str]().union(*map(braces, ids))
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        for form in filter(None, strings):
            try:
                found = braces(form)
            except ValueError as problem:
                yield f"{ids[0]!r}: {problem}"
                continue
            if found - wanted or wanted - found - {"count"}:
                yield f"{ids[0]!r}: {sorted(found)} instead of {sorted(wanted)} in {form!r}"


def extract(package: Path = ROOT / "bot") -> "Catalog":
    """The template: every sentence the code says, with its context and the files that say it."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - only the extraction and the start need Babel
    from babel.messages.extract import extract_from_file  # noqa: PLC0415

    catalog = Catalog(
        project="slipstream",
        version="1",
        header_comment="# The sentences of Slipstream, written by `python -m bot.translate extract`.",
        fuzzy=False,
        creation_date=SOME_DATE,
        revision_date=SOME_DATE,
    )
    for path in sorted(package.rglob("*.py")):
        for _, message, comments, context in extract_from_file("python", path, KEYWORDS, comment_tags=("i18n:",)):
            where = [(path.relative_to(package.parent).as_posix(), 0)]
            catalog.add(message, context=context, locations=where, auto_comments=comments)
    return catalog


# A date that stays: a template that changes by the clock alone hides real changes in review.
SOME_DATE: Final = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def update() -> list[str]:
    """Write the template and bring each catalogue up to date, translations kept; answers what is untranslated."""
    template = extract()
    _write(TEMPLATE, template)
    missing = []
    for code in LANGUAGES:
        path = _po(LOCALES, code)
        if not path.is_file():
            continue
        catalog = read_catalog(path, code)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalog.creation_date = catalog.revision_date = SOME_DATE
        catalog.project, catalog.version = template.project, template.version
        _write(path, catalog)
        missing += [f"{code}: {message.id}" for message in catalog if message.id and not _translated(message.string)]
    return missing


def read_catalog(path: Path, code: str) -> "Catalog":
    """A `.po` file with its language's plural rule."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        # Without the locale the compiled catalogue loses its plural rule and every count is "many".
        return read_po(file, locale=code.replace("-", "_"), abort_invalid=True)


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


def _po(locales: Path, code: str) -> Path:
    return locales / code.replace("-", "_") / "LC_MESSAGES" / "slipstream.po"


def _compile(path: Path, code: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415

    compiled = BytesIO()
    write_mo(compiled, read_catalog(path, code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _write(path: Path, catalog: "Catalog") -> None:
    from babel.messages.pofile import write_po  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)


def main(arguments: list[str]) -> int:
    """`extract` is the one thing this module does from a shell."""
    if arguments != ["extract"]:
        sys.stderr.write("usage: python -m bot.translate extract\n")
        return 2
    for line in update():
        sys.stdout.write(f"untranslated  {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

__all__ = ["FIRST_STRONG_ISOLATE", "LANGUAGES", "Catalogues", "Language", "Words"]
