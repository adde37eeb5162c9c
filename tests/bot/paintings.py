"""Pictures to try the drawing with: ordinary, extreme and empty, in every theme and language."""

import random
from dataclasses import replace
from decimal import Decimal

from bot import figures
from bot.charts.pictures import (
    Bar,
    CurvePicture,
    DaysPicture,
    Figure,
    Frame,
    LeadPicture,
    MoneyPicture,
    Picture,
    Point,
    PricePicture,
    Span,
    Tag,
    Theme,
    Tone,
)
from bot.figures import FORMS

WORDS = {
    "en": ("Return", "Max drawdown", "Win rate", "Copiers", "Profit share", "Past results promise nothing"),
    "ru": ("Доходность", "Макс. просадка", "Доля побед", "Копируют", "Доля прибыли", "Прошлое ничего не обещает"),
    "ar": ("العائد", "أقصى تراجع", "نسبة الربح", "الناسخون", "حصة الربح", "النتائج السابقة لا تعد بشيء"),
    "zh-Hans": ("收益率", "最大回撤", "胜率", "跟单人数", "分润比例", "过往业绩不保证未来收益"),
    "pseudo": (
        "[!! Gesamtkapitalrendite~~~~~~~~ !!]",
        "[!! Höchstwertrückgangsquote~~~~~~~~~ !!]",
        "[!! Gewinntageverhältnis~~~~~~~~~ !!]",
        "[!! Nachhandelnde Personen~~~~~~~~~ !!]",
        "[!! Gewinnbeteiligungssatz~~~~~~~~~~ !!]",
        "[!! Vergangenheitsergebnisse versprechen nicht das Geringste~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ !!]",
    ),
}
SPAN = Span("27 Aug 2026", "11 Oct 2026", "25 Nov 2026")
LONG = "Bartholomäus-Maximilian von und zu Hohenlohe-Schillingsfürst"


def frame(language: str = "en", theme: Theme = Theme.DARK, **more) -> Frame:
    return replace(
        Frame(
            theme=theme,
            title="Orion",
            subtitle=WORDS[language][0],
            badge="PAPER",
            as_of="25 Nov 2026, 00:00 UTC+8",
            warning=WORDS[language][5],
            form=FORMS.get(language, FORMS["en"]),
            mirrored=language == "ar",
        ),
        **more,
    )


def walk(many: int, *, drift: float = 0.004, spread: float = 0.02, seed: int = 3):
    """Returns and falls of a walk by chance, the same for the same seed."""
    chance, index, gains, falls = random.Random(seed), 1.0, [], []
    peak = index
    for _ in range(many):
        gains.append(four(index - 1))
        peak = max(peak, index)
        falls.append(four((peak - index) / peak))
        index *= max(0.0, 1 + chance.gauss(drift, spread))
    return tuple(gains), tuple(falls)


def four(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.0001"))


WALKS = {
    "usual": walk(91),
    "losing": walk(91, drift=-0.01, seed=5),
    "huge": walk(366, drift=0.05, spread=0.08),
    "two days": walk(2),
    "flat": ((Decimal(0),) * 8, (Decimal(0),) * 8),
    "ruin": ((Decimal(0), Decimal("-0.5"), Decimal(-1)), (Decimal(0), Decimal("0.5"), Decimal(1))),
    "tiny": ((Decimal(0), Decimal("0.0001")), (Decimal(0), Decimal(0))),
}
NETS = {
    "usual": (200, -50, 300, -500, 0, 500, 100),
    "losing": (-20, -1250, -33, -500, -1, -5, -100),
    "huge": (1_234_567, -999_999_999, 0, 5, 0, 999_999_999, -1),
    "tiny": (0, 0, 0, 1, 0, 0, 0),
    "nothing": (0,) * 7,
}


def lead(name: str = "usual", language: str = "en", **more) -> LeadPicture:
    gains, falls = WALKS[name]
    form = FORMS.get(language, FORMS["en"])
    labels = WORDS[language]
    last, deepest = gains[-1], -max(falls)
    main = Figure(labels[0], figures.percent(last, form, signed=True), Tone.GAIN if last > 0 else Tone.LOSS)
    texts = (figures.percent(deepest, form), "61.4%", "128 / 500", "10%")
    shown = tuple(Figure(label, text) for label, text in zip(labels[1:5], texts, strict=True))
    return LeadPicture(frame(language, **more), main, shown, gains, SPAN)


def curve(name: str = "usual", language: str = "en", **more) -> CurvePicture:
    card = lead(name, language, **more)
    figures_ = (card.main, *card.figures[:3])
    return CurvePicture(card.frame, figures_, WORDS[language][0], WORDS[language][1], *WALKS[name], SPAN)


def statement(name: str = "usual", language: str = "en", **more) -> DaysPicture:
    form = FORMS.get(language, FORMS["en"])
    nets = [net * 10**8 for net in NETS[name]]
    labels = WORDS[language]
    texts = [figures.money(units, form, signed=True) for units in (sum(nets), max(nets), min(nets), 0)]
    shown = tuple(Figure(label, text) for label, text in zip(labels[:4], texts, strict=True))
    bars = tuple(Bar(f"{day} Nov", net) for day, net in zip(range(16, 23), nets, strict=True))
    return DaysPicture(frame(language, **more), shown, labels[0], bars, labels[5])


PRICES = {
    "usual": ("64000", "66250.5", "61990", "65000", "67421.9"),
    "one buy": ("64000", "64000"),
    "tiny": ("0.00000912", "0.00000914", "0.00000911"),
    "huge": ("1", "123456789012", "5"),
    "close together": ("100", "100.1", "100.2", "100.1", "100.15", "100.05", "100.12", "100", "100.2", "100.1", "100"),
}
SUMS = {
    "usual": ("0", "120.5", "80", "410.25", "550"),
    "losing": ("0", "-20", "-1270", "-1303.1"),
    "huge": ("0", "1234567", "-98765432", "9999999999"),
    "nothing": ("0", "0"),
    "a cent": ("0", "0.01"),
}


def prices(name: str = "usual", language: str = "en", **more) -> PricePicture:
    labels, values = WORDS[language], [Decimal(value) for value in PRICES[name]]
    shown = tuple(Figure(label, figures.price(value)) for label, value in zip(labels, values[:4], strict=False))
    last = len(values) - 1
    tags = tuple(
        Tag(at, f"{'▲' if at % 3 else '▼'} {figures.price(value)}", bought=bool(at % 3))
        for at, value in enumerate(values[:-1])
    )
    return PricePicture(frame(language, **more), shown, labels[0], points(values, last), tags, SPAN)


def money(name: str = "usual", language: str = "en", **more) -> MoneyPicture:
    labels, values = WORDS[language], [Decimal(value) for value in SUMS[name]]
    shown = tuple(Figure(label, f"{value:+}") for label, value in zip(labels, values[:4], strict=False))
    return MoneyPicture(frame(language, **more), shown, labels[0], points(values, len(values) - 1), SPAN)


def points(values: list[Decimal], last: int) -> tuple[Point, ...]:
    return tuple(Point(Decimal(at) / last, value) for at, value in enumerate(values))


def gallery() -> dict[str, Picture]:
    """Every kind and run of values in every language; the ordinary ones dark and light, the others with a long name."""
    found: dict[str, Picture] = {}
    for language in WORDS:
        for make, runs in ((lead, WALKS), (curve, WALKS), (statement, NETS), (prices, PRICES), (money, SUMS)):
            found[f"{make.__name__} {language} light"] = make(language=language, theme=Theme.LIGHT)
            for name in runs:
                title = "Orion" if name == "usual" else LONG
                found[f"{make.__name__} {language} {name}"] = make(name, language, title=title)
    return found
