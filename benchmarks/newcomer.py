"""What a newcomer waits for: `benchmarks/newcomer.py [--python PYTHON]`.

Clones this checkout's last commit into a folder of its own, reads the two commands out of its README and runs each as
it stands there, with that Python first on the PATH and no environment active. Printed: seconds and exit status of each.
Asked of both: five minutes on two cores. What pip downloads depends on the network; a cache of its own is pip's affair.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def commands(readme: str) -> list[str]:
    """The commands of the README that set everything up: the job first, the tests second."""
    return re.findall(r"^python3 -m venv .+$", readme, flags=re.MULTILINE)


def environment(python: Path) -> dict[str, str]:
    """That of a person who has activated nothing, with `python3` being the one asked for."""
    places = [each for each in os.environ["PATH"].split(os.pathsep) if not each.startswith(str(ROOT))]
    kept = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    return kept | {"PATH": os.pathsep.join([str(python.parent), *places])}


def main() -> None:
    """Print a line a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, default=Path(sys.base_prefix) / "bin" / "python3", help="to begin with")
    python = parser.parse_args().python
    with tempfile.TemporaryDirectory(prefix="newcomer-") as name:
        clone = Path(name) / "defenderwatch"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for command in commands((clone / "README.md").read_text(encoding="utf-8")):
            shutil.rmtree(clone / ".venv", ignore_errors=True)
            began = time.monotonic()
            done = subprocess.run(
                command, shell=True, cwd=clone, env=environment(python), capture_output=True, text=True, check=False
            )
            print(f"{time.monotonic() - began:6.0f} s, exit status {done.returncode}: … {command.split(' && ')[-1]}")
            print(f"         {done.stdout.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main()
