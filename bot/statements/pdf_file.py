"""A statement as PDF (extra `pdf`), drawn by typst from one template and sealed behind its last mark.

Text reaches the template as data, never as markup. The seal is a comment that viewers skip: the canonical form, its
place in the chain, and a signature over every byte before it, so that what the pages show is what was signed.
"""

import base64
import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, assert_never

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.statements.canonical import canonical, read_canonical
from bot.statements.computing import ENGLISH, exact_moment, exact_money, exact_number, exact_percent
from bot.statements.extras import imported
from bot.statements.fields import NotAValue
from bot.statements.layout import Amount, Moment, Share, Sum, Value, account, decimals_for, decimals_of, exact
from bot.statements.sealing import FILE, sign
from bot.translate import RIGHT_TO_LEFT, Words
from core.views.statement import Party, Sealed

TEMPLATE: Final = Path(__file__).with_name("statement.typ")
MARK: Final = b"%slipstream-statement 1\n"
"""Opens the seal. Each of its lines is a comment to a viewer; after it the file ends as typst ended it."""
LATIN: Final = "Libertinus Serif"  # typst brings it along: Latin, Greek, Cyrillic, figures of one width
SCRIPTS: Final = {
    "ar": ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "DejaVu Sans"),
    "zh-Hans": ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "Source Han Sans SC", "Noto Sans SC"),
}
"""Fonts for what Libertinus lacks; a language none of whose is installed speaks English here."""
COPIER_COLUMNS: Final = (((0,), (1,)), ((3, 2), (4,)), ((5,),), ((6,),), ((7,),), ((8,),), ((10,), (9,)))
LEAD_COLUMNS: Final = (((0,), (1,)), ((2,),), ((4,), (3,)), ((6,), (5,)), ((7,),), ((8,), (9,)), ((10,),))
"""Which of the lines' values stand in each column, the second ones small below the first."""
_END: Final = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\s*\Z")
_SEAL: Final = re.compile(
    rb"(?P<statement>(?:%[A-Za-z0-9+/=]{1,100}\n)+)"
    rb"%previous (?P<previous>[0-9a-f]{64})\n%hash (?P<hash>[0-9a-f]{64})\n"
    rb"%signature (?P<signature>[0-9a-f]{128})\n%key (?P<key>[0-9a-f]{64})\n"
)
_SIGNATURE: Final = re.compile(rb"%file-signature ([0-9a-f]{128})\n")


def pdf_file(sealed: Sealed, t: Words, *, key: Ed25519PrivateKey) -> bytes:
    """The file. Raises ExtraMissing without typst."""
    typst = imported("typst", extra="pdf")
    fonts, families = _fonts(typst)
    if t.language in SCRIPTS and not families.intersection(SCRIPTS[t.language]):
        t = Words("en", ENGLISH.catalogue, ENGLISH.form, t.zone, t.limits)
    others = (each for family in SCRIPTS.values() for each in family)
    drawn = _data(sealed, t) | {"fonts": [LATIN, *(each for each in others if each in families)]}
    compiler = typst.Compiler(TEMPLATE.read_bytes(), root=TEMPLATE.parent, font_paths=fonts)
    pdf = compiler.compile(
        sys_inputs={"account": json.dumps(drawn)}, timestamp=int(sealed.statement.settled_at.timestamp())
    )
    body = sealed_body(pdf, sealed)
    return _ended(body, sign(FILE, sha256(body).hexdigest(), key))


@cache
def _fonts(typst: Any) -> tuple[Any, frozenset[str]]:
    """Found once a process: the search reads every font there is."""
    fonts = typst.Fonts()
    return fonts, frozenset(fonts.families())


# ── the seal ──────────────────────────────────────────────────────────────────


def sealed_body(pdf: bytes, sealed: Sealed) -> bytes:
    """All that the file's signature covers."""
    text = base64.b64encode(canonical(sealed.statement))
    lines = [b"%" + text[at : at + 76] + b"\n" for at in range(0, len(text), 76)]
    proof = f"%previous {sealed.previous}\n%hash {sealed.hash}\n%signature {sealed.signature}\n%key {sealed.key}\n"
    return b"".join([pdf.rstrip(b"\n"), b"\n", MARK, *lines, proof.encode("ascii")])


def read_pdf(content: bytes) -> tuple[Sealed, bytes, str]:
    """What its seal says, what the file's signature covers, and that signature. Raises NotAValue without a seal.

    The rest of the file must be what the desk puts behind a signature, to the byte: nothing can hide there.
    """
    at = content.rfind(MARK)
    seal = _SEAL.match(content, at + len(MARK)) if at > 0 else None
    found = seal and _SIGNATURE.match(content, seal.end())
    if not seal or not found:
        raise NotAValue("this PDF has no seal of a statement")
    try:
        statement = read_canonical(base64.b64decode(seal["statement"].translate(None, b"%\n"), validate=True))
    except ValueError as problem:
        raise NotAValue("the seal of this PDF is damaged") from problem
    proof = {name: seal[name].decode("ascii") for name in ("previous", "hash", "signature", "key")}
    body, signature = content[: seal.end()], found[1].decode("ascii")
    if _ended(body, signature) != content:
        raise NotAValue("something was added behind the seal of this PDF")
    return Sealed(statement, **proof), body, signature


def _ended(body: bytes, signature: str) -> bytes:
    """The file ends once more where it ended before the seal, since viewers look for its table at the very end."""
    at = body.rfind(MARK)
    end = _END.search(body, max(0, at - 1024), at)
    if not end:
        raise NotAValue("this PDF has no end before its seal")
    return body + f"%file-signature {signature}\nstartxref\n{int(end[1])}\n%%EOF\n".encode("ascii")


# ── what is drawn ─────────────────────────────────────────────────────────────


def _data(sealed: Sealed, t: Words) -> dict[str, Any]:
    shown = account(sealed, t)
    columns = COPIER_COLUMNS if sealed.statement.party is Party.COPIER else LEAD_COLUMNS
    places = [decimals_for([line[at] for line in shown.lines]) for at in range(len(shown.headings))]
    money = decimals_of((value for _, value, _ in shown.sums), least=2)
    return {
        "language": "en" if t.language == "pseudo" else t.language.partition("-")[0],
        "rtl": t.language in RIGHT_TO_LEFT,
        "title": shown.title,
        "mode": shown.mode,
        "paper": shown.paper,
        "cycle": shown.cycle,
        "parties": [[label, _text(value, t, decimals_for([value]))] for label, value in shown.parties],
        "sums": [[label, _text(value, t, money), strong] for label, value, strong in shown.sums],
        "headings": [[shown.headings[part[0]] for part in parts] for parts in columns],
        "lines": [[[_joined(line, part, places, t) for part in parts] for parts in columns] for line in shown.lines],
        "empty": t("file", "No closes in this cycle.").plain,
        "how_title": t("file", "How it was computed").plain,
        "how": list(shown.how),
        "proof": [list(each) for each in shown.proof],
        "check": shown.check,
    }


def _joined(line: tuple[Value, ...], part: tuple[int, ...], places: list[int], t: Words) -> str:
    return "\u00a0".join(_text(line[at], t, places[at]) for at in part)


def _text(value: Value, t: Words, decimals: int) -> str:
    match value:
        case str():
            return value
        case int():
            return t.count(value).plain
        case Moment():
            return exact_moment(t, value.at).plain
        case Share():
            return exact_percent(t, value.ratio).plain
        case Sum():
            return exact_money(t, value.units, decimals=decimals).plain
        case Amount():
            return exact_number(t, exact(value), decimals=decimals).plain
        case unknown:
            assert_never(unknown)
