"""The tables of triage, and every statement about what people say of changes: that part of `database`."""

from __future__ import annotations

TRIAGE = """
CREATE TABLE comments (
    number INTEGER PRIMARY KEY, change TEXT NOT NULL REFERENCES changes (id), author TEXT NOT NULL, at TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX comments_by_change ON comments (change);
CREATE TABLE assignments (
    number INTEGER PRIMARY KEY, change TEXT NOT NULL REFERENCES changes (id), assignee TEXT, author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX assignments_by_change ON assignments (change);
CREATE TABLE views (
    account INTEGER NOT NULL REFERENCES accounts (number), name TEXT NOT NULL, query TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT;
CREATE INDEX reviews_by_reviewer ON reviews (reviewer, reviewed_at);
ALTER TABLE queue ADD COLUMN priority REAL NOT NULL DEFAULT 0;
ALTER TABLE queue ADD COLUMN language TEXT;
ALTER TABLE queue ADD COLUMN reviewer TEXT;
ALTER TABLE queue ADD COLUMN assignee TEXT;
DROP INDEX queue_in_turn;
CREATE INDEX queue_in_turn ON queue (
    judged, detected_at DESC, number DESC, traits, source, change, priority, language, reviewer, assignee
);
"""

FILL_QUEUE = """
UPDATE queue SET
    priority = (SELECT priority FROM changes WHERE changes.number = queue.number),
    language = (SELECT language FROM changes JOIN revisions ON revisions.id = coalesce(
        json_extract(after, '$.revision'), json_extract(before, '$.revision')) WHERE changes.number = queue.number),
    reviewer = (SELECT reviewer FROM reviews WHERE change = queue.change ORDER BY number DESC LIMIT 1)
"""
"""Says of every change in the queue how grave it is, in which language, and who judged it last."""

FILL_ONE = f"{FILL_QUEUE} WHERE change = ?"

QUEUE = (
    "SELECT changes.* FROM (SELECT number, judged FROM queue WHERE traits & :wanted AND NOT traits & :unwanted"
    " AND (:source IS NULL OR source = :source) AND (:judged IS NULL OR judged = :judged)"
    " AND (:since IS NULL OR detected_at >= :since) AND (:until IS NULL OR detected_at < :until)"
    " AND (:language IS NULL OR language = :language) AND (:priority IS NULL OR priority >= :priority)"
    " AND (:reviewer IS NULL OR (judged AND reviewer = :reviewer)) AND (:assignee IS NULL OR assignee = :assignee)"
    " AND (:subject IS NULL OR change IN (SELECT change FROM events WHERE subject = :subject))"
    " ORDER BY judged, detected_at DESC, number DESC LIMIT :limit OFFSET :offset) AS turn JOIN changes USING (number)"
    " ORDER BY judged, changes.detected_at DESC, number DESC"
)
QUEUE_LANGUAGES = "SELECT DISTINCT language FROM queue WHERE language IS NOT NULL ORDER BY language"

MARK_JUDGED = "UPDATE queue SET judged = :judged, reviewer = :reviewer WHERE change = :change"
REVIEWS = "SELECT * FROM reviews WHERE change = ? ORDER BY number"
LAST_REVIEW = "SELECT count(*) AS number, max(number) AS last FROM reviews WHERE change = ?"
REVIEW = "SELECT * FROM reviews WHERE number = ?"
STANDINGS = (
    "SELECT value AS change, (SELECT count(*) FROM reviews WHERE change = value) AS reviews, verdict, reviews.reviewer,"
    " assignee FROM json_each(?) LEFT JOIN reviews ON reviews.number = ("
    "SELECT max(number) FROM reviews WHERE change = value)"
    " LEFT JOIN queue ON queue.change = value"
)
LAST_ACT = (
    "SELECT change FROM reviews AS own WHERE reviewer = :reviewer AND verdict IS NOT NULL AND reviewed_at = ("
    "SELECT max(reviewed_at) FROM reviews AS last WHERE reviewer = :reviewer AND verdict IS NOT NULL"
    " AND number = (SELECT max(number) FROM reviews WHERE change = last.change))"
    " AND number = (SELECT max(number) FROM reviews WHERE change = own.change) ORDER BY number"
)

ADD_COMMENT = "INSERT INTO comments (change, author, at, text) VALUES (:change, :author, :at, :text)"
COMMENTS = "SELECT author, at, text FROM comments WHERE change = ? ORDER BY number"
ADD_ASSIGNMENT = "INSERT INTO assignments (change, assignee, author, at) VALUES (:change, :assignee, :author, :at)"
ASSIGNMENTS = "SELECT assignee, author, at FROM assignments WHERE change = ? ORDER BY number"
MARK_ASSIGNED = "UPDATE queue SET assignee = :assignee WHERE change = :change"
SAVE_VIEW = (
    "INSERT INTO views (account, name, query) VALUES (:account, :name, :query)"
    " ON CONFLICT (account, name) DO UPDATE SET query = :query"
)
VIEWS = "SELECT name, query FROM views WHERE account = ? ORDER BY name"
DROP_VIEW = "DELETE FROM views WHERE account = :account AND name = :name"

PROPOSALS_TABLE = """
CREATE TABLE proposals (
    number INTEGER PRIMARY KEY, change TEXT NOT NULL REFERENCES changes (id), kind TEXT NOT NULL, target TEXT NOT NULL,
    value TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
    accepted INTEGER, decided_by TEXT, decided_at TEXT
) STRICT;
CREATE UNIQUE INDEX proposals_waiting ON proposals (kind, target, value) WHERE accepted IS NULL;
"""
ADD_PROPOSAL = (
    "INSERT INTO proposals (change, kind, target, value, author, at)"
    " VALUES (:change, :kind, :target, :value, :author, :at) ON CONFLICT DO NOTHING"
)
WAITING_PROPOSAL = (
    "SELECT number FROM proposals WHERE kind = :kind AND target = :target AND value = :value AND accepted IS NULL"
)
PROPOSAL = "SELECT * FROM proposals WHERE number = ?"
PROPOSALS = "SELECT * FROM proposals ORDER BY accepted IS NOT NULL, number DESC LIMIT ?"
DECIDE_PROPOSAL = (
    "UPDATE proposals SET accepted = :accepted, decided_by = :by, decided_at = :at"
    " WHERE number = :number AND accepted IS NULL"
)

_JUDGED = (  # CROSS: from the judged ones outwards, not from all events
    "WITH judged AS (SELECT queue.change, queue.source, verdict FROM queue CROSS JOIN reviews ON reviews.number ="
    " (SELECT max(number) FROM reviews WHERE change = queue.change) WHERE judged = 1 AND verdict IS NOT NULL)"
)
AGREEMENT_BY_RULE = (
    f"{_JUDGED} SELECT coalesce(rule, ''), sum(verdict <> 'noise'), sum(verdict = 'noise') FROM"  # noqa: S608
    " (SELECT DISTINCT judged.change, verdict, rule FROM judged CROSS JOIN events ON events.change = judged.change)"
    " GROUP BY 1 ORDER BY count(*) DESC, 1"
)
AGREEMENT_BY_SOURCE = (
    f"{_JUDGED} SELECT source, sum(verdict <> 'noise'), sum(verdict = 'noise') FROM judged"  # noqa: S608
    " GROUP BY 1 ORDER BY count(*) DESC, 1"
)
