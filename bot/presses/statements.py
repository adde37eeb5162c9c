"""The presses of statements. A statement is named by its number, which is its owner's alone; the admin's name both."""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press


class Form(StrEnum):
    """The files a statement can be had as."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class StatementsPage(Press):
    """A page of my statements, the newest first (S1)."""

    tag: ClassVar[str] = "tl"
    page: int = 1


class ShowStatement(Press):
    """One of them (S2)."""

    tag: ClassVar[str] = "ts"
    number: int


class ShowSettled(Press):
    """From an alert: the statement that tells of a settlement, named by its lead and its fact."""

    tag: ClassVar[str] = "to"
    lead: int
    seq: int


class ShowSteps(Press):
    """How it was computed (S3), a page of its lines."""

    tag: ClassVar[str] = "th"
    number: int
    page: int = 1


class CheckStatement(Press):
    """Compute it anew from the journal, and compare."""

    tag: ClassVar[str] = "tv"
    number: int


class GetFile(Press):
    """Hand it over as a file."""

    tag: ClassVar[str] = "tf"
    number: int
    form: Form


class DisputeStatement(Press):
    """Send its lines to the admin; a second time says that they have it."""

    tag: ClassVar[str] = "td"
    number: int


class ShowDisputed(Press):
    """The admin looks at a statement whose owner disputes it, at its figures or, from page 1 on, at its lines."""

    tag: ClassVar[str] = "tda"
    person: int
    number: int
    page: int = 0
