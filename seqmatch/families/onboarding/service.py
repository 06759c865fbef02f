"""Answers the onboarding tools' requests from loaded models, and records what was offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.lifecycle.serving.rollout import Rollout
from seqmatch.lifecycle.serving.routing import Service
from seqmatch.schemas.answers.onboarding import GoalPrediction, SuggestAnswer

MOST_CANDIDATES = 3


class Reply(NamedTuple):
    """Structure and text, each complete, and what a view draws beside them."""

    result: BaseModel
    text: str
    picture: dict[str, Any] | None = None


Question = Callable[[OnboardingModels], Reply]
"""Asked of whichever version answers."""


def _answers(models: OnboardingModels, questions: Sequence[Question], rollout: Rollout) -> list[Reply]:
    return [question(models) for question in questions]


def offered(reply: Reply) -> tuple[tuple[dict[str, Any], ...], bool]:
    """The candidates of an answer, for the event log: goals or patterns, never an account name."""
    result = reply.result
    if isinstance(result, GoalPrediction):
        goals = sorted(result.top_goals, key=lambda one: one.goal != result.goal)[:MOST_CANDIDATES]
        return tuple({"goal": one.goal, "probability": round(one.probability, 4)} for one in goals), result.confident
    if isinstance(result, SuggestAnswer):
        patterns = [one.pattern.model_dump(mode="json") for one in result.suggestions[:MOST_CANDIDATES]]
        return tuple({"pattern": pattern} for pattern in patterns), bool(patterns)
    return (), True


ANSWERS: Service[OnboardingModels, Question, Reply] = Service(ONBOARDING, _answers, offered)
