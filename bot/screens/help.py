"""What each role can type, one line a command; the menus show the first of them."""

from typing import Final

from bot.html import Html
from bot.translate import Words

EVERYONE: Final = ("help", "settings", "language", "appearance", "cancel", "privacy", "terms", "whoami")
VISITOR: Final = ("start", "leads")
MEMBER: Final = ("alerts", "quiet", "digest", "email", "timezone")
TRADER: Final = ("account", "export", "forgetme")
COPIER: Final = (
    "home", "leads", "copies", "portfolio", "pnl", "log", "why", "pause", "resume", "paper", "mute", "stop",
    "trade", "assets", "statements", "apply",
)  # fmt: skip


def commands_of(t: Words, roles: frozenset[str]) -> dict[str, Html]:
    """Command and what it does, for all the roles of one person."""
    known: list[str] = []
    known += VISITOR if "visitor" in roles else ()
    known += COPIER if "copier" in roles else ()
    known += LEAD if "lead" in roles else ()
    known += ADMIN if "admin" in roles else ()
    known += MEMBER if roles - {"visitor"} else ()
    known += TRADER if roles & {"copier", "lead"} else ()
    return {command: command_words(t, command) for command in dict.fromkeys((*known, *EVERYONE))}


LEAD: Final = (
    "home", "leads", "lead", "trade", "assets", "copiers", "share", "instruments", "restriction", "receipts", "profile",
    "leadon", "leadoff", "announce", "statements", "stop", "stopleading",
)  # fmt: skip
ADMIN: Final = (
    "home", "admin", "applications", "reviews", "health", "halt", "unhalt", "users", "listing", "broadcast", "audit",
    "user", "invite", "outbox", "reconcile", "backup", "version",
)  # fmt: skip


def command_words(t: Words, command: str) -> Html:  # noqa: PLR0912  # one sentence a command, no branch inside
    """What a command does, in a few words."""
    match command:
        case "start":
            return t("command", "begin here")
        case "home":
            return t("command", "the home screen")
        case "leads":
            return t("command", "whom you can copy")
        case "copies":
            return t("command", "your copies")
        case "portfolio":
            return t("command", "what you have")
        case "pnl":
            return t("command", "what copying has brought: in all, by lead, by day")
        case "statements":
            return t("command", "what each week came to, and the share of it")
        case "log":
            return t("command", "what was copied, and what was not")
        case "why":
            return t("command", "why a copy was made or not, by its id")
        case "pause":
            return t("command", "buy nothing more for now; sells go on")
        case "resume":
            return t("command", "copy buys again")
        case "alerts":
            return t("command", "what you are told of: loud, silent or off")
        case "quiet":
            return t("command", "hours in which nothing but safety makes a sound")
        case "digest":
            return t("command", "when your day digest comes")
        case "email":
            return t("command", "your e-mail address, and what is mailed to it")
        case "timezone":
            return t("command", "what time it is for you")
        case "mute":
            return t("command", "hear less of a lead for a while")
        case "paper":
            return t("command", "add paper money")
        case "stop":
            return t("command", "no more copied buys, at once; then choose")
        case "help":
            return t("command", "this list")
        case "language":
            return t("command", "choose the language")
        case "appearance":
            return t("command", "dark or light pictures, plain words")
        case "settings":
            return t("command", "language, time zone, appearance, alerts")
        case "account":
            return t("command", "who you are and what you have")
        case "export":
            return t("command", "all that is kept about you, as a file")
        case "forgetme":
            return t("command", "have your name and settings erased")
        case "cancel":
            return t("command", "drop what is being asked")
        case "privacy":
            return t("command", "what is stored about you")
        case "terms":
            return t("command", "the terms of this desk")
        case "whoami":
            return t("command", "who you are here")
        case _:
            return _lead_or_admin(t, command)


def _lead_or_admin(t: Words, command: str) -> Html:  # noqa: PLR0912  # one sentence a command, no branch inside
    match command:
        case "lead":
            return t("command", "your lead desk")
        case "trade":
            return t("command", "buy or sell")
        case "assets":
            return t("command", "your lots, coins and orders")
        case "copiers":
            return t("command", "who copies you")
        case "share":
            return t("command", "your profit share")
        case "leadon":
            return t("command", "orders from now on are copied")
        case "leadoff":
            return t("command", "orders from now on are private")
        case "apply":
            return t("command", "become a lead trader")
        case "instruments":
            return t("command", "the instruments you lead")
        case "restriction":
            return t("command", "in which ways people may copy you")
        case "receipts":
            return t("command", "what became of your orders at your copiers")
        case "profile":
            return t("command", "what stands about you, and what you lead")
        case "announce":
            return t("command", "write to your copiers")
        case "reviews":
            return t("command", "what the conduct monitors found")
        case "broadcast":
            return t("command", "write to everybody")
        case "stopleading":
            return t("command", "ask to stop leading")
        case "listing":
            return t("command", "what is traded, and the end of it")
        case "users":
            return t("command", "who is here")
        case "audit":
            return t("command", "who did what as the admin, and why")
        case "user":
            return t("command", "one person, by number or name")
        case "outbox":
            return t("command", "what waits to be told")
        case "reconcile":
            return t("command", "ask the exchange about open orders")
        case "backup":
            return t("command", "copy journal and notes, while all goes on")
        case "invite":
            return t("command", "a link that lets one person in")
        case "version":
            return t("command", "which release this is")
        case "applications":
            return t("command", "who wants to lead")
        case "health":
            return t("command", "how the desk is")
        case "halt":
            return t("command", "stop all copy buys at once")
        case "unhalt":
            return t("command", "let copy buys go on")
        case _:
            return t("command", "the admin's desk")


def role_name(t: Words, role: str) -> Html:
    """A role by its name."""
    match role:
        case "copier":
            return t("role", "a copy trader")
        case "lead":
            return t("role", "a lead trader")
        case "admin":
            return t("role", "the admin")
        case _:
            return t("role", "a visitor")
