"""Plays the skill's evaluations: a scripted client calls the tools, a JMESPath expression picks the answer.

Each evaluation in ``skill/evals/evals.json`` holds a question, the calls that answer it, and where in their results the
answer stands. An argument ``{"from": expression}`` is taken from the results so far. ``evaluation.xml`` holds the same
questions and answers for an evaluation with a model. `make docs` writes the answers anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import jmespath
from mcp import Client

EVALS = Path(__file__).resolve().parent.parent / "skill" / "evals"


def read_evals() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EVALS / "evals.json").read_text("utf-8"))
    return document


async def play(client: Client, evaluation: dict[str, Any]) -> str:
    """The answer the tools give now.

    Raises
    ------
    ValueError : a call was refused, or the expression found nothing.
    """
    results: list[Any] = []
    for call in evaluation["calls"]:
        results.append(await _result(client, call, results))
    answer = jmespath.search(evaluation["answer"], results)
    if answer is None or isinstance(answer, (list, dict)):
        raise ValueError(f"{evaluation['id']}: the expression finds {answer!r}, not one short answer")
    return str(answer)


async def _result(client: Client, call: dict[str, Any], results: list[Any]) -> Any:
    if "resource" in call:
        (content,) = (await client.read_resource(call["resource"])).contents
        return json.loads(content.text)
    result = await client.call_tool(call["tool"], _filled(call["arguments"], results))
    if result.is_error:
        raise ValueError(f"{call['tool']} refused: {result.content}")
    return result.structured_content


def _filled(value: Any, results: list[Any]) -> Any:
    """``value`` with every ``{"from": expression}`` replaced by what the expression finds."""
    if not isinstance(value, dict):
        return value
    if set(value) == {"from"}:
        return jmespath.search(value["from"], results)
    return {key: _filled(item, results) for key, item in value.items()}


async def answered(client: Client) -> dict[str, Any]:
    """The evaluations with the answers the tools give now."""
    document = read_evals()
    evals = [{**one, "expected_output": await play(client, one)} for one in document["evals"]]
    return {**document, "evals": evals}


def as_json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_xml(document: dict[str, Any]) -> str:
    """Questions and answers as pairs, for a run with a model."""
    pairs = [
        f"  <qa_pair>\n    <question>{escape(one['prompt'])}</question>\n"
        f"    <answer>{escape(one['expected_output'])}</answer>\n  </qa_pair>\n"
        for one in document["evals"]
    ]
    return f"<evaluation>\n{''.join(pairs)}</evaluation>\n"
