"""Fits the synthetic cohort's tables to real profiles and rules. All it writes are aggregates over at least ten people.

python -m seqmatch.data.cohort_fit --profiles profiles.csv --rules rules.csv [--out FOLDER]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from seqmatch.data.cohort_counts import conditional_shares, pooled_shares, shrunk_effect, spread
from seqmatch.data.cohort_fidelity import TARGETS, targets_of
from seqmatch.data.cohort_fit_patterns import blueprint_tables, carried_by, expected_patterns, times_more
from seqmatch.data.cohort_fit_sentences import fit_sentences
from seqmatch.data.cohort_model import log_base
from seqmatch.data.cohort_observed import Observed, observe
from seqmatch.data.cohort_tables import (
    FIELDS,
    PARENTS,
    PATTERNS,
    TABLES,
    BoolArray,
    FloatArray,
    IntArray,
    parent_of_value,
    parent_values,
)
from seqmatch.schemas.goal import GOAL_GROUPS, GOALS
from seqmatch.schemas.profile import USER_TYPES

STRENGTH_FIELDS = 11.0
STRENGTH_PATTERNS = 7.0
"""Imaginary people that pull every effect of a goal towards none; chosen so that the reference preset's Bayes-optimal
top-3 accuracy falls between 0.52 and 0.58."""

NOTE = (
    "Aggregates of a reference cohort, written by `python -m seqmatch.data.cohort_fit`. Every number stands on at "
    "least ten people; smaller cells were pooled or take the number of everyone. No row, text or account name of "
    "anyone is in here."
)


def fit(seen: Observed) -> dict[str, Any]:
    """All tables, from what was observed."""
    fields = {name: _field_table(seen, name) for name in FIELDS}
    carried = carried_by(seen)
    blueprints = blueprint_tables(seen, carried)
    skipped = [income is None for income in seen.fields["annual_income"]]
    asked = [goal for goal, skip in zip(seen.goal, skipped, strict=True) if not skip]
    return {
        "note": NOTE,
        "users": len(seen.goal),
        "rates": {
            "skipped_onboarding": round(sum(skipped) / len(skipped), 4),
            "goal_unstated": round(sum(goal is None for goal in asked) / len(asked), 4),
            "goal_in_own_words": round(sum(goal is not None and goal not in GOALS for goal in asked) / len(asked), 4),
        },
        "user_type": pooled_shares(seen.user_type, USER_TYPES),
        "goal": _goal_table(seen),
        "fields": fields,
        "patterns": {
            "carried_by": carried,
            "distinct_given_actions": _spreads(seen, seen.carried.sum(axis=1)),
            "times_more": times_more(seen),
        },
        "rules_given_actions": _spreads(seen, seen.rules),
        "sentences": fit_sentences(seen),
        "blueprints": blueprints,
        "effects": {
            **{name: _field_effects(seen, name, fields[name]) for name in FIELDS},
            "patterns": _pattern_effects(seen, blueprints),
        },
    }


def _field_table(seen: Observed, name: str) -> dict[str, Any]:
    values = seen.fields[name]
    stated = [value is not None for value in values]
    overall = pooled_shares([value for value in values if value is not None], FIELDS[name])
    parents: dict[str, IntArray] = {}
    given: dict[str, dict[str, dict[str, float]]] = {}
    for parent in PARENTS[name]:
        parents[parent] = seen.codes(parent)
        coarse = np.append(parent_of_value(parent), -1)[parents[parent]]
        groups: dict[str, list[str]] = defaultdict(list)
        for code, value in zip(coarse, values, strict=True):
            if value is not None:
                groups[parent_values(parent)[code] if code >= 0 else "unstated"].append(value)
        rows = (*parent_values(parent), "unstated") if parent == "actions" else parent_values(parent)
        given[parent] = {row: conditional_shares(groups[row], overall) for row in rows}
    table: dict[str, Any] = {"overall": overall, "base": dict(overall), "given": given}
    # The parents' tables multiplied would drift from the shares of everyone; the base takes the drift back.
    wanted = np.array(list(overall.values()))
    for _ in range(100):
        chances = np.exp(log_base(table, name, parents))
        mixed = (chances / chances.sum(axis=1, keepdims=True))[stated].mean(axis=0)
        base = np.array(list(table["base"].values())) * wanted / mixed
        table["base"] = {value: float(f"{share:.4g}") for value, share in zip(overall, base / base.sum(), strict=True)}
    return table


def _goal_table(seen: Observed) -> dict[str, Any]:
    overall = pooled_shares([goal for goal in seen.goal if goal in GOALS], GOALS)
    of_type: dict[str, list[str]] = defaultdict(list)
    for goal, user_type in zip(seen.goal, seen.user_type, strict=True):
        if goal in GOALS:
            of_type[user_type].append(goal)
    given = {user_type: conditional_shares(of_type[user_type], overall) for user_type in USER_TYPES}
    return {"overall": overall, "given": {"user_type": given}}


def _spreads(seen: Observed, part: IntArray) -> dict[str, dict[str, float]]:
    table = {}
    for name in FIELDS["actions"]:
        here = np.array([value == name for value in seen.fields["actions"]])
        table[name] = spread(part[here].astype(float), seen.actions[here].astype(float))
    return table


def _field_effects(seen: Observed, name: str, table: dict[str, Any]) -> dict[str, dict[str, float]]:
    values = FIELDS[name]
    shown = np.array([[value == known for known in values] for value in seen.fields[name]], dtype=float)
    given = table["given"]["user_type"]
    expected = np.array([[given[user_type][value] for value in values] for user_type in seen.user_type])
    stated = np.array([value is not None for value in seen.fields[name]])
    return _effects(seen, stated, shown, expected, values, STRENGTH_FIELDS)


def _pattern_effects(seen: Observed, blueprints: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, float]]:
    expected = expected_patterns(seen, blueprints)
    return _effects(seen, seen.actions > 0, seen.carried.astype(float), expected, PATTERNS, STRENGTH_PATTERNS)


def _effects(
    seen: Observed, use: BoolArray, shown: FloatArray, expected: FloatArray, values: tuple[str, ...], strength: float
) -> dict[str, dict[str, float]]:
    """Shrunk log ratios of shown over expected: first of each goal group, then of each goal beyond its group.

    Parameters
    ----------
    use : shape (n_users,), whose facts count.
    shown, expected : shape (n_users, n_values), what each user shows and what is expected of them without their goal.
    """
    table: dict[str, dict[str, float]] = {}
    for members in GOAL_GROUPS.values():
        rows = use & np.array([goal in members for goal in seen.goal])
        group = shrunk_effect(shown[rows].sum(axis=0), expected[rows].sum(axis=0), strength)
        for goal in members:
            own = use & np.array([stated == goal for stated in seen.goal])
            beyond = shrunk_effect(shown[own].sum(axis=0), expected[own].sum(axis=0) * np.exp(group), strength)
            effect = group + beyond
            table[goal] = {
                value: round(float(e), 3) for value, e in zip(values, effect, strict=True) if abs(e) >= 0.005
            }
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the synthetic cohort's tables to real profiles and rules.")
    parser.add_argument("--profiles", type=Path, required=True)
    parser.add_argument("--rules", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TABLES.parent)
    chosen = parser.parse_args()
    profiles = pl.read_csv(chosen.profiles, infer_schema_length=0)
    rules = pl.read_csv(chosen.rules, infer_schema_length=0)
    chosen.out.mkdir(parents=True, exist_ok=True)
    _write(chosen.out / TABLES.name, fit(observe(profiles, rules)))
    _write(chosen.out / TARGETS.name, {"note": NOTE, **targets_of(profiles, rules)})


def _write(path: Path, table: dict[str, Any]) -> None:
    path.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
