"""Seeded mutants of what a client may send: callback data, and whole updates. The same seed makes the same ones."""

import copy
import random
import string

ODD = (
    "",
    " ",
    "\x00",
    "\n",
    "٣",
    "\u200b",
    "é",
    "💰",
    ":",
    "::",
    "-",
    "+",
    "0",
    "00",
    "_",
    "=",
    "%3A",
    "\\",
    "'",
    "\ud83d",
)
LETTERS = string.ascii_letters + string.digits + ":-_"


def mutant(chance: random.Random, data: str, others: list[str]) -> str:
    """The data changed in one to three places, never the same as it was."""
    changed = data
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        changed = chance.choice(WAYS)(chance, changed, others)
    return changed if changed != data else data + chance.choice(LETTERS)


def _replace(chance, data, _):
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((chance.choice(LETTERS), chance.choice(ODD))) + data[at + 1 :]


def _insert(chance, data, _):
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((chance.choice(LETTERS), chance.choice(ODD))) + data[at:]


def _drop(chance, data, _):
    at = chance.randrange(max(1, len(data)))
    return data[:at] + data[at + 1 :]


def _swap(chance, data, _):
    words = data.split(":")
    chance.shuffle(words)
    return ":".join(words)


def _case(chance, data, _):
    return chance.choice((data.upper(), data.lower(), data.swapcase(), data.title()))


def _splice(chance, data, others):
    return data[: chance.randrange(len(data) + 1)] + (other := chance.choice(others))[chance.randrange(len(other)) :]


def _number(chance, data, _):
    words = data.split(":")
    at = chance.randrange(len(words))
    words[at] = chance.choice(
        ("-1", "0", "1", "2", "01", "+1", "1.0", "1e9", "1_0", "٣", " 1", "true", str(2**31), str(2**63), "9" * 40)
    )
    return ":".join(words)


def _longer(chance, data, _):
    return data + chance.choice((":", ":1", "=", "==", "\n", " ", data, "A" * 60))


WAYS = (_replace, _insert, _drop, _swap, _case, _splice, _number, _longer)

JUNK = (
    None, True, False, 0, -1, 1.5, 10**30, -(2**63), "", " ", "x" * 5000, "\ud83d", "\u202e\u2066", "/start", "/halt",
    [], {}, [[]], [{}], {"id": 5}, [None], "9" * 400, {"a": {"b": {"c": {}}}},
)  # fmt: skip
FIELDS = (
    "message", "callback_query", "my_chat_member", "from", "chat", "id", "text", "data", "date", "entities", "type",
    "message_id", "reply_to_message", "is_bot", "first_name", "language_code", "photo", "sender_chat", "via_bot",
    "forward_origin", "new_chat_member", "web_app_data", "contact", "location", "poll", "successful_payment",
)  # fmt: skip


def mutated(chance: random.Random, update: dict) -> dict:
    """A copy of the update with one to three of its parts gone, swapped, doubled, or junk; its id may suffer too."""
    changed = copy.deepcopy(update)
    for _ in range(chance.choice((1, 1, 2, 3))):
        parts = list(_dicts(changed))
        part = chance.choice(parts)
        field = chance.choice((*part, chance.choice(FIELDS)))
        match chance.randrange(5):
            case 0 if field in part and (field != "update_id" or chance.random() < 0.05):
                del part[field]
            case 1:
                part[chance.choice(FIELDS)] = copy.deepcopy(chance.choice(parts))
            case 2 if len(part) > 1:
                one, two = chance.sample(sorted(part), 2)
                part[one], part[two] = part[two], part[one]
            case _ if field != "update_id" or chance.random() < 0.05:
                part[field] = copy.deepcopy(chance.choice(JUNK))
            case _:
                pass
    return changed


def _dicts(value):
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _dicts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _dicts(each)
