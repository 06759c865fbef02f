"""Prompts from ``prompts/*.md``: front matter (name, title, description, arguments) and a body with {placeholders}.

What a person fills in is data of unknown origin. It is put into the body as quoted lines (``> ``), so that nothing
in it can pass for the prompt's own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.prompts.base import Message, Prompt, PromptArgument, UserMessage
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS
from pydantic import Field

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.server.tools.argument_readers import MAX_RULES_CHARS

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NOT_GIVEN = "> (not given)"


@dataclass(frozen=True)
class PromptText:
    """One prompt file.

    Attributes
    ----------
    name, title, description : from the front matter.
    arguments : the arguments a person may fill in, in order.
    body : the text, with ``{argument}`` where the value belongs.
    """

    name: str
    title: str
    description: str
    arguments: tuple[PromptArgument, ...]
    body: str

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with every placeholder replaced by its quoted value, or by "(not given)".

        Raises
        ------
        ArgumentError : an argument this prompt does not have, one that is missing, or one that is too long.
        """
        names = [argument.name for argument in self.arguments]
        for name in values:
            if name not in names:
                raise ArgumentError(
                    "There is an unknown argument.",
                    code="unknown_argument",
                    nearest=nearest_name(name, names),
                    allowed=names,
                )
        for argument in self.arguments:
            value = values.get(argument.name, "")
            if argument.required and not value.strip():
                raise ArgumentError("This argument is required.", code="missing_argument", path=argument.name)
            if len(value) > MAX_RULES_CHARS:
                raise ArgumentError(f"At most {MAX_RULES_CHARS:,} characters are read.", path=argument.name)
        return _PLACEHOLDER.sub(lambda match: quoted(values.get(match[1], "")), self.body)


def quoted(value: str) -> str:
    """``value`` as quoted lines without control characters."""
    lines = _CONTROL.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n")).strip("\n").split("\n")
    return "\n".join(f"> {line}" for line in lines) if value.strip() else NOT_GIVEN


def read_prompt(path: Path) -> PromptText:
    """The prompt in one file."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    matter: dict[str, Any] = yaml.safe_load(front)
    arguments = tuple(PromptArgument(**argument) for argument in matter.get("arguments", ()))
    return PromptText(matter["name"], matter["title"], matter["description"].strip(), arguments, body.strip() + "\n")


@cache
def read_prompts(folder: Path) -> dict[str, PromptText]:
    """All prompts of a folder, by name, in the order of their file names."""
    prompts = [read_prompt(path) for path in sorted(folder.glob("*.md"))]
    return {prompt.name: prompt for prompt in prompts}


class FilePrompt(Prompt):
    """A :class:`PromptText` an MCPServer can register; a wrong argument is "invalid params", not a crash."""

    text: PromptText = Field(exclude=True)

    async def render(self, arguments: dict[str, Any] | None, context: Context[Any, Any]) -> list[Message]:
        """The filled text as one message of the user."""
        try:
            return [UserMessage(self.text.fill(arguments or {}))]
        except ArgumentError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error


def file_prompt(text: PromptText) -> FilePrompt:
    """The prompt to register."""
    return FilePrompt(
        name=text.name,
        title=text.title,
        description=text.description,
        arguments=list(text.arguments),
        fn=text.fill,
        context_kwarg=None,
        text=text,
    )
