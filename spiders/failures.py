"""Why there was no response, read from what Scrapy, Twisted, OpenSSL and our own rules raise."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from twisted.internet import error
from twisted.python.failure import Failure as TwistedFailure
from twisted.web._newclient import ParseError

from spiders.guard import RefusedAddressError
from spiders.manners.politeness import HostClosedError
from storage.archive.payload import BrokenEncoding, TooLarge
from storage.records import Failure


class LookFailedError(IgnoreRequest):
    """A visit ended without a response, and that is recorded. Scrapy logs nothing for an IgnoreRequest."""

    def __init__(self, failure: Failure, detail: str | None) -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.detail = detail


_KINDS: tuple[tuple[Failure, tuple[type[BaseException], ...]], ...] = (
    (Failure.ADDRESS, (RefusedAddressError,)),
    (Failure.TOO_LARGE, (TooLarge, DownloadCancelledError)),  # Scrapy cancels what exceeds DOWNLOAD_MAXSIZE
    (Failure.ENCODING, (BrokenEncoding,)),
    (Failure.TLS, (SSL.Error, ssl.SSLError, VerificationError, CertificateError, error.CertificateError)),
    (Failure.DNS, (CannotResolveHostError, error.DNSLookupError, UnicodeError)),
    (Failure.TIMEOUT, (DownloadTimeoutError, TimeoutError, error.TimeoutError, error.TCPTimedOutError)),
    (Failure.HTTP, (ResponseDataLossError, ParseError)),
    (
        Failure.CONNECTION,
        (
            DownloadConnectionRefusedError,
            DownloadFailedError,  # of the httpx handler
            TunnelError,
            error.ConnectError,
            error.ConnectionLost,
            error.ConnectionDone,
            OSError,
        ),
    ),
)


_IN_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "no such host"),
    (error.DNSLookupError, "no such host"),
    (DownloadConnectionRefusedError, "refused"),
    (error.ConnectionRefusedError, "refused"),
    (ConnectionRefusedError, "refused"),
    (error.TCPTimedOutError, "no connection in time"),
    (DownloadTimeoutError, "no whole answer in time"),
    (error.TimeoutError, "no connection in time"),
    (ResponseDataLossError, "less came than was announced"),
    (ParseError, "no HTTP came"),
    (error.ConnectionLost, "lost"),
    (error.ConnectionDone, "closed before an answer"),
    (DownloadCancelledError, "more came than max_size allows"),
    (DownloadFailedError, "no answer"),
)
"""What an operator reads in place of the name of an exception; the closest kind first."""


def name_failure(problem: BaseException) -> tuple[Failure, str]:
    """Which fact this exception is, and a short detail without URLs: in words, or as OpenSSL gives it."""
    if isinstance(problem, HostClosedError | LookFailedError):
        return problem.failure, str(problem.detail)
    chain = list(_unfold(problem))
    for failure, kinds in _KINDS:
        for each in chain:
            if isinstance(each, kinds):
                return failure, _describe(each)
    return Failure.OTHER, type(problem).__name__


def _unfold(problem: BaseException | None) -> Iterator[BaseException]:
    """The exception, its causes, and the reasons that Twisted packs into a ResponseFailed."""
    seen = 0
    while problem is not None and seen < 10:
        yield problem
        for reason in getattr(problem, "reasons", None) or ():
            if isinstance(reason, TwistedFailure) and reason.value is not None:
                yield reason.value
        problem, seen = problem.__cause__ or problem.__context__, seen + 1  # httpcore gives no cause


def _describe(problem: BaseException) -> str:
    if isinstance(problem, SSL.Error) and problem.args and problem.args[0]:
        return "; ".join(str(each[-1]) for each in problem.args[0])
    if isinstance(problem, RefusedAddressError | TooLarge | BrokenEncoding):
        return str(problem)
    return next((words for kind, words in _IN_WORDS if isinstance(problem, kind)), type(problem).__name__)
