"""The REST application, mounted beside the MCP endpoint behind the same tokens and limits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI

from seqmatch import __version__
from seqmatch.server.rest import admin, recommendations
from seqmatch.server.rest.access import Caller, Rest, caller
from seqmatch.server.rest.errors import tell_errors
from seqmatch.server.rest.trainings import Trainings
from seqmatch.server.serving import Serving

ABOUT = """Recommendations for users of the operator's store, with their evidence. It moves no money.

A token needs the scope `recommendations`, or `admin` for models, monitoring and audit. A token that is bound to one
user sees that user alone."""


def rest_app(serving: Serving, *, tokens: bool, trainings: Trainings | None = None) -> FastAPI:
    """The application; to be mounted at ``/api/v1``.

    Parameters
    ----------
    serving : its models and its store, which must be there.
    tokens : whether callers need one; without, nobody may what admins may.
    """
    app = FastAPI(
        title="seqmatch",
        version=__version__,
        summary="Reviews of a person's money, over all families.",
        description=ABOUT,
        openapi_url=None,  # the document is served behind the tokens, below
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "/api/v1"}],
        redirect_slashes=False,
    )
    app.state.rest = Rest(serving, tokens, trainings or Trainings(serving.settings))
    app.include_router(recommendations.router)
    app.include_router(admin.router)
    tell_errors(app)

    @app.get("/openapi.json", include_in_schema=False)
    async def document(who: Annotated[Caller, Depends(caller)]) -> dict[str, Any]:
        return app.openapi()

    return app
