"""The tables of people at the desk, and every statement about them: the part of `database` that is theirs."""

from __future__ import annotations

PEOPLE = """
CREATE TABLE accounts (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, password TEXT,
    created_at TEXT NOT NULL, closed_at TEXT
) STRICT;
CREATE TABLE visits (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, account INTEGER REFERENCES accounts (number),
    begun_at TEXT NOT NULL, ends_at TEXT NOT NULL, ended_at TEXT
) STRICT;
CREATE INDEX visits_by_account ON visits (account);
CREATE TABLE audit (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    object TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
"""

APPEND_ONLY = (
    "CREATE TRIGGER {table}_{verb} BEFORE {verb} ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
)
"""Makes the database itself refuse to change or delete what was said or done; `verb` is `update` or `delete`."""

ADD_ACCOUNT = (
    "INSERT INTO accounts (name, role, created_at) VALUES (:name, :role, :at)"
    " ON CONFLICT (name) DO UPDATE SET role = :role, password = NULL, closed_at = NULL WHERE closed_at IS NOT NULL"
)
ACCOUNT = "SELECT * FROM accounts WHERE name = ? AND closed_at IS NULL"
ACCOUNTS = "SELECT * FROM accounts WHERE closed_at IS NULL ORDER BY name"
CLOSE_ACCOUNT = "UPDATE accounts SET closed_at = :at, password = NULL WHERE name = :name AND closed_at IS NULL"
SET_PASSWORD = "UPDATE accounts SET password = :password WHERE number = :account AND closed_at IS NULL"  # noqa: S105
SET_ROLE = "UPDATE accounts SET role = :role WHERE name = :name AND closed_at IS NULL"

ADD_VISIT = (
    "INSERT INTO visits (id, kind, account, begun_at, ends_at, ended_at)"
    " VALUES (:id, :kind, :account, :begun_at, :ends_at, :ended_at)"
)
VISITOR = (
    "SELECT accounts.* FROM visits JOIN accounts ON accounts.number = account"
    " WHERE id = :id AND kind = :kind AND ended_at IS NULL AND ends_at > :at AND closed_at IS NULL"
)
OPEN_VISIT = "SELECT 1 FROM visits WHERE id = :id AND kind = :kind AND ended_at IS NULL AND ends_at > :at"
END_VISIT = "UPDATE visits SET ended_at = :at WHERE id = :id AND ended_at IS NULL"
END_VISITS = "UPDATE visits SET ended_at = :at WHERE account IS :account AND ended_at IS NULL"
DROP_OLD_VISITS = "DELETE FROM visits WHERE ends_at < :before"

ADD_DEED = "INSERT INTO audit (at, actor, action, object, detail) VALUES (:at, :actor, :action, :object, :detail)"
DEEDS = (
    "SELECT number, at, actor, action, object, detail FROM audit WHERE number < :before"
    " AND (:actor IS NULL OR actor = :actor) ORDER BY number DESC LIMIT :limit"
)
