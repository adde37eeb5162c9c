"""Every picture of the desk from sample views, drawn by the process that draws them for the chat."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Final

from bot.charts.pictures import Picture, Theme
from bot.charts.studio import Studio, Times
from bot.gallery.samples import NAMES, WHEN, sample
from bot.screens.coin_chart import price_picture
from bot.screens.lead_pictures import curve_picture, lead_picture
from bot.screens.look import Look
from bot.screens.pnl_picture import pnl_picture, sum_picture
from bot.screens.statement_picture import statement_picture
from bot.translate import Catalogues, Words
from core.views.coin_chart import CoinChart, Spot, What
from core.views.lead_card import LeadCard
from core.views.lead_curve import CurvePoint, LeadCurve
from core.views.pnl import Earned, OfDay, Pnl
from core.views.statement import Statement

PATIENT: Final = Times(warm_after=0, within=60, draw_within=60)
DAYS: Final = 91
STEPS: Final = (90, -30, 120, -160, 70, 0, 110, -50, 20, 60, -90, 40)
"""A lead's ups and downs in hundredths of a percent, over and over."""


def _curve() -> LeadCurve:
    """A quarter of ups and downs."""
    gains = [Decimal(total) / 10_000 for total in accumulate(STEPS[day % len(STEPS)] for day in range(DAYS))]
    peaks = accumulate(gains, max)
    points = tuple(
        CurvePoint(WHEN - timedelta(days=DAYS - 1 - day), gain - gains[0], (peak - gain) / (1 + peak))
        for day, (gain, peak) in enumerate(zip(gains, peaks, strict=True))
    )
    usual: LeadCurve = sample(LeadCurve)
    return replace(usual, points=points)


def _earned() -> Pnl:
    """A fortnight of days, the newest first."""
    usual: Pnl = sample(Pnl)
    nets = [step * 10**8 for step in STEPS]
    days = [OfDay((WHEN - timedelta(days=at)).date(), Earned(1, net, 0, 0)) for at, net in enumerate(nets)]
    return replace(usual, total=Earned(len(nets), sum(nets), 0, 0), by_day=tuple(days))


def _coin() -> CoinChart:
    """Two purchases, a sale, and the price now."""
    usual: CoinChart = sample(CoinChart)
    kinds = (What.BOUGHT, What.LEAD, What.BOUGHT, What.SOLD, What.NOW)
    prices = ("64000", "63120.5", "61990", "65310", "66392.5")
    times = [WHEN - timedelta(days=20 - 5 * at) for at in range(len(kinds))]
    spots = (Spot(at, Decimal(price), what) for at, price, what in zip(times, prices, kinds, strict=True))
    return replace(usual, spots=tuple(spots))


def paintings() -> Mapping[str, Callable[[Look], Picture | None]]:
    """Each kind of picture, by its name."""
    curve, week = _curve(), replace(sample(Statement), starts=WHEN - timedelta(days=7), ends=WHEN)
    return {
        "a lead's card": lambda look: lead_picture(look, sample(LeadCard), curve, lambda _: NAMES[0]),
        "return and drawdown": lambda look: curve_picture(look, curve, lambda _: NAMES[0]),
        "a statement": lambda look: statement_picture(look, week),
        "what copying brought": lambda look: pnl_picture(look, sample(Pnl)),
        "what it brought, added up": lambda look: sum_picture(look, _earned()),
        "a coin's prices": lambda look: price_picture(look, _coin(), lambda _: NAMES[0]),
    }


def drawn(languages: Sequence[str]) -> Mapping[str, Sequence[bytes]]:
    """Each of them in every language, in the first of them also light; nothing where matplotlib is not installed."""
    catalogues = Catalogues.load()
    return asyncio.run(_drawn([catalogues.words(language) for language in languages]))


async def _drawn(words: Sequence[Words]) -> Mapping[str, Sequence[bytes]]:
    studio, looks = Studio(PATIENT), (*(Look(t, Theme.DARK) for t in words), Look(words[0], Theme.LIGHT))
    await studio.start()
    try:
        found = {
            name: [await studio.draw(picture) for look in looks if (picture := paint(look))]
            for name, paint in paintings().items()
        }
    finally:
        await studio.stop()
    return {name: [png for png in pngs if png] for name, pngs in found.items() if any(pngs)}
