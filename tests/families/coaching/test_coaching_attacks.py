"""Whoever has a person's whole history does not find them in what the coaching models keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_lives import lives, source

from seqmatch.errors import TrainingError
from seqmatch.estimators.forecasting import bands
from seqmatch.families.coaching.dataset.goals import goal_table
from seqmatch.families.coaching.dataset.totals import past_windows
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.evaluation.attacks import attacked
from seqmatch.families.coaching.person import history, people
from seqmatch.families.coaching.recipe import Seen
from seqmatch.families.coaching.training import train as training
from seqmatch.families.coaching.training.card import model_card
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table, chance_of_area, over_divisions, told_apart

KEPT = "membership, by the nearest amount among the kept errors"


@pytest.fixture(scope="module")
def seen() -> Seen:
    """Spending alone: balances and goals take longer."""
    whole = history(lives())
    persons = people(whole)
    users = [one.user or "" for one in persons]
    return Seen(persons, past_windows(persons, 8), None, [], weeks_of(persons[:2]), goal_table(whole, []), users)


def found(seen: Seen) -> dict[str, Attack]:
    return {attack.name: attack for attack in attacked(seen, 0)}


def test_the_errors_that_a_version_keeps_lead_to_nobody(seen: Seen) -> None:
    assert abs(found(seen)[KEPT].measure - 0.5) < chance_of_area(20, 20) + 0.1


def test_errors_of_single_people_would_be_caught(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "of_enough_people", lambda errors, people: errors)
    caught = found(seen)[KEPT]
    assert caught.verdict == "no" and caught.measure > 0.9


def test_too_few_people_are_not_attacked(seen: Seen) -> None:
    assert attacked(replace(seen, persons=seen.persons[:10]), 0) == ()


def test_whoever_has_models_of_others_too_is_measured_on_the_strangers_that_those_do_not_know(seen: Seen) -> None:
    """A model that remembers members alone leaves 20 of them and 10 strangers; errors kept of nobody tell of nobody."""
    alone, beside = found(seen)[KEPT], attacked(seen, 0, with_others=True)[-1]
    assert beside.name == KEPT
    assert abs(beside.measure - 0.5) < chance_of_area(20, 10) + 0.1
    assert beside.interval[1] - beside.interval[0] > alone.interval[1] - alone.interval[0]


def test_the_mean_of_divisions_has_an_interval_that_is_narrower_by_the_root_of_their_number() -> None:
    rng = np.random.default_rng(0)
    divisions = [[told_apart("memory", rng.normal(size=50), rng.normal(size=50))] for _ in range(9)]
    (mean,) = over_divisions(divisions)
    assert mean.measure == pytest.approx(np.mean([one.measure for (one,) in divisions]))
    half = np.mean([one.interval[1] - one.measure for (one,) in divisions])
    assert mean.interval == pytest.approx((mean.measure - half / 3, mean.measure + half / 3))


def remembered(seen: Seen, seed: int) -> Sequence[Attack]:
    return (told_apart(KEPT, np.arange(50.0) + 60, np.arange(50.0)),)


def test_a_version_that_gives_people_away_is_not_published(
    seen: Seen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "learn", lambda *_: (None, seen))
    monkeypatch.setattr(training, "held_out", lambda *_: None)
    monkeypatch.setattr(training, "told", lambda *_: {})
    monkeypatch.setattr(training, "attacked", remembered)
    with pytest.raises(TrainingError, match=r"would give away whom they learned from .*kept errors.*Nothing was publi"):
        training.train(lives(), source(), tmp_path, 7)
    assert [path for path in tmp_path.rglob("*.json") if path.is_file()] == []


def test_the_card_shows_the_attacks_or_says_why_there_are_none() -> None:
    cohort = {"provenance": "operator", "people": 31, "transactions": 9, "first": "2024-01-01", "until": "2025-01-01"}
    even = told_apart(KEPT, np.arange(9.0), np.arange(9.0))
    assert attack_table([even])[-1] in model_card({"figures": {}}, cohort, [even])
    assert "Not measured: of 31 people a half is too few" in model_card({"figures": {}}, cohort)
