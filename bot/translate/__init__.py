"""Words in the reader's language: gettext catalogues, compiled in memory at start, English wherever one is missing.

`t("screen", "A sentence with {brace}", brace=t.money(units))` is the only way text for people is made. Context and
sentence are literals, so that extraction sees them; values are `Html`: figures, names, or other words.
`python -m bot.translate extract` brings the template and every catalogue up to date with the code.
"""

from bot.translate.catalogues import Catalogues
from bot.translate.words import LANGUAGES, RIGHT_TO_LEFT, Language, Words

__all__ = ["LANGUAGES", "RIGHT_TO_LEFT", "Catalogues", "Language", "Words"]
