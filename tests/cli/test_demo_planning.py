"""The planning demo: an invented family over the real server."""

from __future__ import annotations

import os
import subprocess
import sys

from seqmatch.settings import PACKAGE

RUN = "from seqmatch.cli.main import main; main()"


def played(*more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, "demo", "--family", "planning", *more],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_family_sees_what_changed_the_plan_the_what_if_and_the_rebalance() -> None:
    done = played()
    assert (done.returncode, done.stderr) == (0, "")
    changed, plan, less_pay, rebalance = done.stdout.split("\nPerson: ")[1:]
    assert "“little oaks nursery” has taken $420.00 monthly since 2026-07-02" in changed
    assert plan.count("; fits, full on ") == 2
    assert "3. New Car: $9,000.00 more by 2027-12-31; does not fit" in plan and "What would save it: " in plan
    assert (
        "When Emergency Fund balance is at least $9,000.00: Anything above $9,000.00 moves from Emergency Fund" in plan
    )
    assert "the dearest first (Lakeshore Card) ends in 8 months" in plan
    assert "Supposed: Pay times 0.80, from 2026-11-01" in less_pay
    assert "- buy $1,760.00 of Bonds" in rebalance and "not tax advice" in rebalance
    assert "\x1b" not in done.stdout


def test_only_the_onboarding_chat_has_households_to_choose_from() -> None:
    done = played("--household", "okafor_family")
    assert done.returncode != 0 and "Only the onboarding chat" in done.stderr
