"""SQL of the archivist's repairs: what redaction takes out of the database, and what `reindex` brings over.

`?1` is a JSON list throughout.
"""

from __future__ import annotations

from dataclasses import fields

from storage.records import Capture

_COLUMNS = [each.name for each in fields(Capture)]
_QUOTED = [f'"{name}"' for name in _COLUMNS]

# Redaction
BODY_CAPTURES = (
    "SELECT * FROM captures WHERE id = :id OR (payload_file, payload_offset) IN (SELECT payload_file, payload_offset"
    " FROM captures WHERE id = :id AND payload_file IS NOT NULL) ORDER BY sequence"
)
SAME_BODIES = (
    "SELECT count(*) AS number FROM captures WHERE sha256 IN (SELECT sha256 FROM captures"
    " WHERE id IN (SELECT value FROM json_each(?1)) AND length > 0) AND id NOT IN (SELECT value FROM json_each(?1))"
)
_LEANS = (
    "(other.page = one.page OR other.url = one.url)"
    " AND other.payload_file = one.payload_file AND other.payload_offset = one.payload_offset"
)
EXPIRED = (
    "SELECT id FROM captures AS one WHERE source = :source AND captured_at < :before AND payload_file IS NOT NULL"  # noqa: S608
    " AND url NOT LIKE 'urn:defenderwatch:redacted:%'"
    f" AND NOT EXISTS (SELECT 1 FROM captures AS other WHERE {_LEANS} AND other.captured_at >= :before)"
    " AND NOT EXISTS (SELECT 1 FROM captures AS other JOIN revisions ON revisions.capture = other.id"
    f" JOIN pages ON pages.revision = revisions.id WHERE {_LEANS})"
    " ORDER BY sequence"
)
BEFORE = "SELECT id, page, url FROM captures WHERE id IN (SELECT value FROM json_each(?1))"
REVISIONS = "SELECT id, number, page FROM revisions WHERE capture IN (SELECT value FROM json_each(?1))"
CHANGES = (
    "SELECT id, number FROM changes WHERE capture IN (SELECT value FROM json_each(?1))"
    " OR json_extract(before, '$.revision') IN (SELECT value FROM json_each(?2))"
    " OR json_extract(after, '$.revision') IN (SELECT value FROM json_each(?2))"
)
EMPTY_CHANGES = (
    "UPDATE changes SET page = 'urn:defenderwatch:redacted:' || id, url = 'urn:defenderwatch:redacted:' || id,"
    " title = NULL, published = NULL, before = NULL, after = NULL, reasons = '[]', hunks = '[]', priority = 0,"
    " technical = 1 WHERE number IN (SELECT value FROM json_each(?1))"
)
DROP_EVENTS = "DELETE FROM events WHERE change IN (SELECT value FROM json_each(?1))"
DROP_QUEUED = "DELETE FROM queue WHERE number IN (SELECT value FROM json_each(?1))"
DROP_WORDS = (
    "INSERT INTO words (words, rowid, title, text) SELECT 'delete', number, title, text FROM revisions"
    " WHERE number IN (SELECT value FROM json_each(?1))"
)
DROP_READINGS = (
    "DELETE FROM readings WHERE capture IN (SELECT value FROM json_each(?1))"
    " OR revision IN (SELECT value FROM json_each(?2))"
)
DROP_MENTIONS = "DELETE FROM mentions WHERE revision IN (SELECT value FROM json_each(?1))"
DROP_PASSAGES = "DELETE FROM passages WHERE revision IN (SELECT value FROM json_each(?1))"
DROP_REVISIONS = "DELETE FROM revisions WHERE number IN (SELECT value FROM json_each(?1))"
_AS_TOLD = ", ".join(f'"{name}" = :{name}' for name in _COLUMNS)
REDACT_CAPTURE = f"UPDATE captures SET {_AS_TOLD}, read_at = NULL, compared_at = NULL WHERE id = :id"  # noqa: S608
PAGE_CAPTURES = "SELECT id FROM captures WHERE page = ?1 OR url = ?1 ORDER BY sequence"
EMPTY_PAGES = (
    "UPDATE pages SET revision = (SELECT id FROM revisions WHERE page = pages.url ORDER BY captured_at DESC, number"
    " DESC LIMIT 1), etag = NULL, last_modified = NULL, full_at = NULL, sha256 = NULL, visible_sha256 = NULL,"
    " extractor = NULL WHERE url IN (SELECT value FROM json_each(?1))"
)
_UNSEEN = (
    "url IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (SELECT 1 FROM captures WHERE page = pages.url)"
    " AND NOT EXISTS (SELECT 1 FROM pages AS other WHERE other.joined_to = pages.url)"
)
UNSEEN_PAGES = f"SELECT url FROM pages WHERE {_UNSEEN}"  # noqa: S608
DROP_JOINS = (
    "DELETE FROM joins WHERE url IN (SELECT value FROM json_each(?1)) OR joined_to IN (SELECT value FROM json_each(?1))"
)
FORGET_ELSEWHERE = (
    "UPDATE events SET first_seen = NULL WHERE json_extract(first_seen, '$.url') IN (SELECT value FROM json_each(?1))"
)
DROP_MOVES = "DELETE FROM moves WHERE url IN (SELECT value FROM json_each(?1))"
DROP_PAGES = "DELETE FROM pages WHERE url IN (SELECT value FROM json_each(?1))"

# Reindexing
PUT_CAPTURE = (
    f"INSERT OR REPLACE INTO captures ({', '.join(_QUOTED)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608
)
KEEP_UNKNOWN_CAPTURES = "INSERT OR IGNORE INTO captures SELECT * FROM old.captures"
KEEP_PROGRESS = (
    "UPDATE captures SET read_at = before.read_at, compared_at = before.compared_at FROM old.captures AS before"
    " WHERE before.id = captures.id"
)
COUNTED = "SELECT count(*) - ? AS captures FROM captures"
TABLES = (
    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    " AND name NOT LIKE '!_%' ESCAPE '!' AND name <> 'words' AND name NOT LIKE 'words!_%' ESCAPE '!'"
    " AND name IN (SELECT name FROM old.sqlite_master)"
)
REBUILD_WORDS = "INSERT INTO words (words) VALUES ('rebuild')"
TELL_RUNS = (
    "INSERT INTO runs (id, started_at, finished_at, sources, reports) SELECT run, min(requested_at), max(captured_at),"
    " json_group_array(DISTINCT source), '[]' FROM captures GROUP BY run"
)
TELL_PAGES = (
    "INSERT INTO pages (url, source, address, found_at, found_from, listed_at, suspect_count)"
    " SELECT page, source, page, min(captured_at), (SELECT max(url) FROM captures AS leading"
    " WHERE leading.source = one.source AND leading.role = 'index'), max(captured_at), 0"
    " FROM captures AS one WHERE role = 'page' AND page IS NOT NULL GROUP BY page"
)
