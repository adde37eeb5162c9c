"""The schema of the notes file, step by step, and how an older file is brought up to date.

A step that was released is never changed; the next one is appended. Times are Unix seconds (REAL, UTC).
"""

import sqlite3
from pathlib import Path
from typing import Final

SYNC: Final = "PRAGMA synchronous = FULL"
"""A command is confirmed to Telegram once it is here: it may not go with the power."""
MIGRATIONS: Final = (
    """
    CREATE TABLE inbox (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        update_id INTEGER NOT NULL,
        person INTEGER NOT NULL,
        raw BLOB NOT NULL,                       -- emptied when done: a typed secret passes here
        received_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
        problem TEXT,
        UNIQUE (source, update_id)
    ) STRICT;
    CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
    CREATE INDEX inbox_done ON inbox (received_at) WHERE state = 'done';

    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        fact TEXT NOT NULL,
        person INTEGER NOT NULL,
        kind TEXT NOT NULL,
        chat INTEGER NOT NULL,
        lane INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 9),
        body TEXT NOT NULL,                      -- what is drawn, as JSON; emptied when sent
        silent INTEGER NOT NULL DEFAULT 0,
        posted_at REAL NOT NULL,
        due_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'parked', 'dead')),
        unclear INTEGER NOT NULL DEFAULT 0,      -- an earlier try may have arrived: the next one says "repeat"
        message_id INTEGER,
        problem TEXT,
        UNIQUE (fact, person, kind)
    ) STRICT;
    CREATE INDEX outbox_open ON outbox (lane, id) WHERE state IN ('waiting', 'sending');
    CREATE INDEX outbox_parked ON outbox (chat) WHERE state = 'parked';

    CREATE TABLE chat (
        chat INTEGER PRIMARY KEY,
        person INTEGER NOT NULL,
        language TEXT,                           -- NULL: never chosen, Telegram's guess holds
        live_message_id INTEGER,
        live_picture INTEGER NOT NULL DEFAULT 0, -- a picture is edited into text only by a new message
        below INTEGER NOT NULL DEFAULT 0,        -- messages under the live screen
        commands_hash TEXT,
        blocked INTEGER NOT NULL DEFAULT 0,
        timezone TEXT NOT NULL DEFAULT 'UTC',
        plain INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE draft (
        chat INTEGER PRIMARY KEY,
        body TEXT NOT NULL,
        touched_at REAL NOT NULL
    ) STRICT;

    CREATE TABLE confirmation (
        nonce TEXT PRIMARY KEY,
        person INTEGER NOT NULL,
        chat INTEGER NOT NULL,
        command TEXT NOT NULL,
        plan_hash TEXT NOT NULL,
        shown TEXT NOT NULL,
        message_id INTEGER,
        expires_at REAL NOT NULL,
        used_at REAL,
        used_by TEXT,                            -- the update that used it: its own repeat is not a second use
        outcome TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX confirmation_old ON confirmation (expires_at);

    CREATE TABLE profile (
        person INTEGER PRIMARY KEY,
        telegram INTEGER UNIQUE,
        name TEXT NOT NULL DEFAULT '',
        bio TEXT NOT NULL DEFAULT '',
        contact TEXT NOT NULL DEFAULT ''
    ) STRICT;

    CREATE TABLE picture (
        key TEXT PRIMARY KEY,                    -- a hash of what is shown
        file_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cursor (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE collapsed (                     -- failures of one person, lead and code that are told together
        person INTEGER NOT NULL,
        lead INTEGER NOT NULL,
        code INTEGER NOT NULL,
        ends_at REAL NOT NULL,
        first_seq INTEGER NOT NULL,              -- the fact that was told at once
        last_seq INTEGER NOT NULL,
        count INTEGER NOT NULL,                  -- of those since, not told yet
        latest TEXT NOT NULL,
        PRIMARY KEY (person, lead, code)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX collapsed_due ON collapsed (ends_at) WHERE count > 0;
    """,
    """
    DROP TABLE collapsed;

    ALTER TABLE outbox ADD COLUMN head INTEGER;             -- the row whose message it joined
    ALTER TABLE outbox ADD COLUMN once_more INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN unless_pressed INTEGER;   -- only if no button of this message was pressed
    CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting';
    CREATE INDEX outbox_joined ON outbox (head) WHERE head IS NOT NULL AND state = 'waiting';
    CREATE INDEX outbox_once_more ON outbox (chat, unless_pressed) WHERE unless_pressed IS NOT NULL;

    CREATE TABLE gathering (                     -- a message that others of the same person and key may join
        head INTEGER PRIMARY KEY,                -- the row of the outbox that is sent and edited
        person INTEGER NOT NULL,
        gather TEXT NOT NULL,
        closes_at REAL NOT NULL,
        minute_at REAL NOT NULL,
        minute_many INTEGER NOT NULL,
        minute_before INTEGER NOT NULL,
        changed_at REAL NOT NULL DEFAULT 0,
        many INTEGER NOT NULL DEFAULT 1,         -- of which the message says so many:
        shown INTEGER NOT NULL DEFAULT 0,
        last INTEGER NOT NULL,                   -- the newest row that joined
        lines TEXT NOT NULL,                     -- the newest first, as JSON
        body TEXT NOT NULL                       -- the newest in full
    ) STRICT;
    CREATE INDEX gathering_of ON gathering (person, gather, head);
    CREATE INDEX gathering_closed ON gathering (closes_at) WHERE many = shown;
    CREATE INDEX gathering_joined ON gathering (head) WHERE many > shown AND shown > 0;
    """,
    """
    CREATE TABLE preference (                    -- how a chat is told things; who has changed nothing has no row
        chat INTEGER PRIMARY KEY,
        version INTEGER NOT NULL,                -- grows with every change: a button carries the one it was shown at
        levels TEXT NOT NULL,                    -- loud, silent or off by topic, as JSON, where it is not the usual
        quiet_from INTEGER,                      -- minutes of the reader's day; NULL: no quiet hours
        quiet_to INTEGER,
        digest_at INTEGER                        -- likewise; NULL: no digest
    ) STRICT;
    CREATE TABLE digest (                        -- the last day of the reader's that was told, an ISO date
        chat INTEGER PRIMARY KEY,
        told TEXT NOT NULL
    ) STRICT;
    CREATE TABLE kept (                          -- what quiet hours keep for the digest
        id INTEGER PRIMARY KEY,
        chat INTEGER NOT NULL,
        kind TEXT NOT NULL,
        line TEXT NOT NULL,                      -- what the message begins with, drawn
        at REAL NOT NULL,
        day TEXT                                 -- of the digest that tells it, from when that is made
    ) STRICT;
    CREATE INDEX kept_by_chat ON kept (chat);
    """,
    """
    CREATE TABLE statement (                     -- a person's chain: each of them once, and never changed
        id INTEGER PRIMARY KEY,
        person INTEGER NOT NULL,
        number INTEGER NOT NULL,                 -- from 1, without a gap
        code TEXT NOT NULL UNIQUE,               -- of its deep link
        seq INTEGER NOT NULL,                    -- the fact that closed it
        lead INTEGER NOT NULL,
        line TEXT NOT NULL,                      -- what a list says of it, as JSON
        body BLOB NOT NULL,                      -- its canonical form
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        signature TEXT NOT NULL,
        key TEXT NOT NULL,
        disputed_at REAL,
        UNIQUE (person, number)
    ) STRICT;
    """,
    """
    CREATE TABLE address (                       -- a chat's e-mail
        chat INTEGER PRIMARY KEY,
        version INTEGER NOT NULL,
        address TEXT,                            -- confirmed; NULL: none
        asked TEXT,                              -- waits for its code, which stands nowhere: it follows from the nonce
        nonce TEXT,
        code_until REAL,
        tries INTEGER NOT NULL DEFAULT 0,
        codes INTEGER NOT NULL DEFAULT 0,        -- mailed since:
        codes_since REAL NOT NULL DEFAULT 0,
        refused TEXT,                            -- the mail server's words: nothing goes there until confirmed anew
        switched TEXT NOT NULL DEFAULT '{}'      -- what comes, as JSON, where it is not the usual
    ) STRICT;
    CREATE TABLE letter (                        -- what goes by e-mail
        id INTEGER PRIMARY KEY,
        fact TEXT NOT NULL,
        person INTEGER NOT NULL,
        kind TEXT NOT NULL,
        chat INTEGER NOT NULL,
        body TEXT NOT NULL,                      -- what it says, drawn; emptied when it is sent or dead
        reminds INTEGER NOT NULL,                -- it is dropped if a button of the message in the chat is pressed
        at REAL NOT NULL,                        -- when it was due first: its date
        due_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'parked', 'dead')),
        problem TEXT,
        UNIQUE (fact, person, kind)
    ) STRICT;
    CREATE INDEX letter_due ON letter (due_at) WHERE state = 'waiting';
    CREATE INDEX letter_of ON letter (chat) WHERE state IN ('waiting', 'parked');
    """,
    """
    ALTER TABLE outbox ADD COLUMN lasting TEXT NOT NULL DEFAULT '';  -- told once more only while this is so
    ALTER TABLE letter ADD COLUMN lasting TEXT NOT NULL DEFAULT '';
    """,
)


class NotesRefused(Exception):
    """The file cannot be used. The text says what that means, and what to do."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is damaged ({why}): no money is in it and no trade is lost, but names, settings and messages that"
            " wait are; restore it from the newest backup, or move it away to go on without them"
        )


class NotesTooNew(Exception):
    """The file was written by a later release; an older one must not touch it."""

    def __init__(self, *, found: int, known: int) -> None:
        super().__init__(f"the notes file is of version {found}, this release knows versions up to {known}")
        self.found = found
        self.known = known


def prepare(connection: sqlite3.Connection) -> None:
    """Set the connection up and bring the file up to date.

    Raises `NotesTooNew` for a later release's file, and sqlite3.DatabaseError for a damaged one.
    """
    connection.execute("PRAGMA journal_mode = WAL")
    # what a life before left behind in the log is then of another use, and cannot be taken for commits of this one
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if (said := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise sqlite3.DatabaseError(said)
    connection.execute(SYNC)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what was emptied is gone: not every build does so by itself
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT")
    found = _version(connection)
    if found > len(MIGRATIONS):
        raise NotesTooNew(found=found, known=len(MIGRATIONS))
    for version, script in enumerate(MIGRATIONS[found:], start=found + 1):
        _migrate(connection, script, version)


def _version(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    return int(row[0] or 0)


def _migrate(connection: sqlite3.Connection, script: str, version: int) -> None:
    """One step and its version in one transaction: a cut leaves the old file or the new one."""
    connection.executescript(
        f"BEGIN IMMEDIATE; {script} INSERT INTO schema_version VALUES ({version:d}); COMMIT;"  # noqa: S608 - our own script
    )
