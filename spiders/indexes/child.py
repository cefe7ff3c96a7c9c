"""Reads one index from standard input and writes what it says to standard output: a program of its own.

`spiders.indexes.bounds` starts it, with the task as JSON for its argument, and ends it when its time is up.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys
from typing import Final

from spiders.indexes.bounds import COMPUTING, IndexTask, read_task
from spiders.indexes.readings import IndexReading

MEMORY: Final = 2 * 1024**3  # bytes of address space


def main(task: IndexTask) -> None:
    """Read, and write a line of JSON; what breaks the parser is told in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING + 1))
    try:
        reading = read_task(task, sys.stdin.buffer.read())
    except Exception as problem:  # noqa: BLE001 - a boundary: foreign text that breaks a parser is a fact
        reading = IndexReading(problem=f"the index could not be read ({type(problem).__name__})")
    json.dump(dataclasses.asdict(reading), sys.stdout)


if __name__ == "__main__":
    main(IndexTask(**json.loads(sys.argv[1])))
