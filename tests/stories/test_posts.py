"""A lead's posts to copiers: how many, how long, what may not be in them, and who may take the right (R-20.4)."""

import pytest

from core.model.posts import objection
from tests.stories.telling import Story, btc_desk

GOOD = "I take profit on BTC at 65,000.5 and wait. Risk is 2 % a trade."


def desk() -> Story:
    return btc_desk().person("bob").copy("bob", fixed_amount="100").person("eve")


def post(story: Story, text: str = GOOD, who: str = "lea", **more: str) -> Story:
    return story.do(who, "post_to_copiers", text=text, **more)


def test_r20_4_copiers_and_the_moderating_operator_get_it_silently_and_nobody_else():
    told = post(desk(), id="first").play()
    assert told.one("post_sent") == {**told.one("post_sent"), "lead": "lea", "post": "first"}
    alerts = told.of("alert", kind="lead_post")
    assert sorted((line["to"], line["loud"], line["lead"]) for line in alerts) == [
        ("admin", False, "lea"), ("bob", False, "lea"),
    ]  # fmt: skip


def test_r20_4_three_posts_a_day_of_utc_8():
    story = desk()
    for _ in range(4):
        post(story)
    story.on("2026-01-05T15:59:59+00:00")
    post(story)
    story.on("2026-01-05T16:00:00+00:00")
    for _ in range(4):
        post(story)
    told = story.play()
    assert told.each("denied", "code") == ["POSTS_SPENT", "POSTS_SPENT", "POSTS_SPENT"]
    assert len(told.of("post_sent")) == 6


def test_r20_4_what_was_refused_does_not_count():
    story = desk()
    for text in ("", "x" * 501, "see example.com", "write to me@example.com", "x" * 500, GOOD, GOOD):
        post(story, text)
    told = story.play()
    assert told.each("denied", "code") == ["POST_LENGTH", "POST_LENGTH", "POST_LINK", "POST_CONTACT"]
    assert len(told.of("post_sent")) == 3


def test_r20_4_only_a_lead_posts():
    told = post(post(desk(), who="bob").do("admin", "suspend_lead", lead="lea")).play()
    assert told.each("denied", "code") == ["NOT_A_LEAD", "NOT_A_LEAD"]


def test_r20_4_the_operator_takes_the_right_and_gives_it_back():
    story = post(desk().do("admin", "allow_posts", lead="lea", on=False))
    post(story.do("admin", "allow_posts", lead="lea", on=True))
    told = story.do("bob", "allow_posts", lead="lea", on=False).do("admin", "allow_posts", lead="lea", on=True).play()
    assert told.each("denied", "code") == ["POSTS_BLOCKED", "NOT_ALLOWED", "WRONG_STATE"]
    assert len(told.of("post_sent")) == 1
    assert len(told.of("alert", to="lea", kind="posts_allowed")) == 2


def test_p_privacy_no_word_of_a_post_is_in_a_fact():
    told = post(desk(), "a word that nobody else would use: xyzzy").play()
    assert "xyzzy" not in str(told.facts)


# ── what may not be in them ─────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com", "HTTP://EXAMPLE", "see www.example", "go to example.com/now", "EXAMPLE.COM",
        "t.me/mygroup", "t . me/mygroup", "tg://resolve?domain=x", "my site: пример.рф", "ｅｘａｍｐｌｅ．ｃｏｍ",
        "example\u3002com", "exam\u200bple.c\u200dom", "example[.]com", "example (dot) com", "example dot com",
        "10.20.30.40",
    ],
)  # fmt: skip
def test_r20_4_a_link_is_refused_however_it_is_written(text):
    assert objection(text) == 111


@pytest.mark.parametrize(
    "text",
    [
        "@lea_trades", "write me: lea@example.com", "lea @ example", "call +49 170 1234567", "+7 (915) 123-45-67",
        "89151234567", "915 123 45 67", "I am on Telegram", "WhatsApp me", "мой телеграм", "\uff20lea",
    ],
)  # fmt: skip
def test_r22_1_contact_details_are_refused(text):
    assert objection(text) == 112


@pytest.mark.parametrize(
    "text",
    [
        GOOD, "BTC 60,000 → 65,000. Stop at 58,000.", "Bought 0.5 BTC at 64000.5, half at 65 000.", "x" * 500,
        "Two lines\nare fine.", "Покупаю на откате, стоп 3 %. Дальше жду.", "e.g. a pause, i.e. no buys today",
        "1.5 % risk, 2:1 reward, R/R 2.5", "سأنتظر اليوم", "100,000,000 PEPE for a try",
    ],
)  # fmt: skip
def test_r20_4_what_a_trader_writes_passes(text):
    assert objection(text) is None


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 501, "bell\x07", "half \ud800 pair"])
def test_r20_4_a_post_has_1_to_500_plain_characters(text):
    assert objection(text) == 110
