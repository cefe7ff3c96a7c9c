"""The house rules that a program can check: types, style, who imports whom, and what may lie in the repository."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("monitors", "spiders", "diffing", "storage", "config")
PROGRAMS = Path(sys.executable).parent


def tracked_files() -> list[Path]:
    """The files of the repository, as git knows them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(
    "command",
    [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"]],
    ids=["ruff check", "ruff format", "mypy --strict", "lint-imports"],
)
def test_a_checker_has_nothing_to_say(command: list[str]) -> None:
    program, *words = command
    done = subprocess.run([PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_shadows_one_of_our_packages(room: str) -> None:
    """Site-packages alone is asked, so that our own checkout does not answer for it."""
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    assert PathFinder.find_spec(room, sorted(places)) is None


@pytest.mark.parametrize("room", ROOMS)
def test_every_init_file_holds_a_docstring_and_nothing_else(room: str) -> None:
    for file in (ROOT / room).rglob("__init__.py"):
        body = ast.parse(read(file)).body
        assert len(body) == 1, file
        assert isinstance(body[0], ast.Expr), file
        assert isinstance(body[0].value, ast.Constant), file
        assert isinstance(body[0].value.value, str), file


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_with_modules_is_a_package(room: str) -> None:
    for file in (ROOT / room).rglob("*.py"):
        assert (file.parent / "__init__.py").exists(), file


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_has_a_name_that_says_nothing(room: str) -> None:
    nothing = {"utils", "util", "common", "helpers", "helper", "misc", "manager", "handlers", "base_classes"}
    assert nothing.isdisjoint(file.stem for file in (ROOT / room).rglob("*.py"))


LONGER_FOR_A_REASON = {
    "config/declarations.py": "all that an operator may write, on one page, each key with its description",
    "monitors/shapes/types.py": "the JSON of the contract, each object with its keys, on one page",
    "storage/records.py": "the plain types that every room knows, on one page",
    "storage/database.py": "the one file that names tables",
    "storage/migrations.py": "every version of the tables, one after the other; what is released is never edited",
}
"""Modules of more than 250 lines, each with the reason, said aloud."""


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_is_longer_than_250_lines_without_a_reason(room: str) -> None:
    long = {str(file.relative_to(ROOT)) for file in (ROOT / room).rglob("*.py") if read(file).count("\n") > 250}
    assert long <= LONGER_FOR_A_REASON.keys()


# Assembled from pieces, so that this file does not contain what it forbids.
_MACHINE_PATHS = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/[a-z]", "/opt/" + "(?:pypi|wheels)"]))
_REGISTRIES = re.compile("|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)"]))


def test_no_machine_path_stands_in_a_tracked_file() -> None:
    found = {(file.name, match[0]) for file in tracked_files() for match in _MACHINE_PATHS.finditer(read(file))}
    assert found == set()


def test_no_registry_host_stands_in_a_tracked_file_but_the_lock_file() -> None:
    """uv.lock names the default index by design; there it may be that one, and no mirror."""
    found = {file.name for file in tracked_files() if _REGISTRIES.search(read(file))}
    assert found <= {"uv.lock"}


def test_the_lock_file_knows_the_default_index_and_no_mirror() -> None:
    hosts = set(re.findall(r'"https?://([^/"]+)', read(ROOT / "uv.lock")))
    assert hosts
    assert all(_REGISTRIES.fullmatch(host.removeprefix("files.")) for host in hosts)


def locked_versions() -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for package in tomllib.loads(read(ROOT / "uv.lock"))["package"]:
        if "version" in package and "editable" not in package["source"]:
            versions.setdefault(package["name"], set()).add(package["version"])
    return versions


def test_the_constraints_are_those_of_the_lock_file() -> None:
    """pip itself is left out: the README's commands work with the pip that is there."""
    pinned: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", read(ROOT / "constraints.txt"), re.MULTILINE):
        pinned.setdefault(name, set()).add(version)
    assert pinned == {name: versions for name, versions in locked_versions().items() if name != "pip"}


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[; ]", each)[0].replace("_", "-").lower() for each in asked}
    names = {"ruamel-yaml" if name == "ruamel.yaml" else name for name in names}
    assert names <= set(locked_versions())


def test_ci_runs_exactly_the_test_command_of_the_readme() -> None:
    last = read(ROOT / ".ci" / "run").rstrip().splitlines()[-1]
    assert last in read(ROOT / "README.md").splitlines()
