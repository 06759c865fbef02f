"""The same question gets the same bytes from every process, on any number of threads."""

from __future__ import annotations

import sys

import pytest
from mcp import Client, StdioServerParameters
from serving import environment

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.settings import Settings

pytestmark = pytest.mark.anyio

PROCESSES = (
    {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "1"},
    {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "2"},
)


def questions(household: Household) -> list[tuple[str, dict[str, object]]]:
    facts = {"profile": household.profile, "rules_text": household.rules_text}
    income = {"monthly_income_cents": household.monthly_income_cents}
    return [
        ("match_user", {**facts, "k": 50, "detail": "full"}),
        ("predict_goal", facts),
        ("explain_cluster", facts),
        ("suggest_automations", {**facts, **income, "limit": 20}),
        ("check_automations", {**facts, **income}),
    ]


async def answers(settings: Settings, **threads_and_hashes: str) -> list[str]:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "seqmatch.server"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir), **threads_and_hashes),
    )
    async with Client(server, mode="auto") as client:
        asked = [question for household in EXAMPLES.values() for question in questions(household)]
        return [(await client.call_tool(tool, arguments)).model_dump_json() for tool, arguments in asked]


async def test_two_processes_with_other_threads_and_hash_seeds_answer_alike_to_the_byte(settings: Settings) -> None:
    one, other = [await answers(settings, **process) for process in PROCESSES]
    assert len(one) == 5 * len(EXAMPLES)
    assert one == other
    assert all('"is_error":false' in answer for answer in one)
