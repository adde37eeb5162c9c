"""A picture is a value: equal ones have one key, and no two others share theirs."""

import json
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paintings import curve, gallery, lead, statement
from pydantic import ValidationError

from bot.charts.pictures import Figure, LeadPicture, Picture, Theme, Tone, key_of, pack, unpack

PICTURES = gallery()


def test_every_picture_comes_back_from_the_wire_as_it_was():
    for name, picture in PICTURES.items():
        assert unpack(pack(picture)) == picture, name


def test_equal_values_have_one_key_and_no_two_others_share_theirs():
    keys = {name: key_of(picture) for name, picture in PICTURES.items()}
    assert len(set(keys.values())) == len(set(PICTURES.values())) == len(PICTURES)
    assert keys == {name: key_of(picture) for name, picture in gallery().items()}


def changed(value):
    """The value with one thing in it changed, each thing in turn."""
    for field in fields(value):
        if field.name == "kind":
            continue
        found = getattr(value, field.name)
        for other in others(found):
            yield field.name, replace(value, **{field.name: other})


def others(found):
    match found:
        case bool():
            yield not found
        case Theme() | Tone():
            yield next(each for each in type(found) if each is not found)
        case str():
            yield f"{found}."
        case int() | Decimal():
            yield found + 1
        case tuple():
            yield found[:-1]
            yield from ((*found[:-1], other) for other in others(found[-1]))
        case _ if is_dataclass(found):
            yield from (other for _, other in changed(found))


@pytest.mark.parametrize("picture", [lead(), curve(), statement()])
def test_whatever_is_shown_is_in_the_key(picture):
    keys = [(name, key_of(other)) for name, other in changed(picture)]
    assert len(keys) >= 20
    assert len({key_of(picture), *(key for _, key in keys)}) == len(keys) + 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_words_cannot_run_into_each_other(one, two, three, four):
    def made(label, text) -> Picture:
        usual = lead()
        return replace(usual, main=Figure(label, text))

    assert (key_of(made(one, two)) == key_of(made(three, four))) is ((one, two) == (three, four))


@pytest.mark.parametrize("packed", [b"", b"{}", b"[]", b'{"kind": "lead"}', b'{"kind": "other"}', b"\xff"])
def test_what_is_no_picture_is_refused(packed):
    with pytest.raises(ValidationError):
        unpack(packed)


def test_figures_stay_exact_on_the_wire():
    picture = replace(lead(), gains=(Decimal("0.1"), Decimal("0.30000000000000004")))
    found = unpack(pack(picture))
    assert isinstance(found, LeadPicture)
    assert found.gains == picture.gains
    assert json.loads(pack(picture))["gains"] == ["0.1", "0.30000000000000004"]
