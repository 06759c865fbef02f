"""The cases of cases.txt: what people send, what it means, what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules

CASES = (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").split("# CASE ")[1:]


def _part(case: str, name: str) -> str:
    found = re.search(rf"^# {name}\n(.*?)\n*(?=^# [A-Z]+$|\Z)", case, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("case", CASES, ids=[case.splitlines()[0].replace(" ", "_") for case in CASES])
def test_text_is_read_as_the_case_says(case: str) -> None:
    read = parse_rules(_part(case, "TEXT"))
    assert render_rules(read.rules) == _part(case, "RULE")
    assert "\n".join(f"{piece.line}: {piece.reason}" for piece in read.unparsed) == _part(case, "ERROR")


@pytest.mark.parametrize("case", [case for case in CASES if _part(case, "RULE")])
def test_the_one_written_form_reads_back_to_itself(case: str) -> None:
    written = _part(case, "RULE")
    read = parse_rules(written)
    assert (render_rules(read.rules), read.unparsed) == (written, ())
