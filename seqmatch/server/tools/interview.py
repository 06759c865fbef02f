"""Asks the person directly where the host can: one form with the most informative questions, all optional.

Never on the way of the core tools: it is a tool of its own, in a toolset of its own. Where the host cannot ask, it
answers all the same and leaves the asking to the assistant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from mcp.server.elicitation import AcceptedElicitation
from mcp.server.mcpserver import Context, Elicit, Resolve
from mcp.server.mcpserver.resolve import build_resolver_plans, resolve_arguments
from mcp.types import CallToolResult, InputRequiredResult, TextContent
from pydantic import BaseModel, Field, create_model

from seqmatch.schemas.answers.onboarding import InterviewAnswer
from seqmatch.schemas.goal import GOALS, canonical_goal
from seqmatch.schemas.profile import CHOICES, COUNTS, MAX_COUNT, Profile
from seqmatch.server.tools.answer_tool import AnswerTool, Ask, ToolPolicy, answer_tool
from seqmatch.server.tools.argument_readers import read_profile
from seqmatch.server.tools.onboarding import PROFILE, RULES_TEXT

MOST_QUESTIONS = 3
"""Beside the one for what they want: longer forms are closed unread."""
GREETING = "A few questions, so that the suggestions fit you. Leave out whatever you would rather not say."
GOAL_QUESTION = "What would you most like your money to do?"


def _interview_user(models: Any, profile: Profile, rules_text: str | None) -> tuple[InterviewAnswer, str]:
    from seqmatch.families.onboarding.answers.interview import interview_text, interview_user

    answer = interview_user(models, profile, rules_text)
    return answer, interview_text(answer)


INTERVIEW_TOOLS = (
    ToolPolicy(
        name="interview_user",
        title="Ask the person",
        description=(
            "What can the person tell themself? Shows them a short form with the questions that tell most, where the "
            "host can, and returns the profile with their answers and the likely goal. Where it cannot, ask the first "
            "question of ask_next in the chat."
        ),
        parameters=(PROFILE, RULES_TEXT),
        result=InterviewAnswer,
        answer=_interview_user,
        example='{"profile": {"user_type": "INDIVIDUAL"}}',
    ),
)


def form(questions: Sequence[tuple[str, str]]) -> type[BaseModel]:
    """A form of optional fields.

    Parameters
    ----------
    questions : field of the profile and what to ask, in order.
    """
    fields: dict[str, Any] = {
        field: (_type_of(field) | None, Field(default=None, description=question)) for field, question in questions
    }
    return create_model("Interview", **fields)


def _type_of(field: str) -> Any:
    if field == "product_goal":
        return Literal[tuple(dict.fromkeys(map(canonical_goal, GOALS)))]
    if field in CHOICES:
        return Literal[CHOICES[field]]
    return Annotated[int, Field(ge=0, le=MAX_COUNT)] if field in COUNTS else bool


class InterviewTool(AnswerTool):
    """Answers, asks the person what would tell most, and answers again with what they said."""

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:
        """The answer, the mistake, or the form to be shown before the answer (2026-07-28 and after)."""
        known = await self._in_turn(arguments, False, context)
        if known.is_error or not _can_ask(context):
            return known
        assert known.structured_content is not None
        questions = [(one["field"], one["question"]) for one in known.structured_content["ask_next"][:MOST_QUESTIONS]]
        if "product_goal" not in known.structured_content["profile"]:
            questions.append(("product_goal", GOAL_QUESTION))
        if not questions:
            return known
        outcome = await _asked(_asking(form(questions)), context)
        if isinstance(outcome, InputRequiredResult):
            return outcome
        told = outcome.data.model_dump(exclude_none=True) if isinstance(outcome, AcceptedElicitation) else {}
        profile = {**read_profile(arguments["profile"], "profile").known(), **told}
        answer = await self._in_turn({**arguments, "profile": profile}, False, context)
        return _with_what_was_asked(answer, [field for field, _ in questions], list(told))


def interview_tool(policy: ToolPolicy, ask: Ask) -> AnswerTool:
    """The tool an MCPServer can register."""
    plain = answer_tool(policy, ask)
    return InterviewTool.model_construct(**{name: getattr(plain, name) for name in type(plain).model_fields})


def _can_ask(context: Context[Any, Any]) -> bool:
    capabilities = context.client_capabilities
    return capabilities is not None and capabilities.elicitation is not None


def _asking(schema: type[BaseModel]) -> Callable[[], Elicit[Any]]:
    def put_to_the_person() -> Elicit[Any]:
        return Elicit(GREETING, schema)

    return put_to_the_person


async def _asked(question: Callable[[], Elicit[Any]], context: Context[Any, Any]) -> Any:
    """What became of the question, or the request to put it; in either era, as the SDK does it for its own tools."""
    parameters = {"told": (Resolve(question), True)}
    resolved = await resolve_arguments(parameters, build_resolver_plans(parameters, set()), {}, context)
    return resolved if isinstance(resolved, InputRequiredResult) else resolved["told"]


def _with_what_was_asked(answer: CallToolResult, asked: list[str], answered: list[str]) -> CallToolResult:
    said = f"They told {', '.join(answered)}." if answered else "They would rather not say; do not ask these again."
    text = TextContent(type="text", text=f"The person was asked for {', '.join(asked)}. {said}")
    structured = {**(answer.structured_content or {}), "asked": asked} | ({"answered": answered} if answered else {})
    return answer.model_copy(update={"content": [text, *answer.content], "structured_content": structured})
