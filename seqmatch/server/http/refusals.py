"""Refusals before a request is read: one sentence for MCP, code, message and what to do for REST."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import Scope

REST = "/api/v1"
"""Where the REST interface is, where it is served."""


def is_rest(scope: Scope) -> bool:
    path: str = scope.get("path", "")
    return path == REST or path.startswith(f"{REST}/")


def refused(
    scope: Scope, status: int, code: str, message: str, what_to_do: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The refusal in the form that whoever asked reads.

    Parameters
    ----------
    message, what_to_do : sentences.
    """
    if is_rest(scope):
        told = {"code": code, "message": message, "what_to_do": what_to_do}
    else:
        told = {"error": f"{message} {what_to_do}".strip()}
    return JSONResponse(told, status_code=status, headers=headers)
