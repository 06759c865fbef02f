"""What a token can allow; and beside tools: resources, prompts and the skill are for those who may use their tools."""

from __future__ import annotations

from typing import Any

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_REQUEST
from pydantic import BaseModel

from seqmatch.server.tools.toolsets import TOOLSETS

METRICS_SCOPE = "metrics"
RECOMMENDATIONS_SCOPE = "recommendations"
ADMIN_SCOPE = "admin"
SCOPES = (*TOOLSETS, METRICS_SCOPE, RECOMMENDATIONS_SCOPE, ADMIN_SCOPE)
"""The tools of a toolset, reading ``/metrics``, and the two halves of the REST interface."""
OF_EVERYBODY = (METRICS_SCOPE, ADMIN_SCOPE)
"""Scopes that tell of all users; no token of one user has them."""
SCOPES_OF_READERS = ("onboarding", "interview")
"""All that can be read tells of the onboarding family; any of these allows it."""
LISTED = {
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
    "prompts/list": "prompts",
    "skills/list": "skills",
}
READ = (
    *("resources/read", "resources/subscribe", "resources/directory/read", "prompts/get", "completion/complete"),
    "skills/get",
)


class Scopes:
    """Server middleware for servers whose callers have tokens: lists nothing and reads nothing where none allows it."""

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.method not in LISTED and ctx.method not in READ:
            return await call_next(ctx)
        token = get_access_token()
        if token is not None and any(scope in token.scopes for scope in SCOPES_OF_READERS):
            return await call_next(ctx)
        if ctx.method in READ:
            wanted = " or ".join(SCOPES_OF_READERS)
            raise MCPError(INVALID_REQUEST, f"This token does not allow that. Ask the operator for the scope {wanted}.")
        return _emptied(await call_next(ctx), LISTED[ctx.method])


def _emptied(result: HandlerResult, key: str) -> HandlerResult:
    if isinstance(result, BaseModel):
        field = next(name for name, about in type(result).model_fields.items() if key in (name, about.alias))
        return result.model_copy(update={field: []})
    return {**result, key: []} if isinstance(result, dict) else result
