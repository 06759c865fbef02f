"""Routes the coaching tools' requests through the family's rollout, with the person they are about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seqmatch.families.coaching.advice.step import NO_ADVICE
from seqmatch.families.coaching.models import COACHING, CoachingModels
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Asked
from seqmatch.schemas.answers.coaching import CoachAnswer, CoachingAnswer
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.bound import belongs
from seqmatch.server.tools.coaching import COACH, COACHING_TOOLS, GOAL_ODDS, REVIEW
from seqmatch.server.tools.coaching_arguments import GOAL_FIELDS, GOALS
from seqmatch.server.tools.coaching_categories import guess
from seqmatch.server.tools.desks import desk_of, name_of, store_asked
from seqmatch.server.tools.kept_goals import goals_asked, keep
from seqmatch.server.tools.toolset import Toolset

if TYPE_CHECKING:
    from seqmatch.families.coaching.answers.whose import Told as Person
    from seqmatch.store.engine import Store

OF_THE_PERSON = ("transactions", "user", "as_of", "balances")
"""Arguments that say whose money it is; the others go to the tool."""


def _service() -> Any:
    from seqmatch.families.coaching.service import ANSWERS

    return ANSWERS


def coaching_desk(serving: Serving) -> Ask:
    """Answers the coaching tools."""
    desk = desk_of(serving, _service)

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        from seqmatch.families.coaching.service import Reply

        store = store_asked(values, serving)
        told = _person(values, store)
        rest = {name: value for name, value in values.items() if name not in OF_THE_PERSON}
        if policy in (COACH, REVIEW):
            rest["store"] = store
        sent = rest.get("goals")
        if policy is GOAL_ODDS:
            rest["goals"] = goals_asked(rest["goals"], GOALS, GOAL_FIELDS, store, told.user, told.person.today)

        def question(models: CoachingModels) -> Reply:
            result, text = policy.answer(models, told, **rest)
            assert isinstance(result, CoachingAnswer)
            return Reply(result, text, policy.picture(told, result) if seen and policy.picture else None)

        unit = told.user or name_of(arguments)
        name = name_of([policy.name, arguments, _day(told, policy, store), *(() if sent else (rest.get("goals"),))])
        said = desk().answer([Asked(question, name, **belongs(unit))])[0]
        reply = said.answer
        result = reply.result.model_copy(update={"event_id": said.event_id})
        if store is not None and isinstance(result, CoachAnswer) and result.next_step.kind not in NO_ADVICE:
            result = _kept(store, told, result, said.version, said.event_id)
        if store is not None and sent:
            keep(store, told.user, sent)
            result = result.model_copy(update={"kept": True})
        return Told(result, f"{reply.text}\nevent_id {said.event_id}", reply.picture, said.event_id)

    return ask


def _day(told: Person, policy: ToolPolicy, store: Store | None) -> str:
    """What tells a step of today from one of tomorrow, and from the one before the last answer."""
    if policy is not COACH:
        return ""
    from seqmatch.families.coaching.answers.choosing import standing

    asked = f"{told.person.today} {len(told.person.frame)}"
    return asked if store is None else f"{asked} {standing(store, told.user)}"


def _kept(store: Store, told: Person, answer: CoachAnswer, version: str, event_id: str) -> CoachAnswer:
    from seqmatch.families.coaching.answers.choosing import keep

    keep(store, told.user, answer, version, event_id)
    return answer.model_copy(update={"kept": True})


def _person(values: dict[str, Any], store: Store | None) -> Person:
    from seqmatch.families.coaching.answers.whose import Whose, person_of

    whose = Whose(values["transactions"] or (), values["user"], values["as_of"], values.get("balances") or {})
    return person_of(whose, store, guess)


def _warm(host: ModelHost) -> None:
    """Call each tool once with its example at start-up, so that the first request imports nothing."""
    models = host.live(COACHING)
    for policy in COACHING_TOOLS:
        values = read_arguments(policy.parameters, json.loads(policy.example))
        rest = {name: value for name, value in values.items() if name not in OF_THE_PERSON}
        policy.answer(models, _person(values, None), **rest)


TOOLSETS = {"coaching": Toolset(COACHING, COACHING_TOOLS, coaching_desk, _warm, keeps_records=True)}
