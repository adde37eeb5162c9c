"""The example of the scenario contract, as it is told there, through the command line."""

import json
from pathlib import Path

from bot.scenario import main

EXAMPLE = Path(__file__).with_name("example.jsonl")


def test_the_contracts_example_tells_what_stands_under_it(capsys):
    assert main([str(EXAMPLE), "--book"]) == 0
    *told, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    facts = {}
    for line in told:
        facts.setdefault(line["fact"], []).append(line)
    bought, sold = facts["copy_filled"]
    assert (bought["copier"], bought["side"], bought["notional"], bought["quantity"]) == ("bob", "buy", "100", "0.002")
    assert (sold["side"], sold["notional"], sold["profit_net"]) == ("sell", "110", "10")
    assert [line["amount"] for line in facts["profit_share_withheld"]] == ["0.8"]
    (settled,) = facts["profit_share_settled"]
    assert (settled["at"], settled["payable"], settled["refund"]) == ("2026-01-11T16:00:00Z", "0.8", "0")
    assert [line["seq"] for line in told] == sorted(line["seq"] for line in told)
    book = last["book"]
    assert book["conserved"]
    assert book["people"]["lea"] == {"cash": "10100", "holdings": {}, "copying": {}, "funding": "0.8"}
    assert book["people"]["bob"]["copying"]["lea"] == {
        "state": "running",
        "cash": "1009.2",
        "withheld": "0",
        "equity": "1009.2",
        "realised": "10",
        "holdings": {},
    }


def test_without_book_the_facts_are_all(capsys):
    assert main([str(EXAMPLE)]) == 0
    assert all("fact" in json.loads(line) for line in capsys.readouterr().out.splitlines())


def test_a_default_may_be_changed_for_one_run(capsys):
    assert main(["--set", "copying.smart_sync.min_allocation=1000.01", str(EXAMPLE)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (denied,) = [line for line in told if line["fact"] == "denied"]
    assert (denied["who"], denied["do"], denied["code"]) == ("bob", "start_copying", "SETTING_OUT_OF_RANGE")
