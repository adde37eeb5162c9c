"""A typed address: what is taken for one, in what form, and how it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.address import LONGEST, masked_address, read_address


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("ann@example.org", "ann@example.org"),
        ("  Ann.B+desk@Example.ORG \n", "Ann.B+desk@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@mail.example.co.uk", "ann@mail.example.co.uk"),
        ("ann", None),
        ("ann@localhost", None),
        ("ann@@example.org", None),
        ("ann@b@example.org", None),
        ("ann@example..org", None),
        ("ann@-example.org", None),
        (".ann@example.org", None),
        ("a..b@example.org", None),
        ("änn@example.org", None),
        ('"ann b"@example.org', None),
        ("ann@[127.0.0.1]", None),
        ("ann@127.0.0.1", None),
        ("ann b@example.org", None),
        ("Ann <ann@example.org>", None),
        ("ann@example.org\r\nBcc: eve@evil.example", None),
        ("ann@example.org,eve@evil.example", None),
        ("a" * 65 + "@example.org", None),
        ("ann@" + "a" * 64 + ".org", None),
        ("ann@" + ".".join(["a" * 60] * 5), None),
        ("", None),
        ("@", None),
    ],
)
def test_what_is_an_address_is_taken_and_nothing_else(typed, taken):
    assert read_address(typed) == taken


@given(st.text(max_size=300))
def test_p19_whatever_is_typed_an_address_is_one_line_of_plain_letters_with_one_at(text):
    taken = read_address(text)
    if taken is not None:
        assert taken.isascii()
        assert taken.isprintable()
        assert taken.count("@") == 1
        assert len(taken) <= LONGEST
        assert not set(taken) & set(' <>,;:"()[]\\')
        assert read_address(taken) == taken


def test_it_is_shown_with_most_of_it_hidden():
    assert masked_address("ann@example.org") == "a***@e***.org"
    assert masked_address("x@mail.example.co.uk") == "x***@m***.uk"
