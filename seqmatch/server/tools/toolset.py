"""A toolset: the tools of one family that are offered together, and the service that answers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.family import Family
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import AnswerTool, Ask, ToolPolicy, answer_tool


@dataclass(frozen=True)
class Toolset:
    """Tools that are offered together.

    Parameters
    ----------
    family : whose models answer; verified before anything is served.
    open : makes what the tools ask; imports nothing heavy, that comes with the first question.
    warm : calls each tool once at start-up, so that the first request imports nothing.
    tool : makes the tool of a policy.
    keeps_records : whether its answers are kept in the store even where nobody named one.
    """

    family: Family[Any]
    tools: tuple[ToolPolicy, ...]
    open: Callable[[Serving], Ask]
    warm: Callable[[ModelHost], object]
    tool: Callable[[ToolPolicy, Ask], AnswerTool] = answer_tool
    keeps_records: bool = False
