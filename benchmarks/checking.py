"""A first and a second check of N saved pages, beside a plain pipeline. Prints a table (Markdown).

    python benchmarks/checking.py PAGES [--count 600] [--keep FOLDER]

See benchmarks/README.md for what is compared, and how.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import Measured, measure_command

HERE = Path(__file__).parent
WATCH_LIST = HERE.parent / "monitors" / "demo" / "folder" / "watchlists" / "aksukol.yaml"
SERVICE = """\
network:
  delay: 0s
  concurrency_per_host: 16
  allow_addresses: [127.0.0.0/8]
"""
SOURCE = """\
name: saved-pages
type: media
url: {address}/sitemap.xml
spider: sitemap
limit: {count}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    took: Measured
    beside: Measured  # the plain pipeline's check of the same kind
    asked: float | None = None  # the ratio that issue 2 asks for


@contextmanager
def served_pages(folder: Path, count: int, *, etag: bool) -> Iterator[tuple[str, int]]:
    """The address of a server with the pages, and how many there are; it ends with the block."""
    command = [sys.executable, str(HERE / "page_server.py"), str(folder), "--count", str(count)]
    server = subprocess.Popen(
        [*command, *(["--etag"] if etag else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address, number = server.stdout.readline().split()
        yield address, int(number)
    finally:
        server.communicate(timeout=10)


def write_folder(folder: Path, address: str, count: int) -> None:
    """An operator's folder that watches the served pages."""
    (folder / "sources").mkdir(parents=True)
    (folder / "watchlists").mkdir()
    (folder / "defenderwatch.yaml").write_text(SERVICE)
    (folder / "sources" / "saved-pages.yaml").write_text(SOURCE.format(address=address, count=count))
    shutil.copy(WATCH_LIST, folder / "watchlists")


def check_ours(work: Path, name: str, address: str, count: int) -> list[Measured]:
    """Two checks by the real command in a fresh folder."""
    folder = work / name
    write_folder(folder, address, count)
    environment = os.environ | {"DEFENDERWATCH_CONFIG": str(folder)}
    command = [sys.executable, "-P", "-m", "monitors.cli", "check"]
    return [measure_command(command, environment, work / f"{name}-{number}.log") for number in (1, 2)]


def check_plain(work: Path, address: str) -> list[Measured]:
    """Two checks by the plain pipeline."""
    command = [sys.executable, str(HERE / "plain_pipeline.py"), f"{address}/sitemap.xml", str(work / "plain.sqlite")]
    return [measure_command(command, dict(os.environ), work / f"plain-{number}.log") for number in (1, 2)]


def measure_all(pages: Path, count: int, work: Path) -> tuple[list[Row], int]:
    """All runs, one after the other; the rows, and how many pages there really were."""
    with served_pages(pages, count, etag=False) as (address, number):
        plain = check_plain(work, address)
        bare = check_ours(work, "ours", address, number)
    with served_pages(pages, count, etag=True) as (address, number):
        tagged = check_ours(work, "ours-etag", address, number)
    rows = [
        Row("plain, first", plain[0], plain[0]),
        Row("plain, second", plain[1], plain[1]),
        Row("ours, first", bare[0], plain[0], 1.5),
        Row("ours, second, no validators", bare[1], plain[1], 5),
        Row("ours, first, ETag", tagged[0], plain[0]),
        Row("ours, second, ETag", tagged[1], plain[1], 8),
    ]
    return rows, number


def print_table(rows: list[Row], number: int) -> None:
    """The table, as Markdown."""
    print(f"{number} pages, {os.cpu_count()} cores, gzip; pages/s with start-up; memory in MB\n")
    print("| check | pages/s | × plain | asked | CPU ms/page | main | largest | tree |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        took = row.took
        ratio = row.beside.seconds / took.seconds
        asked = f"≥ {row.asked:g}" if row.asked else ""
        print(
            f"| {row.name} | {number / took.seconds:.0f} | {ratio:.2f} | {asked} | {1000 * took.cpu / number:.1f} "
            f"| {took.main:.0f} | {took.largest:.0f} | {took.tree:.0f} |"
        )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="a folder with saved pages: *.html or *.html.gz")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--keep", type=Path, default=None, help="keep folders and logs here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="checking-") as temporary:
        work = asked.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        rows, number = measure_all(asked.pages, asked.count, work)
    print_table(rows, number)


if __name__ == "__main__":
    main()
