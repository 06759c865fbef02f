"""One table of every figure, a page that fetches nothing, files under fixed names, and drift of weekly states."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
from small_lives import lives

from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.evaluation.evaluate import PARTS, Evaluated, evaluate
from seqmatch.families.coaching.models import COACHING, CoachingModels
from seqmatch.families.coaching.person import history, people
from seqmatch.families.coaching.report.exports import export
from seqmatch.families.coaching.report.write import not_claimed, report_page
from seqmatch.families.coaching.training.drift_inputs import inputs, reference, seen
from seqmatch.families.register import with_tables
from seqmatch.lifecycle.monitor.drift import drift
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.settings import default_settings
from seqmatch.store.engine import open_store
from seqmatch.store.transactions.transactions import add_transactions

FIXED = {
    "user_segments.csv",
    "segment_profiles.json",
    "bandit_strategies.json",
    "feature_config.json",
    "model_metadata.json",
    "user_segmentation_model.json",
    "spending_predictor.json",
    "goal_achievement_model.json",
    "financial_health_forecaster.json",
}


@cache
def models() -> CoachingModels:
    return ModelHost(default_settings(None)).live(COACHING)


@cache
def found() -> Evaluated:
    some = [f"3-{number}" for number in range(26)]
    return evaluate(lives().filter(lives()["user"].is_in(some)), models(), 7)


def test_every_part_has_figures_beside_a_simple_rival_or_says_why_not() -> None:
    by_part = {part: [one for one in found().lines if one.part == part] for part in PARTS}
    for part in ("spending", "balances"):
        assert all(one.value is not None and one.ci95 is not None for one in by_part[part])
        assert any(one.baseline is not None and one.against for one in by_part[part])
    assert all(lines for lines in by_part.values())
    assert (by_part["recurring"][0].why or "").startswith("Nobody knows which")
    json.dumps(found().to_json(), allow_nan=False)


def test_more_people_than_can_be_measured_are_drawn_and_it_is_told() -> None:
    some = evaluate(lives(), models(), 7, most_rows=1_000)
    assert some.people < 10 and some.transactions <= 1_000
    assert "Measured on" in some.notes[0]
    assert any(one.why for one in some.lines if one.part == "balances")


def test_the_page_fetches_nothing_and_tells_what_is_not_claimed() -> None:
    page = report_page(found(), models(), "synthetic", 7)
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    told = " ".join(not_claimed(found()))
    assert "A weekly error below 15%" in told and "overdraft" in told
    assert "CQL does not serve" in page and "pooled thompson" in page
    assert "Kept: " in page and "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)


def test_exports_stand_under_fixed_names_and_none_is_a_pickle(tmp_path: Path) -> None:
    persons = people(history(lives()))
    written, notes = export(models(), persons, tmp_path)
    assert not notes
    names = {path.name for path in written}
    assert names >= FIXED and all(name.endswith((".json", ".csv", ".npz")) for name in names)
    for name in names:
        if name.endswith(".json"):
            json.loads((tmp_path / name).read_text())
        if name.endswith(".npz"):
            np.load(tmp_path / name, allow_pickle=False)
    with (tmp_path / "user_segments.csv").open() as file:
        assert {row["user"] for row in csv.DictReader(file)} <= {person.user for person in persons}


def test_drift_is_none_among_people_alike_and_is_told_of_people_unlike(tmp_path: Path) -> None:
    weeks = weeks_of(people(history(lives())))
    kept = reference(weeks)
    assert not [one for one in drift(kept, inputs(weeks)) if one.verdict == "drift"]
    poorer = inputs(weeks)
    poorer["savings rate"] = poorer["savings rate"] - 1.0
    assert [one.column for one in drift(kept, poorer) if one.verdict == "drift"] == ["savings rate"]


def test_the_store_tells_the_weekly_states_of_its_people(tmp_path: Path) -> None:
    some = lives().filter(lives()["user"].is_in(["3-1", "3-2"]))
    with with_tables(open_store(str(tmp_path / "store.sqlite"))) as store:
        assert seen((None, None), store, dt.date(2025, 1, 1)) == ({}, 0)
        add_transactions(store, some.drop("balance_cents"))
        columns, rows = seen((None, None), store, dt.date(2025, 1, 1))
    assert rows == 2 and set(columns) == set(reference(weeks_of(people(history(some)))))
