"""Whoever installs seqmatch may use it: our licence is told, and nothing it needs is under a stricter one."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from seqmatch.settings import PACKAGE

ROOT = PACKAGE.parent
OURS = "Apache-2.0"
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|BSD|0BSD|BSD-[23]-Clause|Apache|Apache-2\.0|ISC|PSF|PSF-2\.0|Python Software Foundation|MPL-2\.0|"
    r"Mozilla Public License 2\.0|Zlib|Unlicense|CC0-1\.0|HPND)\b"
)
"""MPL-2.0 asks for changes to its own files only."""
COPYLEFT = re.compile(r"\b(A|L)?GPL|General Public License|EUPL|SSPL|BUSL|Commons Clause", re.IGNORECASE)


def project() -> dict[str, object]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def mandatory() -> list[str]:
    """Everything that is installed with seqmatch when no extra is asked for, by name."""
    found: dict[str, str] = {}
    waiting = [(str(line), "") for line in project()["dependencies"]]  # type: ignore[attr-defined]
    while waiting:
        line, extra = waiting.pop()
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        key = f"{wanted.name.lower()}[{','.join(sorted(wanted.extras))}]"
        if key in found:
            continue
        found[key] = wanted.name
        for needed in metadata.requires(wanted.name) or ():
            waiting += [(needed, one) for one in ("", *wanted.extras)]
    return sorted(set(found.values()), key=str.lower)


def licence_of(name: str) -> str:
    """What a distribution says of its licence: the expression, else classifiers, else the first line of the field."""
    about = metadata.metadata(name)
    classifiers = [one.rsplit(" :: ", 1)[1] for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    told = about.get("License-Expression") or "; ".join(classifiers)
    return told if told and told != "OSI Approved" else (about.get("License") or "").strip().splitlines()[0]


@pytest.mark.parametrize("name", mandatory())
def test_what_is_needed_is_under_a_permissive_licence(name: str) -> None:
    told = licence_of(name)
    offered = re.split(r"\bOR\b", told)  # of several one may be chosen
    assert any(PERMISSIVE.search(one) and not COPYLEFT.search(one) for one in offered), told


def test_what_is_needed_is_more_than_what_is_named() -> None:
    assert {"mcp", "numpy", "starlette", "pydantic-core"} <= {name.lower().replace("_", "-") for name in mandatory()}


def test_our_own_licence_is_told_wherever_it_is_looked_for() -> None:
    about = project()
    assert about["license"] == OURS
    assert about["license-files"] == ["LICENSE"]
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert OURS in (ROOT / "README.md").read_text(encoding="utf-8")
