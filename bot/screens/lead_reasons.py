"""Why a lead wants to stop, and why the admin acts on a lead: the words of each reason, and what was typed instead."""

from typing import assert_never

from bot.html import Html, words_of
from bot.presses.admin import Ground
from bot.translate import Words
from core.model.people import StopReason


def reason_label(t: Words, reason: StopReason) -> Html:
    """A lead's reason to stop, as a button."""
    match reason:
        case StopReason.TAKING_A_BREAK:
            return t("stopping", "Taking a break")
        case StopReason.STRATEGY_CHANGE:
            return t("stopping", "Change of strategy")
        case StopReason.LOW_EARNINGS:
            return t("stopping", "Low earnings")
        case StopReason.TOO_MANY_COPIERS:
            return t("stopping", "Too many copiers")
        case StopReason.TECHNICAL_PROBLEMS:
            return t("stopping", "Technical problems")
        case StopReason.OTHER:
            return t("stopping", "Another reason…")
        case _ as unknown:
            assert_never(unknown)


def reason_words(t: Words, reason: StopReason, words: str) -> Html:
    """The same in a sentence; another reason stands in the lead's own words."""
    if reason is StopReason.OTHER:
        return words_of(words) if words else t("stopping", "another reason")
    return reason_label(t, reason)


def ground_label(t: Words, ground: Ground) -> Html:
    """The admin's reason, as a button and in a sentence."""
    match ground:
        case Ground.IDENTITY:
            return t("ground", "False identity")
        case Ground.ACCOUNTS:
            return t("ground", "Several lead accounts")
        case Ground.PROMISES:
            return t("ground", "Promises of profit")
        case Ground.RISK:
            return t("ground", "Too much risk")
        case Ground.SELF_TRADES:
            return t("ground", "Trades with oneself")
        case _ as unknown:
            assert_never(unknown)


def ground_words(t: Words, words: str) -> Html:
    """A ground by its letter, or what the admin typed."""
    return ground_label(t, Ground(words)) if words in set(Ground) else words_of(words)
