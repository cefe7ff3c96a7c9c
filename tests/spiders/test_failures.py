"""Why there was no response, in words that an operator can act on."""

from __future__ import annotations

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError
from twisted.internet import error
from twisted.python.failure import Failure as TwistedFailure
from twisted.web._newclient import ResponseFailed

from spiders.failures import name_failure
from storage.records import Failure


@pytest.mark.parametrize(
    ("problem", "kind", "words"),
    [
        (CannotResolveHostError("x"), Failure.DNS, "no such host"),
        (DownloadConnectionRefusedError("x"), Failure.CONNECTION, "refused"),
        (DownloadTimeoutError("x"), Failure.TIMEOUT, "no whole answer in time"),
        (error.ConnectionLost(), Failure.CONNECTION, "lost"),
        (ResponseFailed([TwistedFailure(error.ConnectionDone())]), Failure.CONNECTION, "closed before an answer"),
        (OSError("x"), Failure.CONNECTION, "OSError"),
    ],
)
def test_a_failure_is_a_kind_and_a_detail_in_words(problem: Exception, kind: Failure, words: str) -> None:
    assert name_failure(problem) == (kind, words)
