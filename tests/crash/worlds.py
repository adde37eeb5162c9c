"""The stories that are interrupted: trading, the venue's faults, and the end of copyings and weeks."""

from tests.stories.telling import btc_desk


def trading():
    story = btc_desk("50000", ratio="0.08", fee="0.001", notional_min="1")
    story.person("bob", "1000").copy("bob", smart_sync="500").person("cat", "1000").copy("cat", fixed_amount="100")
    story.person("dan", "50").copy("dan", multiplier="0.1").later(minutes=1)
    story.buy(notional="1000", id="one").later(minutes=1).quote(price="51000").later(minutes=1)
    story.buy(notional="2000", type="limit", price="50500", id="low").later(minutes=1)
    story.quote(price="50500").later(minutes=1).quote(price="55000").later(minutes=1)
    story.sell(quantity="0.01", id="some").later(minutes=1).sell(quantity="0.01", lead_order="one").later(minutes=1)
    story.buy(notional="10", type="limit", price="40000", id="never").later(minutes=1)
    return story.do("lea", "cancel_order", order="never").later(minutes=1).add().lines


def faults():
    story = btc_desk("50000", ratio="0.08")
    for name in ("bob", "cat", "dan", "eve"):
        story.person(name, "1000").copy(name, fixed_amount="100")
    for who, fault in (
        ("bob", "timeout_filled"),
        ("cat", "timeout_lost"),
        ("dan", "reject"),
        ("lea", "timeout_filled"),
    ):
        story.venue(who, fault)
    story.venue("eve", "partial", fraction="0.5").later(minutes=1).buy(notional="1000", id="one").later(minutes=2)
    story.quote(price="56000").later(minutes=1)
    for who, fault in (("bob", "timeout_lost"), ("cat", "timeout_filled"), ("lea", "timeout_lost")):
        story.venue(who, fault)
    story.venue("eve", "reject").later(minutes=1).sell(quantity="0.015").later(minutes=3)
    return story.add().lines


def endings():
    story = btc_desk("50000", ratio="0.08")
    for name in ("bob", "cat", "dan", "eve"):
        story.person(name, "1000").copy(name, **({"smart_sync": "500"} if name == "bob" else {"fixed_amount": "100"}))
    story.later(minutes=1).buy(notional="1000", id="one").later(minutes=1).quote(price="60000").later(minutes=1)
    story.sell(quantity="0.01").later(minutes=1).do("bob", "stop_copying", lead="lea", how="market_close")
    story.later(minutes=1).do("cat", "stop_copying", lead="lea", how="manual_close").later(minutes=1)
    story.do("dan", "stop_all", how="copy_close").do("eve", "pause_copying").later(minutes=1)
    story.buy(notional="500", id="two").later(minutes=1).do("lea", "set_profit_share", ratio="0.05").later(minutes=1)
    story.on("2026-01-11T16:00:00Z").sell(quantity="0.01", lead_order="one").later(minutes=1)
    return story.on("2026-01-18T16:00:00Z").add().lines


def waits():
    """Orders that wait for their price, while the desk dies."""
    story = btc_desk("50000", ratio="0.08", fee="0.001").person("bob").copy("bob", fixed_amount="100").later(minutes=1)
    story.buy(notional="1000", id="lot").buy(notional="500", type="trigger", trigger_price="52000", id="dip")
    story.buy(notional="500", type="trigger", trigger_price="49000", price="48000", id="low").later(minutes=1)
    story.do("lea", "set_lot_stops", lead_order="lot", take_profit="60000", stop_loss="40000").later(minutes=1)
    story.sell(quantity="0.005", type="trailing", callback="0.05", id="trail").venue("lea", "timeout_filled")
    for price in ("52000", "56000", "55000", "53000", "48500", "48000"):
        story.later(minutes=1).quote(price=price)
    story.venue("lea", "timeout_lost").later(minutes=1).quote(price="60000").later(minutes=1)
    return story.buy(type="fok", price="60000", id="whole").later(minutes=1).add().lines


STORIES = {"trading": trading(), "faults": faults(), "endings": endings(), "waits": waits()}
