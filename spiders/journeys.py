"""Redirects and second tries: the middleware that takes the step which the download handler found.

Scrapy's own middlewares would decide anew what was already recorded as decided, and know nothing of pages.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from spiders.capture import STEP
from spiders.visits import Step


class JourneyMiddleware:
    """Sends a visit on its way after a redirect, or once more after a failure that may pass."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request that follows, or the response where the visit has arrived."""
        return next_request(request) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:  # noqa: ARG002
        """The second try, or None where the failure stands."""
        return next_request(request)


def next_request(request: Request) -> Request | None:
    """The request that the step after this one asks for: bare, but for the visit. None where there is none."""
    step: Step | None = request.meta.get(STEP)
    if step is None or step.visit is None or step.url is None:
        return None
    return Request(
        step.url,
        callback=request.callback,
        errback=request.errback,
        cb_kwargs=request.cb_kwargs,
        meta={"visit": step.visit},
        dont_filter=True,
        priority=request.priority + 1,
    )
