"""What another tool says of pairs of pages; run by `peers.py` in an environment that holds that tool only.

    python peer_reports.py TOOL < PAIRS

PAIRS is a JSON list of [path before, path after, charset before, charset after]; what is printed is a JSON list: for
each pair whether the tool reports a change. Each tool is set up as its documentation tells a beginner to: the text of
the page, no selectors. Its own filter reads the page, and its own rule says what a change is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

Differ = Callable[[str, str], bool]


def load_urlwatch() -> Differ:
    """`filter: [html2text]`; a change where the filtered text is another one (`worker.py`)."""
    from urlwatch.filters import FilterBase

    job = SimpleNamespace(url="https://page.example/", get_location=lambda: "page")
    state = SimpleNamespace(job=job)

    def read(page: str) -> str:
        return FilterBase.process("html2text", {}, state, page)

    return lambda before, after: read(before) != read(after)


def load_webchanges() -> Differ:
    """`filters: [html2text]`; a change where the filtered text is another one (`worker.py`)."""
    from webchanges.filters import FilterBase
    from webchanges.handler import JobState
    from webchanges.jobs import JobBase

    job = JobBase.unserialize({"url": "https://page.example/"})
    state = JobState(None, job)

    def read(page: str) -> str:
        return FilterBase.process("html2text", {}, state, page, "text/html")[0]

    return lambda before, after: read(before) != read(after)


def load_changedetection() -> Differ:
    """A new watch: the text of the page, white space ignored (`processors/text_json_diff`)."""
    from changedetectionio import html_tools
    from changedetectionio.processors.text_json_diff.processor import ChecksumCalculator

    def read(page: str) -> str:
        text = html_tools.html_to_text(html_content=html_tools.workarounds_for_obfuscations(page))
        return ChecksumCalculator.calculate(text, ignore_whitespace=True)

    return lambda before, after: read(before) != read(after)


def load_web_monitoring_diff() -> Differ:
    """`html_text_diff`, the comparison of visible text; a change where it counts one."""
    from web_monitoring_diff import html_text_diff

    return lambda before, after: html_text_diff(before, after)["change_count"] > 0


TOOLS = {
    "urlwatch": load_urlwatch,
    "webchanges": load_webchanges,
    "changedetection.io": load_changedetection,
    "web-monitoring-diff": load_web_monitoring_diff,
}


def main() -> None:
    """Reads the pairs, prints what the tool says."""
    differs = TOOLS[sys.argv[1]]()
    pairs = json.load(sys.stdin)
    print(json.dumps([differs(_read(before, one), _read(after, other)) for before, after, one, other in pairs]))


def _read(path: str, charset: str) -> str:
    return Path(path).read_bytes().decode(charset or "utf-8", errors="replace")


if __name__ == "__main__":
    main()
