"""Announcements and the copy list: when a coin may be copied, what a deadline ends, who is told (R-5, §21)."""

import pytest

from tests.stories.telling import Story, btc_desk

OPENS = "2026-01-06T08:00:00Z"
DAY_AFTER = "2026-01-07T08:00:00Z"
NEW = {"symbol": "NEW-USDT", "name": "Newcoin"}


def announced_listing() -> Story:
    """A listing is announced for tomorrow; lea leads everything there is, bob copies her."""
    story = btc_desk().person("bob").copy("bob", fixed_amount="100")
    return story.do("admin", "announce", kind="listing", trading_at=OPENS, **NEW)


def opened() -> Story:
    """Its trading has opened, half an hour ago."""
    return announced_listing().on("2026-01-06T08:30:00+00:00").list("NEW-USDT").quote("NEW-USDT", "10")


# ──, joining the copy list ─────────────────────────────────────


def test_r21_1_a_listing_alone_makes_nothing_copyable():
    story = opened().later(days=3).buy(symbol="NEW-USDT", notional="100", id="n")
    told = story.play()
    assert told.one("lead_order_failed", order="n")["code"] == "LEAD_PAIR_UNSUPPORTED"
    story.do("lea", "choose_lead_instruments", instruments=["NEW-USDT"])
    assert story.play().one("denied")["code"] == "INSTRUMENT_NOT_LISTED"


@pytest.mark.parametrize(
    ("since", "codes"), [("2026-01-07T07:59:59Z", ["COPYABLE_TOO_EARLY"]), ("2026-01-07T08:00:00Z", [])]
)
def test_r5_2_an_instrument_joins_a_day_after_its_trading_opened_at_the_earliest(since, codes):
    told = opened().do("admin", "announce", kind="added_to_copy_list", trading_at=since, **NEW).play()
    assert told.each("denied", "code") == codes


def test_r5_2_from_the_announced_instant_on_its_buys_are_copied():
    story = opened().do("admin", "announce", kind="added_to_copy_list", trading_at=DAY_AFTER, **NEW)
    story.on("2026-01-07T07:59:59+00:00").quote("NEW-USDT", "10").buy(symbol="NEW-USDT", notional="100", id="early")
    story.on("2026-01-07T08:00:00+00:00").buy(symbol="NEW-USDT", notional="100", id="now")
    told = story.play()
    assert [line["led"] for line in told.of("order_filled", who="lea", symbol="NEW-USDT")] == [False, True]
    assert told.of("copy_filled", copier="bob", order="now")


def test_r5_2_what_was_never_announced_is_on_the_list_when_it_is_listed():
    told = btc_desk().person("bob").copy("bob", fixed_amount="100").buy(id="b").play()
    assert told.of("copy_filled", copier="bob", order="b")


def test_r5_2_listed_a_day_after_the_announced_opening_it_is_on_the_list_at_once():
    story = announced_listing().on("2026-01-07T08:00:00+00:00").list("NEW-USDT").quote("NEW-USDT", "10")
    assert story.buy(symbol="NEW-USDT", notional="100", id="n").play().one("order_filled", order="n")["led"]


def test_r5_2_nothing_is_announced_that_is_so_already_or_was_never_listed():
    story = btc_desk().do("admin", "announce", kind="listing", symbol="BTC-USDT", name="Bitcoin", trading_at=OPENS)
    story.do("admin", "announce", kind="added_to_copy_list", symbol="BTC-USDT", name="Bitcoin", trading_at=OPENS)
    story.do("admin", "announce", kind="added_to_copy_list", trading_at=OPENS, **NEW)
    story.do("admin", "announce", kind="delisting", trading_at=OPENS, **NEW)
    story.do("lea", "announce", kind="listing", trading_at=OPENS, **NEW)
    assert story.play().each("denied", "code") == [
        "ALREADY_LISTED", "ALREADY_LISTED", "INSTRUMENT_NOT_LISTED", "INSTRUMENT_NOT_LISTED", "NOT_ALLOWED",
    ]  # fmt: skip


def test_r5_4_buys_stop_and_sales_go_on_until_the_deadline():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy(id="led")
    story.do("admin", "announce", kind="delisting", symbol="BTC-USDT", name="Bitcoin", trading_at=OPENS)
    told = story.sell(quantity="0.02", lead_order="led").play()
    assert told.results("bob") == ["buy 100", "sell 100"]


# ──, a delisting's deadline ───────────────────────────────────────────


def ending() -> Story:
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").person("eve").buy(id="led")
    story.sell(quantity="0.01", type="limit", price="60000", id="rests")
    return story.do("admin", "announce", kind="delisting", symbol="BTC-USDT", name="Bitcoin", trading_at=OPENS)


def test_r21_2_at_its_deadline_open_orders_are_cancelled_and_lots_released():
    told = ending().on("2026-01-06T09:00:00+00:00").add().play()
    assert told.one("instrument_delisted")["at"] == OPENS
    assert told.one("order_ended_empty", order="rests")["at"] == OPENS
    released = told.one("lots_released", copier="bob")
    assert (released["cause"], released["at"]) == ("delisted", OPENS)
    assert told.person("lea")["holdings"] == {"BTC-USDT": "0.02"}


def test_r21_2_the_deadline_holds_through_a_crash_and_comes_once():
    story = ending().crash().on("2026-01-06T09:00:00+00:00").crash().later(days=2).add()
    assert len(story.play().of("instrument_delisted")) == 1


def test_r21_2_a_deadline_lies_ahead():
    story = btc_desk().do(
        "admin", "announce", kind="delisting", symbol="BTC-USDT", name="Bitcoin", trading_at="2026-01-05T08:00:00Z"
    )
    assert story.play().one("denied")["code"] == "DEADLINE_PAST"


def test_r5_4_leads_are_told_that_their_lead_lots_are_their_own_now():
    told = ending().on("2026-01-06T09:00:00+00:00").add().play()
    assert told.one("alert", kind="trading_ended")["to"] == "lea"
    assert told.one("alert", kind="lots_released")["to"] == "bob"


# ──, who is told ──────────────────────────────────────────────────────


def test_r21_4_everybody_is_told_silently_and_holders_of_what_is_delisted_aloud():
    told = ending().play()
    aloud = told.of("alert", kind="delisting_of_held")
    assert sorted((line["to"], line["loud"]) for line in aloud) == [("bob", True), ("lea", True)]
    assert told.one("alert", kind="announced") == {**told.one("alert", kind="announced"), "to": "eve", "loud": False}
    listing = announced_listing().play()
    assert sorted(listing.each("alert", "to", kind="announced")) == ["bob", "lea"]


# ── broadcasts ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("audience", "told"), [("everybody", ["bob", "eve", "lea"]), ("copiers", ["bob"]), ("leads", ["lea"])]
)
def test_a_broadcast_goes_to_its_audience_and_to_nobody_else(audience, told):
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").person("eve")
    story.do("admin", "broadcast", id="hello", audience=audience)
    assert sorted(story.play().each("alert", "to", kind="broadcast")) == told


def test_only_the_operator_broadcasts():
    assert btc_desk().do("lea", "broadcast", id="hello").play().one("denied")["code"] == "NOT_ALLOWED"


def test_r5_1_the_copy_list_is_one_for_all_leads_and_its_changes_are_told():
    story = opened().do("admin", "announce", kind="added_to_copy_list", trading_at=DAY_AFTER, **NEW)
    story.on("2026-01-07T08:00:00+00:00").lead("ann").quote("NEW-USDT", "10")
    story.buy("ann", "100", symbol="NEW-USDT", id="a").buy("lea", "100", symbol="NEW-USDT", id="l")
    told = story.play()
    assert told.each("announced", "kind") == ["listing", "added_to_copy_list"]
    assert [told.one("order_filled", order=order)["led"] for order in ("a", "l")] == [True, True]
    assert len(told.of("alert", to="bob", kind="announced")) == 2
