"""Writes the operator's folder of the demo: the files that `init` would ask an operator to fill in, filled in."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from monitors.demo.site import World
from monitors.demo.stories import Site

_FILES = Path(__file__).parent / "folder"
NAME = "defenderwatch-demo"


def choose_folder(parent: Path) -> Path:
    """The first of `defenderwatch-demo`, `defenderwatch-demo-2`, … in `parent` that does not exist."""
    names = (NAME if number == 1 else f"{NAME}-{number}" for number in count(1))
    return next(parent / name for name in names if not (parent / name).exists())


def write_folder(folder: Path, world: World) -> None:
    """Write configuration, sources and watch list, with the addresses at which the world answers.

    `folder` is made; FileExistsError where there is something in it already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    addresses = {f"{{{site}}}": world.address(site) for site in Site}
    for template in sorted(_FILES.rglob("*.yaml")):
        text = template.read_text(encoding="utf-8")
        for mark, address in addresses.items():
            text = text.replace(mark, address)
        target = folder / template.relative_to(_FILES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
