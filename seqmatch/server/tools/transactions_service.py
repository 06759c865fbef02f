"""Routes the transactions tools' requests through the rollout, and feedback into the store."""

from __future__ import annotations

import os
from typing import Any

from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.bound import bound_user
from seqmatch.server.tools.desks import desk_of
from seqmatch.server.tools.toolset import Toolset
from seqmatch.server.tools.transactions import CATEGORIZE, FEEDBACK, TRANSACTION_TOOLS


def _service() -> Any:
    from seqmatch.families.transactions.answers.categorise import CATEGORIES

    return CATEGORIES


def transactions_desk(serving: Serving) -> Ask:
    """Answers the transactions tools."""
    desk = desk_of(serving, _service, os.environ)

    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        if policy is FEEDBACK:
            assert serving.records is not None
            return Told(*policy.answer(serving.records.store(), user=bound_user(), **values))
        return Told(*policy.answer(desk(), user=bound_user(), **values))

    return ask


def warm(host: ModelHost) -> None:
    """Categorise once by model and by heuristic at start-up, so that the first request imports nothing."""
    import json

    from seqmatch.errors import ModelError
    from seqmatch.families.transactions.answers.categorise import CATEGORIES
    from seqmatch.lifecycle.serving.rollout import Rollout

    example = read_arguments(CATEGORIZE.parameters, json.loads(CATEGORIZE.example))["transactions"]
    assert CATEGORIES.heuristic is not None
    CATEGORIES.heuristic(example, Rollout())
    try:
        CATEGORIES.ask(host.live(CATEGORIES.family), example, Rollout())
    except ModelError:
        return  # the heuristic answers


TOOLSETS = {"transactions": Toolset(TRANSACTIONS, TRANSACTION_TOOLS, transactions_desk, warm, keeps_records=True)}
