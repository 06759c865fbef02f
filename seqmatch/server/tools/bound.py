"""Whose answers a caller may have: those of one user, where the token is bound to one."""

from __future__ import annotations

from typing import TypedDict

from mcp.server.auth.middleware.auth_context import get_access_token


class Belongs(TypedDict):
    """Of a question: what the canary is drawn by, and who alone may answer what comes of it."""

    unit: str
    owner: str | None


def bound_user() -> str | None:
    """The user that the caller's token is bound to; None: to none, or there are no tokens."""
    token = get_access_token()
    return None if token is None else token.subject


def belongs(unit: str) -> Belongs:
    """To whom a question belongs: to the token's user, else to ``unit`` and everybody."""
    owner = bound_user()
    return Belongs(unit=owner or unit, owner=owner)
