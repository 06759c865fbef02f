"""Errors as JSON: a code for programs, what is wrong, and what to do. Nothing that a caller sent is repeated."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from seqmatch.errors import InputError, SeqmatchError

SEE_DOCUMENT = "See /api/v1/openapi.json."


class ErrorTold(BaseModel):
    """What every refusal holds."""

    code: Annotated[str, Field(description="Stable, for programs.")]
    message: str
    what_to_do: str


class Refusal(Exception):
    """A refusal with its HTTP status."""

    def __init__(
        self, status: int, code: str, message: str, what_to_do: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers
        self.told = ErrorTold(code=code, message=message, what_to_do=what_to_do)


OF_STATUS = {
    401: "No token, or none that is known.",
    403: "The token does not allow this, or belongs to another user.",
    404: "No such user or recommendation.",
    408: "The request did not arrive in time.",
    413: "The request is too long.",
    422: "The request does not match this document.",
    429: "Too many requests; Retry-After says when.",
    500: "An error of ours, logged.",
    503: "Too much under way, or store or models cannot be read.",
}
NOT_FOUND = ("unknown_recommendation", "unknown_user")


def responses(*more: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of an endpoint, for its description."""
    usual = (401, 403, 408, 413, 422, 429, 500, 503)
    told = sorted({*usual, *more})
    return {status: {"model": ErrorTold, "description": OF_STATUS.get(status, "Refused.")} for status in told}


def refusal_of(error: SeqmatchError) -> Refusal:
    """An anticipated error as a refusal: its first sentence says what is wrong, the others what to do."""
    message, _, rest = error.message.partition(". ")
    allowed = f"Allowed: {', '.join(error.allowed)}." if error.allowed else ""
    todo = " ".join(part for part in (rest, allowed) if part) or SEE_DOCUMENT
    status = 404 if error.code in NOT_FOUND else 422 if isinstance(error, InputError) else 503
    return Refusal(status, error.code, message.rstrip(".") + ".", todo)


def tell_errors(app: FastAPI) -> None:
    """Have ``app`` answer every error in this form."""

    async def refusal(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refusal)
        return JSONResponse(error.told.model_dump(), status_code=error.status, headers=error.headers)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        told = ErrorTold(code="invalid_request", message=_first(error), what_to_do=SEE_DOCUMENT)
        return JSONResponse(told.model_dump(), status_code=422)

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        status = 422 if error.status_code == 400 else error.status_code  # a body that is no text
        code = {404: "not_found", 405: "method_not_allowed"}.get(status, "invalid_request")
        told = ErrorTold(code=code, message=f"{error.detail.rstrip('.')}.", what_to_do=SEE_DOCUMENT)
        return JSONResponse(told.model_dump(), status_code=status, headers=error.headers)

    app.add_exception_handler(Refusal, refusal)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def _first(error: RequestValidationError) -> str:
    """The first mistake: where, and what is wanted there. A name that was made up is not repeated."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"] if isinstance(part, str | int)]
    if first["type"] in ("extra_forbidden", "json_invalid"):
        where = where[:1]
    return f"{'.'.join(where)}: {first['msg']}."
