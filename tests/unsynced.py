"""A disk that is not waited for: of what was written a kill loses nothing, only the power's end could.

For tests that kill processes or start many desks. What a commit waits for is proven in `tests/core/adapters`.
"""

from core.adapters import notes_schema
from core.adapters.journals import sqlite

OFF = "PRAGMA synchronous = OFF"


def unsynced(put=setattr) -> None:
    """From now on no journal and no notes that are opened wait for the disk. `put` may be a patch's `setattr`."""
    put(notes_schema, "SYNC", OFF)
    put(sqlite, "_PRAGMAS", tuple(OFF if "synchronous" in pragma else pragma for pragma in sqlite._PRAGMAS))
