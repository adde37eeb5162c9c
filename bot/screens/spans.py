"""How long the desk's own numbers are, in one unit and without rounding (R-1.4)."""

from datetime import timedelta

from bot.html import Html
from bot.translate import Words

SECOND = timedelta(seconds=1)
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, timedelta(days=1)


def exact_span(t: Words, *, days: int = 0, hours: int = 0, seconds: int = 0) -> Html:
    """`30 s`, `10 min`, `36 h`, `1 day`: the greatest unit of which the sum is a whole number."""
    time = timedelta(days=days, hours=hours, seconds=seconds)
    if time and not time % DAY:
        return t.n("span", "{count} day", "{count} days", time // DAY)
    if time and not time % HOUR:
        return t("span", "{count} h", count=t.count(time // HOUR))
    if time and not time % MINUTE:
        return t("span", "{count} min", count=t.count(time // MINUTE))
    return t("span", "{count} s", count=t.count(time // SECOND))


def retry_span(t: Words) -> Html:
    """For how long a failed copy can be tried again (R-18.5)."""
    return exact_span(t, seconds=t.limits.entry.retry_valid_s)


def retry_label(t: Words) -> Html:
    """The button's."""
    return t("alert", "Retry · {span}", span=retry_span(t))
