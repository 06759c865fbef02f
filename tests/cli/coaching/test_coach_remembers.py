"""``seqmatch coach`` with a store: what is said to a step is remembered, as in a chat (synthetic household)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from household_rows import rows_of

from seqmatch.store.coaching.recommendations import recommendations_of
from seqmatch.store.engine import open_store


@pytest.fixture
def store(seqmatch: Any, write: Callable[..., Path], tmp_path: Path) -> str:
    address = str(tmp_path / "store.sqlite")
    rows = [",".join(row.split(",")[1:5]) for row in rows_of("ann")]
    file = write(rows, head="Account,Date,Amount,Description")
    assert seqmatch("transactions", "import", file, "--store", address).code == 0
    return address


def step(seqmatch: Any, store: str, *options: str) -> str:
    ran = seqmatch("coach", "--store", store, *options, "--json")
    assert ran.code == 0, ran.err
    return str(json.loads(ran.out)["next_step"]["step"])


def test_a_no_and_a_yes_are_kept_with_their_propensity_and_the_next_step_follows(seqmatch: Any, store: str) -> None:
    first = step(seqmatch, store)
    assert step(seqmatch, store) == first == "check_lapsed_bill:city insurance"
    second = step(seqmatch, store, "--answer", "no")
    assert second == "save_on_payday" == step(seqmatch, store)
    third = step(seqmatch, store, "--answer", "yes")
    assert third not in (first, second)
    with open_store(store) as opened:
        kept = {one.kind: one for one in recommendations_of(opened, None)}
    assert [(kept[name].status, kept[name].reward) for name in (first, second)] == [("dismissed", None), ("kept", 1.0)]
    assert all(0 < one.propensity <= 1 and one.model_version for one in kept.values())
    assert len(kept) == len({first, second, third} - {"nothing"})


def test_the_text_says_how_to_answer(seqmatch: Any, bank: Path, store: str) -> None:
    assert "add --answer yes or --answer no to the command" in seqmatch("coach", "--store", store).out
    assert "add --declined 'check_lapsed_bill:city insurance'" in seqmatch("coach", bank).out


def test_there_is_nothing_to_answer_before_a_step_is_shown_or_of_a_file(seqmatch: Any, bank: Path, store: str) -> None:
    ran = seqmatch("coach", "--store", store, "--answer", "no")
    assert (ran.code, ran.out) == (2, "") and "No step of this user is open" in ran.err
    ran = seqmatch("coach", bank, "--answer", "no")
    assert (ran.code, ran.out) == (2, "") and "leave the file out" in ran.err
