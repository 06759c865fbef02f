"""Which tools an assistant sees: a toolset is the tools of one family and where they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.family import Family
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import AnswerTool, Ask, ToolPolicy, answer_tool
from seqmatch.server.tools.interview import INTERVIEW_TOOLS, interview_tool
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.server.tools.onboarding_service import ask_once, onboarding_desk
from seqmatch.server.tools.transactions import TRANSACTION_TOOLS
from seqmatch.server.tools.transactions_service import transactions_desk, warm

DEFAULT = ("onboarding",)


@dataclass(frozen=True)
class Toolset:
    """Tools that are offered together.

    Parameters
    ----------
    family : whose models answer; verified before anything is served.
    open : makes what the tools ask; imports nothing heavy, that comes with the first question.
    warm : asks every tool once, unheard, so that the first heard question finds nothing left to import.
    tool : makes the tool of a policy.
    keeps_records : whether its answers are kept in the store even where nobody named one.
    """

    family: Family[Any]
    tools: tuple[ToolPolicy, ...]
    open: Callable[[Serving], Ask]
    warm: Callable[[ModelHost], object]
    tool: Callable[[ToolPolicy, Ask], AnswerTool] = answer_tool
    keeps_records: bool = False


TOOLSETS: dict[str, Toolset] = {
    "onboarding": Toolset(ONBOARDING, TOOLS, onboarding_desk, lambda host: ask_once(host, TOOLS)),
    "interview": Toolset(
        ONBOARDING, INTERVIEW_TOOLS, onboarding_desk, lambda host: ask_once(host, INTERVIEW_TOOLS), interview_tool
    ),
    "transactions": Toolset(TRANSACTIONS, TRANSACTION_TOOLS, transactions_desk, warm, keeps_records=True),
}


def named_toolsets(names: Sequence[str]) -> tuple[Toolset, ...]:
    """The toolsets of these names, each once, in the order of :data:`TOOLSETS`.

    Raises
    ------
    ArgumentError : there is no toolset of that name, or none is named.
    """
    for name in names or ("",):
        if name not in TOOLSETS:
            raise ArgumentError(
                "There is no such toolset.",
                path="--toolsets",
                allowed=tuple(TOOLSETS),
                nearest=nearest_name(name, tuple(TOOLSETS)),
            )
    return tuple(toolset for name, toolset in TOOLSETS.items() if name in names)


def tools_of(toolsets: Sequence[Toolset], serving: Serving) -> list[AnswerTool]:
    """The tools of these toolsets, ready to be registered."""
    found: list[AnswerTool] = []
    for toolset in toolsets:
        ask = toolset.open(serving)
        found.extend(toolset.tool(policy, ask) for policy in toolset.tools)
    return found


def toolset_of(tool: str) -> str:
    """The name of the toolset a tool belongs to, which is also the scope a bearer token needs for it.

    Raises
    ------
    KeyError : no toolset has such a tool.
    """
    for name, toolset in TOOLSETS.items():
        if any(policy.name == tool for policy in toolset.tools):
            return name
    raise KeyError(tool)
