"""The desk's signing key: made on the first start, kept beside the journal, readable by its owner alone.

`statements.key` is private (PKCS8 in PEM, mode 0600); `statements.pub` is one line of 64 hex digits, to be
given to anyone.
"""

import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from bot.statements.sealing import public_hex

KEY_FILE: Final = "statements.key"
PUBLIC_FILE: Final = "statements.pub"
_LONGEST: Final = 4096  # bytes; a key has some 120


class KeyRefused(Exception):
    """The key cannot be used; the text is one line and says what to do. It never holds any of the key."""


def desk_key(folder: Path) -> Ed25519PrivateKey:
    """The key of the desk in `folder`, made where there was none yet. Raises KeyRefused, OSError.

    The caller holds the desk's lock. A key that is gone while its public half is still there is not replaced: every
    statement signed so far would no longer be the desk's.
    """
    if not (folder / KEY_FILE).exists():
        if (folder / PUBLIC_FILE).exists():
            raise KeyRefused(
                f"{folder / KEY_FILE} is gone but {PUBLIC_FILE} is there: restore it from a backup, "
                f"or remove {PUBLIC_FILE} to sign with a new key"
            )
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(folder / KEY_FILE, made, mode=0o600)
    key = read_key(folder)
    public = f"{public_hex(key.public_key())}\n".encode()
    if not (folder / PUBLIC_FILE).exists() or (folder / PUBLIC_FILE).read_bytes() != public:
        _write(folder / PUBLIC_FILE, public, mode=0o644)
    return key


def read_key(folder: Path) -> Ed25519PrivateKey:
    """The key that is there. Raises KeyRefused where others may read it or it is damaged, OSError without one."""
    path = folder / KEY_FILE
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
            raise KeyRefused(f"{path} may be read by others: `chmod 600 {path}`, and see who had it")
        content = file.read(_LONGEST)
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        raise KeyRefused(f"{path} is damaged: restore it from a backup") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(f"{path} holds another kind of key: restore the desk's from a backup")
    return key


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """The whole file or none, durable when this returns."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        os.replace(name, path)  # noqa: PTH105 - both are on one disk, and it is one step
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
