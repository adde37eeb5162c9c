"""A review drawn anew, as its time ran out or what it rested on changed: why, and which lines are others (rule 17)."""

from dataclasses import replace

from bot.screens.arriving import noticed
from bot.screens.html import NEWLINE, Html, esc
from bot.screens.screen import Screen
from bot.translate import Words

MARK = esc("▸ ")


def expired(t: Words, seconds: int) -> Html:
    """Why, where the button's `seconds` were over."""
    return t(
        "review", "This review expired after {seconds} s; nothing was done. Here it is anew.", seconds=t.count(seconds)
    )


def outdated(t: Words) -> Html:
    """Why, where the plan made anew is not the one that was shown."""
    return t("review", "Something has changed, so nothing was done. Look again:")


def anew(fresh: Screen, why: Html, seen: str) -> Screen:
    """The fresh review with its reason, which some reviews say themselves. `seen`: the old one as its reader had it."""
    again = marked(fresh, seen)
    return again if why.raw in fresh.text.raw else noticed(again, why)


def marked(fresh: Screen, seen: str) -> Screen:
    """Each line that did not stand in the text `seen` is marked; the first, which says as of when, always differs."""
    if not seen:
        return fresh
    known = {line.removeprefix(MARK.plain).strip() for line in seen.split("\n")}
    first, *rest = (Html(line) for line in fresh.text.raw.split("\n"))
    told = [line if _known(line, known) else MARK + line for line in rest]
    return replace(fresh, text=NEWLINE.join((first, *told)))


def _known(line: Html, known: set[str]) -> bool:
    plain = line.plain.strip()
    return not plain or plain in known or plain.startswith(MARK.plain)
