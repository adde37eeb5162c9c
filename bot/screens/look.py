"""How somebody's pictures look: dark or light, and in which words."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.charts.pictures import Frame, Theme, Tone
from bot.html import Html
from bot.screens.desk_calendar import desk_zone
from bot.screens.head import mode
from bot.translate import RIGHT_TO_LEFT, Words


@dataclass(frozen=True, slots=True)
class Look:
    """`t` writes the words of the picture: the reader's own, or English where no letters are there for theirs."""

    t: Words
    theme: Theme

    def frame(self, title: Html, subtitle: Html, as_of: Html) -> Frame:
        """What every picture wears."""
        t = self.t
        return Frame(
            theme=self.theme,
            title=title.plain,
            subtitle=subtitle.plain,
            badge=mode(t).plain,
            as_of=as_of.plain,
            warning=t("picture", "Past results promise nothing").plain,
            form=t.form,
            mirrored=t.language in RIGHT_TO_LEFT,
        )


def desk_clock(t: Words, at: datetime) -> Html:
    """An instant in the desk's own time, in plain words: a picture is the same for every reader."""
    at = t.calendar.local(at)
    day, clock = t.days(at.date(), at.date(), full=True), t.clock(at.hour * 60 + at.minute)
    return t("picture", "{day}, {clock} {zone}", day=day, clock=clock, zone=desk_zone(t))


def tone(value: Decimal | int) -> Tone:
    """Gain above zero, loss below, as the sign in the figure says; a part of less than 0.05 % is shown as none."""
    if isinstance(value, Decimal):
        value = round(value, 3)
    return Tone.GAIN if value > 0 else Tone.LOSS if value < 0 else Tone.PLAIN
