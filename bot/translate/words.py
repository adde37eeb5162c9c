"""Sentences and figures in one language, for one reader."""

import gettext
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from bot import figures
from bot.figures import Form
from bot.html import Html, esc, isolated
from core.model.calendar import Calendar
from core.model.limits import Limits

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


def esc_words(text: str) -> Html:
    """A catalogue's sentence, escaped: a translator's `<` cannot break a message."""
    return esc(text)
