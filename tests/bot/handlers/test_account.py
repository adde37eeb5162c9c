"""A1, A3 and A4: what one has, all of one's data as a file, and being forgotten; nothing of it is kept (P-30)."""

import csv
import io
import sqlite3
import zipfile

import pytest
from copier_town import BTC, LEA, open_town
from test_first_copy import start_copy

from bot.takeout import own_notes
from bot.takeout.tables import Table, csv_of
from core.adapters.notes_schema import MIGRATIONS
from core.model import commands as c
from core.model.copying import StopWay
from core.model.market import Side
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType


def exported(town, person):
    """The tables of the newest file."""
    file = next(message.document for message in reversed(town.ours(person)) if message.document)
    whole = zipfile.ZipFile(io.BytesIO(file.content))
    assert file.name == f"slipstream-{town.clock.now():%Y-%m-%d}.zip"
    return {
        each: list(csv.reader(io.StringIO(whole.read(each).decode("utf-8-sig"))))
        for each in whole.namelist()
        if each.endswith(".csv")
    }


async def stopped(town, person):
    """They copied, sold, and copy nobody now."""
    await town.says(person, "/home")
    await start_copy(town, person)
    await town.presses(person, "Start copying")
    await town.buys(town.lea, "1000")
    town.quotes("66000")
    await town.sells(town.lea, "0.01666")
    town.quotes("60000")
    await town.submit(c.StopCopying(town.people.number(person.id), town.lea, StopWay.MARKET_CLOSE))
    await town.settle()


async def test_home_leads_to_the_account_and_it_to_the_data(town, bob):
    await town.says(bob, "/home")
    account = await town.presses(bob, "Account")
    assert "Equity 10,000.00 USDT, of it free cash 10,000.00" in account
    assert "No exchange is connected" in account
    assert {"Export my data", "Forget me …", "Add paper money"} <= set(town.labels(bob))


async def test_p30_the_export_has_ones_notes_copies_results_orders_money_and_statements(town, bob):
    await town.says(bob, "/timezone Berlin")
    await stopped(town, bob)
    who = town.people.number(1002)
    await town.submit(c.PlaceOrder(who, OrderTerms(BTC, Side.BUY, OrderType.MARKET, notional=quote("60"))))
    await town.settle()
    await town.says(bob, "/export")
    tables = exported(town, bob)
    about = {(table, field): value for table, field, value in tables["about.csv"][1:]}
    assert about["profile", "name"] == "Bob"
    assert about["chat", "timezone"] == "Europe/Berlin"
    assert ("setting", "risk_accepted:1002") in about
    heads, copy = tables["copies.csv"]
    taken = dict(zip(heads, copy, strict=True))
    assert (taken["way"], taken["amount or multiplier"], taken["state"]) == ("fixed_amount", "50", "ended")
    assert taken["lead"] == "Lea***"
    results = [dict(zip(tables["results.csv"][0], row, strict=True)) for row in tables["results.csv"][1:]]
    assert [(row["side"], row["instrument"], row["result"]) for row in results] == [
        ("sell", "BTC-USDT", "copied"),
        ("buy", "BTC-USDT", "copied"),
    ]
    assert [row[3:5] for row in tables["orders.csv"][1:]] == [["buy", "private"]]
    assert [row[1] for row in tables["money.csv"][1:]] == ["in", "joined"]
    assert tables["statements/0001.csv"]


async def test_an_export_is_of_its_owner_alone(town, bob):
    await stopped(town, bob)
    cat = town.person("Cat", id=1003)
    await town.says(cat, "/start")
    await town.presses(cat, "Start with paper")
    await town.presses(cat, "I understand")
    await town.says(cat, "/export")
    tables = exported(town, cat)
    assert len(tables["results.csv"]) == len(tables["copies.csv"]) == len(tables["orders.csv"]) == 1
    assert "Bob" not in str(tables)


@pytest.mark.parametrize("text", ["=1+1", "@x", "-2+3", "\t=1"])
def test_p19_a_typed_text_is_no_formula_in_a_cell(text):
    assert csv_of(Table("t", "a", [[text]])).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")


async def test_who_copies_or_is_owed_is_told_what_must_be_over_first(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    review = await town.says(bob, "/forgetme")
    assert "Not yet: nothing may be copied or owed then." in review
    assert "You copy 1 lead: stop the copy first." in review
    assert "Forget me" not in town.labels(bob)
    assert "My copies" in town.labels(bob)


async def test_a_lead_is_not_forgotten(town):
    lea = town.person("Lea Lead", id=LEA)
    assert "You lead or have applied to" in await town.says(lea, "/forgetme")


async def test_p30_nothing_of_somebody_is_kept_once_they_are_forgotten(town, bob):
    await town.says(bob, "/timezone Berlin")
    await town.says(bob, "/quiet 22-7")
    await stopped(town, bob)
    await town.forges(bob, f"mu:{town.lea}:1")
    await town.says(bob, "/statements")
    who = town.people.number(1002)
    review = await town.says(bob, "/forgetme")
    assert "Erased at once: your name" in review
    assert "Kept, as the book" in review
    await town.presses(bob, "Forget me")
    assert any("You are forgotten" in text for text in town.all_texts(bob))
    owner = own_notes.Owner(who, 1002, 1002)
    assert await town.notes.transact(lambda db: list(own_notes.told(db, owner))) == []
    assert await town.notes.transact(lambda db: found(db, "Bob")) == []
    assert await town.notes.transact(lambda db: found(db, "Berlin")) == []
    assert town.people.number(1002) is None
    assert town.people.name(who) == f"#{who}"


def found(db, word):
    """The tables that have a word in any cell."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [name for name in tables if any(word in str(row) for row in db.execute(f"SELECT * FROM {name}"))]  # noqa: S608


async def test_who_was_forgotten_is_a_visitor_and_may_join_again_with_the_same_money(town, bob):
    await stopped(town, bob)
    cash, who = town.cash(1002), town.people.number(1002)
    await town.says(bob, "/forgetme")
    await town.presses(bob, "Forget me")
    assert "Start with paper" in await town.says(bob, "/start") or "Start with paper" in town.labels(bob)
    assert (
        "I do not know" in await town.says(bob, "/copies") or "Join" in town.screen(bob) or "joined" in town.screen(bob)
    )
    await town.buys(town.lea, "1000")
    await town.says(bob, "/start")
    await town.presses(bob, "Start with paper")
    await town.presses(bob, "I understand")
    assert town.people.number(1002) == who
    assert town.cash(1002) == cash
    assert town.people.name(who) == "Bob"


async def test_the_forgotten_stay_so_over_a_restart(town, bob, notes):
    await town.says(bob, "/forgetme")
    await town.presses(bob, "Forget me")
    await town.stop()
    again = await open_town(notes, journal=town.journal, sandbox=town.sandbox, clock=town.clock)
    assert again.people.number(1002) is None
    assert 1002 not in [member.telegram for member in again.people.members()]
    await again.stop()


def test_p30_every_table_of_the_notes_is_said_to_be_somebodys_or_the_desks():
    db = sqlite3.connect(":memory:")
    for script in MIGRATIONS:
        db.executescript(script)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    groups = (own_notes.OF_A_CHAT, own_notes.OF_A_NUMBER, own_notes.OF_A_TELEGRAM, own_notes.OF_THE_DESK)
    assert sorted(tables) == sorted(name for group in groups for name in group)


async def test_mute_takes_a_lead_and_a_time_behind_it(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    assert "Lea Lead: muted until" in await town.says(bob, "/mute lea 2h")
    await town.pass_time(hours=1, minutes=59)
    assert "muted until" in await town.says(bob, "/mute")
    await town.pass_time(minutes=2)
    assert "Lea Lead: heard" in await town.says(bob, "/mute")
    assert "muted until you say otherwise" in await town.says(bob, "/mute Lea Lead")
    for wrong in ("Nobody 2h", "Lea 0h", "Lea 9999d"):
        assert "I did not understand that" in await town.says(bob, f"/mute {wrong}")
