"""S1 and S2: a person's statements, ten a page, and one of them in figures, as copy trader or as lead."""

from typing import Final, assert_never

from bot.html import NOTHING, Html, bold, esc, lines, name, table
from bot.presses.copier import ShowCopy
from bot.presses.knowing import ShowLeads
from bot.presses.pictures import ShowStatementPicture
from bot.presses.statements import (
    CheckStatement,
    DisputeStatement,
    Form,
    GetFile,
    ShowDisputed,
    ShowStatement,
    ShowSteps,
    StatementsPage,
)
from bot.screens.arriving import last, noticed
from bot.screens.desk_calendar import desk_zone, on_cycle_start
from bot.screens.head import head, mode, opening
from bot.screens.screen import Button, Row, Screen
from bot.statements.computing import exact_money, exact_percent
from bot.translate import Words
from core.model.money import QUOTE_DECIMALS, UNITS
from core.views.as_of import AsOf
from core.views.statement import Checked, Listed, Outcome, Party, Statement

PAGE: Final = 10
CHIPS: Final = 5
WIDEST: Final = 34
"""Columns of a table (chat.md, section 8)."""


def statements(t: Words, at: AsOf, shown: tuple[Listed, ...], *, page: int, many: int, leads: bool) -> Screen:
    """S1. `many` there are in all; `leads`: whose empty list offers the lead desk."""
    title = t("statements", "statements")
    if not shown:
        text = lines(
            head(t, title, at),
            t(
                "statements",
                "No statement yet. One comes {on}, if something was sold under a lead in that week.",
                on=on_cycle_start(t),
            ),
        )
        step = (
            opening(t("statements", "Lead desk"), "lead")
            if leads
            else Button(t("statements", "Find a lead"), ShowLeads())
        )
        return Screen(text, ((step,), last(t)))
    rows = [_line(t, each) for each in shown]
    looks = [Button(t.count(each.number), ShowStatement(number=each.number)) for each in shown]
    chips = tuple(tuple(looks[at_ : at_ + CHIPS]) for at_ in range(0, len(looks), CHIPS))
    text = lines(head(t, title, at), *rows, t("statements", "Choose one by its number."))
    return Screen(text, (*chips, *_pager(t, page, many), last(t)))


def _pager(t: Words, page: int, many: int) -> tuple[Row, ...]:
    newer = (Button(t("statements", "‹ Newer"), StatementsPage(page=page - 1)),) if page > 1 else ()
    older = (Button(t("statements", "Older ›"), StatementsPage(page=page + 1)),) if page * PAGE < many else ()
    row = (*newer, *older)
    return (row,) if row else ()


def _line(t: Words, each: Listed) -> Html:
    who = name(each.other, longest=16) if each.other else t("statements", "as lead")
    week, net = _week(t, each), t.money(each.net, signed=True)
    number = bold(t.count(each.number))
    if each.outcome is Outcome.DEFERRED:
        due = t.money(each.due)
        return t(
            "statements",
            "{number} · {week} · {who} · {net}, put off; share about {due}",
            number=number,
            week=week,
            who=who,
            net=net,
            due=due,
        )
    share = t.money(each.payable)
    return t(
        "statements",
        "{number} · {week} · {who} · {net}, share {share}",
        number=number,
        week=week,
        who=who,
        net=net,
        share=share,
    )


def _week(t: Words, each: Listed | Statement, *, full: bool = False) -> Html:
    return t.days(*t.calendar.days_of(each.starts, each.ends), full=full)


# ── one of them ───────────────────────────────────────────────────────────────


def statement(
    t: Words,
    shown: Statement,
    *,
    forms: tuple[Form, ...],
    link: str | None = None,
    notice: Html = NOTHING,
) -> Screen:
    """S2. `forms`: the files that can be made here; `link`: its address, for its owner alone; `notice`: said first."""
    number = shown.number
    copies = (
        Button(t("statement", "Copies"), ShowCopy(lead=shown.lead))
        if shown.party is Party.COPIER
        else opening(t("statement", "Copiers"), "copiers")
    )
    top = (
        Button(t("statement", "How computed?"), ShowSteps(number=number)),
        copies,
        Button(t("statement", "Verify"), CheckStatement(number=number)),
    )
    files = tuple(Button(esc(form.name), GetFile(number=number, form=form)) for form in Form if form in forms)
    shared = (Button(t("statement", "Copy link"), copy=link),) if link else ()
    chart = Button(t("statement", "Day by day"), ShowStatementPicture(number=number))
    days = (chart,) if shown.party is Party.COPIER else ()
    more = (*days, Button(t("statement", "Dispute"), DisputeStatement(number=number)), *shared)
    text = lines(*statement_lines(t, shown), _missing(t, forms))
    screen = Screen(text, (top, files, more, last(t, StatementsPage())))
    return noticed(screen, notice) if notice else screen


def statement_lines(t: Words, shown: Statement) -> tuple[Html, ...]:
    """What a statement says: the result in a sentence, then the table of its sums."""
    title = bold(t("statement", "statement {number}", number=t.count(shown.number)))
    who = name(shown.other) if shown.other else t("statement", "as lead")
    totals = shown.totals
    return (
        t("statement", "{mode} · {title} · {who}", mode=mode(t), title=title, who=who),
        t("statement", "{week}, {zone}", week=_week(t, shown, full=True), zone=desk_zone(t)),
        _outcome(t, shown),
        t(
            "statement",
            "Gross {gross}, fees {fees}",
            gross=exact_money(t, totals.gross, signed=True),
            fees=exact_money(t, -totals.fees),
        ),
        table(_sums_table(t, shown)),
    )


def _outcome(t: Words, shown: Statement) -> Html:
    totals = shown.totals
    paid, back, due = (bold(t.money(units)) for units in (totals.payable, totals.refund, totals.due))
    if shown.party is Party.LEAD:
        if shown.outcome is Outcome.DEFERRED:
            return t(
                "statement", "Put off: coins are still held. Nothing is paid yet; your share is about {due}.", due=due
            )
        return t("statement", "Settled: {paid} to you, {back} back to your copiers.", paid=paid, back=back)
    match shown.outcome:
        case Outcome.DEFERRED:
            return t(
                "statement", "Put off: a coin is still held. Nothing is paid yet; the share is about {due}.", due=due
            )
        case Outcome.ENDED:
            return t(
                "statement",
                "Settled {when}, as copying ended: {paid} to the lead, {back} back to you.",
                when=t.when(shown.settled_at),
                paid=paid,
                back=back,
            )
        case Outcome.SETTLED:
            return t("statement", "Settled: {paid} to the lead, {back} back to you.", paid=paid, back=back)
        case _ as unknown:
            assert_never(unknown)


def _sums(t: Words, shown: Statement) -> list[tuple[Html, int, bool]]:
    """Label, money, and whether a plus is shown; what was nothing and says nothing is left out."""
    totals = shown.totals
    closes = len(shown.closes) or sum(line.closes for line in shown.copiers)
    net = t.n("statement", "Net of {count} close", "Net of {count} closes", closes)
    share = t("statement", "Share, {part}", part=exact_percent(t, shown.ratio))
    carried = totals.due_before if not totals.net_before else 0
    optional = [
        (t("statement", "Net put off before"), totals.net_before, True),
        (t("statement", "Share carried"), carried, True),
    ]
    rest = [
        (t("statement", "Withheld before"), totals.withheld_before, False),
        (t("statement", "Withheld"), totals.withheld, False),
    ]
    adjusted = [(t("statement", "Adjustment"), totals.adjustment, True)] if totals.adjustment else []
    due = [(share, totals.due, False)] if totals.due != totals.payable else []
    return [
        (net, totals.net, True),
        *(each for each in optional if each[1]),
        *rest,
        *adjusted,
        *due,
        (t("statement", "Paid to the lead"), totals.payable, False),
        (t("statement", "Refunded"), totals.refund, False),
        (t("statement", "Withheld after"), totals.withheld_after, False),
    ]


def _sums_table(t: Words, shown: Statement) -> Html:
    """Every digit, so that the figures add up before the reader's eyes, and the points in line."""
    sums = _sums(t, shown)
    places = max(_places(units) for _, units, _ in sums)
    return lines(*(_row(label, exact_money(t, units, decimals=places, signed=signed)) for label, units, signed in sums))


def _places(units: int) -> int:
    """Decimals that show all of it, two at least."""
    digits = f"{abs(units) % UNITS:0{QUOTE_DECIMALS}d}"
    return max(2, len(digits.rstrip("0")))


def _row(label: Html, figure: Html) -> Html:
    return esc(f"{label.plain:<{max(0, WIDEST - 1 - len(figure.plain))}} {figure.plain}")


def _missing(t: Words, forms: tuple[Form, ...]) -> Html:
    missing = esc(", ").join(esc(form.name) for form in Form if form not in forms)
    if not missing:
        return NOTHING
    return t("statement", "No {forms} here: this desk runs without that extra.", forms=missing)


# ── what a press on it says ───────────────────────────────────────────────────


def no_statement(t: Words) -> Screen:
    """There is none of that number, or it is somebody else's: one answer (rule 28)."""
    text = t("statement", "{mode} · There is no such statement.", mode=mode(t))
    return Screen(text, ((Button(t("statement", "All statements"), StatementsPage()),), last(t)))


def not_yet(t: Words) -> Screen:
    """A lead's settlement in mid-cycle: its statement is that of the week."""
    text = t(
        "statement",
        "{mode} · It will stand in the statement of this week, which comes {on}.",
        mode=mode(t),
        on=on_cycle_start(t),
    )
    return Screen(text, ((Button(t("statement", "All statements"), StatementsPage()),), last(t)))


def checked_words(t: Words, checked: Checked) -> Html:
    """What a check found, each part of it in words."""
    return lines(
        t("statement", "✔ Computed anew from the ledger: the same to the last digit.")
        if checked.same
        else t("statement", "✖ Computed anew from the ledger, it differs. Press Dispute: the admin must look."),
        t("statement", "✔ It follows the statement before it, and nothing was put between.")
        if checked.chained
        else t("statement", "✖ It does not follow the statement before it."),
        t("statement", "✔ Signed with this desk's key.")
        if checked.signed
        else t("statement", "✖ The signature is not this desk's."),
    )


def disputed_words(t: Words, *, new: bool, admin: bool) -> Html:
    """What became of a dispute; `new`: it was sent just now."""
    if not admin:
        return t("statement", "✖ Not sent: this desk has no admin in the chat.")
    if new:
        return t("statement", "✔ Sent to the admin: these figures and every line behind them.")
    return t("statement", "It was sent before; the admin has it.")


def file_caption(t: Words, shown: Statement) -> Html:
    """The text under a file."""
    return t(
        "statement",
        "{mode} · statement {number} · {week}, {zone}",
        mode=mode(t),
        number=t.count(shown.number),
        week=_week(t, shown, full=True),
        zone=desk_zone(t),
    )


# ── the admin's side of a dispute ─────────────────────────────────────────────


def dispute_alert(t: Words, shown: Statement, extract: tuple[Html, ...]) -> Screen:
    """What the admin is sent: who disputes, the figures, and the first of the lines."""
    look = Button(t("dispute", "All lines"), ShowDisputed(person=shown.person, number=shown.number, page=1))
    return Screen(
        lines(
            t("dispute", "⚖ {person} disputes a statement", person=name(shown.name)),
            *statement_lines(t, shown),
            *extract,
        ),
        ((look,),),
        live=False,
    )


def disputed(t: Words, shown: Statement) -> Screen:
    """The same figures, when the admin comes back to them."""
    look = Button(t("dispute", "All lines"), ShowDisputed(person=shown.person, number=shown.number, page=1))
    title = t("dispute", "Statement of {person}, number {id}", person=name(shown.name), id=t.count(shown.person))
    return Screen(lines(*statement_lines(t, shown), title), ((look,), last(t)))


def no_dispute(t: Words) -> Screen:
    """The admin asked for a statement that nobody has sent them."""
    return Screen(t("dispute", "{mode} · This statement is not disputed.", mode=mode(t)), (last(t),))
