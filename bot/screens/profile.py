"""L9, a lead's profile: the words about them that everybody reads, and the instruments they lead."""

from bot.html import NOTHING, Html, esc, lines, quote, words_of
from bot.html import name as named
from bot.presses.admin import ShowUser
from bot.presses.knowing import ShowLead
from bot.presses.lead import EditBio
from bot.screens.head import head, last_row, mode, opening
from bot.screens.lead_apply import bio_rules
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.views.lead_desk import LeadDesk


def profile(t: Words, desk: LeadDesk, name: str, bio: str, note: Html = NOTHING) -> Screen:
    """Both, and the way to the public card."""
    text = lines(
        head(t, t("profile", "profile of {name}", name=named(name)), desk.as_of),
        note,
        t("profile", "About you, on your public card:") if bio else t("profile", "Nothing stands about you yet."),
        quote(words_of(bio)) if bio else NOTHING,
        _instruments(t, desk),
    )
    change = t("profile", "✎ Change the words") if bio else t("profile", "Write about me")
    rows = (
        (Button(change, EditBio(), "blue"), opening(t("lead", "Instruments"), "instruments")),
        (Button(t("profile", "My public card"), ShowLead(lead=desk.who)),),
    )
    return Screen(text, (*rows, last_row(t, "lead")))


def _instruments(t: Words, desk: LeadDesk) -> Html:
    if not desk.chosen:
        return t("profile", "You have not chosen your instruments yet.")
    if desk.instruments is None:
        return t("profile", "You lead the whole copy list, as it changes.")
    names = esc(", ").join(t.ticker(each) for each in desk.instruments)
    return t("profile", "You lead: {names}.", names=names)


def ask_bio(t: Words, desk: LeadDesk, problem: Html = NOTHING) -> Screen:
    """The question for new words; the admin reads them along."""
    text = lines(
        head(t, t("profile", "about you"), desk.as_of),
        problem,
        *bio_rules(t),
        t("profile", "The admin is shown what you change."),
    )
    return Screen(text, (last_row(t, "profile"),))


def bio_changed(t: Words, desk: LeadDesk, name: str, bio: str) -> Screen:
    """Told to the admin, who moderates."""
    text = lines(
        t("profile", "● {name} has changed what stands about them", name=named(name, longest=16)),
        mode(t),
        quote(words_of(bio)),
    )
    return Screen(text, ((Button(t("alert", "Moderate"), ShowUser(person=desk.who)),),), live=False)
