"""``seqmatch goals``: goals of a file are told, goals of the store are kept (synthetic household)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HOLIDAY = ("--goal", "Holiday", "--target", "1200", "--by", "2026-12-30")


@pytest.fixture
def store(seqmatch: Any, bank: Path, tmp_path: Path) -> str:
    address = str(tmp_path / "store.sqlite")
    assert seqmatch("transactions", "import", bank, "--store", address).code == 0
    return address


def test_a_goal_is_kept_changed_and_dropped(seqmatch: Any, store: str) -> None:
    def names(*options: str) -> list[str]:
        ran = seqmatch("goals", "--store", store, *options, "--json")
        assert ran.code == 0, ran.err
        return [one["name"] for one in json.loads(ran.out)["goals"]]

    assert names(*HOLIDAY, "--monthly", "150") == ["Holiday"]
    assert names("--goal", "Bike", "--target", "800", "--by", "2026-08-01") == ["Bike", "Holiday"]
    told = seqmatch("goals", "--store", store)
    assert "Goal 2, “Holiday”: it needs 133.30 a month" in told.out and "Odds" in told.out
    assert names("--met", "bike") == ["Holiday"]
    gone = seqmatch("goals", "--store", store, "--drop", "Holiday")
    assert gone.code == 0 and gone.out.startswith("No goals are kept for this user.")


def test_a_goal_of_a_file_is_told_and_kept_nowhere(seqmatch: Any, bank: Path) -> None:
    told = json.loads(seqmatch("goals", bank, *HOLIDAY, "--saved", "1,000.50", "--json").out)
    assert told["goals"][0]["needed_monthly_cents"] < 2_400 and "kept" not in told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--goal: Say which goal"),
        (("--drop", "Holiday"), "leave the file out"),
        (("--goal", "Holiday"), "--target"),
        (("--goal", "Holiday", "--target", "1200"), "--by"),
        (("--target", "1200"), "--target: Say of which goal"),
        (("--goal", " ", "--target", "1", "--by", "2027-01-01"), "--goal"),
        (("--goal", "X", "--target", "0", "--by", "2027-01-01"), "--target"),
        (("--goal", "X", "--target", "ten", "--by", "2027-01-01"), "--target"),
        (("--goal", "X", "--target", "10", "--by", "soon"), "--by"),
        (("--goal", "X", "--target", "10", "--by", "2026-01-01"), "a day after 2026-03-31"),
    ],
)
def test_a_goal_that_is_none_is_refused_in_one_line(
    seqmatch: Any, bank: Path, options: tuple[str, ...], said: str
) -> None:
    ran = seqmatch("goals", bank, *options)
    assert (ran.code, ran.out) == (2, "") and said in ran.err and len(ran.err.splitlines()) == 1


def test_a_goal_nobody_stated_cannot_be_met(seqmatch: Any, store: str) -> None:
    ran = seqmatch("goals", "--store", store, "--met", "Boat")
    assert (ran.code, ran.out) == (2, "") and "--met: This user has no goal of this name" in ran.err
