"""C3, the settings of a running copy: each with its value in the label, what holds when, and what a change means."""

from bot.drafts.copy_plan import Step
from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses import Confirm
from bot.presses.copier import Retry, ShowCopy, ShowFunds, ShowStop
from bot.presses.terms import EditSetting, NeverCopy, ShowNever, ShowSettings
from bot.screens.arriving import last, pairs
from bot.screens.faithful import dry
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import stop_way
from bot.screens.screen import Button, Row, Screen
from bot.screens.sizes import off_or_money, off_or_percent, size_words, stops_note, value_words, way_name
from bot.screens.spans import retry_label
from bot.translate import Words
from core.model.copying import Settings, StopWay
from core.model.market import Symbol
from core.views.settings import CopySettings

COINS_SHOWN = 60
NAMED = 2
"""So many coins stand on a button by name."""


def settings(
    t: Words, view: CopySettings, names: Names, *, notice: Html = NOTHING, undo: str = "", retry: Retry | None = None
) -> Screen:
    """C3. `undo`: the nonce that takes the last change back; `retry`: the failed copy that led here."""
    now = view.settings
    title = t("settings", "settings of {lead}", lead=lead_name(names, view.lead))
    text = lines(
        head(t, title, view.as_of),
        bold(notice) if notice else NOTHING,
        dry(t, view.dry),
        size_words(t, now.sizing, now.size),
        t("settings", "Result so far {net}", net=t.money(view.net, signed=True)),
        _holds(t, view),
        stops_note(t),
    )
    first: tuple[Row, ...] = ((Button(t("settings", "Undo · 60 s"), Confirm(nonce=undo)),),) if undo else ()
    if retry is not None:
        first = (*first, (Button(retry_label(t), retry, "green"),))
    return Screen(text, (*first, *_rows(t, view), last(t, ShowCopy(lead=view.lead))))


def _holds(t: Words, view: CopySettings) -> Html:
    if view.restricted:
        return t(
            "settings",
            "This lead now takes Smart Sync only. Your copy goes on as it is; you may change its total stop-loss and"
            " what happens then, or stop it.",
        )
    later = t(
        "settings", "Amount, coins, take-profit and stop-loss hold for later copies: what you hold keeps its own."
    )
    smart = t("settings", "Coins, take-profit and stop-loss hold for later copies: what you hold keeps its own.")
    once = t("settings", "The maximum and the total stop-loss hold at once.")
    stop = t("settings", "The total stop-loss holds at once.")
    return lines(smart, stop) if view.settings.smart else lines(later, once)


def _rows(t: Words, view: CopySettings) -> tuple[Row, ...]:
    now = view.settings
    total = (
        (
            _edit(
                view, Step.TOTAL, t("wizard", "Total stop-loss {value} ✎", value=off_or_money(t, now.total_stop_loss))
            ),
        ),
        (_edit(view, Step.ACTION, t("wizard", "Then: {way} ✎", way=stop_way(t, now.total_stop_loss_action))),),
    )
    if view.restricted:
        return (*total, (Button(t("copy", "Stop copying"), ShowStop(lead=view.lead), "red"),))
    coins = t("settings", "the lead's") if now.instruments is None else _few(t, now.instruments)
    never = t("settings", "Never copied: {coins} ✎", coins=_few(t, now.never) if now.never else t("settings", "none"))
    return (
        *_sizes(t, view),
        (
            _edit(view, Step.INSTRUMENTS, t("settings", "Coins: {coins} ✎", coins=coins)),
            Button(never, ShowNever(lead=view.lead)),
        ),
        (
            _edit(view, Step.PROFIT, t("wizard", "Take-profit {value} ✎", value=off_or_percent(t, now.take_profit))),
            _edit(view, Step.LOSS, t("wizard", "Stop-loss {value} ✎", value=off_or_percent(t, now.stop_loss))),
        ),
        *total,
    )


def _sizes(t: Words, view: CopySettings) -> tuple[Row, ...]:
    now = view.settings
    if now.smart:
        return ((Button(t("settings", "Add or take out money"), ShowFunds(lead=view.lead)),),)
    amount = t("settings", "Amount {value} ✎", value=value_words(t, now.sizing, now.size))
    maximum = t("settings", "Maximum {value} ✎", value=t.money(now.max_total))
    return (
        (_edit(view, Step.WAY, t("settings", "Way: {way} ✎", way=way_name(t, now.sizing))),),
        (_edit(view, Step.SIZE, amount), _edit(view, Step.MAXIMUM, maximum)),
    )


def _edit(view: CopySettings, step: Step, label: Html) -> Button:
    return Button(label, EditSetting(lead=view.lead, step=step))


def note_of(t: Words, step: Step) -> Html:
    """When an answer to this question holds, said where it is asked."""
    match step:
        case Step.MAXIMUM | Step.TOTAL:
            return t("settings", "It holds at once.")
        case Step.SIZE | Step.PROFIT | Step.LOSS:
            return t("settings", "It holds for later copies; what you hold keeps its own.")
        case _:
            return NOTHING


def never(t: Words, view: CopySettings, names: Names, *, notice: Html = NOTHING, undo: str = "") -> Screen:
    """The coins that are never bought for this copy; a tap puts one on the list, or off it."""
    title = t("settings", "never copied for {lead}", lead=lead_name(names, view.lead))
    text = lines(
        head(t, title, view.as_of),
        bold(notice) if notice else NOTHING,
        t("settings", "A coin marked here is not bought for this copy. What you hold of it is still sold as ever."),
    )
    shown = sorted({*view.instruments, *view.settings.never})[:COINS_SHOWN]
    buttons = [_mark(t, view, symbol) for symbol in shown]
    first = ((Button(t("settings", "Undo · 60 s"), Confirm(nonce=undo)),),) if undo else ()
    return Screen(text, (*first, *pairs(buttons), last(t, ShowSettings(lead=view.lead))))


def _few(t: Words, symbols: frozenset[Symbol]) -> Html:
    """Coins on a button: by name where they fit, else how many they are."""
    if len(symbols) > NAMED:
        return t.count(len(symbols))
    return esc(", ").join(t.coin(symbol) for symbol in sorted(symbols))


def _mark(t: Words, view: CopySettings, symbol: str) -> Button:
    barred = symbol in view.settings.never
    label = esc("✅ " if barred else "☐ ") + t.coin(symbol)
    return Button(label, NeverCopy(lead=view.lead, symbol=symbol, on=not barred))


# ── what changes ──────────────────────────────────────────────────────────────


def differences(t: Words, before: Settings, after: Settings) -> list[tuple[str, Html]]:
    """Each setting that differs, old → new, with its name in the code."""
    found: list[tuple[str, Html]] = []

    def differ(name: str, label: Html, old: Html, new: Html) -> None:
        if old.raw != new.raw:
            found.append((name, t("settings", "{what}: {old} → {new}", what=label, old=old, new=new)))

    was, will = size_words(t, before.sizing, before.size), size_words(t, after.sizing, after.size)
    differ("size", t("settings", "Each copy"), was, will)
    differ("max_total", t("settings", "Maximum in use"), t.money(before.max_total), t.money(after.max_total))
    differ("instruments", t("settings", "Coins"), _coins(t, before), _coins(t, after))
    differ("never", t("settings", "Never copied"), _never(t, before), _never(t, after))
    profit = off_or_percent(t, before.take_profit), off_or_percent(t, after.take_profit)
    differ("take_profit", t("settings", "Take-profit"), *profit)
    loss = off_or_percent(t, before.stop_loss), off_or_percent(t, after.stop_loss)
    differ("stop_loss", t("settings", "Stop-loss of a coin"), *loss)
    total = off_or_money(t, before.total_stop_loss), off_or_money(t, after.total_stop_loss)
    differ("total_stop_loss", t("settings", "Total stop-loss"), *total)
    differ("action", t("settings", "When it fires"), _way(t, before), _way(t, after))
    return found


def _way(t: Words, of: Settings) -> Html:
    return stop_way(t, StopWay(of.total_stop_loss_action))


def _coins(t: Words, of: Settings) -> Html:
    if of.instruments is None:
        return t("settings", "the lead's, as they change")
    return esc(", ").join(t.coin(symbol) for symbol in sorted(of.instruments))


def _never(t: Words, of: Settings) -> Html:
    if not of.never:
        return t("settings", "none")
    return esc(", ").join(t.coin(symbol) for symbol in sorted(of.never))
