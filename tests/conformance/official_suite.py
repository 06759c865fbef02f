"""The protocol's own conformance suite against the real server over HTTP. Run by `make conformance`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SUITE_2025 = "conformance-2025/dist/index.js"
SUITE_2026 = "conformance-2026/dist/index.js"


@pytest.fixture
def passed(capsys: pytest.CaptureFixture[str]) -> Any:
    """How many checks passed, of the suite's last line that counts them; the line is shown."""

    def count(printed: str) -> int:
        (line,) = re.findall(r"Total: \d+ passed, \d+ failed", printed)
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}; of those that count, every failure is in the baseline\n")
        return int(line.split()[1])

    return count


def test_the_revisions_until_2025_hold_but_for_the_baseline(node: Any, url: str, passed: Any) -> None:
    baseline = HERE / "baseline-0.1.16.yml"
    printed = node(SUITE_2025, "server", "--url", url, "--suite", "all", "--expected-failures", baseline)
    assert passed(printed) >= 12


def test_what_the_2026_revision_requires_holds_but_for_the_baseline(node: Any, url: str, passed: Any) -> None:
    baseline = HERE / "baseline-2026-07-28.yml"
    printed = node(SUITE_2026, "server", "--url", url, "--requirements", "2026-07-28", "--expected-failures", baseline)
    assert passed(printed) >= 110


@pytest.mark.parametrize("scenario", ["enumeration", "manifest", "directory"])
def test_the_skill_is_served_as_its_extension_wants_without_a_baseline(
    node: Any, url: str, scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = node(SUITE_2026, "server", "--url", url, "--scenario", f"sep-2640-skills-{scenario}")
    passed = re.search(r"Passed: (\d+)/\1, 0 failed, 0 warnings", printed)
    assert passed, printed[-3_000:]
    assert "did not declare" not in printed
    with capsys.disabled():
        sys.stdout.write(f"\n  {passed[0]}\n")
