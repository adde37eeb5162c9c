"""Every screen function of `bot.screens` with sample arguments, and again with each other flag, code and empty list."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from importlib import import_module
from inspect import Parameter, isfunction, signature
from pkgutil import iter_modules
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

import bot.screens
from bot.gallery.samples import NEEDED, REFUSALS, beside, sample
from bot.screens.screen import Screen
from bot.translate import Words
from core.model.reasons import Denial

Draw = Callable[[Words], Screen]


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen: the function that draws it, and what is unusual in it, empty for the ordinary case."""

    function: str
    variant: str
    draw: Draw


def screen_functions() -> Iterator[Callable[..., Screen]]:
    """All public functions that answer a screen, by module."""
    for found in iter_modules(bot.screens.__path__):
        module = import_module(f"{bot.screens.__name__}.{found.name}")
        for name, function in vars(module).items():
            ours = isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
            if ours and draws(get_type_hints(function)):
                yield function


def draws(hints: Mapping[str, Any]) -> bool:
    """Whether a function of these types makes a screen out of words and a view."""
    return hints.get("return") is Screen and hints.get("t") is Words


def shots() -> Iterator[Shot]:
    """Each function's ordinary case, then the variants that look different."""
    for function in screen_functions():
        yield from _of(function)


def _of(function: Callable[..., Screen]) -> Iterator[Shot]:
    name = f"{function.__module__.removeprefix('bot.screens.')}.{function.__name__}"
    usual = _arguments(function, NEEDED.get(name, {}))
    yield Shot(name, "", _drawing(function, usual))
    for variant, more in _variants(function, usual):
        yield Shot(name, variant, _drawing(function, usual | more))


def _drawing(function: Callable[..., Screen], given: dict[str, Any]) -> Draw:
    places = [each for each in signature(function).parameters.values() if each.name != "t"]
    first = [given[each.name] for each in places if each.kind is not Parameter.KEYWORD_ONLY]
    named = {each.name: given[each.name] for each in places if each.kind is Parameter.KEYWORD_ONLY}
    return lambda t: function(t, *first, **named)


def _arguments(function: Callable[..., Screen], needed: Mapping[str, Any]) -> dict[str, Any]:
    """A sample for every parameter without a default."""
    hints = get_type_hints(function)
    given = {
        each.name: sample(hints[each.name], each.name) if each.default is Parameter.empty else each.default
        for each in signature(function).parameters.values()
        if each.name != "t"
    }
    return {name: _with(value, needed) for name, value in given.items()}


def _with(value: Any, needed: Mapping[str, Any]) -> Any:
    return replace(value, **needed) if needed and is_dataclass(value) and not isinstance(value, type) else value


def _variants(function: Callable[..., Screen], usual: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """One thing at a time: of a parameter, or of a field of a view. An emptied list has no names beside it."""
    no_names: dict[str, Any] = {name: [] for name, value in usual.items() if isinstance(value, list)}
    hints = get_type_hints(function)
    for name, value in usual.items():
        for other in _others(name, hints[name], value):
            yield f"{name} {_said(other)}", {name: other}
        if is_dataclass(value) and not isinstance(value, type):
            for variant, changed in _changed(value):
                yield variant, {**(no_names if variant.startswith("no ") else {}), name: changed}


def _changed(view: Any) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(type(view))
    for field in fields(view):
        found = getattr(view, field.name)
        for other in _others(field.name, hints[field.name], found):
            more = {name: value for name, value in beside(other).items() if name in hints}
            yield f"{field.name} {_said(other)}", replace(view, **{field.name: other, **more})
        if isinstance(found, BaseModel):
            yield from ((said, replace(view, **{field.name: other})) for said, other in _other_drafts(found))
        if isinstance(found, tuple) and found:
            yield f"no {field.name}", replace(view, **{field.name: ()})


def _other_drafts(draft: BaseModel) -> Iterator[tuple[str, BaseModel]]:
    for name in type(draft).model_fields:
        for other in _others(name, None, getattr(draft, name)):
            yield f"{name} {_said(other)}", draft.model_copy(update={name: other, **beside(other)})


def _others(name: str, kind: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, Enum):
        yield from (each for each in type(value) if each is not value)
    elif value is None:
        for code in get_args(kind):
            if isinstance(code, type) and issubclass(code, Enum):
                yield from [REFUSALS[name]] if code is Denial and name in REFUSALS else list(code)[:20]


def _said(value: Any) -> str:
    return value.name.lower() if isinstance(value, Enum) else str(value).lower()
