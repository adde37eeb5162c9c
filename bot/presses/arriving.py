"""What the buttons of a visitor say: the risk, the pages to read, the language."""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press


class ShowRisk(Press):
    """Start with paper money: the risk notice comes first."""

    tag: ClassVar[str] = "rs"


class AcceptRisk(Press):
    """I understand."""

    tag: ClassVar[str] = "ra"


class Page(StrEnum):
    """Pages that only say something."""

    ABOUT = "about"
    HELP = "help"
    PRIVACY = "privacy"
    TERMS = "terms"
    WHOAMI = "whoami"
    RISK = "risk"


class ShowPage(Press):
    """One of them."""

    tag: ClassVar[str] = "pg"
    page: Page


class ShowLanguages(Press):
    """The language picker."""

    tag: ClassVar[str] = "lg"


class Tongue(StrEnum):
    """The languages a chat can be in."""

    EN = "en"
    RU = "ru"
    ES = "es"
    PT_BR = "pt-BR"
    TR = "tr"
    ZH_HANS = "zh-Hans"
    AR = "ar"


class Speak(Press):
    """Speak this language from now on."""

    tag: ClassVar[str] = "ls"
    language: Tongue
