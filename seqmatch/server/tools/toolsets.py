"""The toolsets that the families declare, by name."""

from __future__ import annotations

from collections.abc import Sequence

from seqmatch.errors import ArgumentError, ModelsMissing, nearest_name
from seqmatch.families.register import DECLARED
from seqmatch.lifecycle.declared import found
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import AnswerTool
from seqmatch.server.tools.toolset import Toolset

DEFAULT = ("onboarding",)

TOOLSETS: dict[str, Toolset] = {
    name: toolset
    for family in DECLARED.values()
    if family.toolsets is not None
    for name, toolset in found(f"{family.toolsets}:TOOLSETS").items()
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


def warm_each(toolsets: Sequence[Toolset], host: ModelHost) -> None:
    """Warm every toolset up; one whose models are missing keeps none of the others cold."""
    missing = None
    for toolset in toolsets:
        try:
            toolset.warm(host)
        except ModelsMissing as error:
            missing = error
    if missing is not None:
        raise missing


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
