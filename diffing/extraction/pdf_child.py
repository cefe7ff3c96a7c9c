"""Reads one PDF from standard input and writes its lines to standard output: a program of its own.

PDF readers are large C programs that meet hostile files. Here one may crash, hang or eat memory without taking
anybody along; `diffing.extraction.pdf` starts it and judges what comes back.
Lines are `[text, x, y, height]` in points, y upwards, in the order of the file; a page is its height and its lines.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
from typing import Any, Final

MEMORY: Final = 3 * 1024**3  # bytes of address space; pdfium maps a good deal more than it uses
SECONDS: Final = 60  # of CPU
MAX_PAGES: Final = 3000
MAX_LETTERS: Final = 8_000_000


def read_with_pdfium(body: bytes) -> dict[str, Any]:
    """The pages and title of a PDF by pdfium. Raises `pypdfium2.PdfiumError` where it cannot be opened."""
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    pages: list[tuple[float, list[tuple[str, float, float, float]]]] = []
    letters = 0
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        lines = _read_lines(page.get_textpage())
        pages.append((page.get_height(), lines))
        letters += sum(len(line[0]) for line in lines)
        page.close()
        if letters > MAX_LETTERS:
            break
    title = document.get_metadata_value("Title")
    return {"reader": f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}", "title": title, "all": len(document), "pages": pages}


def _read_lines(textpage: Any) -> list[tuple[str, float, float, float]]:
    count = textpage.count_chars()
    text = textpage.get_text_range(0, count) if count > 0 else ""
    lines = []
    start = 0
    for line in text.split("\n"):
        plain = line.strip()
        if plain:
            first = start + len(line) - len(line.lstrip())
            lines.append((plain, *_place(textpage, min(first, count - 1))))
        start += len(line) + 1
    return lines


def _place(textpage: Any, index: int) -> tuple[float, float, float]:
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError):
        left, bottom, _, top = textpage.get_charbox(index, loose=True)
        return round(left, 1), round(bottom, 1), round(top - bottom, 1)
    return 0.0, 0.0, 0.0


def read_with_pypdf(body: bytes) -> dict[str, Any]:
    """The same by pypdf, which forgives other faults; without places. Raises what pypdf raises."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(body))
    pages: list[tuple[float, list[tuple[str, float, float, float]]]] = []
    for page in list(reader.pages)[:MAX_PAGES]:
        text = page.extract_text()
        pages.append((0.0, [(line.strip(), 0.0, 0.0, 0.0) for line in text.split("\n") if line.strip()]))
    title = reader.metadata.title if reader.metadata else None
    return {"reader": f"pypdf {pypdf.__version__}", "title": str(title or ""), "all": len(reader.pages), "pages": pages}


def main() -> None:
    """Answers with one JSON object: what was read, or `error`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    body = sys.stdin.buffer.read()
    read = read_with_pypdf if "--pypdf" in sys.argv else read_with_pdfium
    try:
        answer = read(body)
    except Exception as error:  # noqa: BLE001  # the boundary to libraries that raise anything on a broken file
        answer = {"error": f"{type(error).__name__}: {error}"[:300]}
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
