"""What a lead's real last orders say of a size: faithful capital on a card, and the dry run of settings in a review."""

from bot.html import NOTHING, Html
from bot.translate import Words
from core.views.faithful import DryRun, Faithful


def capital(t: Words, found: Faithful | None) -> Html:
    """The least money that copies nearly all and all of the last orders by Smart Sync."""
    if found is None:
        return NOTHING
    whole = t.money(found.whole)
    if found.nearly == found.whole:
        return t.n(
            "faithful",
            "Faithful capital: {whole} by Smart Sync copies its last {count} buy.",
            "Faithful capital: {whole} by Smart Sync copies all its last {count} buys.",
            found.fired,
            whole=whole,
        )
    return t.n(
        "faithful",
        "Faithful capital: {nearly} by Smart Sync copies {part} of its last {count} buy, {whole} all.",
        "Faithful capital: {nearly} by Smart Sync copies {part} of its last {count} buys, {whole} all.",
        found.fired,
        nearly=t.money(found.nearly),
        part=t.percent(found.part),
        whole=whole,
    )


def dry(t: Words, run: DryRun | None) -> Html:
    """What these settings would have made of the lead's last buys, at the lead's own prices."""
    if run is None or not run.fired:
        return NOTHING
    return t.n(
        "faithful",
        "Of its last {count} buy these settings copy {copied}{missed}; most in coins at once {most}.",
        "Of its last {count} buys these settings copy {copied}{missed}; most in coins at once {most}.",
        run.fired,
        copied=t.count(run.passed),
        missed=_missed(t, run),
        most=t.money(run.most_open),
    )


def _missed(t: Words, run: DryRun) -> Html:
    parts = (
        (run.too_low, t("faithful", ", {many} below the least order", many=t.count(run.too_low))),
        (run.over_max, t("faithful", ", {many} over the maximum", many=t.count(run.over_max))),
        (run.unfollowed, t("faithful", ", {many} in coins not copied", many=t.count(run.unfollowed))),
    )
    found = NOTHING
    for many, words in parts:
        found = found + words if many else found
    return found
