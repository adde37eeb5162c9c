"""What waits in the inbox is sealed: what people type stands there until it is handled, a secret perhaps among it."""

import hashlib
import hmac
import secrets
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12  # bytes, as the cipher wants


class Seal(Protocol):
    """Bytes in, bytes out, both ways. `about` names the row: what is sealed for one opens for no other."""

    def seal(self, plain: bytes, about: str) -> bytes:
        """Closed."""

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """Opened. Raises for what this seal has not closed."""


class Unsealed:
    """No encryption: for tests."""

    def seal(self, plain: bytes, about: str) -> bytes:  # noqa: ARG002 - the shape is the protocol's
        """As it is."""
        return plain

    def unseal(self, sealed: bytes, about: str) -> bytes:  # noqa: ARG002 - the shape is the protocol's
        """As it is."""
        return sealed


class KeyedSeal:
    """AES-256-GCM, a nonce before each row. Without the desk's key, which is in no backup, nothing opens."""

    def __init__(self, signer: Ed25519PrivateKey) -> None:
        """The key is made from the desk's own, which stands outside of its stores."""
        self._cipher = AESGCM(hmac.digest(signer.private_bytes_raw(), b"what waits in the inbox", hashlib.sha256))

    def seal(self, plain: bytes, about: str) -> bytes:
        """Closed."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """Opened. Raises InvalidTag for what this seal has not closed."""
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
