"""The review of resuming: it raises risk, so it is asked first (R-16.6)."""

from collections.abc import Sequence

from bot.html import NOTHING, Html, esc, lines
from bot.presses import Confirm
from bot.presses.copier import ShowCopies, ShowCopy
from bot.screens.arriving import last
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.screen import Button, Screen
from bot.screens.sizes import size_words
from bot.translate import Words
from core.model.copying import Sizing
from core.views.copies import CopyView


def resume_review(t: Words, views: Sequence[CopyView], names: Names, *, nonce: str | None, single: bool) -> Screen:
    """Resuming raises risk, so it passes a review (R-16.6)."""
    at = views[0].as_of if views else None
    back = ShowCopy(lead=views[0].line.lead) if single and views else ShowCopies()
    if at is None:
        return Screen(t("resume", "PAPER · None of your copies is paused."), (last(t, back),))
    text = lines(
        head(t, t("resume", "review: resume"), at),
        *(
            esc("• ") + lead_name(names, view.line.lead) + esc(" · ") + size_words(t, view.line.sizing, view.line.size)
            for view in views
        ),
        t("resume", "From now on the lead's buys are copied again. What was bought meanwhile is not bought later."),
        t(
            "resume",
            "Worst case: up to {amount} more goes into coins that can lose all their value.",
            amount=t.money(sum(room(view) for view in views)),
        ),
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    confirm = ((Button(t("resume", "Resume copying"), Confirm(nonce=nonce), "green"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, back)))


def resumed(t: Words) -> Html:
    """What has become of it, above the copies that go on (rule 19)."""
    return t("resume", "✔ Resumed: the lead's next buy is copied again.")


def room(view: CopyView) -> int:
    """What a copy may still put into coins."""
    return (
        view.cash
        if view.line.sizing is Sizing.SMART_SYNC
        else max(0, view.max_total - view.open_cost - view.on_the_way)
    )
