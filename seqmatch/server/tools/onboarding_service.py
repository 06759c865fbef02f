"""Routes the onboarding tools' requests through the family's rollout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.service import ANSWERS, Reply
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Asked, Desk
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.bound import belongs
from seqmatch.server.tools.desks import name_of
from seqmatch.server.tools.interview import INTERVIEW_TOOLS, interview_tool
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.server.tools.toolset import Toolset


def onboarding_desk(serving: Serving) -> Ask:
    """Answers the onboarding tools.

    The canary is drawn by the profile: a person stays with the version that answered first while they tell no more.
    """
    desk = Desk(serving.host, ANSWERS, serving.watchers, shadow=serving.shadow)

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        def question(models: OnboardingModels) -> Reply:
            result, text = policy.answer(models, **values)
            draw = policy.picture if seen else None
            return Reply(result, text, draw(models, result, **values) if draw else None)

        person = arguments.get("profile") or arguments.get("rules_text") or arguments
        said = desk.answer([Asked(question, name_of([policy.name, arguments]), **belongs(name_of(person)))])[0]
        return Told(*said.answer, said.event_id if serving.records is not None else None)

    return ask


def _ask_once(host: ModelHost, policies: Sequence[ToolPolicy]) -> None:
    """Call each tool once with its example at start-up, so that the first request imports nothing."""
    models = host.live(ONBOARDING)
    for policy in policies:
        policy.answer(models, **read_arguments(policy.parameters, json.loads(policy.example)))


TOOLSETS = {
    "onboarding": Toolset(ONBOARDING, TOOLS, onboarding_desk, lambda host: _ask_once(host, TOOLS)),
    "interview": Toolset(
        ONBOARDING, INTERVIEW_TOOLS, onboarding_desk, lambda host: _ask_once(host, INTERVIEW_TOOLS), interview_tool
    ),
}
