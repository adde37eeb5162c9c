"""The buttons under one copy: its settings and money, its coins, its log, pausing and stopping (C2)."""

from bot.presses.copier import Pause, Resume, ShowAsset, ShowCost, ShowFunds, ShowLog, ShowStop
from bot.presses.knowing import ShowLead
from bot.presses.terms import ShowSettings
from bot.screens.arriving import pairs
from bot.screens.leads import Names, short_name
from bot.screens.screen import Button, Row
from bot.translate import Words
from core.model.copying import CopyingState, Sizing
from core.views.copies import CopyView

COINS_SHOWN = 20


def actions(t: Words, view: CopyView, names: Names) -> tuple[Row, ...]:
    """What can be done with it in the state it is in; its coins can be sold in each (rule 22)."""
    lead, state = view.line.lead, view.line.state
    log = Button(t("copy", "Log of {lead}", lead=short_name(names, lead)), ShowLog(lead=lead, before=0))
    card = Button(t("copy", "Card of {lead}", lead=short_name(names, lead)), ShowLead(lead=lead))
    coins = pairs(
        [
            Button(t("copy", "Sell {coin} …", coin=t.ticker(held.base)), ShowAsset(lead=lead, symbol=held.symbol))
            for held in view.holdings[:COINS_SHOWN]
        ]
    )
    cost = Button(t("copy", "Cost of copying"), ShowCost(lead=lead))
    if state is not CopyingState.RUNNING:
        return (*coins, (log, card), (cost,))
    settings = Button(t("copy", "Settings"), ShowSettings(lead=lead))
    smart = view.line.sizing is Sizing.SMART_SYNC
    money = (Button(t("copy", "Add or take out"), ShowFunds(lead=lead)),) if smart else ()
    pause = Button(t("copy", "Pause {lead}", lead=short_name(names, lead)), Pause(lead=lead))
    resume = Button(t("copy", "Resume {lead}", lead=short_name(names, lead)), Resume(lead=lead))
    stop = Button(t("copy", "Stop copying"), ShowStop(lead=lead), "red")
    return (*coins, (settings, *money), (log, card), (cost,), (resume if view.line.paused else pause, stop))
