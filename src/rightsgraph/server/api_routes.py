"""The routes of the API, found by the head of their path.

The framework tries one route after the other until a pattern fits. There are more than a hundred,
which takes longer than reading an item from its table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_API: Final = "/api/v1/"
_SEGMENTS: Final = 3


class ApiRoutes(BaseRoute):
    """Routes below `/api/v1`, as one route that stands before them.

    What it does not know is left to the routes behind it.

    Args:
        routes: All routes of the application, in their order.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        every = [each for each in routes if isinstance(each, APIRoute)]
        literals = [each.path.partition("{")[0] for each in every]
        heads = {
            _head(literal)
            for each, literal in zip(every, literals, strict=True)
            if literal.startswith(_API) and (literal == each.path or literal.count("/") > _SEGMENTS)
        }
        # Those that may fit what begins so: they go on from there, or take anything before it.
        self._by_head: Final = {
            head: [
                each
                for each, literal in zip(every, literals, strict=True)
                if literal.startswith(head) or (literal != each.path and head.startswith(literal))
            ]
            for head in heads
        }

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The route that fits a request, the first of several."""
        partial: tuple[Match, Scope] = Match.NONE, {}
        if scope["type"] == "http":
            for route in self._by_head.get(_head(scope["path"]), ()):
                found = route.matches(scope)
                if found[0] is Match.FULL:
                    return found
                if found[0] is Match.PARTIAL and partial[0] is Match.NONE:
                    partial = found
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers by the route that was found."""
        await scope["route"].handle(scope, receive, send)


def _head(path: str) -> str:
    """The first segments of a path."""
    return "/".join(path.split("/", _SEGMENTS + 1)[: _SEGMENTS + 1])
