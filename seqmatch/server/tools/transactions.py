"""The tools of the transactions family, on one page."""

from __future__ import annotations

from typing import Any

from seqmatch.schemas.answers.transactions import CategorizeAnswer, FeedbackAnswer
from seqmatch.schemas.transaction import Transaction
from seqmatch.server.tools.answer_tool import ToolPolicy
from seqmatch.server.tools.argument_readers import one_of
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.transaction_arguments import (
    EXAMPLE,
    MAX_CATEGORY,
    read_category,
    read_event_id,
    read_transactions,
    transactions_schema,
)

ACTIONS = ("accept", "reject", "correct")


def _categorize(
    desk: Any, transactions: tuple[Transaction, ...], user: str | None = None
) -> tuple[CategorizeAnswer, str]:
    from seqmatch.families.transactions.answers.categorise import categorize_text, categorize_transactions

    answer = categorize_transactions(desk, transactions, user)
    return answer, categorize_text(answer)


def _feedback(
    store: Any, event_id: str, action: Any, category: str | None, user: str | None = None
) -> tuple[FeedbackAnswer, str]:
    from seqmatch.families.transactions.answers.feedback import feedback_text, give_feedback

    answer = give_feedback(store, event_id, action, category, user)
    return answer, feedback_text(answer)


CATEGORIZE = ToolPolicy(
    name="categorize_transactions",
    title="Categorize transactions",
    description=(
        "Which category is each transaction of? Returns calibrated candidates and what spoke for the first; category "
        "is null when it is not sure: then ask the person instead of picking one. "
        f'Example: {{"transactions": {EXAMPLE}}}'
    ),
    parameters=(Parameter("transactions", transactions_schema(), read_transactions, required=True),),
    result=CategorizeAnswer,
    answer=_categorize,
    example=f'{{"transactions": {EXAMPLE}}}',
)
FEEDBACK = ToolPolicy(
    name="record_feedback",
    title="Record feedback",
    description=(
        "Keep what the person said about a category or a step of coach: accept, reject, or, of a category, correct "
        "with the right one. Send only what the person said, never your own opinion. It is kept in the operator's own "
        "store and learned from."
    ),
    parameters=(
        Parameter(
            "event_id",
            {"type": "string", "pattern": "^[0-9a-f]{20}$", "description": "From categorize_transactions or coach."},
            read_event_id,
            required=True,
        ),
        Parameter(
            "action",
            {"type": "string", "enum": list(ACTIONS), "description": "What the person made of the first candidate."},
            one_of(*ACTIONS),
            required=True,
        ),
        Parameter(
            "category",
            {"type": "string", "maxLength": MAX_CATEGORY, "description": "The right one; only with correct."},
            read_category,
        ),
    ),
    result=FeedbackAnswer,
    answer=_feedback,
    example='{"event_id": "00000000000000000000", "action": "correct", "category": "dining"}',
    read_only=False,
)
TRANSACTION_TOOLS = (CATEGORIZE, FEEDBACK)
