"""M5: who is here, and what the admin may do about each. No keys, and no orders of anybody."""

from collections.abc import Mapping
from datetime import datetime

from bot.html import NOTHING, Html, code, esc, lines
from bot.html import name as named
from bot.presses import Noop
from bot.presses.admin import (
    AskSanction,
    MarkVideo,
    Sanction,
    ShowUser,
    UsersPage,
)
from bot.screens.admin_conduct import Watching, watching_lines, watching_rows
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import given
from bot.screens.leads import Names
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import LeadState, PersonId
from core.views.admin_desk import User, Users
from core.views.as_of import AsOf
from core.views.ceasing import Ceasing

LOOKED_AT = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})
"""States in which the admin may do something about a lead (R-3.10)."""

# ── people ────────────────────────────────────────────────────────────────────────


def users_screen(
    t: Words, shown: Users, names: list[str], note: Html = NOTHING, *, seen: Mapping[PersonId, datetime]
) -> Screen:
    """Who is here; each can be looked at. `seen`: when who was last heard of."""
    text = lines(
        head(t, t("admin", "people {count}", count=t.count(shown.total)), shown.as_of),
        note,
        NOTHING if shown.total else t("admin", "Nobody has joined yet. They press Start in a chat with this bot."),
        *(_user(t, each, name, seen.get(each.person)) for each, name in zip(shown.rows, names, strict=True)),
    )
    rows: list[Row] = []
    others: list[Button] = []
    for each, called in zip(shown.rows, names, strict=True):
        who, look = named(called, longest=20), ShowUser(person=each.person)
        if each.state in LOOKED_AT:
            rows.append((Button(t("admin", "Lead {name}", name=who), look), _sanction(t, each.person, each.state, who)))
        else:
            others.append(Button(t("admin", "Look at {name}", name=who), look))
    rows += [tuple(others[at : at + 2]) for at in range(0, len(others), 2)]
    invite = opening(t("admin", "Invite somebody"), "invite")
    return Screen(text, (*rows, *((_pager(t, shown),) if shown.pages > 1 else ()), (invite,), last_row(t, "admin")))


def invitation(t: Words, at: AsOf, link: str) -> Screen:
    """The link, to be copied and passed on."""
    text = lines(
        head(t, t("admin", "invitation"), at),
        t("admin", "Send this link to one person. It works once, for 7 days:"),
        code(esc(link)),
    )
    return Screen(text, ((Button(t("admin", "Copy the link"), copy=link),), last_row(t, "users")))


def which_person(t: Words) -> Html:
    """Said where nothing was asked for."""
    return t("admin", "Give a number from this list or a name, such as /user 3 or /user Bob.")


def no_number(t: Words, number: str) -> Html:
    """Said of a number that is none of anybody's."""
    return t("admin", "Nobody has the number {number}.", number=named(number, longest=20))


def no_name(t: Words, name: str) -> Html:
    """Said of a name that nobody's begins with."""
    return t("admin", "Nobody's name is {name} or begins so.", name=named(name, longest=20))


def several(t: Words, name: str, count: int) -> Html:
    """Said where a name can be that of more than one person."""
    return t.n(
        "admin",
        "{count} person goes by {name}. Whom do you mean?",
        "{count} people go by {name}. Whom do you mean?",
        count,
        name=named(name, longest=20),
    )


def copier_screen(t: Words, at: AsOf, user: User, name: str, *, seen: datetime | None, note: Html = NOTHING) -> Screen:
    """Somebody who never applied to lead: there is nothing to decide about them."""
    text = lines(
        head(t, t("admin", "person {name}", name=named(name)), at),
        note,
        _user(t, user, name, seen),
        t("admin", "There is nothing to decide about them now."),
    )
    return Screen(text, (last_row(t, "users"),))


def _user(t: Words, user: User, name: str, seen: datetime | None) -> Html:
    copies = t.n("admin", "{count} copy", "{count} copies", user.copies) if user.copies else NOTHING
    number = t("admin", "no. {number}", number=t.count(user.person))
    heard = t("admin", "last seen {when}", when=t.when(seen)) if seen else t("admin", "not seen this week")
    return esc(" · ").join(part for part in (named(name), number, role(t, user.state), copies, heard) if part)


def role(t: Words, state: LeadState) -> Html:
    """What somebody is to the desk, by their state as a lead."""
    return {
        LeadState.NONE: t("admin", "copy trader"),
        LeadState.APPLIED: t("admin", "applied to lead"),
        LeadState.REJECTED: t("admin", "copy trader"),
        LeadState.APPROVED: t("admin", "lead, not active yet"),
        LeadState.ACTIVE: t("admin", "lead"),
        LeadState.STOP_REQUESTED: t("admin", "lead, wants to stop"),
        LeadState.STOPPED: t("admin", "copy trader"),
        LeadState.SUSPENDED: t("admin", "lead, suspended"),
        LeadState.REVOKED: t("admin", "lead, revoked"),
    }[state]


def _pager(t: Words, shown: Users) -> Row:
    here = Button(t("admin", "{page}/{pages}", page=t.count(shown.page), pages=t.count(shown.pages)), Noop())
    before = (Button(esc("‹"), UsersPage(page=shown.page - 1)),) if shown.page > 1 else ()
    after = (Button(esc("›"), UsersPage(page=shown.page + 1)),) if shown.page < shown.pages else ()
    return (*before, here, *after)


# ── one lead ──────────────────────────────────────────────────────────────────


def user_screen(
    t: Words, view: Ceasing, names: Names, ground: str, watching: Watching, *, note: Html = NOTHING
) -> Screen:
    """One lead, and what can be done about them; `ground` is why they are suspended."""
    who = named(names(view.lead))
    text = lines(
        head(t, t("admin", "lead {name}", name=who), view.as_of),
        note,
        t("admin", "{name} is: {role}", name=who, role=role(t, view.state)),
        given(t, ground) if view.state is LeadState.SUSPENDED else NOTHING,
        t.n("admin", "{count} person copies {name}.", "{count} people copy {name}.", view.copies, name=who),
        _video(t, view),
        watching_lines(t, watching, names),
        _may_do(t, view.state),
    )
    watched = watching_rows(t, watching, names)
    return Screen(text, (*_sanctions(t, view, who), *watched, (_mark_video(t, view),), last_row(t, "users")))


def _video(t: Words, view: Ceasing) -> Html:
    if view.video:
        return t("admin", "✔ seen by video")
    return t("admin", "◻ not seen by video: the lead levels above the first ask for it")


def _mark_video(t: Words, view: Ceasing) -> Button:
    label = t("admin", "✅ Seen by video") if view.video else t("admin", "☐ Seen by video")
    return Button(label, MarkVideo(person=view.lead, on=not view.video))


def _may_do(t: Words, state: LeadState) -> Html:
    if state is LeadState.SUSPENDED:
        return t("admin", "Lifting lets them lead again. Revoking is final: every copy of them ends.")
    if state in LOOKED_AT:
        return t("admin", "Suspending keeps the copies, but nothing more is bought; it can be lifted.")
    return t("admin", "There is nothing to decide about them now.")


def _sanctions(t: Words, view: Ceasing, who: Html) -> tuple[Row, ...]:
    if view.state not in LOOKED_AT:
        return ()
    sanction = (_sanction(t, view.lead, view.state, who),)
    if view.state is not LeadState.SUSPENDED:
        return (sanction,)
    lift = Button(t("admin", "Lift the suspension…"), AskSanction(person=view.lead, what=Sanction.LIFT))
    return ((lift,), sanction)


def _sanction(t: Words, lead: PersonId, state: LeadState, who: Html) -> Button:
    """The next severer step: whoever is suspended can be revoked. Its reason is asked first."""
    if state is LeadState.SUSPENDED:
        return Button(
            t("admin", "Revoke lead {name}…", name=who), AskSanction(person=lead, what=Sanction.REVOKE), "red"
        )
    return Button(t("admin", "Suspend {name}…", name=who), AskSanction(person=lead, what=Sanction.SUSPEND), "red")
