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
from bot.screens.lead_pictures import curve_picture, lead_picture
from bot.screens.look import Look
from bot.screens.pnl_picture import pnl_picture
from bot.screens.statement_picture import statement_picture
from bot.translate import Catalogues, Words
from core.views.lead_card import LeadCard
from core.views.lead_curve import CurvePoint, LeadCurve
from core.views.pnl import Pnl
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


def paintings() -> Mapping[str, Callable[[Look], Picture]]:
    """Each kind of picture, by its name."""
    curve, week = _curve(), replace(sample(Statement), starts=WHEN - timedelta(days=7), ends=WHEN)
    return {
        "a lead's card": lambda look: lead_picture(look, sample(LeadCard), curve, lambda _: NAMES[0]),
        "return and drawdown": lambda look: curve_picture(look, curve, lambda _: NAMES[0]),
        "a statement": lambda look: statement_picture(look, week),
        "what copying brought": lambda look: pnl_picture(look, sample(Pnl)),
    }


def drawn(languages: Sequence[str]) -> Mapping[str, Sequence[bytes]]:
    """Each of them in every language, in the first of them also light; nothing where matplotlib is not installed."""
    catalogues = Catalogues.load()
    return asyncio.run(_drawn([catalogues.words(language) for language in languages]))


async def _drawn(words: Sequence[Words]) -> Mapping[str, Sequence[bytes]]:
    studio, looks = Studio(PATIENT), (*(Look(t, Theme.DARK) for t in words), Look(words[0], Theme.LIGHT))
    await studio.start()
    try:
        found = {name: [await studio.draw(paint(look)) for look in looks] for name, paint in paintings().items()}
    finally:
        await studio.stop()
    return {name: [png for png in pngs if png] for name, pngs in found.items() if any(pngs)}
