"""What a row says when it is sent: its screen, what joined it, and what is late, told again or perhaps a repeat."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.html import NOTHING, Html, esc, lines
from bot.outbox.post import ONCE_MORE_AFTER
from bot.outbox.rows import Claimed
from bot.outbox.storms import gathered
from bot.screens.plainly import plain_label, plain_text
from bot.translate import Words

LATE: Final = timedelta(seconds=60)  # chat.md §4: an alert more than 60 s late says how late
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS_FROM: Final = timedelta(hours=3)
DAYS_FROM: Final = timedelta(days=3)
"""From here on so many minutes, or hours, would have to be counted in the head."""


def worded(t: Words, claimed: Claimed, now: datetime) -> Html:
    """The whole text."""
    text = gathered(
        t,
        Html(claimed.body["text"]),
        tuple(map(Html, claimed.lines)),
        count=claimed.many,
        plain=claimed.reader.plain,
    )
    repeat = t("alert", "↻ repeat: the first try may have arrived") if claimed.unclear else NOTHING
    whole = lines(text, _late(t, claimed, now), _once_more(t, claimed), repeat)
    return plain_text(t, whole) if claimed.reader.plain else whole


def buttons(t: Words, claimed: Claimed) -> dict[str, Any] | None:
    """The keyboard as Telegram takes it."""
    keyboard: dict[str, Any] | None = claimed.body["keyboard"]
    if keyboard is None or not claimed.reader.plain:
        return keyboard
    rows = keyboard["inline_keyboard"]
    return {
        "inline_keyboard": [[{**each, "text": plain_label(t, esc(each["text"])).plain} for each in row] for row in rows]
    }


def _late(t: Words, claimed: Claimed, now: datetime) -> Html:
    """An edit is not late: it says what has come since."""
    late = timedelta(seconds=now.timestamp() - claimed.due_at)
    if claimed.edits is not None or late <= LATE:
        return NOTHING
    if late >= DAYS_FROM:
        return t.n("alert", "⌛ {count} day late", "⌛ {count} days late", late // DAY)
    if late >= HOURS_FROM:
        return t.n("alert", "⌛ {count} h late", "⌛ {count} h late", late // HOUR)
    return t.n("alert", "⌛ {count} min late", "⌛ {count} min late", late // MINUTE)


def _once_more(t: Words, claimed: Claimed) -> Html:
    if not claimed.again:
        return NOTHING
    after = ONCE_MORE_AFTER // MINUTE
    return t.n(
        "alert",
        "↻ told {count} min ago; no button was pressed",
        "↻ told {count} min ago; no button was pressed",
        after,
    )
