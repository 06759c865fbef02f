"""The documentation shows what the default models say, and leads only to what exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_and_the_households_page_show_what_the_tools_print() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "write_docs.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr


@pytest.mark.parametrize("page", ["README.md", "docs/households.md", "SKILL.md"])
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
