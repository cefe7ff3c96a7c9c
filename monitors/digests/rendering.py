"""One door to all forms of a digest."""

from __future__ import annotations

from enum import StrEnum

from config.declarations import Service
from monitors.digests.atom import render_atom
from monitors.digests.csv import render_csv
from monitors.digests.html import render_html
from monitors.digests.json import render_json
from monitors.digests.markdown import render_markdown
from monitors.digests.records import Digest
from monitors.digests.text import render_text


class DigestFormat(StrEnum):
    """The forms that `digest --format` knows."""

    HTML = "html"
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    ATOM = "atom"
    CSV = "csv"


SUFFIXES = {
    DigestFormat.HTML: ".html",
    DigestFormat.TEXT: ".txt",
    DigestFormat.MARKDOWN: ".md",
    DigestFormat.JSON: ".json",
    DigestFormat.ATOM: ".atom",
    DigestFormat.CSV: ".csv",
}


def review_address(service: Service) -> str:
    """Where the review desk of this service is reached, without a final slash."""
    return f"http://{service.review.listen}"


def render_digest(
    digest: Digest, form: DigestFormat, *, review_url: str | None = None, width: int = 100, colour: bool = False
) -> str:
    """The digest in one form. `width` in columns and `colour` concern the text only."""
    match form:
        case DigestFormat.TEXT:
            return render_text(digest, width=width, colour=colour, review_url=review_url)
        case DigestFormat.HTML:
            return render_html(digest, review_url=review_url)
        case DigestFormat.MARKDOWN:
            return render_markdown(digest, review_url=review_url)
        case DigestFormat.JSON:
            return render_json(digest)
        case DigestFormat.ATOM:
            return render_atom(digest, review_url=review_url)
        case DigestFormat.CSV:
            return render_csv(digest)
