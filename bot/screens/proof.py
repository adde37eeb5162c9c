"""The proof that money is conserved, as the admin reads it: a sentence with the result, then a table an asset."""

from decimal import Decimal

from bot.html import NOTHING, Html, esc, lines, table
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Screen
from bot.translate import Words
from core.views.proof import AssetProof, Proof

SHOWN = 12
"""Assets of one message: all that are not sound, then those with most in them."""


def proof_screen(t: Words, proof: Proof, took_ms: int) -> Screen:
    """All of it, or as much as a message holds; `slipstream proof` shows every asset."""
    broken = sum(not asset.sound for asset in proof.assets)
    moved = [asset for asset in proof.assets if not asset.sound or asset.held or asset.deposited or asset.traded]
    shown = sorted(moved, key=lambda asset: asset.sound)[:SHOWN]
    text = lines(
        head(t, t("proof", "proof of the book"), proof.as_of),
        t("proof", "✔ Every asset adds up, to the last unit.")
        if proof.sound
        else t.n("proof", "◼ {count} asset does not add up.", "◼ {count} assets do not add up.", broken),
        t(
            "proof",
            "{facts} facts, added up in {ms} ms; at {when}",
            facts=t.count(proof.facts),
            ms=t.count(took_ms),
            when=t.when(proof.as_of.at),
        ),
        _settlement(t, proof),
        *(_asset(t, asset) for asset in shown),
    )
    return Screen(text, ((opening(t("proof", "Add up again"), "proof"),), last_row(t, "health")))


def _settlement(t: Words, proof: Proof) -> Html:
    if proof.refused_until:
        return t("proof", "◼ The last settlement was refused; tried again at {when}", when=t.when(proof.refused_until))
    if proof.last_cycle:
        return t("proof", "Last settlement: {when}", when=t.when(proof.last_cycle))
    return NOTHING


def _asset(t: Words, asset: AssetProof) -> Html:
    """Where it came from, then where it is; lines of nothing are left out."""
    came = (
        (t("proof", "paid in"), asset.deposited),
        (t("proof", "paid out"), -asset.withdrawn),
        (t("proof", "fees"), -asset.fees),
        (t("proof", "traded"), asset.traded),
    )
    stands = (
        (t("proof", "free"), asset.free),
        (t("proof", "in own orders"), asset.bound),
        (t("proof", "lead lots"), asset.led),
        (t("proof", "in copies"), asset.copies),
        (t("proof", "withheld"), asset.withheld),
        (t("proof", "share paid"), asset.earned),
    )
    rows = [
        *_rows(t, came),
        _row(t, t("proof", "must be"), asset.expected),
        *_rows(t, stands),
        _row(t, t("proof", "is"), asset.held),
    ]
    verdict = t("proof", "✔ {asset}", asset=t.ticker(asset.asset))
    if not asset.sound:
        verdict = (
            t("proof", "◼ {asset}: somebody is below zero", asset=t.ticker(asset.asset))
            if asset.held == asset.expected
            else t(
                "proof",
                "◼ {asset}: {gap} too much",
                asset=t.ticker(asset.asset),
                gap=t.quantity(asset.held - asset.expected, signed=True),
            )
        )
    return lines(verdict, table(lines(*rows)))


def _rows(t: Words, parts: tuple[tuple[Html, Decimal], ...]) -> list[Html]:
    return [_row(t, label, amount) for label, amount in parts if amount]


def _row(t: Words, label: Html, amount: Decimal) -> Html:
    """34 columns at most (chat.md, section 8)."""
    figure = t.quantity(amount).plain
    return esc(f"{label.plain:<13}{figure:>20}")
