"""The questions about a copy that take no amount, F1 to F5: what was chosen stands in the labels, and stays."""

from typing import assert_never

from bot.drafts.copy_answers import FIRST_PAGE
from bot.drafts.copy_plan import PRESETS, CopyPlan, Preset, Step, action_of, preset_loss
from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses import Noop, Press
from bot.screens.amounts import amount_question
from bot.screens.arriving import pairs
from bot.screens.leads import Names
from bot.screens.question import Question, back_row, heading, mark
from bot.screens.refusals import stop_label, stop_way
from bot.screens.screen import Button, Row, Screen
from bot.screens.sizes import off_or_money, off_or_percent, stops_note, way_name
from bot.translate import Words
from core.model.copying import Sizing, StopWay
from core.model.money import RATIO_UNITS

COINS_SHOWN = 20


def question(t: Words, asked: Question, names: Names) -> Screen:
    """The screen of the open step."""
    match asked.plan.step:
        case Step.WAY:
            return _way(t, asked, names)
        case Step.SIZE | Step.MAXIMUM | Step.TOTAL | Step.PROFIT | Step.LOSS:
            return amount_question(t, asked, names)
        case Step.INSTRUMENTS:
            return _instruments(t, asked, names)
        case Step.PROTECTION | Step.REVIEW:
            return _protection(t, asked, names)
        case Step.ACTION:
            return _action(t, asked, names)
        case Step.EXISTING:
            return _existing(t, asked, names)
        case _ as unknown:
            assert_never(unknown)


# ── the steps ─────────────────────────────────────────────────────────────────


def _way(t: Words, asked: Question, names: Names) -> Screen:
    plan, view = asked.plan, asked.view
    ways = (Sizing.SMART_SYNC,) if view.smart_sync_only else asked.ways
    only = t("wizard", "Smart Sync only: this lead allows no other way of copying.")
    text = lines(
        heading(t, asked, names),
        t("wizard", "How much of each buy shall be copied?"),
        *(esc("• ") + bold(way_name(t, way)) + esc(": ") + _way_plain(t, way) for way in ways),
        only if view.smart_sync_only else NOTHING,
        t("wizard", "Your free cash: {free}", free=t.money(view.free, ticker="USDT")),
    )
    rows = tuple(
        (Button(mark(chosen=plan.sizing is way) + way_name(t, way), asked.answers.choose(Step.WAY, int(way))),)
        for way in ways
    )
    return Screen(text, (*rows, back_row(t, asked)))


def _way_plain(t: Words, way: Sizing) -> Html:
    match way:
        case Sizing.FIXED_AMOUNT:
            return t("way", "every copy costs the same, whatever the lead spends.")
        case Sizing.MULTIPLIER:
            return t("way", "every copy is the lead's own amount times your number.")
        case Sizing.SMART_SYNC:
            return t(
                "way", "you set money apart for this lead; of it you use the same part as the lead uses of theirs."
            )
        case _ as unknown:
            assert_never(unknown)


def _instruments(t: Words, asked: Question, names: Names) -> Screen:
    plan, view = asked.plan, asked.view
    own = plan.own is not None
    text = lines(
        heading(t, asked, names),
        t("wizard", "Which coins shall be copied?"),
        t.n("wizard", "The lead leads in {count} coin.", "The lead leads in {count} coins.", len(view.instruments)),
        t("wizard", "Only the coins marked below are bought for you.") if own else NOTHING,
        t("wizard", "Mark at least one.") if plan.own == () else NOTHING,
    )
    choice = (
        Button(mark(chosen=not own) + t("wizard", "The lead's, as they change"), _coins(asked, 0)),
        Button(mark(chosen=own) + t("wizard", "My own choice"), _coins(asked, 1)),
    )
    marks = _marks(t, asked) if own else ()
    done = ((Button(t("wizard", "Go on with these"), _coins(asked, 2), "blue"),),) if plan.own != () else ()
    return Screen(text, (choice, *marks, *done, back_row(t, asked)))


def _marks(t: Words, asked: Question) -> tuple[Row, ...]:
    """A page of the lead's coins, with a pager where there are more."""
    plan, view = asked.plan, asked.view
    pages = max(1, -(-len(view.instruments) // COINS_SHOWN))
    page = min(plan.page, pages - 1)
    shown = view.instruments[page * COINS_SHOWN : (page + 1) * COINS_SHOWN]
    rows = pairs([_coin(t, asked, symbol) for symbol in shown])
    if pages == 1:
        return rows
    back = (Button(esc("‹"), _coins(asked, FIRST_PAGE + page - 1)),) if page else ()
    on = (Button(esc("›"), _coins(asked, FIRST_PAGE + page + 1)),) if page < pages - 1 else ()
    return (*rows, (*back, Button(esc(f"{page + 1}/{pages}"), Noop()), *on))


def _coins(asked: Question, value: int) -> Press:
    return asked.answers.choose(Step.INSTRUMENTS, value)


def _coin(t: Words, asked: Question, symbol: str) -> Button:
    on = symbol in (asked.plan.own or ())
    return Button(esc("✅ " if on else "☐ ") + t.coin(symbol), asked.answers.pick(symbol, on=not on))


def _existing(t: Words, asked: Question, names: Names) -> Screen:
    """F5: shown with what the lead holds; the choice cannot be made later (R-10.1, R-10.6)."""
    plan, view = asked.plan, asked.view
    held = esc(" · ").join(
        t("wizard", "{coin} {part}", coin=t.ticker(weight.asset), part=t.percent(weight.ratio)) for weight in view.holds
    )
    text = lines(
        heading(t, asked, names),
        t("wizard", "The lead holds coins already: {coins} of their equity.", coins=held),
        t("wizard", "Shall you buy them too, now?"),
        esc("• ")
        + t(
            "wizard",
            "Yes: the same parts of your {amount} are bought at the market, at today's price, and sold when the lead"
            " sells.",
            amount=t.money(plan.size),
        ),
        esc("• ")
        + t("wizard", "No: you begin with the lead's next buy; sales of what the lead holds now are not copied."),
        t("wizard", "This is asked once: to change it later, stop and start anew."),
    )
    yes = mark(chosen=plan.existing is True) + t("wizard", "Yes, buy them now")
    no = mark(chosen=plan.existing is False) + t("wizard", "No, from the next buy on")
    rows = (
        (Button(yes, asked.answers.choose(Step.EXISTING, 1)),),
        (Button(no, asked.answers.choose(Step.EXISTING, 0)),),
    )
    return Screen(text, (*rows, back_row(t, asked)))


def _protection(t: Words, asked: Question, names: Names) -> Screen:
    plan = asked.plan
    text = lines(
        heading(t, asked, names),
        t("wizard", "How shall this copy be protected?"),
        *(_preset_line(t, preset, plan) for preset in PRESETS),
        stops_note(t),
    )
    presets = tuple(
        Button(
            mark(chosen=_is_preset(t, plan, preset)) + preset_name(t, preset), asked.answers.choose(Step.PROTECTION, at)
        )
        for at, preset in enumerate(PRESETS)
    )
    total = t("wizard", "Total stop-loss {value} ✎", value=off_or_money(t, plan.total_stop_loss))
    then = t("wizard", "Then: {way} ✎", way=stop_way(t, action_of(plan)))
    profit = t("wizard", "Take-profit {value} ✎", value=off_or_percent(t, plan.take_profit))
    loss = t("wizard", "Stop-loss {value} ✎", value=off_or_percent(t, plan.stop_loss))
    return Screen(
        text,
        (
            presets,
            (Button(total, asked.answers.go(Step.TOTAL)),),
            (Button(then, asked.answers.go(Step.ACTION)),),
            (Button(profit, asked.answers.go(Step.PROFIT)), Button(loss, asked.answers.go(Step.LOSS))),
            (Button(t("wizard", "Review"), asked.answers.choose(Step.PROTECTION, len(PRESETS)), "blue"),),
            back_row(t, asked),
        ),
    )


def preset_name(t: Words, preset: Preset) -> Html:
    """A ready-made protection by its name."""
    match preset:
        case Preset.CAREFUL:
            return t("wizard", "Careful")
        case Preset.BALANCED:
            return t("wizard", "Balanced")
        case Preset.NONE:
            return t("wizard", "No protection")
        case _ as unknown:
            assert_never(unknown)


def _preset_line(t: Words, preset: Preset, plan: CopyPlan) -> Html:
    part = preset_loss(preset, t.limits.copying)
    if not part:
        return NOTHING
    return t(
        "wizard",
        "• {preset}: stop all at a loss of {total}, and sell a coin that lost {loss}",
        preset=preset_name(t, preset),
        total=t.money(plan.at_risk * part // 100),
        loss=t.percent(part * RATIO_UNITS // 100),
    )


def _is_preset(t: Words, plan: CopyPlan, preset: Preset) -> bool:
    part = preset_loss(preset, t.limits.copying)
    wanted = (plan.at_risk * part // 100, part * RATIO_UNITS // 100, 0)
    return (plan.total_stop_loss, plan.stop_loss, plan.take_profit) == wanted


def _action(t: Words, asked: Question, names: Names) -> Screen:
    plan = asked.plan
    ways = [way for way in StopWay if not (plan.smart and way is StopWay.COPY_CLOSE)]
    text = lines(
        heading(t, asked, names), t("wizard", "What shall happen when the total stop-loss is reached?"), stops_note(t)
    )
    rows = tuple(
        (
            Button(
                mark(chosen=action_of(plan) is way) + stop_label(t, way),
                asked.answers.choose(Step.ACTION, int(way)),
            ),
        )
        for way in ways
    )
    return Screen(text, (*rows, back_row(t, asked)))


def out_of_date(t: Words) -> Html:
    """What stands above the fresh screen after a press on something old (rule 4)."""
    return t("desk", "This button is out of date")
