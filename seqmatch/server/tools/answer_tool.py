"""A tool: reads the arguments, asks the models in a worker thread, returns text and structure.

The SDK's own argument handling ignores unknown arguments and answers mistakes with a dump that repeats the caller's
values, so :class:`AnswerTool` replaces it. Every failure comes back as one line an assistant can act on.
"""

from __future__ import annotations

import itertools
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import anyio
from mcp.server.apps import client_supports_apps
from mcp.server.mcpserver.context import Context
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from seqmatch.errors import ArgumentError, SeqmatchError, nearest_name
from seqmatch.server.tools.arguments import Parameter, added_by_host, input_schema, read_arguments
from seqmatch.server.tools.bound import bound_user
from seqmatch.server.tools.published_schema import output_schema
from seqmatch.server.turns import caller_of, turns

logger = logging.getLogger(__name__)

Picture = Callable[..., dict[str, Any]]
PICTURE_META = "seqmatch/picture"
EVENT_META = "seqmatch/event_id"
IGNORED_META = "seqmatch/ignored_arguments"
"""Where a result keeps its picture, its name and what a host added: beside what the model reads."""

READ_ONLY = ToolAnnotations(
    read_only_hint=True,  # it moves no money and keeps nothing
    destructive_hint=False,
    idempotent_hint=True,
    open_world_hint=False,  # it talks to no one: the models are files beside it
)


RECORDS = ToolAnnotations(
    read_only_hint=False,  # it keeps what a person said, in the operator's own store
    destructive_hint=False,
    idempotent_hint=True,
    open_world_hint=False,
)


@dataclass(frozen=True)
class ToolPolicy:
    """What is published about a tool, and the function that answers it.

    Attributes
    ----------
    name, title, description, parameters : what is put before the assistant.
    result : the model of the structured result.
    answer : called with the models (or whatever the toolset asks) and every parameter by name; returns the result and
        its text.
    example : arguments that work, as JSON; shown with mistakes that have no closer example.
    view : the ``ui://`` address of the page that shows the answer.
    picture : called with the models, the result and every parameter by name; returns what the page draws and the
        result does not hold.
    read_only : whether it keeps nothing.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    result: type[BaseModel]
    answer: Callable[..., tuple[BaseModel, str]]
    example: str
    view: str | None = None
    picture: Picture | None = None
    read_only: bool = True


class Told(NamedTuple):
    """A tool's answer: structure and text, each complete, and what a view draws beside them."""

    result: BaseModel
    text: str
    picture: dict[str, Any] | None = None
    event_id: str | None = None


class Ask(Protocol):
    """Answers a tool.

    Parameters
    ----------
    values : the arguments, read.
    arguments : as they came.
    seen : whether the host shows views.
    """

    def __call__(self, policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told: ...


class AnswerTool(Tool):
    """A :class:`ToolPolicy` at work.

    Attributes
    ----------
    policy : what it does.
    ask : answers it, waiting while models load.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    policy: ToolPolicy = Field(exclude=True)
    ask: Callable[..., Told] = Field(exclude=True)

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:
        """The answer, or the mistake, as a CallToolResult; progress is told while the models are waited for."""
        async with anyio.create_task_group() as group:
            group.start_soon(_tell_of_waiting, context)
            seen = client_supports_apps(context)
            answer = await self._in_turn(arguments, seen, context)
            group.cancel_scope.cancel()
        return answer

    async def _in_turn(self, arguments: dict[str, Any], seen: bool, context: Context[Any, Any]) -> CallToolResult:
        """The answer, worked out when it is this caller's turn."""
        return await turns().run(_caller(context), lambda: self._answer(arguments, seen))

    def _answer(self, arguments: dict[str, Any], seen: bool) -> CallToolResult:
        try:
            values = read_arguments(self.policy.parameters, arguments)
            _refuse_others(values)
            told = self.ask(self.policy, values, _heard(self.policy, arguments), seen)
            passed_over = added_by_host(self.policy.parameters, arguments) or None
            beside = {PICTURE_META: told.picture, EVENT_META: told.event_id, IGNORED_META: passed_over}
            meta = {name: value for name, value in beside.items() if value is not None}
            return CallToolResult(
                content=[TextContent(type="text", text=told.text)],
                structured_content=structured(told.result),
                is_error=False,
                _meta=meta or None,
            )
        except SeqmatchError as error:
            return _failure(error.code, str(error), "" if error.example else self.policy.example)
        except Exception as error:
            logger.error("%s failed: %s", self.name, where_it_failed(error))
            return _failure("internal_error", "Internal error, logged. Continue without this answer.", "")


def _refuse_others(values: Mapping[str, Any]) -> None:
    """Refuse a user of the store to a token that is bound to another, whether there is such a user or not."""
    own = bound_user()
    if own is not None and values.get("user") not in (None, own):
        raise ArgumentError("This token belongs to another user. Ask about that user.", code="forbidden", path="user")


def _heard(policy: ToolPolicy, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments without what a host added to them."""
    added = added_by_host(policy.parameters, arguments)
    return {name: value for name, value in arguments.items() if name not in added}


def _caller(context: Context[Any, Any]) -> str:
    """Who asks: a token, or a session at an address; over standard input and output there is one caller."""
    request = context.request_context.request
    if not isinstance(request, Request):
        return ""
    caller, known = caller_of(request.scope)
    return caller if known else f"{caller} {request.headers.get('mcp-session-id', '')}"


async def _tell_of_waiting(context: Context[Any, Any]) -> None:
    """An answer takes milliseconds; what takes longer waits for the models to load."""
    for seconds in itertools.count(1):
        await anyio.sleep(1)
        await context.report_progress(seconds, message="The models are loading; the answer follows.")


def answer_tool(policy: ToolPolicy, ask: Ask) -> AnswerTool:
    """The tool an MCPServer can register."""
    return AnswerTool(
        fn=policy.answer,
        name=policy.name,
        description=policy.description,
        parameters=input_schema(policy.parameters),
        fn_metadata=FuncMetadata(arg_model=ArgModelBase, output_schema=output_schema(policy.result)),
        is_async=False,
        context_kwarg=None,
        title=policy.title,
        annotations=READ_ONLY if policy.read_only else RECORDS,
        meta={"ui": {"resourceUri": policy.view}} if policy.view else None,
        policy=policy,
        ask=ask,
    )


def structured(answer: BaseModel) -> dict[str, Any]:
    """The result as JSON values. A field at its default (null, empty) is left out; null stays where it is an answer."""
    return answer.model_dump(mode="json", exclude_defaults=True)


def unknown_tool(name: str, names: Sequence[str]) -> CallToolResult:
    """The refusal of a tool that does not exist, with the nearest one that does."""
    within = [known for known in names if known in name or (len(name) > 4 and name in known)]
    nearest = within[0] if len(within) == 1 else nearest_name(name, names)
    hint = f" Did you mean {nearest}?" if nearest else ""
    return _failure("unknown_tool", f"There is no such tool.{hint} Allowed: {', '.join(names)}.", "")


def forbidden_tool(scope: str) -> CallToolResult:
    """The refusal of a tool that the caller's token does not allow."""
    return _failure("forbidden", f"This token does not allow that tool. Ask the operator for the scope {scope}.", "")


def _failure(code: str, message: str, example: str) -> CallToolResult:
    text = f"{code}: {message}" + (f" Example: {example}" if example else "")
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def where_it_failed(error: Exception) -> str:
    """The kind of a crash and its place in our code; its message may hold a caller's data and is not logged."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    return f"{type(error).__name__} in {last.name}, {last.filename}:{last.lineno}"
