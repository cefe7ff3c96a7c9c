"""Extras of a page: screenshot, PDF and DOM as a browser of ours showed a body that is kept.

`resource` records under `urn:defenderwatch:KIND:CAPTURE`, so that no replay takes them for what a server sent. They
are a group of their own, and its statement says (`rendered`) which capture's body the browser was given.
"""

from __future__ import annotations

from pathlib import Path

from storage.archive.evidence import read_group
from storage.archive.warc import Draft, record_id, warc_record
from storage.plain import time_text
from storage.records import Capture, Exchange, Extra

KINDS = ("dom", "screenshot", "pdf")
"""In the order in which they are made and stand in the archive."""

ENDINGS = {"dom": ".html", "screenshot": ".png", "pdf": ".pdf"}

_DENSE = ("image/png", "application/pdf")


def extras_url(capture: str) -> str:
    """What stands in place of a URL in the row of the extras of a capture."""
    return f"urn:defenderwatch:extras:{capture}"


def build_extras(exchange: Exchange) -> list[Draft]:
    """The records of the extras, before their statement; none for any other exchange."""
    rendering = exchange.rendering
    return [_build(exchange, rendering.of, each) for each in rendering.extras] if rendering else []


def _build(exchange: Exchange, of: str, extra: Extra) -> Draft:
    identity = record_id(exchange.capture, extra.kind)
    headers = [
        ("WARC-Record-ID", identity),
        ("WARC-Target-URI", f"urn:defenderwatch:{extra.kind}:{of}"),
        ("WARC-Date", time_text(exchange.ended_at)),
    ]
    content = warc_record("resource", extra.content_type, headers, extra.content)
    return Draft("resource", identity, content, extra.content_type in _DENSE)


def read_extras(archive: Path, capture: Capture) -> dict[str, bytes]:
    """The extras in a capture of that role, by kind; ArchiveError where they are not there as their statement says."""
    records = {each.id: each.block for each in read_group(archive, capture).records if each.sound}
    found = {kind: records.get(record_id(capture.id, kind)) for kind in KINDS}
    return {kind: block for kind, block in found.items() if block is not None}
