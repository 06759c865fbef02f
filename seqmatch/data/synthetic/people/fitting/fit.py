"""Fits the synthetic cohort's tables to real profiles and rules. All it writes are aggregates over at least ten people.

python -m seqmatch.data.synthetic.people.fitting.fit --profiles profiles.csv --rules rules.csv [--out FOLDER]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from seqmatch.data.synthetic.people.fitting.counts import conditional_shares, pooled_shares, spread
from seqmatch.data.synthetic.people.fitting.effects import field_effects, pattern_effects
from seqmatch.data.synthetic.people.fitting.fidelity import TARGETS, targets_of
from seqmatch.data.synthetic.people.fitting.observed import Observed, observe
from seqmatch.data.synthetic.people.fitting.patterns import blueprint_tables, carried_by, expected_patterns, times_more
from seqmatch.data.synthetic.people.fitting.sentences import fit_sentences
from seqmatch.data.synthetic.people.model import log_base
from seqmatch.data.synthetic.people.tables import (
    FIELDS,
    PARENTS,
    TABLES,
    IntArray,
    parent_of_value,
    parent_values,
)
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import USER_TYPES

NOTE = (
    "Aggregates of a reference cohort, written by `python -m seqmatch.data.synthetic.people.fitting.fit`. "
    "Every number stands on at least ten people; smaller cells were pooled or take the number of everyone. No row, "
    "text or account name of anyone is in here."
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
            **{name: field_effects(seen, name, fields[name]) for name in FIELDS},
            "patterns": pattern_effects(seen, expected_patterns(seen, blueprints)),
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
