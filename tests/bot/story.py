"""The steps of the desk's story, by labels alone; tests put them together."""

from whole_desk import Chat, Town

from core.decide.desk import Desk
from core.model.people import PersonId

CAST = {"Lea": 1001, "Bob": 1002, "Cat": 1003, "Dan": 1004, "Ada": 1005}


def cast(town: Town) -> tuple[Chat, Chat, Chat, Chat, Chat]:
    lea, bob, cat, dan, ada = (town.chat(name, number) for name, number in CAST.items())
    return lea, bob, cat, dan, ada


async def enter(person: Chat) -> None:
    await person.says("/start", "paper money")
    await person.presses("Start with paper", "You can lose all")
    await person.presses("I understand", "Home")


async def become_lead(lea: Chat, ada: Chat) -> None:
    """The lead applies, the admin approves, the lead chooses what to lead."""
    await be_looked_at(lea, ada)
    await approve(ada)
    await lea.sees("You may lead")
    await lea.says("/lead", "Two things are left")
    await lea.presses("Choose instruments", "The desk's copy list")
    await lea.presses("○ The whole list", "Your instruments are chosen")


async def be_looked_at(lea: Chat, ada: Chat) -> None:
    """The lead applies, and the admin opens the application."""
    await ada.says("/start", "No application waits")
    await enter(lea)
    await apply(lea)
    await ada.sees("applies to lead")
    await ada.says("/applications", "Whom do you want to look at?")
    await ada.presses("Look at Lea", "asks to lead")


async def approve(ada: Chat) -> None:
    await ada.presses("Approve Lea", "review: answer to Lea")
    await ada.presses("Approve", "Lea is approved")


async def apply(lea: Chat) -> None:
    await lea.presses("Apply to lead", "You need:")
    await lea.presses("Write about me", "Write in one message")
    await lea.says("I trade BTC and ETH, slowly and with care.", "✔ a few words about you")
    await leave_a_contact(lea)
    await lea.presses("Apply to lead", "You have applied")


async def leave_a_contact(person: Chat) -> None:
    await person.presses("Leave a contact", "Only the admin reads it")
    await person.says("+1 555 0100", "✔ a way to reach you")


async def copy_fixed(person: Chat, amount: str = "50", most: str = "500") -> None:
    await person.says("/leads", "by score")
    await person.presses("1 Lea", "Copiers")
    await person.presses("Copy Lea", "How much of each buy")
    await person.presses("○ Fixed amount", "How much shall each copy cost")
    await person.says(amount, "may be in coins of this lead")
    await person.says(most, "Which coins")
    await person.presses("Go on", "How shall this copy be protected")
    await person.presses("Review", "review: copy Lea")
    await person.presses("Start copying", "You copy Lea now")


async def copy_smart(person: Chat, amount: str = "1000") -> None:
    await person.says("/leads", "by score")
    await person.presses("1 Lea", "Copiers")
    await person.presses("Copy Lea", "How much of each buy")
    await person.presses("○ Smart Sync", "set apart for this lead")
    await person.says(amount, "Which coins")
    await person.presses("Go on", "How shall this copy be protected")
    await person.presses("Review", "review: copy Lea")
    await person.presses("Start copying", "You copy Lea now")


async def review_buy(lea: Chat, amount: str = "2500", coin: str = "BTC") -> None:
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses(f"{coin} at", f"trade {coin}-USDT")
    await lea.presses(f"Buy {coin} now", "For how many USDT?")
    await lea.says(amount, "Worst case: you pay")


async def buy(lea: Chat, amount: str = "2500", coin: str = "BTC") -> None:
    await review_buy(lea, amount, coin)
    await lea.presses("Place order", "✔ Bought")


def coins(town: Town, person: PersonId, symbol: str) -> int:
    """Linked copy lots of one person under all leads, in the instrument's units."""

    def view(desk: Desk) -> int:
        found = ((lead.copyings.held.get(symbol), row) for lead, row in desk.book.copied_leads(person))
        return sum(int(column[row]) for column, row in found if column is not None)

    return view(town.house.engine.pen._hops.desk())
