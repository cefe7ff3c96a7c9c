"""A PDF to paragraphs; a re-flowed document is no change: lines are joined, running headers and page numbers gone."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from diffing.text import normalise

_WAIT: Final = 90.0  # seconds until the child is ended
_RUNNING: Final = 0.6  # of the pages: a line that stands at the edge of more of them is no text
_EDGE: Final = 3  # lines from the top or the bottom of a page that may be a running header or footer
_MARGIN: Final = 0.1  # of the page's height
_OUTER: Final = 0.07  # of the page's height: smaller print out here is a running line, on a single page too
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?:page|p\.|страница|стр\.|с\.|бет)?\s*\d{1,4}(?:\s*(?:/|of|из|-)\s*\d{1,4})?(?:\s*(?:бет|б\.))?|[ivxlc]{1,7})\W*\Z",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(r"[.!?…:;]['\"»”’)\]]*\Z")
_BULLET: Final = re.compile(r"(?:[•▪●–—-]|\(?\w{1,3}[.)])\s")
_HYPHENS: Final = "\x02\ufffe\u00ad"  # pdfium writes the first two for a hyphen at a line's end


class Line(NamedTuple):
    """A line of a page: its text, left edge, bottom and height in points (0 where unknown)."""

    text: str
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says. `pages`: the offset in `text` at which each page begins; `error`: why there is nothing."""

    title: str | None = None
    text: str = ""
    pages: tuple[int, ...] = ()
    reader: str = ""
    error: str | None = None


def read_pdf(body: bytes) -> PdfText:
    """The paragraphs of a PDF, separated by one blank line; an `error` in words where there are none. Never raises.

    pdfium reads, in a process of its own with limits; pypdf where pdfium cannot. Encrypted files are not opened.
    """
    answer = _ask_child(body)
    if "error" in answer:
        second = _ask_child(body, "--pypdf")
        if "error" in second:
            return PdfText(error=f"the PDF cannot be read: {answer['error']}")
        answer = second
    pages = [(height, [Line(*line) for line in lines]) for height, lines in answer["pages"]]
    return assemble_pages(pages, title=answer["title"], reader=answer["reader"])


def _ask_child(body: bytes, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "diffing.extraction.pdf_child", *options]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=_WAIT, check=False)
        answer = (
            json.loads(done.stdout) if done.returncode == 0 else {"error": f"the reader ended with {done.returncode}"}
        )
    except subprocess.TimeoutExpired:
        answer = {"error": f"not read within {_WAIT:.0f} s"}
    except (OSError, ValueError) as error:
        answer = {"error": f"{type(error).__name__}"}
    return answer if isinstance(answer, dict) else {"error": "the reader gave no answer"}


def assemble_pages(pages: list[tuple[float, list[Line]]], *, title: str | None, reader: str) -> PdfText:
    """Pages of lines to one text of paragraphs with the offsets of the pages."""
    kept = _drop_running_lines(pages)
    if not any(kept):
        return PdfText(reader=reader, error="no text layer: needs OCR" if pages else "a PDF without pages")
    step = _usual_step(kept)
    widest = max(len(line.text) for lines in kept for line in lines)
    paragraphs: list[str] = []
    starts: list[tuple[int, int]] = []  # paragraph and offset in it at which each page begins
    before: Line | None = None
    for lines in kept:
        fresh = True
        for line in lines:
            text = line.text.replace("\r", "")
            if before is None or _begins_paragraph(before, line, step, widest, fresh):
                paragraphs.append("")
            if fresh:
                starts.append((len(paragraphs) - 1, len(paragraphs[-1])))
            paragraphs[-1] = _join(paragraphs[-1], text)
            before, fresh = line, False
        if fresh:
            starts.append((max(len(paragraphs) - 1, 0), len(paragraphs[-1]) if paragraphs else 0))
    return _finish(paragraphs, starts, title, reader)


def _finish(paragraphs: list[str], starts: list[tuple[int, int]], title: str | None, reader: str) -> PdfText:
    paragraphs = [paragraph.rstrip(_HYPHENS) for paragraph in paragraphs]
    named = normalise(title or "")
    headed = bool(named) and len(paragraphs) > 1 and normalise(paragraphs[0]) == named
    if headed:
        paragraphs = paragraphs[1:]
        starts = [(max(place - 1, 0), offset if place else 0) for place, offset in starts]
    begins = [0]
    for paragraph in paragraphs:
        begins.append(begins[-1] + len(paragraph) + 2)
    text = "\n\n".join(paragraphs)
    offsets = tuple(min(begins[place] + offset, len(text)) for place, offset in starts)
    return PdfText((title or "").strip() or None, text, offsets, reader)


def _drop_running_lines(pages: list[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each page without those that open or close most pages, and without page numbers at its edges."""
    edges = [_edge_lines(height, lines) for height, lines in pages]
    often = Counter(mark for page in edges for mark in {_mark(line) for line in page})
    running = {mark for mark, times in often.items() if times > _RUNNING * len(pages) and times > 1}
    body = statistics.median([line.height for _, lines in pages for line in lines] or [0.0])
    return [
        [line for line in lines if line not in edge or not _is_running(line, running, height, body)]
        for (height, lines), edge in zip(pages, edges, strict=True)
    ]


def _is_running(line: Line, running: set[tuple[str, float]], height: float, body: float) -> bool:
    """A line of the edge that is none of the text: repeated, a page number, or small print in the outer margin."""
    if _mark(line) in running or _PAGE_NUMBER.match(line.text):
        return True
    if not height or line.height > 0.9 * body:
        return False
    return line.y + line.height < _OUTER * height or line.y > (1 - _OUTER) * height


def _edge_lines(height: float, lines: list[Line]) -> set[Line]:
    edge = {*lines[:_EDGE], *lines[-_EDGE:]}
    if height:
        edge |= {line for line in lines if line.y < _MARGIN * height or line.y + line.height > (1 - _MARGIN) * height}
    return edge


def _mark(line: Line) -> tuple[str, float]:
    """What running lines of several pages have in common: the words, numbers aside, and the place on the page."""
    return re.sub(r"\d+", "#", normalise(line.text)), round(line.y / 6)


def _usual_step(pages: list[list[Line]]) -> float:
    """The usual distance between two lines, in points; 0 where no places are known."""
    steps = [above.y - below.y for lines in pages for above, below in pairwise(lines)]
    steps = [step for step in steps if 4 < step < 60]
    return statistics.median_low(steps) if steps else 0.0


def _begins_paragraph(before: Line, line: Line, step: float, widest: int, new_page: bool) -> bool:
    if before.text[-1:] in _HYPHENS:
        return False
    short = len(before.text) < 0.75 * widest
    closed = _CLOSED.search(before.text) is not None
    if new_page:
        return closed and (short or not step)
    if abs(before.height - line.height) > 0.15 * max(before.height, line.height, 1.0):
        return True
    if step and before.y != line.y:
        return abs(before.y - line.y) > 1.3 * step or (closed and bool(_BULLET.match(line.text)))
    return not step and closed and (short or bool(_BULLET.match(line.text)))


def _join(paragraph: str, line: str) -> str:
    if not paragraph:
        return line
    if paragraph[-1] in _HYPHENS:
        return paragraph[:-1] + line
    if paragraph[-1] == "-" and line[:1].islower() and paragraph[-2:-1].isalpha():
        return paragraph + line  # a hyphen that is written stays: "well-known"
    return f"{paragraph} {line}"
