"""The copy trader's and the visitor's part of the route table: who may use what."""

from typing import Final

from bot import presses_copier as p
from bot.drafts.copy_drafts import AskMoney, AskQuantity, AskSetting
from bot.drafts.copy_plan import CopyPlan
from bot.handlers.copier.arriving import Arriving
from bot.handlers.copier.changing import Changes, ChangingReview, SettingsShown, Undoing
from bot.handlers.copier.copies import Copies, Resuming
from bot.handlers.copier.earnings import Earnings
from bot.handlers.copier.finding import Finding
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.funds import FundsDesk, FundsReview
from bot.handlers.copier.history import History, Logs
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
from bot.presses import Home
from bot.presses_pictures import ShowChart
from bot.routes import EVERYONE, Role, Route

COPIER: Final = frozenset({Role.COPIER})
NEWCOMER: Final = frozenset({Role.VISITOR})

STRAY_TEXT: Final = Route(stray_text, EVERYONE)
"""For `table_of(text=…)`: what answers a text that nobody asked for."""


def copier_routes(floor: Floor) -> Side:
    """All of it; the same press or command from another side is a mistake that `table_of` finds."""
    history, finding, starting = History(floor.engine), Finding(floor), StartingReview(floor)
    arriving, wizard = Arriving(floor, finding), Wizard(floor, finding, starting)
    copies, logs, adding = Copies(floor, history), Logs(floor, history), AddingPaper(floor)
    resuming, money = Resuming(floor, copies), Money(floor, adding)
    stop_one, stop_everything = StopOne(floor), StopEverything(floor, copies)
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
            p.ShowRisk: Route(arriving.risk, EVERYONE),
            p.AcceptRisk: Route(arriving.accept, NEWCOMER),
            p.ShowPage: Route(arriving.page, EVERYONE),
            p.ShowLanguages: Route(arriving.languages, EVERYONE),
            p.Speak: Route(arriving.speak, EVERYONE),
            p.ShowLeads: Route(finding.listed, EVERYONE),
            p.ShowLead: Route(finding.card, EVERYONE),
            ShowChart: Route(finding.chart, EVERYONE),
            p.ShowScoring: Route(finding.scored, EVERYONE),
            p.ShowLeadOrders: Route(finding.orders, EVERYONE),
            p.Begin: Route(wizard.begin, COPIER),
            p.GoTo: Route(wizard.go, COPIER),
            p.Choose: Route(wizard.choose, COPIER),
            p.Pick: Route(wizard.pick, COPIER),
            p.ShowCopies: Route(copies.all, COPIER),
            p.ShowCopy: Route(copies.one, COPIER),
            p.Pause: Route(copies.pause, COPIER),
            p.Resume: Route(resuming.asked, COPIER),
            p.ShowLog: Route(logs.shown, COPIER),
            p.ShowWhy: Route(logs.why, COPIER),
            p.ShowStop: Route(stopping.ways, COPIER),
            p.StopBy: Route(stopping.review, COPIER),
            p.ShowStopAll: Route(stopping.everything_paused, COPIER),
            p.ShowPortfolio: Route(money.portfolio, COPIER),
            p.ShowPnl: Route(earnings.shown, COPIER),
            p.ShowCost: Route(earnings.cost, COPIER),
            p.TopUp: Route(money.ask, COPIER),
            p.AddPaper: Route(money.chosen, COPIER),
            p.KeepLeft: Route(money.keep, COPIER),
            p.AskUnlink: Route(unlinking.asked, COPIER),
            p.ShowSettings: Route(settings.shown, COPIER),
            p.EditSetting: Route(settings.edit, COPIER),
            p.SetSetting: Route(settings.choose, COPIER, moves=True),
            p.PickOwn: Route(settings.pick, COPIER),
            p.ShowNever: Route(settings.never, COPIER),
            p.NeverCopy: Route(settings.bar, COPIER),
            p.RaiseTo: Route(settings.raise_to, COPIER),
            p.Retry: Route(Retrying(floor).tapped, COPIER, moves=True),
            p.ShowFunds: Route(funds.shown, COPIER),
            p.AskFunds: Route(funds.ask, COPIER),
            p.MoveFunds: Route(funds.chosen, COPIER),
            p.ShowAsset: Route(assets.shown, COPIER),
            p.SellPart: Route(assets.part, COPIER),
            p.AskSale: Route(assets.ask, COPIER),
            p.SellUnits: Route(assets.units, COPIER),
            p.Mute: Route(muting.pressed, COPIER),
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
