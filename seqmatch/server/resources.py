"""Resources an assistant or a person can read: the vocabulary, the archetypes and the model card."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.types import (
    Annotations,
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)

from seqmatch.errors import InputError, SeqmatchError
from seqmatch.schemas.goal import GOAL_TEXT, GOALS, GROUP_OF, SYNONYMS
from seqmatch.schemas.profile import OCCUPATIONS
from seqmatch.server.tools.answer_tool import structured

if TYPE_CHECKING:
    from seqmatch.schemas.answers.onboarding import ClusterAnswer

GOAL_TEMPLATE = "seqmatch://goals/{goal}"
ARCHETYPE_TEMPLATE = "seqmatch://archetypes/{cluster_id}"
_FOR_BOTH = Annotations(audience=["user", "assistant"], priority=0.5)
_JSON = "application/json"
MAX_COMPLETIONS = 100
"""The protocol's own limit."""

T = TypeVar("T")


def add_resources(server: MCPServer[Any], models: Callable[[], Any]) -> None:
    """Register the resources and completions.

    Parameters
    ----------
    server : where they are registered.
    models : returns the trained models, waiting while they load; called only when a resource needs them.
    """

    @server.resource("seqmatch://goals", name="goals", title="Goals", mime_type=_JSON, annotations=_FOR_BOTH)
    def read_goals() -> str:
        """Every goal the models know, its group and what it means in plain words."""
        return _as_json(_goals())

    @server.resource(GOAL_TEMPLATE, name="goal", title="One goal", mime_type=_JSON, annotations=_FOR_BOTH)
    def read_goal(goal: str) -> str:
        """One goal: its group, what it means in plain words, and the newer wording of the same goal if there is one."""
        for entry in _goals():
            if entry["goal"] == goal.upper():
                return _as_json(entry)
        raise ResourceNotFoundError("There is no such goal. Read seqmatch://goals for those there are.")

    @server.resource(
        "seqmatch://occupations", name="occupations", title="Occupations", mime_type=_JSON, annotations=_FOR_BOTH
    )
    def read_occupations() -> str:
        """Every value profile.occupation can have."""
        return _as_json(_occupations())

    @server.resource(
        "seqmatch://archetypes", name="archetypes", title="Archetypes", mime_type=_JSON, annotations=_FOR_BOTH
    )
    def read_archetypes() -> str:
        """The kinds of user the models found: number, name, description, size."""
        shown = ("cluster_id", "name", "description", "size", "share")
        answers = _or_resource_error(lambda: _archetypes(models()))
        return _as_json([{key: structured(answer)[key] for key in shown} for answer in answers])

    @server.resource(
        ARCHETYPE_TEMPLATE, name="archetype", title="One archetype", mime_type=_JSON, annotations=_FOR_BOTH
    )
    def read_archetype(cluster_id: str) -> str:
        """One kind of user in full: what sets it apart, its goals and its automations."""
        for answer in _or_resource_error(lambda: _archetypes(models())):
            if str(answer.cluster_id) == cluster_id:
                return _as_json(structured(answer))
        raise ResourceNotFoundError("There is no such archetype. Read seqmatch://archetypes for those there are.")

    @server.resource(
        "seqmatch://model-card",
        name="model-card",
        title="Model card",
        mime_type="text/markdown",
        annotations=Annotations(audience=["user", "assistant"], priority=0.3),
    )
    def read_model_card() -> str:
        """What the models learned from, how well they do beside their baselines, and what they are not for."""
        return _or_resource_error(lambda: str(models().card))

    async def complete(
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion:
        found = _matching(argument.value, await _choices(ref, argument.name, models))
        return Completion(values=found, total=len(found), has_more=False)

    server.completion()(complete)  # type: ignore[no-untyped-call]


async def _choices(
    ref: PromptReference | ResourceTemplateReference, argument: str, models: Callable[[], Any]
) -> tuple[str, ...]:
    if isinstance(ref, PromptReference):
        return {"goal": GOALS, "occupation": OCCUPATIONS}.get(argument, ())
    if ref.uri == GOAL_TEMPLATE and argument == "goal":
        return GOALS
    if ref.uri == ARCHETYPE_TEMPLATE and argument == "cluster_id":
        try:
            answers = await anyio.to_thread.run_sync(lambda: _archetypes(models()))
        except SeqmatchError:
            return ()  # a suggestion that cannot be made is no error; reading the archetypes will explain
        return tuple(str(answer.cluster_id) for answer in answers)
    return ()


def _archetypes(models: Any) -> list[ClusterAnswer]:
    from seqmatch.families.onboarding.answers.cluster import explain_cluster

    return [explain_cluster(models, cluster_id) for cluster_id in range(len(models.cards))]


def _or_resource_error(read: Callable[[], T]) -> T:
    try:
        return read()
    except InputError as error:
        raise ResourceNotFoundError(str(error)) from error
    except SeqmatchError as error:
        raise ResourceError(str(error)) from error


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _goals() -> list[dict[str, str]]:
    """Every goal with its group and meaning; ``same_as`` names the newer wording of the same goal."""
    return [
        {"goal": goal, "goal_group": GROUP_OF[goal], "meaning": GOAL_TEXT[goal]}
        | ({"same_as": SYNONYMS[goal]} if goal in SYNONYMS else {})
        for goal in GOALS
    ]


def _occupations() -> list[dict[str, str]]:
    """Every occupation with its name in plain words."""
    return [{"occupation": name, "meaning": name.replace("_", " ").capitalize()} for name in OCCUPATIONS]


def _matching(typed: str, values: tuple[str, ...]) -> list[str]:
    """The values that begin with what was typed, then those that contain it; case does not matter."""
    wanted = typed.strip().replace(" ", "_").casefold()
    beginning = [value for value in values if value.casefold().startswith(wanted)]
    containing = [value for value in values if wanted in value.casefold() and value not in beginning]
    return (beginning + containing)[:MAX_COMPLETIONS]
