"""R-21.4: the button to an official notice leads to an allowed host and to nothing that looks like one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.drafts.notices import opens, with_open_notice
from bot.screens.alert_many import buttons
from bot.screens.alerts import alert_screen
from bot.screens.announcing import announcement_text
from bot.settings import Settings
from bot.translate import LANGUAGES, Catalogues
from core.model.announcements import Announcement, AnnouncementKind
from core.model.market import Symbol
from core.model.people import PersonId
from core.views.alerts import Alert, AlertKind

HOSTS = frozenset({"www.okx.com", "okx.com"})
WARNING = (
    "This overview may come from third parties and is for information only. It is not advice. Prices can fall to zero;"
    " check the facts before you trade."
)
WHEN = datetime(2026, 1, 7, 8, tzinfo=UTC)
CATALOGUES = Catalogues.load()


def told(kind=AnnouncementKind.LISTING, **more):
    return Announcement(kind=kind, symbol=Symbol("NEW-USDT"), name="Newcoin", trading_at=WHEN, **more)


def alert(announcement, kind=AlertKind.ANNOUNCED):
    return Alert(to=PersonId(1), kind=kind, loud=False, seq=1, at=WHEN, announcement=announcement)


def addresses(announcement):
    """Where the buttons of its message lead out of the chat."""
    rows = buttons(CATALOGUES.words("en"), alert(announcement))
    return [button.url for row in rows for button in row if button.url]


@pytest.mark.parametrize("address", ["https://www.okx.com/help/new", "https://okx.com", "https://okx.com/a?b=c#d"])
def test_r21_4_an_allowed_host_opens(address):
    assert opens(address, HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.okx.com/", "ftp://www.okx.com/", "javascript://www.okx.com/%0aalert(1)", "www.okx.com",
        "https://www.okx.com.evil.com/", "https://evil.com/www.okx.com", "https://help.okx.com/",
        "https://www.okx.com@evil.com/", "https://okx.com:pw@www.okx.com/", "https://www.okx.com:443/",
        "https://www.okx.com\\@evil.com", "https://www.okx.com\\.evil.com", "https://www.okx.com./",
        "https://www.ok\u0445.com/", "https://xn--ok-mlc.com/", "https://www.okx.com/ x", "https://www.okx.com/\n",
        "https://\uff57\uff57\uff57.okx.com/", "https://[::1]/", "https://[bad/", "https:///www.okx.com", "",
        "https://www.okx.com:99999/", "https://www.okx.com/" + "x" * 300,
    ],
)  # fmt: skip
def test_r21_4_a_look_alike_does_not(address):
    assert not opens(address, HOSTS)


def test_r21_4_an_address_that_is_allowed_no_more_is_left_out_of_the_message():
    good = told(notice="https://www.okx.com/help")
    assert with_open_notice(good, HOSTS) == good
    assert with_open_notice(good, frozenset()) == replace(good, notice="")
    assert addresses(with_open_notice(good, frozenset())) == []
    assert addresses(good) == ["https://www.okx.com/help"]


@pytest.mark.parametrize("kind", AnnouncementKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_r21_3_every_announcement_ends_with_the_fixed_warning(kind, language):
    t = CATALOGUES.words(language)
    warning = t("notice", WARNING).plain
    for text in (
        announcement_text(t, told(kind)).plain,
        alert_screen(t, alert(told(kind, unsupported="airdrops", supply="1")), lambda _: "Orion").text.plain,
    ):
        assert text.endswith(warning)


def test_r21_3_the_warning_has_its_words():
    assert announcement_text(CATALOGUES.words("en"), told()).plain.endswith(WARNING)


def test_r21_2_times_stand_in_utc_in_utc_8_and_in_the_readers_zone():
    text = announcement_text(CATALOGUES.words("en", zone="America/New_York"), told()).plain
    assert "2026-01-07 03:00" in text
    assert "2026-01-07 16:00 UTC+8" in text
    assert "01-07 08:00 UTC)" in text


def test_what_the_admin_typed_is_escaped():
    raw = announcement_text(CATALOGUES.words("en"), told(network="<b>x</b>", unsupported="<a href='x'>y</a>")).raw
    assert "<b>x" not in raw
    assert "<a " not in raw


def test_the_hosts_are_a_setting():
    assert Settings(_env_file=None).hosts() == {"www.okx.com"}
    assert Settings(_env_file=None, notice_hosts=" A.com, b.org ,").hosts() == {"a.com", "b.org"}
    with pytest.raises(ValidationError):
        Settings(_env_file=None, notice_hosts=7)
