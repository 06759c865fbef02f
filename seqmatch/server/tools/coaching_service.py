"""Routes the coaching tools' requests through the family's rollout, with the person they are about."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from seqmatch.families.coaching.models import COACHING, CoachingModels
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Asked, Desk
from seqmatch.schemas.answers.coaching import CoachingAnswer
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.coaching import COACHING_TOOLS
from seqmatch.server.tools.toolset import Toolset

OF_THE_PERSON = ("transactions", "user", "as_of", "balances")
"""Arguments that say whose money it is; the others go to the tool."""


def coaching_desk(serving: Serving) -> Ask:
    """Answers the coaching tools."""
    desks: list[Any] = []

    def desk() -> Any:
        if not desks:
            from seqmatch.families.coaching.service import ANSWERS

            desks.append(Desk(serving.host, ANSWERS, serving.watchers, shadow=serving.shadow))
        return desks[0]

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        from seqmatch.families.coaching.service import Reply

        told = _told(values, serving)
        rest = {name: value for name, value in values.items() if name not in OF_THE_PERSON}

        def question(models: CoachingModels) -> Reply:
            result, text = policy.answer(models, told, **rest)
            assert isinstance(result, CoachingAnswer)
            draw = policy.picture if seen else None
            return Reply(result, text, draw(models, result, **rest) if draw else None)

        unit = str(values["user"]) if values["user"] is not None else _hash(arguments)
        said = desk().answer([Asked(question, _hash([policy.name, arguments]), unit)])[0]
        reply = said.answer
        result = reply.result.model_copy(update={"event_id": said.event_id})
        return Told(result, f"{reply.text}\nevent_id {said.event_id}", reply.picture, said.event_id)

    return ask


def _told(values: dict[str, Any], serving: Serving | None) -> Any:
    from seqmatch.families.coaching.answers.whose import Whose, person_of

    whose = Whose(values["transactions"] or (), values["user"], values["as_of"], values.get("balances") or {})
    asks_store = whose.user is not None and not whose.transactions
    store = serving.records.store() if asks_store and serving is not None and serving.records is not None else None
    return person_of(whose, store)


def _hash(value: object) -> str:
    told = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _warm(host: ModelHost) -> None:
    """Call each tool once with its example at start-up, so that the first request imports nothing."""
    models = host.live(COACHING)
    for policy in COACHING_TOOLS:
        values = read_arguments(policy.parameters, json.loads(policy.example))
        rest = {name: value for name, value in values.items() if name not in OF_THE_PERSON}
        policy.answer(models, _told(values, None), **rest)


TOOLSETS = {"coaching": Toolset(COACHING, COACHING_TOOLS, coaching_desk, _warm, keeps_records=True)}
