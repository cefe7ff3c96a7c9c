"""SQL of the recorder: what is asked once for a whole batch of exchanges. `?1` is a JSON list throughout."""

from __future__ import annotations

CAPTURES = "SELECT * FROM captures WHERE id IN (SELECT value FROM json_each(?1))"
PAGES = "SELECT * FROM pages WHERE url IN (SELECT value FROM json_each(?1))"
ORIGINALS = (  # the list is of pairs: URL and SHA-256
    "SELECT * FROM captures WHERE (url, sha256) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))"
    ' AND payload_file = file AND payload_offset = "offset" AND failure IS NULL ORDER BY sequence DESC'
)
