"""A lead's card as somebody posts it elsewhere: public figures alone, and one link (D3's Share, and inline)."""

from dataclasses import dataclass

from bot.charts.pictures import Picture
from bot.html import NOTHING, Html, bold, esc, lines
from bot.screens.desk_calendar import desk_zone
from bot.screens.head import mode
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.screen import CAPTION_MAX
from bot.translate import Words
from core.views.lead_card import LeadCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One result: `title` and `line` stand in the list, `text` under the picture, `label` on the button to `link`.

    Nothing in it may be private to whoever posts it: strangers read it.
    """

    id: str
    title: Html
    line: Html
    text: Html
    label: Html
    link: str
    picture: Picture | None = None

    def __post_init__(self) -> None:
        """A text that is no caption would lose its picture."""
        assert self.text.size <= CAPTION_MAX, f"the card of {self.id} is no caption"


def offer(t: Words, view: LeadCard, names: Names, *, link: str, picture: Picture | None) -> Offer:
    """`link` opens the card in the private chat; its ending is the offer's id."""
    row = view.row
    led = t.n(
        "lead card",
        "{lead} · leading {count} day",
        "{lead} · leading {count} days",
        row.days,
        lead=lead_name(names, row.lead),
    )
    copiers = t("offer", "Copiers {now} of {cap}", now=t.count(row.copiers), cap=t.count(row.cap))
    past = _past(t, view)
    text = lines(
        esc(" · ").join((mode(t), bold(led))),
        past,
        copiers,
        t("lead card", "Profit share {ratio} of a week's net profit", ratio=t.percent(row.ratio)),
        t("lead card", "Smart Sync only: this lead allows no other way of copying.")
        if row.smart_sync_only
        else NOTHING,
        t("lead card", "Past results promise nothing."),
    )
    return Offer(
        id=link.rpartition("=")[2],
        title=led,
        line=esc(" · ").join((past, copiers)),
        text=text,
        label=t("offer", "Look at {lead}", lead=short_name(names, row.lead)),
        link=link,
        picture=picture,
    )


def _past(t: Words, view: LeadCard) -> Html:
    past = view.row.metrics
    if past is None:
        return t(
            "lead card",
            "Return and drawdown: not yet, they count from the first 00:00 {zone} of leading.",
            zone=desk_zone(t),
        )
    return t.n(
        "lead card",
        "Return of {count} day {gain} · max drawdown {drawdown}",
        "Return of {count} days {gain} · max drawdown {drawdown}",
        past.measured,
        gain=t.percent(past.total_return, signed=True),
        drawdown=t.percent(past.drawdown),
    )
