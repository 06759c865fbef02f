"""The tools of the tiny family."""

from __future__ import annotations

from typing import Any

from tiny_family.answers import SumAnswer
from tiny_family.family import SUMS, TINY, TinyModels

from seqmatch.server.serving import Serving
from seqmatch.server.tools.answer_tool import Ask, Told, ToolPolicy
from seqmatch.server.tools.argument_readers import whole_number
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.toolset import Toolset


def _answer(models: TinyModels, number: int) -> tuple[SumAnswer, str]:
    answer = SumAnswer(total=number + models.adds)
    return answer, f"It is {answer.total}."


ADD = ToolPolicy(
    "add_number",
    "Add a number",
    "Adds what was learned to a number.",
    (Parameter("number", {"type": "integer"}, whole_number(0, 100, 5), required=True),),
    SumAnswer,
    _answer,
    '{"number": 5}',
)


def _open(serving: Serving) -> Ask:
    def ask(policy: ToolPolicy, values: dict[str, Any], arguments: dict[str, Any], seen: bool) -> Told:
        told = Told(*policy.answer(serving.host.live(TINY), **values))
        assert serving.records is not None
        with serving.records.store().writing() as connection:
            connection.execute(SUMS.insert().values(asked=values["number"], total=told.result.total))
        return told

    return ask


TOOLSETS = {"tiny": Toolset(TINY, (ADD,), _open, lambda host: host.live(TINY), keeps_records=True)}
