"""Why a typed text is no amount that can be taken, and how one is typed."""

from typing import assert_never

from bot.drafts.copy_answers import OutOfRange
from bot.drafts.number import Problem
from bot.drafts.number import Reason as TextReason
from bot.html import Html, name
from bot.translate import Words


def no_amount(t: Words, problem: Problem) -> Html:
    """Why a typed text is no amount, and how one is typed."""
    found = name(problem.found, longest=20)
    match problem.reason:
        case TextReason.EMPTY:
            return t("amount", "There was no number. Type one, such as 100 or 12.5.")
        case TextReason.NEGATIVE:
            return t("amount", "{found} is below zero. Type a number above zero.", found=found)
        case TextReason.FOREIGN_DIGITS:
            return t("amount", "I read the digits 0 to 9 only, and found {found}.", found=found)
        case TextReason.EXPONENT:
            return t("amount", "I do not read {found}, so that no zero is miscounted. Type all digits.", found=found)
        case TextReason.NOT_FINITE:
            return t("amount", "{found} is no amount. Type a number, such as 100.", found=found)
        case TextReason.TOO_LONG:
            return t("amount", "{found} has more digits than an amount can have.", found=found)
        case TextReason.GROUPING:
            return t(
                "amount", "I cannot tell what {found} means. Type it without separators, such as 1500.5.", found=found
            )
        case TextReason.NOT_A_NUMBER:
            return t("amount", "{found} is no number. Type one, such as 100 or 12.5.", found=found)
        case _ as unknown:
            assert_never(unknown)


def out_of_range(t: Words, bounds: OutOfRange, figures: tuple[Html, Html]) -> Html:
    """Which amounts can be taken."""
    least, most = figures
    if bounds.least > bounds.most:
        return t("amount", "No amount can be taken here now.")
    return t("amount", "It must be from {least} to {most}.", least=least, most=most)


def not_covered(t: Words, *, least: int, free: int) -> Html:
    """Why this much cannot be set apart for a lead: money units, `free` being all there is (R-8.9)."""
    if free < least:
        return t(
            "amount",
            "At least {least} must be set apart, and your free cash is {free}. Add paper money, or copy by a fixed"
            " amount.",
            least=t.money(least),
            free=t.money(free),
        )
    return t(
        "amount",
        "It must be from {least} to {free}, which is all your free cash.",
        least=t.money(least),
        free=t.money(free),
    )
