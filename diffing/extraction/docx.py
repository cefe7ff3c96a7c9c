"""A Word document to HTML, so that it can be read like a page.

mammoth keeps tables and lists, which the paragraphs of python-docx skip.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

import mammoth

MAX_UNPACKED: Final = 200 * 1024**2  # bytes; a larger one is a bomb, not a document
_PARTS: Final = 5000


class BrokenDocx(Exception):
    """The document cannot be read; the message says why."""


def is_docx(body: bytes) -> bool:
    """Whether a zip archive holds a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def docx_to_markup(body: bytes) -> str:
    """The document as an HTML page. Raises `BrokenDocx`."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise BrokenDocx("unpacked it would be too large")
            if b"<!DOCTYPE" in archive.read("word/document.xml")[:2000]:
                raise BrokenDocx("it declares entities")
        converted = mammoth.convert_to_html(
            io.BytesIO(body), convert_image=mammoth.images.img_element(lambda _image: {"src": ""})
        )
    except BrokenDocx:
        raise
    except Exception as error:  # the boundary to a library that raises anything on a broken file
        raise BrokenDocx(type(error).__name__) from error
    return f"<html><body>{converted.value}</body></html>"
