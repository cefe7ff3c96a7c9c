"""The sending of a digest: by Apprise URLs and by our own mail, once a day, with secrets never shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import apprise
from apprise.plugins.email import NotifyEmail
from apprise.result import AppriseResultStatus

from config.secrets import SecretMissingError, read_secret
from monitors.delivery.attempts import Attempt
from monitors.delivery.mail import send_mail, write_mail
from monitors.digests.records import Digest
from monitors.digests.text import render_text
from monitors.digests.words import subject_line
from monitors.reading.orphans import finish_first

_PERHAPS_TWICE = "sent, perhaps for the second time: an earlier attempt was killed as it handed it over"


class Notes(Protocol):
    """What the store keeps of digests that went out."""

    def digest_sent(self, date: str) -> bool:
        """Whether a digest of that day was noted."""

    def note_digest(self, *, date: str, format: str, at: datetime, path: str | None = None) -> None:  # noqa: A002
        """The digest of that day went out in that format."""

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a digest at one address; `address` is masked and may be printed."""

    address: str
    sent: bool
    detail: str


def mask_address(url: str) -> str:
    """The kind of an address, without anything that could be a secret: `mailto://…`."""
    scheme, separator, _ = url.partition("://")
    return f"{scheme}://…" if separator and scheme.replace("-", "").isalnum() else "…"


def send_digest(
    digest: Digest,
    urls: Sequence[str],
    *,
    store: Notes,
    now: datetime,
    review_url: str | None = None,
    names_in_subject: bool = False,
) -> list[Delivery]:
    """What became of the digest at each address. Nothing is sent to an address that has this day's digest already.

    An address that failed is tried again at the next call; the day counts as sent when all have it. Each success is
    noted at once, so that a process ended between two addresses repeats neither. Where an earlier one was killed in
    the very moment of handing over, it is sent again, for twice is better than never, and `detail` says so.
    """
    day = digest.date.isoformat()
    attempts = {url: Attempt(store, day=day, address=url, now=now) for url in urls}
    deliveries = []
    for url, attempt in attempts.items() if not store.digest_sent(day) else ():
        if attempt.is_done:
            continue
        was_cut_off = attempt.was_cut_off
        delivery = _send_to(url, digest, review_url, subject_line(digest, names=names_in_subject), attempt)
        deliveries.append(replace(delivery, detail=_PERHAPS_TWICE) if was_cut_off and delivery.sent else delivery)
    if urls and not store.digest_sent(day) and all(each.is_done for each in attempts.values()):
        store.note_digest(date=day, format="sent", at=now)
    return deliveries


def _send_to(written: str, digest: Digest, review_url: str | None, subject: str, attempt: Attempt) -> Delivery:
    try:
        url = read_secret(written)
    except SecretMissingError as error:
        return Delivery(address="…", sent=False, detail=str(error))
    address = mask_address(url)
    with _silence("apprise"):
        plugin = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if plugin is None:
            return Delivery(address=address, sent=False, detail="this is not an address that Apprise knows")
        if type(plugin) is NotifyEmail:
            problem = send_mail(plugin, write_mail(digest, plugin, subject=subject, review_url=review_url), attempt)
        else:
            problem = _notify(plugin, subject, render_text(digest, review_url=review_url), attempt)
    return Delivery(address=address, sent=problem is None, detail=problem or "sent")


def _notify(plugin: apprise.NotifyBase, subject: str, body: str, attempt: Attempt) -> str | None:
    """Why Apprise could not send it, or None. What `notify` returns is an account of the attempts, not a bool."""
    sender = apprise.Apprise()
    sender.add(plugin)
    form = apprise.NotifyFormat.TEXT
    with finish_first():
        attempt.begin()
        outcome = sender.notify(body=body, title=subject, body_format=form, interpret_escapes=False)
        sent = outcome.status == AppriseResultStatus.SUCCESS
        attempt.end(done=sent)
    return None if sent else f"not sent ({outcome.status.name.lower()})"


@contextmanager
def _silence(logger: str) -> Iterator[None]:
    """Nothing is logged under that name meanwhile: its lines hold addresses, and addresses hold secrets."""
    quiet = logging.getLogger(logger)
    was, quiet.disabled = quiet.disabled, True
    try:
        yield
    finally:
        quiet.disabled = was
