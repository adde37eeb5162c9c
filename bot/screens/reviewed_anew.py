"""A review drawn anew, as its time ran out or what it rested on changed: why, and which lines are others (rule 17)."""

from dataclasses import dataclass, replace

from bot.html import NEWLINE, NOTHING, Html, esc, lines
from bot.screens.arriving import noticed
from bot.screens.plainly import plain_text
from bot.screens.screen import Screen
from bot.translate import Words


@dataclass(frozen=True, slots=True)
class Reading:
    """The old review as its reader had it: `seen` its text, empty where Telegram no longer shows it; `plain`: in plain
    words."""

    t: Words
    seen: str
    plain: bool = False

    @property
    def mark(self) -> str:
        """What stands before a changed line."""
        return _changed(self.t, NOTHING).plain

    def before(self, line: Html) -> bool:
        """Whether this line stood there, marked or not."""
        known = {each.strip() for each in self.seen.split("\n")}
        said = (line, _changed(self.t, line))
        return any(self._read(each) <= known for each in said)

    def _read(self, line: Html) -> set[str]:
        """A line as it is shown: in plain mode it may be several. A first line, which stays whole, is put before."""
        text = plain_text(self.t, lines(esc("-"), line)) if self.plain else lines(esc("-"), line)
        return {each.strip() for each in text.plain.split("\n")[1:]}


def expired(t: Words, seconds: int) -> Html:
    """Why, where the button's `seconds` were over."""
    return t(
        "review", "This review expired after {seconds} s; nothing was done. Here it is anew.", seconds=t.count(seconds)
    )


def outdated(t: Words) -> Html:
    """Why, where the plan made anew is not the one that was shown."""
    return t("review", "Something has changed, so nothing was done. Look again:")


def anew(fresh: Screen, why: Html, read: Reading) -> Screen:
    """The fresh review with its reason, which some reviews say themselves."""
    again = marked(fresh, read)
    return again if why.raw in fresh.text.raw else noticed(again, why)


def marked(fresh: Screen, read: Reading) -> Screen:
    """Each line that did not stand in the old review is marked; the first, which says as of when, always differs."""
    if not read.seen:
        return fresh
    first, *rest = (Html(line) for line in fresh.text.raw.split("\n"))
    return replace(fresh, text=NEWLINE.join((first, *(_marked(line, read) for line in rest))))


def _marked(line: Html, read: Reading) -> Html:
    if not line.plain.strip() or line.plain.startswith(read.mark) or read.before(line):
        return line
    return _changed(read.t, line)


def _changed(t: Words, line: Html) -> Html:
    return t("review", "▸ changed: {line}", line=line)
