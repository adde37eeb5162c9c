"""Why an announcement or a post was refused, in words."""

from typing import Final

from bot.html import Html, esc
from bot.screens.desk_calendar import desk_zone
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.reasons import Denial

TOLD_TO_MANY: Final = frozenset(
    {
        Denial.ALREADY_LISTED,
        Denial.COPYABLE_TOO_EARLY,
        Denial.DEADLINE_PAST,
        Denial.POST_LENGTH,
        Denial.POST_LINK,
        Denial.POST_CONTACT,
        Denial.POSTS_SPENT,
        Denial.POSTS_BLOCKED,
    }
)


def telling_denied(t: Words, code: Denial, about: str = "") -> Html:
    """The sentence of a denial in `TOLD_TO_MANY`."""
    words = {
        Denial.ALREADY_LISTED: lambda: t("denied", "{symbol} is on the copy list already.", symbol=esc(about)),
        Denial.COPYABLE_TOO_EARLY: lambda: t(
            "denied", "That is too early: it may be copied from {when} on, {span} after its trading opens.",
            when=esc(about), span=exact_span(t, hours=t.limits.instrument.copyable_after_h),
        ),
        Denial.DEADLINE_PAST: lambda: t("denied", "Its trading would have ended already: the end must lie ahead."),
        Denial.POST_LENGTH: lambda: t("denied", "A post has 1 to 500 plain characters."),
        Denial.POST_LINK: lambda: t(
            "denied", "Links are not sent to copiers. If you meant none, put a space after each full stop."
        ),
        Denial.POST_CONTACT: lambda: t(
            "denied", "No names, numbers or addresses at which to reach you elsewhere, please."
        ),
        Denial.POSTS_SPENT: lambda: t(
            "denied", "Your posts of today are used up; the next day begins at 00:00 {zone}.", zone=desk_zone(t)
        ),
        Denial.POSTS_BLOCKED: lambda: t("denied", "The admin has taken your right to write to copiers."),
    }  # fmt: skip
    return words[code]()
