"""The copy trader's and the visitor's part of the route table: who may use what."""

from dataclasses import replace
from typing import Final

from bot.chat.routes import EVERYONE, Role, Route
from bot.drafts.copy_drafts import AskMoney, AskQuantity, AskSetting
from bot.drafts.copy_plan import CopyPlan
from bot.handlers.copier.arriving import Arriving
from bot.handlers.copier.changing import Changes, ChangingReview, SettingsShown, Undoing
from bot.handlers.copier.charting import Charting
from bot.handlers.copier.copies import Copies, Resuming
from bot.handlers.copier.earnings import Earnings
from bot.handlers.copier.finding import Finding
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.funds import FundsDesk, FundsReview
from bot.handlers.copier.history import WHY_LINK, Logs
from bot.handlers.copier.money import AddingPaper, AskPaper, Money
from bot.handlers.copier.muting import Muting
from bot.handlers.copier.retrying import Retrying
from bot.handlers.copier.selling import Assets, SaleReview
from bot.handlers.copier.settings import CopySettingsDesk
from bot.handlers.copier.starting import StartingReview
from bot.handlers.copier.stopping import StopEverything, StopOne, Stopping
from bot.handlers.copier.strays import stray_text
from bot.handlers.copier.unlinking import Unlinking
from bot.handlers.copier.wizard import Wizard
from bot.handlers.side import Side
from bot.past.copies import History
from bot.presses import Home, copier, knowing, terms
from bot.presses import arriving as arrival
from bot.presses.pictures import ShowChart, ShowPrices

COPIER: Final = frozenset({Role.COPIER})
NEWCOMER: Final = frozenset({Role.VISITOR})

STRAY_TEXT: Final = Route(stray_text, EVERYONE)
"""For `table_of(text=…)`: what answers a text that nobody asked for."""


def copier_routes(floor: Floor) -> Side:
    """All of it; the same press or command from another side is a mistake that `table_of` finds."""
    history, finding, starting = History(floor.engine), Finding(floor), StartingReview(floor)
    copies, logs, adding = Copies(floor, history), Logs(floor, history), AddingPaper(floor)
    arriving = Arriving(replace(floor, links={**floor.links, WHY_LINK: logs.linked}), finding)
    wizard = Wizard(floor, finding, starting)
    resuming, money = Resuming(floor, copies), Money(floor, adding)
    stop_one, stop_everything = StopOne(floor), StopEverything(floor)
    stopping = Stopping(floor, stop_one, stop_everything)
    moving, selling, shown = FundsReview(floor), SaleReview(floor), SettingsShown(floor)
    funds, assets, muting = FundsDesk(floor, moving), Assets(floor, selling), Muting(floor)
    unlinking, earnings = Unlinking(floor), Earnings(floor)
    changing, undoing = ChangingReview(floor, shown), Undoing(floor, shown)
    settings = CopySettingsDesk(floor, shown, Changes(floor, shown, changing, undoing), funds)
    return Side(
        commands={
            "start": Route(arriving.start, EVERYONE),
            "home": Route(arriving.home, EVERYONE),
            "leads": Route(finding.listed, EVERYONE),
            "language": Route(arriving.languages, EVERYONE),
            "help": Route(arriving.page_by_command, EVERYONE),
            "privacy": Route(arriving.page_by_command, EVERYONE),
            "terms": Route(arriving.page_by_command, EVERYONE),
            "whoami": Route(arriving.page_by_command, EVERYONE),
            "copies": Route(copies.all, COPIER),
            "portfolio": Route(money.portfolio, COPIER),
            "pnl": Route(earnings.shown, COPIER),
            "paper": Route(money.ask, COPIER),
            "log": Route(logs.asked, COPIER),
            "why": Route(logs.why_by_id, COPIER),
            "pause": Route(copies.pause_all, COPIER),
            "resume": Route(resuming.asked, COPIER),
            "stop": Route(stopping.at_once, COPIER | floor.stops.keys()),
            "mute": Route(muting.shown, COPIER),
        },
        presses={
            Home: Route(arriving.home, EVERYONE),
            arrival.ShowRisk: Route(arriving.risk, EVERYONE),
            arrival.AcceptRisk: Route(arriving.accept, NEWCOMER),
            arrival.ShowPage: Route(arriving.page, EVERYONE),
            arrival.ShowLanguages: Route(arriving.languages, EVERYONE),
            arrival.Speak: Route(arriving.speak, EVERYONE),
            knowing.ShowLeads: Route(finding.listed, EVERYONE),
            knowing.ShowLead: Route(finding.card, EVERYONE),
            ShowChart: Route(finding.chart, EVERYONE),
            knowing.ShowScoring: Route(finding.scored, EVERYONE),
            knowing.ShowLeadOrders: Route(finding.orders, EVERYONE),
            terms.Begin: Route(wizard.begin, COPIER),
            terms.GoTo: Route(wizard.go, COPIER),
            terms.Choose: Route(wizard.choose, COPIER),
            terms.Pick: Route(wizard.pick, COPIER),
            copier.ShowCopies: Route(copies.all, COPIER),
            copier.ShowCopy: Route(copies.one, COPIER),
            copier.Pause: Route(copies.pause, COPIER),
            copier.Resume: Route(resuming.asked, COPIER),
            copier.ShowLog: Route(logs.shown, COPIER),
            copier.ShowWhy: Route(logs.why, COPIER),
            copier.ShowStop: Route(stopping.ways, COPIER),
            copier.StopBy: Route(stopping.review, COPIER),
            copier.ShowStopAll: Route(stopping.everything_paused, COPIER),
            copier.ShowPortfolio: Route(money.portfolio, COPIER),
            copier.ShowPnl: Route(earnings.shown, COPIER),
            copier.ShowCost: Route(earnings.cost, COPIER),
            copier.TopUp: Route(money.ask, COPIER),
            copier.AddPaper: Route(money.chosen, COPIER),
            copier.KeepLeft: Route(money.keep, COPIER),
            copier.TopUpFor: Route(money.for_copy, COPIER),
            copier.AskUnlink: Route(unlinking.asked, COPIER),
            terms.ShowSettings: Route(settings.shown, COPIER),
            terms.EditSetting: Route(settings.edit, COPIER),
            terms.SetSetting: Route(settings.choose, COPIER, moves=True),
            terms.PickOwn: Route(settings.pick, COPIER),
            terms.ShowNever: Route(settings.never, COPIER),
            terms.NeverCopy: Route(settings.bar, COPIER),
            terms.RaiseTo: Route(settings.raise_to, COPIER),
            copier.Retry: Route(Retrying(floor).tapped, COPIER, moves=True),
            copier.ShowFunds: Route(funds.shown, COPIER),
            copier.AskFunds: Route(funds.ask, COPIER),
            copier.MoveFunds: Route(funds.chosen, COPIER),
            copier.ShowAsset: Route(assets.shown, COPIER),
            ShowPrices: Route(Charting(floor, assets).shown, COPIER),
            copier.SellPart: Route(assets.part, COPIER),
            copier.AskSale: Route(assets.ask, COPIER),
            copier.SellUnits: Route(assets.units, COPIER),
            copier.Mute: Route(muting.pressed, COPIER),
        },
        drafts={
            CopyPlan: Route(wizard.typed, COPIER),
            AskPaper: Route(money.typed, COPIER),
            AskSetting: Route(settings.typed, COPIER),
            AskMoney: Route(funds.typed, COPIER),
            AskQuantity: Route(assets.typed, COPIER),
        },
        reviews={
            starting.do: starting,
            resuming.do: resuming,
            stop_one.do: stop_one,
            stop_everything.do: stop_everything,
            adding.do: adding,
            changing.do: changing,
            undoing.do: undoing,
            moving.do: moving,
            selling.do: selling,
            unlinking.do: unlinking,
        },
    )
