"""One export from the choice to the finished file or folder: all of it is there, or nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from storage.archive.disk import clear_errors
from storage.errors import StoreError
from storage.exports.bagit import pack_bag
from storage.exports.choosing import Choice, Selection, choose_captures
from storage.exports.pages import list_pages
from storage.exports.parcels import Parcel, fill_parcel
from storage.exports.wacz import pack_wacz
from storage.store import Store

WARC_ENDING = ".warc.gz"


class Format(StrEnum):
    """What captures are handed over in."""

    WACZ = "wacz"
    BAGIT = "bagit"
    WARC = "warc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was written."""

    path: Path
    captures: int  # all of them
    originals: int  # those among them that were not asked for
    proven: int  # those with a proof under the checkpoint
    redacted: int  # asked for, and left out because they are forgotten
    checkpoint: int | None  # its size, in lines of the ledger
    evidence: Path | None = None  # the folder beside a plain WARC file


def export_captures(store: Store, selection: Selection, form: Format, path: Path) -> Export:
    """The captures that the selection asks for stand at `path` in that format, closed over what they lean on.

    WACZ: a file. BagIt: a folder. WARC: a folder; or, where the name ends in `.warc.gz`, one file, and
    beside it a folder that ends in `.evidence`. StoreError where something is there already, or nothing fits.
    """
    choice = choose_captures(store, selection)
    beside = path.with_name(path.name.removesuffix(WARC_ENDING) + ".evidence")
    single = form is Format.WARC and path.name.endswith(WARC_ENDING)
    for taken in (path, *((beside,) if single else ())):
        if taken.exists():
            raise StoreError(f"{taken}: there is something of that name already; nothing was overwritten")
    work = path.with_name(f"{path.name}.unfinished")
    with clear_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(work, ignore_errors=True)  # of an export that was killed
        work.mkdir()
    try:
        parcel = fill_parcel(store.archive, choice, work / "parcel")
        _pack(store, parcel, form, work, path, beside if single else None)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return _report(parcel, choice, path, beside if single else None)


def _pack(store: Store, parcel: Parcel, form: Format, work: Path, path: Path, beside: Path | None) -> None:
    """Pack it in `work`; what is finished takes its name in one step."""
    packed = work / "packed"
    if form is Format.WACZ:
        pack_wacz(parcel, list_pages(store, parcel.captures), packed, software=describe_software())
    elif form is Format.BAGIT:
        pack_bag(parcel, packed, software=describe_software())
    elif beside:
        _join_files(parcel, packed)
    else:
        packed = parcel.folder
    with clear_errors(path):
        if beside:
            (parcel.folder / "evidence").rename(beside)
        packed.rename(path)


def _join_files(parcel: Parcel, target: Path) -> None:
    """The WARC files one behind the other, which is a WARC file again."""
    with clear_errors(target), target.open("wb") as whole:
        for path in sorted((parcel.folder / "archive").iterdir()):
            with path.open("rb") as part:
                shutil.copyfileobj(part, whole, 1 << 20)


def _report(parcel: Parcel, choice: Choice, path: Path, beside: Path | None) -> Export:
    return Export(
        path=path,
        captures=len(parcel.captures),
        originals=len(choice.originals),
        proven=parcel.proven,
        redacted=choice.redacted,
        checkpoint=parcel.checkpoint.size if parcel.checkpoint else None,
        evidence=beside,
    )


def describe_software() -> str:
    """Who packs, with the version."""
    try:
        return f"defenderwatch/{version('defenderwatch')}"
    except PackageNotFoundError:
        return "defenderwatch"
