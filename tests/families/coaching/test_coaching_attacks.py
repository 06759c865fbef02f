"""Whoever has a person's whole history does not find them in what the coaching models keep."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_lives import lives

from seqmatch.estimators.forecasting import bands
from seqmatch.families.coaching.dataset.goals import goal_table
from seqmatch.families.coaching.dataset.totals import past_windows
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.evaluation.attacks import attacked
from seqmatch.families.coaching.person import history, people
from seqmatch.families.coaching.recipe import Seen
from seqmatch.lifecycle.measuring.attacks import Attack, chance_of_area

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
