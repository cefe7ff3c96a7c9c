"""Whether the API says what its description says: `benchmarks/api.py [--environment DIR] [--examples 60] [--seed 7]`.

Makes the demo's folder and a desk over it, with an operator's token, and lets schemathesis (in an environment of its
own that is made here) ask every call of the description that the desk itself gives, with values that fit and values
that do not. A fault is an answer of 5xx, one that the description does not know, or a fitting question that is refused.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

SCHEMATHESIS = "4.32.5"
COMMAND = [sys.executable, "-P", "-m", "monitors.cli"]


def make_environment(place: Path) -> Path:
    """The program of schemathesis; its environment is made where there is none."""
    program = place / "bin" / "st"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        install = [place / "bin" / "python", "-m", "pip", "install", "--quiet", f"schemathesis=={SCHEMATHESIS}"]
        subprocess.run(install, check=True)
    return program


@contextmanager
def serve_demo(folder: Path) -> Iterator[tuple[str, str]]:
    """The address of a desk over the demo's folder, and a token that opens all of its API."""
    subprocess.run([*COMMAND, "demo"], cwd=folder, check=True, capture_output=True)
    desk = folder / "defenderwatch-demo"
    declared = desk / "defenderwatch.yaml"
    told = re.sub(r"(?m)^review:\n(?:  .*\n)*", "", declared.read_text(encoding="utf-8"))
    declared.write_text(f"{told}review:\n  listen: 127.0.0.1:0\n", encoding="utf-8")
    make = [*COMMAND, "--config", str(desk), "account", "token", "add", "fuzz", "--role", "operator"]
    token = subprocess.run(make, check=True, capture_output=True, text=True).stdout.strip()
    serve = subprocess.Popen([*COMMAND, "--config", str(desk), "review"], stderr=subprocess.PIPE, text=True)
    try:
        assert serve.stderr is not None
        found = re.search(r"http://\S+", serve.stderr.readline())
        assert found, "the desk did not say its address"
        address = found[0].rstrip("/")
        wait_for(address)
        yield address, token
    finally:
        serve.terminate()
        serve.wait(20)


def wait_for(address: str) -> None:
    """The desk answers."""
    for _ in range(100):
        try:
            httpx.get(f"{address}/login", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the desk does not answer")


def main() -> int:
    """Print what schemathesis prints; its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    place = Path.home() / ".cache" / "defenderwatch-peers" / f"schemathesis-{SCHEMATHESIS}"
    parser.add_argument("--environment", type=Path, default=place)
    parser.add_argument("--examples", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    program = make_environment(asked.environment)
    with tempfile.TemporaryDirectory(prefix="api-") as name, serve_demo(Path(name)) as (address, token):
        words = ["run", f"{address}/api/openapi.json", "-H", f"Authorization: Bearer {token}", "--continue-on-failure"]
        words += ["--seed", str(asked.seed), "--max-examples", str(asked.examples), "--no-color"]
        done = subprocess.run([program, *words], cwd=name, env=os.environ | {"NO_PROXY": "127.0.0.1"}, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
