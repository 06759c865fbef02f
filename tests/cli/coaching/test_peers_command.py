"""``seqmatch coaching peers``: everybody's latest week, among which review places a person (synthetic households)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from household_rows import rows_of


def test_a_review_tells_positions_once_the_others_are_kept(
    seqmatch: Any, write: Callable[..., Path], tmp_path: Path
) -> None:
    store = str(tmp_path / "store.sqlite")
    rows = [row for number in range(26) for row in rows_of(f"user-{number:02d}", 120 + number)]
    file = write([",".join(row.split(",")[:5]) for row in rows], head="User,Account,Date,Amount,Description")
    assert seqmatch("transactions", "import", file, "--store", store).code == 0
    review = ("review", "--store", store, "--user", "user-07")
    assert "others (" not in seqmatch(*review).out
    kept = json.loads(seqmatch("coaching", "peers", "--store", store, "--json").out)
    assert kept == {"people": 26, "as_of": "2026-03-31", "valid_days": 35}
    told = seqmatch(*review).out
    assert "- share of income kept: " in told and "among 25 others (people of like income)." in told
    assert "user-" not in told.replace("user-07", "")


def test_a_store_without_transactions_is_refused(seqmatch: Any, tmp_path: Path) -> None:
    ran = seqmatch("coaching", "peers", "--store", tmp_path / "empty.sqlite")
    assert (ran.code, ran.out) == (2, "") and "no transactions" in ran.err
