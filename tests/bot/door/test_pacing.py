"""The pace on a fake clock: urgent first, each at its rate, nothing inside a ban."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter
from waiting import at_rest

from bot.door.line import UNLIMITED, Limits, Line, Rate, Wait
from bot.door.pacing import GRANTED, Pacer


def run(line, until, now=0.0, on_send=None):
    """Let the line go until a time; answers (time, item)."""
    sent = []
    while now < until:
        answer = line.pop(now)
        if answer is None:
            break
        if isinstance(answer, Wait):
            now += max(answer.seconds, 1e-6)
            continue
        sent.append((now, answer))
        if on_send:
            on_send(now, answer)
    return sent


def test_the_first_second_starts_with_two_and_never_passes_the_pace():
    line = Line()
    for chat in range(1, 500):
        line.push(9, chat, chat)
    sent = [at for at, _ in run(line, 10)]
    assert sum(at == 0 for at in sent) == 2
    for start in range(9):
        assert sum(start <= at < start + 1 for at in sent) <= 30
    assert len(sent) >= 28 * 9


def test_a_private_chat_gets_three_at_once_then_one_a_second():
    line = Line()
    for item in range(10):
        line.push(3, 7, item)
    sent = run(line, 100)
    assert [item for _, item in sent] == list(range(10))
    assert sum(at < 0.5 for at, _ in sent) == 3
    assert sent[-1][0] == pytest.approx(7, abs=0.2)


def test_a_group_never_gets_more_than_twenty_in_any_minute():
    line = Line()
    for item in range(200):
        line.push(3, -100, item)
    sent = [at for at, _ in run(line, 600)]
    assert len(sent) > 150
    assert max(sum(start <= at < start + 60 for at in sent) for start in range(540)) <= 20


def test_a_hundred_thousand_digests_do_not_delay_an_urgent_one():
    line = Line()
    for chat in range(1, 100_001):
        line.push(9, chat, ("digest", chat))
    run(line, 5)
    line.push(1, 500_000, ("urgent", 0))
    at, item = run(line, 10, now=5.0)[0]
    assert item == ("urgent", 0)
    assert at - 5 < 0.05
    line.push(0, 3, ("answer", 0))
    assert run(line, 11, now=at)[0][1] == ("answer", 0)


def test_an_urgent_one_passes_its_own_chats_backlog():
    line = Line()
    for item in range(20):
        line.push(9, 7, item)
    run(line, 1.5)
    line.push(1, 7, "urgent")
    assert run(line, 4, now=1.6)[0][1] == "urgent"


def test_a_chat_that_must_rest_holds_up_nobody_else():
    line = Line()
    for item in range(50):
        line.push(3, 7, ("much", item))
    for chat in range(100, 150):
        line.push(3, chat, ("one", chat))
    first = run(line, 3)
    assert sum(item[0] == "one" for _, item in first) == 50


def test_nothing_is_sent_inside_a_ban_and_no_success_ends_it_early():
    line = Line()
    for item in range(10):
        line.push(0, 7, item)
        line.push(5, 8, item)
    line.told_to_wait(7, 20, 0.0)
    sent = run(line, 60, on_send=lambda at, item: None)
    chats = Counter()
    for at, _ in sent:
        chats["early" if at < 20 else "late"] += 1
    assert chats["early"] == 10  # chat 8 alone
    line = Line()
    for item in range(3):
        line.push(0, 7, item)
    line.told_to_wait(7, 20, 0.0)
    line.told_to_wait(7, 5, 1.0)
    assert all(at >= 20 for at, _ in run(line, 60))


def test_a_second_chat_told_to_wait_means_everybody():
    line = Line()
    for chat in range(1, 50):
        line.push(5, chat, chat)
    line.told_to_wait(1, 30, 0.0)
    line.told_to_wait(2, 10, 0.5)
    assert all(at >= 10.5 for at, _ in run(line, 60, now=0.5))
    line.told_to_wait(None, 10, 100.0)
    line.push(0, 77, "x")
    assert run(line, 200, now=100.0)[0][0] >= 110


def test_after_a_ban_the_most_urgent_goes_within_five_seconds():
    line = Line()
    for chat in range(1, 100_001):
        line.push(9, chat, "digest")
    line.told_to_wait(None, 30, 0.0)
    line.push(1, 200_000, "urgent")
    at, item = run(line, 40)[0]
    assert item == "urgent"
    assert 30 <= at < 35


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 20),
            st.sampled_from(["push", "push", "push", "ban"]),
            st.integers(0, 9),
            st.sampled_from([-2, -1, 1, 2, 3]),
        ),
        max_size=80,
    )
)
def test_whatever_happens_everything_goes_once_in_its_chats_order_of_lanes_and_never_in_a_ban(events):
    line, bans, sent, pushed, now = Line(), {}, [], 0, 0.0
    for at, what, lane, chat in sorted(events, key=lambda event: event[0]):
        for moment, item in run(line, at, now):
            sent.append((moment, item))
            now = max(now, moment)
        now = max(now, at)
        if what == "ban":
            line.told_to_wait(chat, 3, now)
            bans[chat] = max(bans.get(chat, 0), now + 3)
        else:
            line.push(lane, chat, (pushed, chat))
            pushed += 1
    last = run(line, 10_000, now)
    assert len(line) == 0
    assert Counter(item for _, item in sent + last) == Counter((n, c) for n, c in {item for _, item in sent + last})
    assert len(sent) + len(last) == pushed
    assert all(moment >= bans.get(item[1], 0) - 1e-6 for moment, item in last)


async def test_the_pacer_waits_out_a_429_and_sends_again():
    pacer, tries, clock = Pacer(UNLIMITED), [], asyncio.get_running_loop().time

    async def send():
        tries.append(clock())
        if len(tries) == 1:
            raise RetryAfter(1)
        return True

    assert await pacer.process_request(send, (), {}, "sendMessage", {"chat_id": 5}, None)
    assert tries[1] - tries[0] >= 0.99


async def test_at_most_so_many_are_in_flight_and_a_cancelled_one_gives_its_place_back():
    pacer = Pacer(Limits(Rate(1e9, 1e9), Rate(1e9, 1e9), Rate(1e9, 1e9), in_flight=2))
    gate, running, most = asyncio.Event(), [0], [0]

    async def send():
        running[0] += 1
        most[0] = max(most[0], running[0])
        try:
            await gate.wait()
        finally:
            running[0] -= 1
        return True

    tasks = [
        asyncio.create_task(pacer.process_request(send, (), {}, "sendMessage", {"chat_id": n + 1}, 3)) for n in range(6)
    ]
    await at_rest()
    assert running == [2]
    tasks[0].cancel()
    tasks[5].cancel()
    await at_rest()
    gate.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert most == [2]
    assert pacer._in_flight == 0


async def test_thousands_who_give_their_place_back_at_once_do_not_pile_up():
    pacer, went = Pacer(UNLIMITED), []
    gate = [pacer.queue(3, chat, lambda: None) for chat in range(1, 33)]

    def give_back():
        went.append(1)
        pacer.release()

    for chat in range(100, 5_100):
        pacer.queue(3, chat, give_back)
    for _ in gate:
        pacer.release()
    assert len(went) == 5_000
    assert pacer._in_flight == 0


async def test_the_answer_to_a_tap_does_not_stand_in_the_line():
    pacer = Pacer(Limits(Rate(0.0, 1e-9), Rate(1, 1), Rate(1, 1)))

    async def send():
        return True

    assert await pacer.process_request(send, (), {}, "answerCallbackQuery", {"callback_query_id": "x"}, None)
    assert await pacer.process_request(send, (), {}, "sendMessage", {"chat_id": 5}, GRANTED)
