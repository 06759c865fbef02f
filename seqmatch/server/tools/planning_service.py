"""Routes the planning tools' requests through the family's rollout."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from seqmatch.families.planning.models import PLANNING, PlanningModels
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Asked
from seqmatch.schemas.answers.planning import PlanningAnswer
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.bound import belongs
from seqmatch.server.tools.desks import desk_of, name_of, store_asked
from seqmatch.server.tools.kept_goals import Goals, goals_asked, keep
from seqmatch.server.tools.planning import PLAN_GOALS, PLANNING_TOOLS
from seqmatch.server.tools.planning_arguments import GOAL_FIELDS, GOALS
from seqmatch.server.tools.toolset import Toolset

if TYPE_CHECKING:
    from seqmatch.store.engine import Store


def _service() -> Any:
    from seqmatch.families.planning.service import ANSWERS

    return ANSWERS


def planning_desk(serving: Serving) -> Ask:
    """Answers the planning tools."""
    desk = desk_of(serving, _service)

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        from seqmatch.families.planning.service import Reply

        store = store_asked(values, serving)
        sent = values.get("goals")
        if policy is PLAN_GOALS:
            values = {**values, "goals": _goals(values, store)}

        def question(models: PlanningModels) -> Reply:
            result, text = policy.answer(models, store, **values)
            assert isinstance(result, PlanningAnswer)
            return Reply(result, text, policy.picture(result) if seen and policy.picture else None)

        unit = values.get("user") or name_of(arguments)
        name = name_of([policy.name, arguments, *(() if sent else (values.get("goals"),))])
        said = desk().answer([Asked(question, name, **belongs(unit))])[0]
        reply = said.answer
        result = reply.result.model_copy(update={"event_id": said.event_id})
        if sent and store is not None:
            keep(store, values["user"], sent)
            result = result.model_copy(update={"kept": True})
        return Told(result, f"{reply.text}\nevent_id {said.event_id}", reply.picture, said.event_id)

    return ask


def _goals(values: dict[str, Any], store: Store | None) -> Goals:
    """Of the question, else those kept."""
    today = values["as_of"] or dt.date.min
    if store is not None and values["as_of"] is None and not values["goals"]:
        from seqmatch.store.transactions.transactions import first_and_last_day

        days = first_and_last_day(store)
        today = dt.date.min if days is None else days[1]
    return goals_asked(values["goals"], GOALS, GOAL_FIELDS, store, values["user"], today)


def _warm(host: ModelHost) -> None:
    """Call each tool once with its example at start-up, so that the first request imports nothing."""
    models = host.live(PLANNING)
    for policy in PLANNING_TOOLS:
        policy.answer(models, None, **read_arguments(policy.parameters, json.loads(policy.example)))


TOOLSETS = {"planning": Toolset(PLANNING, PLANNING_TOOLS, planning_desk, _warm, keeps_records=True)}
