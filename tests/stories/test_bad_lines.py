"""Lines that cannot be played: exit status 2, the line, the field and what was found; what came before is printed."""

import json

import pytest

from bot.scenario import main

JOIN = '{"at":"2026-01-05T08:00:00Z","who":"lea","do":"join"}'
LIST = (
    '{"at":"2026-01-05T08:00:00Z","list":{"symbol":"BTC-USDT","lot_size":"0.001","tick_size":"0.1","notional_min":"1"}}'
)


def line(**fields):
    return json.dumps({"at": "2026-01-05T08:00:00Z", **fields})


def asked(do, **fields):
    return line(who="lea", do=do, **fields)


def order(**fields):
    return asked("place_order", **{"symbol": "BTC-USDT", "side": "buy", **fields})


def copying(**fields):
    return asked("start_copying", lead="lea", **fields)


def listing(**fields):
    return line(list={"symbol": "ETH-USDT", "lot_size": "0.001", "tick_size": "0.1", **fields})


BAD = [
    # the line
    ("{", "no JSON", "{"),
    ("[]", "object", "[]"),
    ('"join"', "object", "join"),
    ("[" * 5000, "no JSON", "[["),
    ('{"at":' + "9" * 5000 + "}", "no JSON", "999"),
    ('{"who":"lea","do":"join"}', "at", "None"),
    (line(who="lea", do="join", crash=True), "crash and who", "one input a line"),
    (line(nothing=1), "nothing", "1"),
    # at
    ('{"at":"2026-01-05T16:00:00+08:00"}', "at", "+08:00"),
    ('{"at":"2026-01-05T08:00:00"}', "at", "2026-01-05T08:00:00"),
    ('{"at":"2026-01-05"}', "at", "2026-01-05"),
    ('{"at":"2026-02-30T08:00:00Z"}', "at", "2026-02-30"),
    ('{"at":1767600000}', "at", "1767600000"),
    ('{"at":"2026-01-05T07:59:59Z"}', "at", "07:59:59"),
    ('{"at":"2126-01-05T08:00:00Z"}', "at: a story lasts twenty years", "2126-01-05"),
    ('{"at":"9999-12-31T23:59:59Z"}', "at", "9999-12-31"),
    # people and commands
    (asked("dance"), "do:", "'dance'"),
    (line(who="lea"), "do", "lea"),
    (line(who="bob", do="deposit", amount="1"), "who", "bob"),
    (line(who="", do="join"), "who", "''"),
    (line(who=7, do="join"), "who", "7"),
    (line(do="join"), "who", "join"),
    (asked("approve_lead", lead="bob"), "lead", "bob"),
    (asked("remove_copier", copier="bob"), "copier", "bob"),
    (asked("link_accounts", first="lea", second="bob"), "second", "bob"),
    (asked("retry_copy", lead="lea", order="o", accept_drift=1), "accept_drift", "1"),
    (asked("join", colour="red"), "colour", "red"),
    (asked("switch_lead_trade"), "on", "lea"),
    (asked("switch_lead_trade", on="maybe"), "on", "maybe"),
    (asked("switch_lead_trade", on="yes"), "on", "yes"),
    (asked("switch_lead_trade", on=1), "on", "1"),
    (asked("restrict_copying", to="everything"), "to", "everything"),
    (asked("stop_copying", lead="lea", how="at_once"), "how", "at_once"),
    (asked("choose_lead_instruments", instruments="some"), "instruments", "some"),
    # amounts
    (asked("deposit"), "amount", "deposit"),
    (asked("deposit", amount=5), "amount", "5"),
    (asked("deposit", amount="-5"), "amount", "-5"),
    (asked("deposit", amount="1e3"), "amount", "1e3"),
    (asked("deposit", amount="1,5"), "amount", "1,5"),
    (asked("deposit", amount=""), "amount", "''"),
    (asked("deposit", amount="٣"), "amount", "٣"),
    (asked("deposit", amount="NaN"), "amount", "NaN"),
    (asked("deposit", amount="0.000000001"), "amount", "0.000000001"),
    (asked("set_profit_share", ratio="0.000000001"), "ratio", "0.000000001"),
    # orders
    (order(), "quantity", "notional"),
    (order(notional="10", quantity="1"), "quantity", "notional"),
    (order(side="sell", notional="10"), "quantity", "sale"),
    (order(notional="10", price="5"), "price", "limit"),
    (order(notional="10", type="limit"), "price", "limit"),
    (order(notional="10", type="fok"), "price", "fok"),
    (order(notional="10", type="trailing", callback="0.1", price="5"), "price", "trailing"),
    (order(notional="10", type="trigger"), "trigger_price", "trigger"),
    (order(notional="10", trigger_price="5"), "trigger_price", "no other order"),
    (order(notional="10", type="trailing"), "callback", "distance"),
    (order(notional="10", type="trailing", callback="0.1", distance="5"), "callback", "distance"),
    (order(notional="10", activation="5"), "activation", "trailing"),
    (order(notional="10", assets="borrowed"), "assets", "borrowed"),
    (order(notional="10", lead_order="o"), "lead_order", "'o'"),
    (asked("set_lot_stops", take_profit="5"), "lead_order", "set_lot_stops"),
    (order(notional="10", type="iceberg"), "type", "iceberg"),
    (order(notional="10", side="hold"), "side", "hold"),
    (order(quantity="0.00000001"), "quantity", "0.00000001"),
    (asked("place_order", side="buy", notional="10"), "symbol", "place_order"),
    # copyings
    (copying(sizing={}), "sizing", "fixed_amount"),
    (copying(sizing={"fixed_amount": "10", "multiplier": "1"}), "sizing", "multiplier"),
    (copying(sizing={"guess": "10"}), "sizing.guess", "10"),
    (copying(), "sizing", "lea"),
    (copying(sizing={"fixed_amount": "10"}, total_stop_loss_action="panic"), "total_stop_loss_action", "panic"),
    (copying(sizing={"fixed_amount": "10"}, never="BTC-USDT"), "never: a list is wanted", "'BTC-USDT'"),
    (copying(sizing="10"), "sizing: an object is wanted", "'10'"),
    (copying(sizing={"fixed_amount": "10"}, buy_existing="no"), "buy_existing: true or false is wanted", "'no'"),
    (copying(sizing={"fixed_amount": "10"}, leverage="3"), "leverage: there is no such field", "'3'"),
    (asked("deposit", amount=None), "amount: an amount is a decimal string", "None"),
    # the market
    (line(list={"symbol": "ETH-EUR", "lot_size": "1", "tick_size": "1"}), "list", "ETH-EUR"),
    (listing(symbol="USDT-USDT"), "list", "USDT-USDT"),
    (listing(lot_size="0"), "lot size", "ETH-USDT"),
    (listing(tick_size="0"), "tick size", "ETH-USDT"),
    (listing(fee="1"), "fee", "ETH-USDT"),
    (listing(quantity_min="0.00000001"), "quantity_min", "0.00000001"),
    (line(list={"symbol": "ETH-USDT"}), "list.lot_size", "ETH-USDT"),
    (line(quote={"ETH-USDT": "5"}), "quote", "ETH-USDT"),
    (line(quote={"BTC-USDT": 5}), "quote.BTC-USDT", "5"),
    (line(quote={"BTC-USDT": {"bid": "5"}}), "quote.BTC-USDT.ask", "5"),
    (line(quote={"BTC-USDT": "0.000000001"}), "quote.BTC-USDT", "0.000000001"),
    (line(quote={"BTC-USDT": "9" * 25}), "quote.BTC-USDT", "999"),
    (line(venue={"who": "lea", "next": "explode"}), "venue.next", "explode"),
    (line(venue={"who": "lea", "next": "partial"}), "venue.fraction", "fraction"),
    (line(venue={"who": "lea", "next": "partial", "fraction": "1.5"}), "venue.fraction", "1.5"),
    (line(venue={"who": "bob", "next": "reject"}), "who", "bob"),
    (line(crash=False), "crash", "False"),
    (line(crash=1), "crash", "1"),
    (line(crash=None), "crash", "None"),
    (line(quote=None), "quote", "None"),
    (line(who=None, do="join"), "who", "None"),
]


@pytest.mark.parametrize(("text", "field", "found"), BAD, ids=[f"{number}" for number in range(len(BAD))])
def test_a_bad_line_names_itself_its_field_and_what_was_found(text, field, found, tmp_path, capsys):
    story = tmp_path / "story.jsonl"
    story.write_text("\n".join([LIST, JOIN, "", text]), encoding="utf-8")
    assert main([str(story)]) == 2
    out, err = capsys.readouterr()
    assert "line 4" in err
    assert field in err
    assert found in err
    assert [json.loads(said)["fact"] for said in out.splitlines()] == ["instrument_listed", "person_joined"]


def test_bytes_that_are_no_text_are_a_bad_line(tmp_path, capsys):
    story = tmp_path / "story.jsonl"
    story.write_bytes(LIST.encode() + b"\n\xff\xfe{}")
    assert main([str(story)]) == 2
    assert "line 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("copying.amount.least=1", "copying.amount.least"),
        ("copying.amount=1", "copying.amount"),
        ("copying.amount.min=one", "copying.amount.min"),
        ("copying.amount.min", "NAME=VALUE"),
        ("profit_share.high_water_mark=maybe", "profit_share.high_water_mark: true or false is wanted"),
    ],
)
def test_a_number_the_rulebook_does_not_have_cannot_be_set(change, found, tmp_path, capsys):
    story = tmp_path / "story.jsonl"
    story.write_text(JOIN)
    assert main(["--set", change, str(story)]) == 2
    assert found in capsys.readouterr().err


def test_a_story_that_is_not_there_cannot_be_played(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere.jsonl")]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_what_the_rules_deny_is_no_bad_line(tmp_path, capsys):
    story = tmp_path / "story.jsonl"
    denied = [
        asked("deposit", amount="0"),
        asked("deposit", amount="100000000000000000000"),
        asked("withdraw", amount="1"),
        asked("set_profit_share", ratio="5"),
        asked("cancel_order", order="none"),
        order(symbol="ETH-USDT", notional="10"),
        order(notional="10"),
        copying(sizing={"fixed_amount": "99999999999999"}),
        line(who="admin", do="approve_lead", lead="lea"),
        asked("halt"),
    ]
    story.write_text("\n".join([LIST, JOIN, *denied]))
    assert main([str(story)]) == 0
    told = [json.loads(said) for said in capsys.readouterr().out.splitlines()]
    assert [(fact["do"], fact["code"]) for fact in told if fact["fact"] == "denied"] == [
        ("deposit", "AMOUNT_OUT_OF_RANGE"),
        ("deposit", "AMOUNT_OUT_OF_RANGE"),
        ("withdraw", "INSUFFICIENT_FUNDS"),
        ("set_profit_share", "NOT_A_LEAD"),
        ("cancel_order", "UNKNOWN_ORDER"),
        ("place_order", "INSTRUMENT_NOT_LISTED"),
        ("place_order", "NO_PRICE"),
        ("start_copying", "SELF_COPY"),
        ("approve_lead", "WRONG_STATE"),
        ("halt", "NOT_ALLOWED"),
    ]


@pytest.mark.parametrize("terms", [{"lot_size": "0.01"}, {"tick_size": "0.01"}])
def test_an_instrument_keeps_the_units_in_which_it_was_listed(terms, tmp_path, capsys):
    story = tmp_path / "story.jsonl"
    again = {"symbol": "BTC-USDT", "lot_size": "0.001", "tick_size": "0.1", **terms}
    story.write_text("\n".join([LIST, line(list=again)]))
    assert main([str(story)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["code"] == "WRONG_STATE"
