"""How is it scored? The published formula with its weights, and one lead's own scores (R-19.15)."""

from typing import Final

from bot.html import NOTHING, Html, bold, lines
from bot.presses.knowing import ShowLead, ShowLeads
from bot.screens.arriving import last
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.screen import Screen
from bot.screens.spans import exact_span
from bot.translate import Words
from core.views.lead_card import Scoring
from core.views.ranking import SCORE, weight_of


def scoring(t: Words, view: Scoring, names: Names) -> Screen:
    """The formula; with a lead, how it came out for them."""
    text = lines(
        head(t, t("scoring", "how leads are scored"), view.as_of),
        t(
            "scoring",
            "Each figure of a lead is ranked among all listed leads: 100 for the best, 0 for the last; equals share"
            " their places. For drawdown less is better.",
        ),
        t("scoring", "The score is the sum of weight × rank / 100:"),
        *(_part(t, view, place) for place in range(len(SCORE))),
        _sum(t, view, names),
        t(
            "scoring",
            "Equal scores go by days of leading. The figures are renewed every {span}.",
            span=exact_span(t, seconds=t.limits.metrics.refresh_s),
        ),
    )
    back = ShowLeads() if view.lead is None else ShowLead(lead=view.lead)
    return Screen(text, (last(t, back),))


def _part(t: Words, view: Scoring, place: int) -> Html:
    weight = t.quantity(weight_of(SCORE[place], view.weights))
    what = _names(t)[SCORE[place].weight]
    if not view.parts:
        return t("scoring", "• {what}: weight {weight}", what=what, weight=weight)
    return t(
        "scoring",
        "• {what}: {weight} × rank {rank} = {points}",
        what=what,
        weight=weight,
        rank=t.price(view.parts[place], decimals=RANK_DECIMALS),
        points=t.price(view.weighed(place), decimals=2),
    )


RANK_DECIMALS: Final = 1


def _names(t: Words) -> dict[str, Html]:
    return {
        "pnl_pct_all": t("scoring", "PnL % since the start"),
        "pnl_pct_30d": t("scoring", "PnL % of 30 days"),
        "pnl_pct_7d": t("scoring", "PnL % of 7 days"),
        "drawdown_all": t("scoring", "max drawdown since the start"),
        "drawdown_7d": t("scoring", "max drawdown of 7 days"),
        "copiers": t("scoring", "copiers"),
        "copiers_pnl": t("scoring", "copiers' PnL"),
    }


def _sum(t: Words, view: Scoring, names: Names) -> Html:
    if view.lead is None or view.score is None:
        return t("scoring", "This lead is not on the public list, and has no score.") if view.lead else NOTHING
    return bold(
        t.n(
            "scoring",
            "{lead}: {score}, among {count} lead",
            "{lead}: {score}, among {count} leads",
            view.listed,
            lead=lead_name(names, view.lead),
            score=t.price(view.score, decimals=2),
        )
    )
