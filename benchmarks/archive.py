"""What the archive promises, measured: `python benchmarks/archive.py SECTION [options]`; without one, the list.

Each section is a file of its own, `archive_SECTION.py`, with `main(words)`: exit status 0 where the promise was kept.
"""

from __future__ import annotations

import importlib
import sys

SECTIONS = {
    "handing": "exports, read by pywb, wacz, bagit.py, warcio, fastwarc, and by the verifier in them",
    "disk": "a disk that runs full or fails in the middle of a check",
    "kills": "a running check killed a hundred times, then recovered and verified",
    "revisits": "what revisit records save when 95 % of the looks find nothing new",
    "speed": "captures a second with every sync, records a second verified, as ratios to warcio",
    "tampering": "what verification says of each way to tamper with a copy",
    "truncations": "files cut at random bytes, then recovered and verified",
}
"""Every section, and what it shows."""


def main(words: list[str]) -> int:
    """Run the section named first."""
    if not words or words[0] not in SECTIONS:
        for name, shows in SECTIONS.items():
            print(f"{name:12} {shows}")
        return 0 if not words else 2
    section = importlib.import_module(f"archive_{words[0]}")
    return int(section.main(words[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
