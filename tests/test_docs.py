"""The documentation shows what the default models say, and leads only to what exists."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.server.tools.toolsets import TOOLSETS

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_and_the_households_page_show_what_the_tools_print() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "write_docs.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr


PAGES = (
    "README.md",
    "SKILL.md",
    "warehouse/README.md",
    *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_every_test_and_command_that_proves_a_feature_exists() -> None:
    rows = [line for line in (ROOT / "docs" / "mcp.md").read_text("utf-8").splitlines() if re.match(r"\| \d", line)]
    named = [re.findall(r"`(tests/[^`]+|make [^`]+)`", row) for row in rows]
    assert [row for row, proofs in zip(rows, named, strict=True) if not proofs and row.split(" | ")[8] != "–"] == []
    assert len(rows) == 28
    assert [proof for proofs in named for proof in proofs if not exists(proof)] == []


def test_the_page_of_the_server_names_every_toolset_with_its_tools() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| ", (ROOT / "docs" / "mcp.md").read_text("utf-8"), re.MULTILINE)
    named = {name: re.findall(r"`(\w+)`", tools) for name, tools in rows if name != "onboarding"}
    assert named == {
        name: [policy.name for policy in toolset.tools] for name, toolset in TOOLSETS.items() if name != "onboarding"
    }


def exists(proof: str) -> bool:
    """Whether a target of the Makefile, a test file or a test in it is there."""
    if proof.startswith("make "):
        target = re.escape(proof.removeprefix("make "))
        return re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE) is not None
    file, _, test = proof.partition("::")
    path = ROOT / file
    if not test:
        return path.exists()
    return path.is_file() and re.search(rf"^(async )?def {test}\(", path.read_text("utf-8"), re.MULTILINE) is not None


class Words:
    """An encoder without a model: which words a sentence holds."""

    def encode(self, sentences: list[str]) -> list[list[bool]]:
        words = sorted({word for sentence in sentences for word in sentence.split()})
        return [[word in sentence.split() for word in words] for sentence in sentences]


def test_the_example_of_matching_by_embeddings_finds_the_user_and_is_moved_by_them(small_data: OnboardingData) -> None:
    page = (ROOT / "docs" / "matching.md").read_text("utf-8")
    code = re.search(r"```python\n((?:(?!```).)*fit_rule_embeddings.+?)```", page, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {"data": small_data, "encoder": Words()}
    exec(code.group(1), names)
    matcher, found = names["matcher"], names["found"]
    assert len(found.groups) == 5
    assert 0 in np.concatenate([matcher.members_[group] for group in found.groups])
    without = matcher.similar(small_data.table[0], k=5)
    assert without.similarities.tolist() != found.similarities.tolist()


def test_the_synthetic_figures_of_the_categoriser_are_those_of_the_default_model() -> None:
    page = (ROOT / "docs" / "categoriser.md").read_text("utf-8").split("## Synthetic", 1)[1]
    folder = ROOT / "models" / "transactions"
    card = (folder / json.loads((folder / "rollout.json").read_text())["live"] / "card.md").read_text("utf-8")
    rows = [row for row in card.splitlines() if row.startswith(("| seqmatch", "| majority", "| heuristic"))]
    assert len(rows) == 6
    assert [row for row in rows if row not in page] == []
