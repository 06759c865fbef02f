"""Who asks, what they may, and whose data they may see."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from seqmatch.errors import SeqmatchError
from seqmatch.server.http.scopes import ADMIN_SCOPE, RECOMMENDATIONS_SCOPE
from seqmatch.server.rest.errors import Refusal, refusal_of
from seqmatch.server.rest.trainings import Trainings
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import where_it_failed
from seqmatch.server.turns import caller_of, turns
from seqmatch.store.engine import Store

logger = logging.getLogger(__name__)
T = TypeVar("T")
NO_TOKEN = "no token"
"""Who asked, in the audit, where nobody needs a token."""
BEARER = HTTPBearer(auto_error=False, description="A token of `seqmatch tokens add`.")


@dataclass(frozen=True)
class Rest:
    """What the endpoints share.

    Parameters
    ----------
    tokens : whether callers need one.
    """

    serving: Serving
    tokens: bool
    trainings: Trainings

    def store(self) -> Store:
        assert self.serving.records is not None
        return self.serving.records.store()


@dataclass(frozen=True)
class Caller:
    """Who asks.

    Attributes
    ----------
    name : of the token.
    user : the one user of the store that the token is bound to; None: bound to none.
    """

    name: str
    scopes: frozenset[str]
    user: str | None = None


def rest_of(request: Request) -> Rest:
    rest: Rest = request.app.state.rest
    return rest


def caller(request: Request, bearer: Annotated[object, Depends(BEARER)]) -> Caller:
    """Who sent this request.

    Raises
    ------
    Refusal : a token is needed, and none that is known came.
    """
    if not rest_of(request).tokens:
        return Caller(NO_TOKEN, frozenset((RECOMMENDATIONS_SCOPE,)))
    if not request.user.is_authenticated:
        raise Refusal(
            401, "no_token", "A token is needed.", "Send Authorization: Bearer TOKEN.", {"WWW-Authenticate": "Bearer"}
        )
    token = request.user.access_token
    return Caller(token.client_id, frozenset(token.scopes), token.subject)


def person_asking(who: Annotated[Caller, Depends(caller)]) -> Caller:
    """A caller who may see reviews.

    Raises
    ------
    Refusal : the token does not allow it.
    """
    if RECOMMENDATIONS_SCOPE not in who.scopes:
        raise _forbidden(RECOMMENDATIONS_SCOPE)
    return who


def admin(who: Annotated[Caller, Depends(caller)]) -> Caller:
    """A caller who may manage models. Without tokens nobody may; a token of one user never does.

    Raises
    ------
    Refusal : as above.
    """
    if ADMIN_SCOPE not in who.scopes or who.user is not None:
        raise _forbidden(ADMIN_SCOPE)
    return who


def _forbidden(scope: str) -> Refusal:
    return Refusal(403, "forbidden", "This is not allowed.", f"Ask the operator for a token with the scope {scope}.")


def must_be(who: Caller, user_id: str) -> None:
    """Refuse a bound token that asks about another user, whether there is such a user or not.

    Raises
    ------
    Refusal : it does.
    """
    if who.user is not None and who.user != user_id:
        raise Refusal(403, "forbidden", "This token belongs to another user.", "Ask about the user it belongs to.")


async def in_turn(request: Request, work: Callable[[], T]) -> T:
    """What ``work`` returns, worked out in a thread when it is this caller's turn.

    Raises
    ------
    Refusal : whatever went wrong.
    """

    def told() -> T:
        try:
            return work()
        except Refusal:
            raise
        except SeqmatchError as error:
            raise refusal_of(error) from None
        except Exception as error:
            logger.error("%s failed: %s", request.scope["route"].name, where_it_failed(error))
            raise Refusal(500, "internal_error", "Internal error, logged.", "Continue without this answer.") from None

    return await turns().run(caller_of(request.scope)[0], told)
