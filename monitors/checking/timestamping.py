"""Asking the operator's time-stamp authorities. Nothing but a hash goes out, and none of it stops a check."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from config.declarations import Service
from storage.archive.checkpoints import Checkpoint, latest_checkpoint
from storage.archive.timestamps import LARGEST, keep_answer, make_nonce, make_query, read_stamp, stamp_files
from storage.errors import ArchiveError

_TIMEOUT = 20.0
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


def stamp_newest(archive: Path, service: Service, *, at: datetime) -> list[str]:
    """The newest checkpoint has an answer of each authority, where the last one is old enough; what went wrong."""
    checkpoint = latest_checkpoint(archive)
    if checkpoint is None or not service.timestamps.authorities:
        return []
    problems = []
    for authority in service.timestamps.authorities:
        name = urlsplit(authority).hostname or "authority"
        if not _is_due(archive, name, checkpoint, service, at):
            continue
        try:
            _ask(archive, authority, name, checkpoint, service)
        except (ArchiveError, httpx.HTTPError, httpx.InvalidURL) as error:
            problems.append(f"no time stamp from {name}: {str(error) or type(error).__name__}")
    return problems


def _is_due(archive: Path, name: str, checkpoint: Checkpoint, service: Service, at: datetime) -> bool:
    """Whether that authority's last answer is older than `every`, and speaks of an older checkpoint."""
    answers = [path for path in stamp_files(archive) if path.name.partition(".")[2] == f"{name}.tsr"]
    if not answers:
        return True
    newest = answers[-1]
    return newest.name.partition(".")[0] != f"{checkpoint.size:012d}" and (
        at.timestamp() - newest.stat().st_mtime >= service.timestamps.every.total_seconds()
    )


def _ask(archive: Path, authority: str, name: str, checkpoint: Checkpoint, service: Service) -> None:
    nonce = make_nonce()
    query = make_query(checkpoint.content, nonce)
    answer = _post(authority, query, service)
    stamp = read_stamp(answer)
    if stamp.sha256 != hashlib.sha256(checkpoint.content).hexdigest() or stamp.nonce != nonce:
        raise ArchiveError("its answer is to another question")
    keep_answer(archive, checkpoint.size, name, answer)


def _post(authority: str, query: bytes, service: Service) -> bytes:
    network = service.network
    headers = {**_HEADERS, "User-Agent": network.user_agent}
    with (
        httpx.Client(proxy=network.proxy, timeout=_TIMEOUT, trust_env=False, headers=headers) as client,
        client.stream("POST", authority, content=query) as response,
    ):
        if response.status_code != 200:
            raise ArchiveError(f"status {response.status_code}")
        answer = b""
        for piece in response.iter_bytes():
            answer += piece
            if len(answer) > LARGEST:
                raise ArchiveError(f"its answer has more than {LARGEST} bytes")
    return answer
