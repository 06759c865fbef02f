"""Cases written as text: ``# CASE name`` and then parts, each under ``# PART``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def read_cases(name: str) -> list[object]:
    """One pytest parameter, ``part -> text``, for each case of a file beside this one."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [_case(*case.split("\n", 1)) for case in text.split("# CASE ")[1:]]


def _case(title: str, body: str) -> object:
    parts = re.split(r"^# ([A-Z]+)\n", body, flags=re.MULTILINE)
    return pytest.param(
        {part: text.strip("\n") for part, text in zip(parts[1::2], parts[2::2], strict=True)},
        id=title.replace(" ", "_"),
    )
