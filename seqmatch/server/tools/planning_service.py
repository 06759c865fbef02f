"""Routes the planning tools' requests through the family's rollout."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import TYPE_CHECKING, Any

from seqmatch.families.planning.models import PLANNING, PlanningModels
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Asked, Desk
from seqmatch.schemas.answers.planning import PlanningAnswer
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.planning import PLANNING_TOOLS
from seqmatch.server.tools.toolset import Toolset

if TYPE_CHECKING:
    from seqmatch.store.engine import Store


def planning_desk(serving: Serving) -> Ask:
    """Answers the planning tools."""
    lock = threading.Lock()
    desks: list[Any] = []

    def desk() -> Any:
        with lock:
            if not desks:
                from seqmatch.families.planning.service import ANSWERS

                desks.append(Desk(serving.host, ANSWERS, serving.watchers, shadow=serving.shadow))
        return desks[0]

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        from seqmatch.families.planning.service import Reply

        store = _store(values, serving)

        def question(models: PlanningModels) -> Reply:
            result, text = policy.answer(models, store, **values)
            assert isinstance(result, PlanningAnswer)
            return Reply(result, text)

        unit = values.get("user") or _hash(arguments)
        said = desk().answer([Asked(question, _hash([policy.name, arguments]), unit)])[0]
        reply = said.answer
        result = reply.result.model_copy(update={"event_id": said.event_id})
        return Told(result, f"{reply.text}\nevent_id {said.event_id}", None, said.event_id)

    return ask


def _store(values: dict[str, Any], serving: Serving) -> Store | None:
    """The store, where the question is about a user of it."""
    if values.get("user") is None or values.get("transactions") or serving.records is None:
        return None
    return serving.records.store()


def _hash(value: object) -> str:
    told = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _warm(host: ModelHost) -> None:
    """Call each tool once with its example at start-up, so that the first request imports nothing."""
    models = host.live(PLANNING)
    for policy in PLANNING_TOOLS:
        policy.answer(models, None, **read_arguments(policy.parameters, json.loads(policy.example)))


TOOLSETS = {"planning": Toolset(PLANNING, PLANNING_TOOLS, planning_desk, _warm, keeps_records=True)}
