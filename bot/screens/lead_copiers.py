"""L6 and L7: who copies a lead, the removal of one of them, and in which ways new ones may."""

from decimal import Decimal

from bot.html import NOTHING, Html, esc, lines
from bot.html import name as named
from bot.presses import Confirm, Noop
from bot.presses.lead import AcceptNew, AskRemoval, CopiersPage, Restrict, ShowCopier, UndoTerm
from bot.screens.denied import denial_words
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import anew
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.copying import Sizing
from core.model.reasons import Denial
from core.views.copiers import PAGE, Copier, Copiers, Removal
from core.views.lead_desk import LeadDesk

# ── L6 ────────────────────────────────────────────────────────────────────────


def copiers_screen(
    t: Words, shown: Copiers, names: list[str], note: Html = NOTHING, undo: UndoTerm | None = None
) -> Screen:
    """`names` are masked, one a row; `undo` takes back what was just set."""
    places = range((shown.page - 1) * PAGE + 1, shown.page * PAGE + 1)
    rows = [
        t("copiers", "{number}. {copier}", number=t.count(at), copier=_copier(t, copier, name))
        for at, copier, name in zip(places, shown.rows, names, strict=False)
    ]
    empty = t("copiers", "Nobody copies you yet. People find you under Leads once you are active.")
    text = lines(
        head(
            t, t("copiers", "copiers {now} of {most}", now=t.count(shown.total), most=t.count(shown.cap)), shown.as_of
        ),
        note,
        NOTHING if shown.total else empty,
        _week(t, shown),
        *rows,
    )
    accept = (
        Button(t("copiers", "✅ New copiers: welcome"), AcceptNew(on=False, version=shown.version))
        if shown.accepting
        else Button(t("copiers", "☐ New copiers: closed"), AcceptNew(on=True, version=shown.version))
    )
    looks = [
        Button(t("copiers", "{number} {name}", number=t.count(at), name=named(name)), ShowCopier(copier=copier.person))
        for at, copier, name in zip(places, shown.rows, names, strict=False)
    ]
    pager = (_pager(t, shown),) if shown.pages > 1 else ()
    return Screen(text, (*threes(looks), *pager, (accept, *undo_button(t, undo)), last_row(t, "lead")))


def _week(t: Words, shown: Copiers) -> Html:
    """The 7-day change of their number, and how many of the present ones are new (R-20.1)."""
    if not shown.total and not shown.change:
        return NOTHING
    return t.n(
        "copiers",
        "In 7 days {change}; {count} of them came in that time.",
        "In 7 days {change}; {count} of them came in that time.",
        shown.new,
        change=t.quantity(Decimal(shown.change), signed=True),
    )


def copier_screen(t: Words, shown: Removal, name: str, note: Html = NOTHING) -> Screen:
    """One copier, and whether they can be removed; how much they have is not shown."""
    text = lines(
        head(t, t("copiers", "your copier {name}", name=named(name)), shown.as_of),
        note,
        _copier(t, shown.copier, name),
        *_conditions(t, shown),
    )
    remove = Button(t("copiers", "Remove {name}…", name=named(name)), AskRemoval(copier=shown.copier.person), "red")
    return Screen(text, (*(((remove,),) if shown.possible else ()), last_row(t, "copiers")))


def _conditions(t: Words, shown: Removal) -> tuple[Html, ...]:
    if shown.copier.closing:
        return (_ending(t),)
    below = t.money(shown.below, ticker="USDT")
    return (
        t("copiers", "Both must hold before you can remove somebody:")
        if not shown.possible
        else t("copiers", "You can remove this copier: both hold."),
        t("copiers", "✔ their account is below {below}", below=below)
        if shown.poor
        else t("copiers", "✖ their account is below {below}: it holds more", below=below),
        t("copiers", "✔ they hold nothing they bought with you")
        if shown.empty
        else t("copiers", "✖ they hold nothing they bought with you: they still do"),
        NOTHING
        if shown.possible
        else t("copiers", "To take nobody new, close the door to new copiers instead; present ones stay."),
    )


def removal_review(t: Words, shown: Removal, name: str, nonce: str, *, changed: bool) -> Screen:
    """What the removal does."""
    who = named(name)
    text = lines(
        head(t, t("copiers", "review: remove {name}", name=who), shown.as_of),
        anew(t, changed=changed),
        t("copiers", "The copy ends at once, its profit share is settled, and {name} is told.", name=who),
        t("copiers", "Nothing is sold: {name} holds nothing that could be.", name=who),
        t("copiers", "{name} may copy you again later, as long as you take new copiers.", name=who),
        t("copiers", "Expires in 60 s."),
    )
    remove = Button(t("copiers", "Remove {name}", name=who), Confirm(nonce=nonce), "red")
    return Screen(text, ((remove, opening(t("copiers", "Cancel"), "copiers")), last_row(t)))


def removed(t: Words, name: str) -> Html:
    """Said once it is done."""
    return t("copiers", "✔ {name} does not copy you any more.", name=named(name))


def no_such_copier(t: Words) -> Html:
    """Nobody with this number copies this lead, whether they exist or not."""
    return t("copiers", "That person does not copy you now.")


def not_removed(t: Words, denial: Denial) -> Html:
    """Why somebody stays who could be removed when the review was shown, as the lead sees it (R-20.2)."""
    match denial:
        case Denial.NOT_COPYING:
            return no_such_copier(t)
        case Denial.STOP_IN_PROGRESS:
            return _ending(t)
        case Denial.COPIER_NOT_REMOVABLE:
            return t(
                "copiers", "Not removed: meanwhile they have more in their account, or hold something bought with you."
            )
        case _:
            return denial_words(t, denial)


def _ending(t: Words) -> Html:
    return t("copiers", "This copy is being stopped already; it ends by itself.")


def undo_button(t: Words, undo: UndoTerm | None) -> Row:
    """Offered for 60 s on what moves no money (rule 18)."""
    return (Button(t("desk", "Undo · 60 s"), undo),) if undo else ()


def undone(t: Words) -> Html:
    """Said once it is."""
    return t("desk", "✔ Undone.")


def too_late_to_undo(t: Words) -> Html:
    """The 60 s are over."""
    return t("desk", "Undo was offered for 60 s; change it here instead.")


def _copier(t: Words, copier: Copier, name: str) -> Html:
    way = {
        Sizing.FIXED_AMOUNT: t("copiers", "fixed amount"),
        Sizing.MULTIPLIER: t("copiers", "multiplier"),
        Sizing.SMART_SYNC: t("copiers", "Smart Sync"),
    }[copier.sizing]
    since, result = t.when(copier.since, pattern="d"), t.money(copier.result, signed=True)
    line = t(
        "copiers",
        "{name} · {way} · since {since} · result {result}",
        name=named(name),
        way=way,
        since=since,
        result=result,
    )
    return line + (esc(" · ") + t("copiers", "stopping") if copier.closing else NOTHING)


def _pager(t: Words, shown: Copiers) -> Row:
    here = Button(t("copiers", "{page}/{pages}", page=t.count(shown.page), pages=t.count(shown.pages)), Noop())
    before = (Button(esc("‹"), CopiersPage(page=shown.page - 1)),) if shown.page > 1 else ()
    after = (Button(esc("›"), CopiersPage(page=shown.page + 1)),) if shown.page < shown.pages else ()
    return (*before, here, *after)


# ── L7 ────────────────────────────────────────────────────────────────────────


def restriction(t: Words, desk: LeadDesk, note: Html = NOTHING, undo: UndoTerm | None = None) -> Screen:
    """Who may copy, and how."""
    text = lines(
        head(t, t("restriction", "restriction"), desk.as_of),
        note,
        t("restriction", "Smart Sync only: new copiers must use Smart Sync, which keeps their parts equal to yours."),
        t("restriction", "Present copiers stay as they are and are told. Your card says so to everybody."),
        t.n(
            "restriction",
            "{count} present copy is not Smart Sync: it goes on, and may change its total stop-loss alone.",
            "{count} present copies are not Smart Sync: they go on, and may change their total stop-loss alone.",
            desk.other_ways,
        )
        if desk.other_ways
        else NOTHING,
    )
    free = Button(
        _dot(t("restriction", "No restriction"), on=not desk.smart_sync_only),
        Restrict(smart=False, version=desk.version),
    )
    smart = Button(
        _dot(t("restriction", "Smart Sync only"), on=desk.smart_sync_only), Restrict(smart=True, version=desk.version)
    )
    back = undo_button(t, undo)
    return Screen(text, ((free, smart), *((back,) if back else ()), last_row(t, "lead")))


def threes(buttons: list[Button]) -> tuple[Row, ...]:
    """Three a row (rule 12)."""
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def _dot(label: Html, *, on: bool) -> Html:
    return esc("● " if on else "○ ") + label
