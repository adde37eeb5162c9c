"""C7 and X1: the ways to stop copying, each with its consequence, their reviews, and what became of it."""

from collections.abc import Sequence

from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses import Confirm
from bot.presses.copier import Resume, ShowCopies, ShowCopy, ShowLog, ShowPortfolio, ShowStopAll, StopBy
from bot.screens.arriving import last
from bot.screens.copies import COINS_SHOWN, find_lead, held_words
from bot.screens.head import head
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.refusals import denial, stop_label, stop_way
from bot.screens.screen import Button, Screen
from bot.screens.sizes import size_words
from bot.translate import Words
from core.model.copying import CopyingState, Sizing, StopWay
from core.model.money import RATIO_UNITS
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.copies import CopyView, MyCopies

# ── stopping ──────────────────────────────────────────────────────────────────


def stop_ways(t: Words, view: CopyView, names: Names) -> Screen:
    """C7: the ways to stop, each with its consequence."""
    lead, held = view.line.lead, bool(view.holdings)
    ways = _ways(view)
    title = t("stop", "stop copying {lead}", lead=lead_name(names, lead))
    if not held:
        text = lines(head(t, title, view.as_of), t("stop", "You hold no coin of this copy, so nothing is sold."))
        row = (Button(t("stop", "Stop copying …"), StopBy(lead=lead, how=StopWay.MARKET_CLOSE), "red"),)
        return Screen(text, (row, last(t, ShowCopy(lead=lead))))
    text = lines(
        head(t, title, view.as_of),
        t.n(
            "stop",
            "This copy holds {count} coin, worth {value}. What shall become of it?",
            "This copy holds {count} coins, worth {value}. What shall become of them?",
            len(view.holdings),
            value=t.money(sum(each.value for each in view.holdings), ticker="USDT"),
        ),
        *(_way(t, view, way) for way in ways),
    )
    rows = tuple((Button(stop_label(t, way) + esc(" …"), StopBy(lead=lead, how=int(way)), "red"),) for way in ways)
    return Screen(text, (*rows, last(t, ShowCopy(lead=lead))))


def _ways(view: CopyView) -> list[StopWay]:
    """What there is to choose, the suggested way first."""
    smart = view.line.sizing is Sizing.SMART_SYNC
    ways = [] if smart else [StopWay.COPY_CLOSE]
    return sorted([*ways, StopWay.MARKET_CLOSE, StopWay.MANUAL_CLOSE], key=lambda way: way is not view.suggested)


def _way(t: Words, view: CopyView, way: StopWay) -> Html:
    suggested = esc(" ") + t("stop", "(suggested)") if way is view.suggested else NOTHING
    return esc("• ") + bold(stop_label(t, way)) + suggested + esc(": ") + _consequence(t, way)


def _consequence(t: Words, way: StopWay) -> Html:
    match way:
        case StopWay.MARKET_CLOSE:
            return t("stop", "market orders now, at any price; then the profit share is settled.")
        case StopWay.COPY_CLOSE:
            return t("stop", "nothing is bought any more; each coin is sold when the lead sells it.")
        case StopWay.MANUAL_CLOSE:
            return t("stop", "the coins become your own; the lead's sales are not copied any more.")


def stop_review(
    t: Words, view: CopyView, names: Names, *, how: StopWay, nonce: str | None, code: Denial | None
) -> Screen:
    """What stopping this way does, before it is done."""
    lead = view.line.lead
    text = lines(
        head(t, t("stop", "review: stop copying {lead}", lead=lead_name(names, lead)), view.as_of),
        t("stop", "■ This cannot be done: {reason}", reason=denial(t, code)) if code is not None else NOTHING,
        t("stop", "No buy of this lead is copied any more."),
        *_fate(t, view, how),
        _money_back(t, view),
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    label = t("stop", "Stop copying {lead}", lead=short_name(names, lead))
    if view.holdings:
        label = t("stop", "Stop {lead}, {way}", lead=short_name(names, lead), way=stop_way(t, how))
    confirm = ((Button(label, Confirm(nonce=nonce), "red"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowCopy(lead=lead))))


def _fate(t: Words, view: CopyView, how: StopWay) -> list[Html]:
    if not view.holdings:
        return [t("stop", "Nothing is held, so nothing is sold.")]
    coins = [esc("• ") + held_words(t, held) for held in view.holdings[:COINS_SHOWN]]
    match how:
        case StopWay.MARKET_CLOSE:
            worse = t("stop", "These are sold now at the market; the price can be worse than shown:")
            share = t(
                "stop", "About {amount} of the profit goes to the lead as profit share.", amount=t.money(share_of(view))
            )
            return [worse, *coins, share]
        case StopWay.COPY_CLOSE:
            return [t("stop", "These stay until the lead sells them; the copy is closing until then:"), *coins]
        case StopWay.MANUAL_CLOSE:
            return [t("stop", "These become your own coins; no share is taken of their unrealised profit:"), *coins]


def share_of(view: CopyView) -> int:
    """What a sale at the shown prices would withhold, coin by coin."""
    return sum(max(0, held.unrealised) * view.ratio // RATIO_UNITS for held in view.holdings)


def _money_back(t: Words, view: CopyView) -> Html:
    if view.line.sizing is not Sizing.SMART_SYNC:
        return NOTHING
    return t("stop", "The cash set apart, {cash} now, becomes free cash when the copy ends.", cash=t.money(view.cash))


def stopped(t: Words, lead: PersonId, names: Names, *, state: CopyingState) -> Screen:
    """What became of the request to stop."""
    done = t("stop", "PAPER · ✔ Your copy of {lead} has ended.", lead=lead_name(names, lead))
    closing = t("stop", "PAPER · ◼ Your copy of {lead} is being stopped.", lead=lead_name(names, lead))
    text = lines(
        done if state is CopyingState.ENDED else closing,
        NOTHING if state is CopyingState.ENDED else t("stop", "Each sale is told when it is done."),
    )
    rows = (
        (
            Button(t("stop", "Log of {lead}", lead=short_name(names, lead)), ShowLog(lead=lead, before=0)),
            Button(t("stop", "Portfolio"), ShowPortfolio()),
        ),
    )
    return Screen(text, (*rows, last(t, ShowCopies())))


# ── stopping everything ───────────────────────────────────────────────────────


def stop_all(t: Words, view: MyCopies) -> Screen:
    """X1: everything is paused; what next."""
    running = [line for line in view.live if line.state is CopyingState.RUNNING]
    if not running:
        text = lines(
            head(t, t("stop all", "stop"), view.as_of),
            t("stop all", "No copy of yours is running, so there is nothing to stop."),
        )
        next_steps = (find_lead(t), Button(t("stop", "Portfolio"), ShowPortfolio()))
        return Screen(text, (next_steps, last(t, ShowCopies())))
    text = lines(
        head(t, t("stop all", "stop"), view.as_of),
        t.n(
            "stop all",
            "⏸ {count} copy is paused, with {assets}.",
            "⏸ {count} copies are paused, with {assets}.",
            len(running),
            assets=t.n("copies", "{count} coin", "{count} coins", sum(line.assets for line in running)),
        ),
        t("stop all", "Nothing is bought from now on; the lead's sells, take-profits and stop-losses still work."),
        t("stop all", "Sell all: market orders now, at any price."),
    )
    rows = (
        (Button(t("stop all", "Sell all and stop …"), StopBy(lead=0, how=StopWay.MARKET_CLOSE), "red"),),
        (Button(t("stop all", "Stop, keep the coins …"), StopBy(lead=0, how=StopWay.MANUAL_CLOSE)),),
        (Button(t("stop all", "Resume …"), Resume(lead=0)),),
    )
    return Screen(text, (*rows, last(t, ShowCopies())))


def stop_all_review(t: Words, views: Sequence[CopyView], names: Names, *, how: StopWay, nonce: str | None) -> Screen:
    """What stopping everything this way does."""
    if not views:
        return Screen(t("stop all", "PAPER · No copy of yours is running."), ((find_lead(t),), last(t, ShowCopies())))
    coins = [held for view in views for held in view.holdings]
    sells = t("stop all", "All their coins are sold now at the market; prices can be worse than shown.")
    keeps = t("stop all", "All their coins become your own.")
    text = lines(
        head(t, t("stop all", "review: stop everything"), views[0].as_of),
        *(
            esc("• ") + lead_name(names, view.line.lead) + esc(" · ") + size_words(t, view.line.sizing, view.line.size)
            for view in views
        ),
        t("stop all", "These copies end."),
        (sells if how is StopWay.MARKET_CLOSE else keeps)
        if coins
        else t("stop", "Nothing is held, so nothing is sold."),
        t("stop all", "Worth now: {value}", value=t.money(sum(held.value for held in coins), ticker="USDT"))
        if coins
        else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    sold = how is StopWay.MARKET_CLOSE
    label = t("stop all", "Sell all and stop") if sold else t("stop all", "Stop, keep the coins")
    confirm = ((Button(label, Confirm(nonce=nonce), "red"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowStopAll())))


def stopped_all(t: Words, stopped: Sequence[tuple[PersonId, bool]], names: Names, *, how: StopWay) -> Screen:
    """What became of stopping everything: each copy, whether it still sells, and what follows."""
    selling = any(sells for _, sells in stopped)
    keeps = how is StopWay.MANUAL_CLOSE
    text = lines(
        t("stop all", "PAPER · ◼ All your copies are stopped: nothing is bought for you any more."),
        *(_one_stopped(t, lead_name(names, lead), sells=sells) for lead, sells in stopped),
        t("stop", "Each sale is told when it is done.") if selling else NOTHING,
        t("stop all", "What these copies held is your own now; it stands in your portfolio.") if keeps else NOTHING,
    )
    row = (Button(t("stop", "Portfolio"), ShowPortfolio()), find_lead(t))
    return Screen(text, (row, last(t, ShowCopies())))


def _one_stopped(t: Words, lead: Html, *, sells: bool) -> Html:
    if sells:
        return t("stop all", "◼ {lead}: being stopped, its coins are sold now", lead=lead)
    return t("stop all", "✔ {lead}: ended", lead=lead)
