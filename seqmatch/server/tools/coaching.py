"""The tools of the coaching family, on one page."""

from __future__ import annotations

from typing import Any

from seqmatch.schemas.answers.coaching import RecurringAnswer
from seqmatch.server.tools.answer_tool import ToolPolicy
from seqmatch.server.tools.coaching_arguments import EXAMPLE, WHOSE


def _recurring(models: Any, told: Any) -> tuple[RecurringAnswer, str]:
    from seqmatch.families.coaching.answers.recurring import find_recurring, recurring_text

    answer = find_recurring(told)
    return answer, recurring_text(answer)


FIND_RECURRING = ToolPolicy(
    name="find_recurring",
    title="Find recurring payments",
    description=(
        "Which payments come again: bills, subscriptions, pay. How often, how much, when next; which rose, are late or "
        "have ended. Ask the person the questions it returns. "
        f"Example: {EXAMPLE}"
    ),
    parameters=WHOSE,
    result=RecurringAnswer,
    answer=_recurring,
    example=EXAMPLE,
)
COACHING_TOOLS = (FIND_RECURRING,)
