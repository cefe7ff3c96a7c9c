"""The tables of tokens, and every statement about them: that part of `database`."""

from __future__ import annotations

TOKENS_TABLES = """
CREATE TABLE tokens (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, made_at TEXT NOT NULL, ends_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX tokens_by_name ON tokens (name COLLATE NOCASE) WHERE ended_at IS NULL;
CREATE TABLE token_uses (
    token TEXT NOT NULL REFERENCES tokens (id), day TEXT NOT NULL, route TEXT NOT NULL, uses INTEGER NOT NULL,
    first_at TEXT NOT NULL, last_at TEXT NOT NULL, PRIMARY KEY (token, day, route)
) STRICT, WITHOUT ROWID;
"""

ADD = (
    "INSERT INTO tokens (id, name, role, made_at, ends_at) VALUES (:id, :name, :role, :made_at, :ends_at)"
    " ON CONFLICT DO NOTHING"
)
_USED = (
    "SELECT tokens.*, (SELECT max(last_at) FROM token_uses WHERE token = id) AS last_used_at,"
    " (SELECT coalesce(sum(uses), 0) FROM token_uses WHERE token = id) AS uses FROM tokens"
)
OPEN_OR_ENDED = f"{_USED} WHERE ended_at IS NULL ORDER BY name"
OPEN = f"{_USED} WHERE id = :id AND ended_at IS NULL AND ends_at > :at"
END = "UPDATE tokens SET ended_at = :at WHERE name = :name COLLATE NOCASE AND ended_at IS NULL"
END_OLD = (
    "UPDATE tokens SET ended_at = ends_at WHERE name = :name COLLATE NOCASE AND ended_at IS NULL AND ends_at <= :at"
)
NOTE_USE = (
    "INSERT INTO token_uses (token, day, route, uses, first_at, last_at) VALUES (:token, :day, :route, 1, :at, :at)"
    " ON CONFLICT (token, day, route) DO UPDATE SET uses = uses + 1, last_at = max(last_at, excluded.last_at)"
)
USES = (
    "SELECT name, day, route, uses, first_at, last_at FROM token_uses JOIN tokens ON id = token"
    " WHERE :name IS NULL OR name = :name COLLATE NOCASE ORDER BY last_at DESC, route LIMIT :limit"
)
