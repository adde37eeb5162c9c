"""What the code says, brought into the template and every catalogue; and what is wrong with a catalogue's braces."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from bot.translate.catalogues import LOCALES, po_file, read_catalog
from bot.translate.words import LANGUAGES

SAYING: Final = LOCALES.parent / "bot"
TEMPLATE: Final = LOCALES / "slipstream.pot"
KEYWORDS: Final = {"t": ((1, "c"), 2), "n": ((1, "c"), 2, 3)}
# A date that stays: a template that changes by the clock alone hides real changes in review.
SOME_DATE: Final = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def extract(package: Path = SAYING) -> Catalog:
    """The template: every sentence the code says, with its context and the files that say it."""
    catalog = Catalog(
        project="slipstream",
        version="1",
        header_comment="# The sentences of Slipstream, written by `python -m bot.translate extract`.",
        fuzzy=False,
        creation_date=SOME_DATE,
        revision_date=SOME_DATE,
    )
    for path in sorted(package.rglob("*.py")):
        for _, message, comments, context in extract_from_file("python", path, KEYWORDS, comment_tags=("i18n:",)):
            where = [(path.relative_to(package.parent).as_posix(), 0)]
            catalog.add(message, context=context, locations=where, auto_comments=comments)
    return catalog


def update() -> list[str]:
    """Write the template and bring each catalogue up to date, translations kept; answers what is untranslated."""
    template = extract()
    _write(TEMPLATE, template)
    missing = []
    for code in LANGUAGES:
        path = po_file(LOCALES, code)
        if not path.is_file():
            continue
        catalog = read_catalog(path, code)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalog.creation_date = catalog.revision_date = SOME_DATE
        catalog.project, catalog.version = template.project, template.version
        _write(path, catalog)
        missing += [f"{code}: {message.id}" for message in catalog if message.id and not _translated(message.string)]
    return missing


def braces(text: str) -> frozenset[str]:
    """The names in braces of a sentence; raises ValueError where a brace is not closed or a field is no plain name."""
    names = set()
    for _, field, spec, conversion in Formatter().parse(text):
        if field is None:
            continue
        if not field.isidentifier() or spec or conversion:
            raise ValueError(f"{{{field}}} is no plain name in {text!r}")
        names.add(field)
    return frozenset(names)


def brace_problems(catalog: Catalog) -> Iterator[str]:
    """Each form of each translation whose braces are not those of its sentence. `{count}` may be left out."""
    for message in catalog:
        if not message.id or not message.string:
            continue
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        wanted = frozenset[str]().union(*map(braces, ids))
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        for form in filter(None, strings):
            try:
                found = braces(form)
            except ValueError as problem:
                yield f"{ids[0]!r}: {problem}"
                continue
            if found - wanted or wanted - found - {"count"}:
                yield f"{ids[0]!r}: {sorted(found)} instead of {sorted(wanted)} in {form!r}"


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)
