"""Seals a statement into its person's chain: hash = SHA-256(previous ‖ canonical), signed with the desk's Ed25519 key.

Hex text throughout. What is signed is a label, so that no other signature of the desk can stand in, and the hash.
"""

import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.statements.canonical import canonical, read_canonical
from core.views.statement import Sealed, Statement

FIRST: Final = "0" * 64
"""What stands before a person's first statement."""
STATEMENT: Final = b"slipstream statement 1\n"
FILE: Final = b"slipstream statement file 1\n"


def seal(statement: Statement, *, previous: str, key: Ed25519PrivateKey) -> Sealed:
    """The statement as it is kept and shown, with its place in the chain. `previous`: the hash before it, or FIRST."""
    kept = read_canonical(canonical(statement))
    link = hash_of(kept, previous)
    return Sealed(kept, previous, link, sign(STATEMENT, link, key), public_hex(key.public_key()))


def hash_of(statement: Statement, previous: str) -> str:
    """SHA-256 of the previous hash, as 32 bytes, and of the canonical form."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical(statement)).hexdigest()


def hash_holds(sealed: Sealed) -> bool:
    """Whether the hash is that of this statement in this place."""
    return hash_of(sealed.statement, sealed.previous) == sealed.hash


def signature_holds(sealed: Sealed) -> bool:
    """Whether the key that stands in it signed the hash that stands in it."""
    return signed(STATEMENT, sealed.hash, sealed.signature, sealed.key)


def sign(label: bytes, digest: str, key: Ed25519PrivateKey) -> str:
    """The signature over a label of ours and a SHA-256."""
    return key.sign(label + bytes.fromhex(digest)).hex()


def signed(label: bytes, digest: str, signature: str, public: str) -> bool:
    """Whether `public` signed this; what is no key or no signature signed nothing."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), label + bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_hex(key: Ed25519PublicKey) -> str:
    """The public key as 64 hex digits."""
    return key.public_bytes_raw().hex()
