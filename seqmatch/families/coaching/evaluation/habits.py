"""Whether habits and unusual amounts raise false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from seqmatch.estimators.anomalies.unusual_amounts import told as told_as_unusual
from seqmatch.estimators.anomalies.unusual_amounts import unusual
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.estimators.scores.day_effects import kept
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.habits import Spending, effects_of, spending_of
from seqmatch.features.recurring.payee import payee_key
from seqmatch.features.weeks.payments import Guess

Row = dict[str, Any]
LARGER = 5
SHORTEST = 120
"""Days of history that habits need."""


def habit_figures(people: Sequence[Person], basis: str, guess: Guess | None = None, seed: int = 0) -> list[Row]:
    """False alarms of habits on days that were shuffled, beside how many people show one, and of unusual amounts."""
    rng = np.random.default_rng(seed)
    said: list[bool] = []
    alarms: list[bool] = []
    by_name: dict[str, int] = {}
    for number, person in enumerate(people):
        if person.days < SHORTEST:
            continue
        spending = spending_of(person, guess)
        found = kept(effects_of(spending, seed + number))
        said.append(bool(found))
        for name in found:
            by_name[name.split(" ")[0]] = by_name.get(name.split(" ")[0], 0) + 1
        order = rng.permutation(len(spending.wants))
        nothing = Spending(spending.wants[order], spending.impulses[order], spending.paydays, spending.first_weekday)
        alarms.append(bool(kept(effects_of(nothing, seed + number))))
    rows = [unusual_figure(people, basis, seed)]
    if alarms:
        rows.append(
            {
                "figure": "habit_false_alarms",
                "value": round(float(np.mean(alarms)), 4),
                "ci95": _wilson(sum(alarms), len(alarms)),
                "baseline": round(float(np.mean(said)), 4),
                "against": "people who show a habit as they are",
                "habits": by_name,
                "people": len(alarms),
                "basis": basis,
            }
        )
    return rows


def unusual_figure(people: Sequence[Person], basis: str, seed: int = 0) -> Row:
    """How many payments made five times as large are told, and how many are told as they are, beside a plain rule."""
    rng = np.random.default_rng(seed)
    judged = told = told_plainly = raised = caught = caught_plainly = 0
    for person in people:
        for amounts in _by_payee(person):
            scores = unusual(amounts)
            known = np.flatnonzero(~np.isnan(scores))
            if not len(known):
                continue
            largest = np.maximum.accumulate(np.asarray(amounts, float))
            judged += len(known)
            told += int(told_as_unusual(amounts).sum())
            told_plainly += int((np.asarray(amounts)[known] > 2 * largest[known - 1]).sum())
            at = int(rng.choice(known))
            raised += 1
            caught += bool(told_as_unusual([*amounts[:at], LARGER * amounts[at]])[-1])
            caught_plainly += bool(LARGER * amounts[at] > 2 * largest[at - 1])
    if not judged:
        return {"figure": "unusual_amounts", "value": None, "why": "no payee was paid often enough", "basis": basis}
    return {
        "figure": "unusual_amounts_found",
        "value": round(caught / raised, 4),
        "ci95": _wilson(caught, raised),
        "baseline": round(caught_plainly / raised, 4),
        "against": "more than twice the largest before",
        "told_per_1000": round(1000 * told / judged, 2),
        "told_per_1000_ci95": [round(1000 * end, 2) for end in wilson_interval(told, judged)],
        "baseline_told_per_1000": round(1000 * told_plainly / judged, 2),
        "payments": judged,
        "basis": basis,
    }


def _by_payee(person: Person) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    columns = ("amount_cents", "description", "merchant", "own_transfer")
    for cents, text, merchant, own in person.frame.select(columns).iter_rows():
        if cents < 0 and not own and (key := payee_key(text, merchant)):
            groups.setdefault(key, []).append(-cents)
    return list(groups.values())


def _wilson(hits: int, of: int) -> list[float]:
    return [round(end, 4) for end in wilson_interval(hits, of)]
