"""Where the onboarding tools ask: through the rollout of their family, which left alone is the live version for all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.lifecycle.serving.rollout import Rollout
from seqmatch.lifecycle.serving.routing import Asked, Desk, Service
from seqmatch.schemas.answer import GoalPrediction, SuggestAnswer
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy

MOST_CANDIDATES = 3


class _Call(NamedTuple):
    policy: ToolPolicy
    values: dict[str, Any]
    seen: bool


def onboarding_desk(serving: Serving) -> Ask:
    """Answers the onboarding tools.

    The canary is drawn by the profile: a person stays with the version that answered first while they tell no more.
    """
    desk = Desk(serving.host, Service(ONBOARDING, _answers, offered), serving.watchers, shadow=serving.shadow)

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        person = arguments.get("profile") or arguments.get("rules_text") or arguments
        call = Asked(_Call(policy, values, seen), _hash([policy.name, arguments]), _hash(person))
        said = desk.answer([call])[0]
        return said.answer._replace(event_id=said.event_id if serving.records is not None else None)

    return ask


def _answers(models: OnboardingModels, calls: Sequence[_Call], rollout: Rollout) -> list[Told]:
    return [_answer(models, *call) for call in calls]


def _answer(models: OnboardingModels, policy: ToolPolicy, values: dict[str, Any], seen: bool) -> Told:
    result, text = policy.answer(models, **values)
    draw = policy.picture if seen else None
    return Told(result, text, draw(models, result, **values) if draw else None)


def offered(told: Told) -> tuple[tuple[dict[str, Any], ...], bool]:
    """The candidates of an answer, for the event log: goals or patterns, never an account name."""
    result: BaseModel = told.result
    if isinstance(result, GoalPrediction):
        goals = sorted(result.top_goals, key=lambda one: one.goal != result.goal)[:MOST_CANDIDATES]
        return tuple({"goal": one.goal, "probability": round(one.probability, 4)} for one in goals), result.confident
    if isinstance(result, SuggestAnswer):
        patterns = [one.pattern.model_dump(mode="json") for one in result.suggestions[:MOST_CANDIDATES]]
        return tuple({"pattern": pattern} for pattern in patterns), bool(patterns)
    return (), True


def _hash(value: object) -> str:
    told = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
