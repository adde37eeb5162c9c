"""N4: the address that e-mail goes to, masked, what comes there, and the questions for an address and its code."""

from collections.abc import Sequence
from typing import assert_never

from bot.html import NOTHING, Html, bold, esc, lines, quote, words_of
from bot.mail.address import masked_address
from bot.mail.contacts import CODE_VALID, CODES_MOST, TRIES_MOST, Asked, Contact, Typed
from bot.mail.topics import MailTopic
from bot.presses.mail import MailAnotherCode, RemoveAddress, SwitchMail, TypeAddress, TypeCode
from bot.screens.arriving import pairs
from bot.screens.head import last_row, mode, opening
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words


def e_mail(t: Words, contact: Contact, topics: Sequence[MailTopic], *, note: Html = NOTHING) -> Screen:
    """N4, for a desk that sends e-mail. `note`: what to say first."""
    text = lines(
        t("mail", "{mode} · e-mail", mode=mode(t)),
        bold(note) if note else NOTHING,
        *_standing(t, contact),
        t("mail", "What is ticked comes by e-mail too. Balances and statements stay in this chat."),
        t("mail", "A safety alert is mailed after 15 minutes, unless you press one of its buttons.")
        if MailTopic.SAFETY in topics
        else NOTHING,
    )
    switches = pairs([_switch(t, contact, topic) for topic in topics])
    return Screen(text, (*_address_rows(t, contact), *switches, last_row(t, "alerts")))


def no_mail(t: Words) -> Screen:
    """For a desk that sends none."""
    text = t("mail", "{mode} · This desk sends no e-mail; everything is told here in the chat.", mode=mode(t))
    return Screen(text, (last_row(t, "alerts"),))


def _standing(t: Words, contact: Contact) -> tuple[Html, ...]:
    address = esc(masked_address(contact.address)) if contact.address else NOTHING
    if not address:
        known = t("mail", "You have given no address.")
    elif contact.refused is None:
        known = t("mail", "✔ {address}, confirmed", address=address)
    else:
        known = t("mail", "✖ {address} was refused; confirm it anew, or change it.", address=address)
    if contact.asked is None:
        return (known,)
    asked = esc(masked_address(contact.asked))
    return known, t("mail", "⌛ {address} waits for the code that was mailed there.", address=asked)


def _address_rows(t: Words, contact: Contact) -> tuple[Row, ...]:
    change = t("mail", "Change address ✎") if contact.address else t("mail", "Give an address ✎")
    first: Row = (Button(change, TypeAddress(), "plain" if contact.address else "blue"),)
    if contact.address or contact.asked:
        first += (Button(t("mail", "Remove address"), RemoveAddress(version=contact.version)),)
    if contact.asked is None:
        return (first,)
    again = Button(t("mail", "Mail another code"), MailAnotherCode(version=contact.version))
    return first, (Button(t("mail", "Type the code"), TypeCode(), "blue"), again)


def _switch(t: Words, contact: Contact, topic: MailTopic) -> Button:
    on = contact.wants(topic)
    label = t("mail", "✅ {topic}", topic=_topic(t, topic)) if on else t("mail", "☐ {topic}", topic=_topic(t, topic))
    return Button(label, SwitchMail(topic=topic, on=not on, version=contact.version))


def _topic(t: Words, topic: MailTopic) -> Html:
    match topic:
        case MailTopic.ORDERS:
            return t("mail", "My failed orders")
        case MailTopic.DECISIONS:
            return t("mail", "Decisions on me")
        case MailTopic.SAFETY:
            return t("mail", "Safety alerts")
        case MailTopic.STATEMENT:
            return t("mail", "Weekly statement")
        case _ as unknown:
            assert_never(unknown)


# ── the questions ─────────────────────────────────────────────────────────────


def ask_address(t: Words, *, problem: bool) -> Screen:
    """Where shall it go?"""
    text = lines(
        t("mail", "{mode} · your e-mail address", mode=mode(t)),
        bold(t("mail", "I do not take that for an e-mail address.")) if problem else NOTHING,
        t("mail", "Type it in one message, such as ann@example.org. I mail a code there, which you then type here."),
        t("mail", "Nobody but you and the operator sees it."),
    )
    return Screen(text, (last_row(t, "email"),))


def ask_code(t: Words, address: str, *, version: int, note: Html = NOTHING) -> Screen:
    """Which code came?"""
    again = Button(t("mail", "Mail another code"), MailAnotherCode(version=version))
    text = lines(
        t("mail", "{mode} · the code from your mailbox", mode=mode(t)),
        bold(note) if note else NOTHING,
        t(
            "mail",
            "I have mailed six digits to {address}. Type them here within 15 minutes.",
            address=esc(masked_address(address)),
        ),
        t("mail", "Nothing there? Look among the spam too, or check the address."),
    )
    return Screen(text, ((again, Button(t("mail", "Another address ✎"), TypeAddress())), last_row(t, "email")))


def asked_note(t: Words, asked: Asked) -> Html:
    """What to say where no code was mailed."""
    if asked is Asked.MAILED:
        return NOTHING
    return t.n(
        "mail",
        "No more than {count} code is mailed in a day. Try again tomorrow.",
        "No more than {count} codes are mailed in a day. Try again tomorrow.",
        CODES_MOST,
    )


def typed_note(t: Words, typed: Typed) -> Html:
    """What came of a code."""
    match typed:
        case Typed.CONFIRMED:
            return t("mail", "✔ Your address is confirmed.")
        case Typed.WRONG:
            return t("mail", "That is not the code.")
        case Typed.NO_MORE_TRIES:
            return t.n(
                "mail",
                "That was not the code either; after {count} try it holds no more. Have another one mailed.",
                "That was not the code either; after {count} tries it holds no more. Have another one mailed.",
                TRIES_MOST,
            )
        case Typed.EXPIRED:
            return t.n(
                "mail",
                "No code waits any more; one holds for {count} minute. Have another one mailed.",
                "No code waits any more; one holds for {count} minutes. Have another one mailed.",
                int(CODE_VALID.total_seconds()) // 60,
            )
        case _ as unknown:
            assert_never(unknown)


def removed_note(t: Words) -> Html:
    return t("mail", "Your address is forgotten. Nothing is mailed to you any more.")


# ── alerts ────────────────────────────────────────────────────────────────────


def address_refused(t: Words, masked: str, words: str) -> Screen:
    """An alert: the mail server takes nothing for this address."""
    text = lines(
        t("mail", "✖ Your e-mail address was refused"),
        t(
            "mail",
            "{mode} · {address}. Nothing more is mailed there. The mail server says:",
            mode=mode(t),
            address=esc(masked),
        ),
        quote(words_of(words)),
    )
    return Screen(text, ((opening(t("mail", "E-mail"), "email"),),), live=False)
