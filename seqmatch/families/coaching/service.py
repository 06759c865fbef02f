"""Answers the coaching tools' requests from loaded models, and records what was offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from seqmatch.families.coaching.models import COACHING, CoachingModels
from seqmatch.lifecycle.serving.rollout import Rollout
from seqmatch.lifecycle.serving.routing import Service
from seqmatch.schemas.answers.coaching import CoachingAnswer


class Reply(NamedTuple):
    """Structure and text, each complete, and what a view draws beside them."""

    result: CoachingAnswer
    text: str
    picture: dict[str, Any] | None = None


Question = Callable[[CoachingModels], Reply]
"""Asked of whichever version answers."""


def _answers(models: CoachingModels, questions: Sequence[Question], rollout: Rollout) -> list[Reply]:
    return [question(models) for question in questions]


def offered(reply: Reply) -> tuple[tuple[dict[str, Any], ...], bool]:
    """What an answer suggests, for the event log: never a payee, an account name or an amount."""
    return (), True


ANSWERS: Service[CoachingModels, Question, Reply] = Service(COACHING, _answers, offered)
