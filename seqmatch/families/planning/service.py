"""Answers the planning tools' requests with the live parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from seqmatch.families.planning.models import PLANNING, PlanningModels
from seqmatch.lifecycle.serving.rollout import Rollout
from seqmatch.lifecycle.serving.routing import Service
from seqmatch.schemas.answers.planning import PlanningAnswer


class Reply(NamedTuple):
    """Structure and text, each complete, and what a view draws beside them."""

    result: PlanningAnswer
    text: str
    picture: dict[str, Any] | None = None


Question = Callable[[PlanningModels], Reply]
"""Asked of whichever version answers."""


def _answers(models: PlanningModels, questions: Sequence[Question], rollout: Rollout) -> list[Reply]:
    return [question(models) for question in questions]


def offered(reply: Reply) -> tuple[tuple[dict[str, Any], ...], bool]:
    """What an answer suggests, for the event log: never an account, a goal's name or an amount."""
    return (), True


ANSWERS: Service[PlanningModels, Question, Reply] = Service(PLANNING, _answers, offered)
