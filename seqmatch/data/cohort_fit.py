"""Fits the synthetic cohort's tables to real profiles and rules. What it writes are aggregates over at least ten people.

python -m seqmatch.data.cohort_fit --profiles profiles.csv --rules rules.csv [--out tables.json]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from seqmatch.data.cohort_blueprints import fit_blueprints
from seqmatch.data.cohort_counts import LEAST, conditional_shares, pooled_shares, shrunk_effect, spread
from seqmatch.data.cohort_fit_sentences import fit_sentences
from seqmatch.data.cohort_model import MOST_PATTERNS
from seqmatch.data.cohort_subsets import inclusion
from seqmatch.data.cohort_tables import (
    ACCOUNT_BINS,
    ACTION_BINS,
    FIELDS,
    PARENTS,
    PORT_BINS,
    TABLES,
    BoolArray,
    FloatArray,
    IntArray,
    bin_names,
)
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.roles import roles_of
from seqmatch.schemas.goal import GOAL_GROUPS, GOALS
from seqmatch.schemas.profile import USER_TYPES
from seqmatch.schemas.rule import ActionForm, Role, RuleSet

BLUEPRINTS = {"INDIVIDUAL": 5, "BUSINESS": 6}
SEED = 20260
STRENGTH_FIELDS = 40.0
STRENGTH_PATTERNS = 20.0
"""Imaginary people that pull every effect of a goal towards none; chosen so that the reference preset's Bayes-optimal top-3
accuracy falls between 0.52 and 0.58."""

NOTE = (
    "Aggregates of a reference cohort, written by `python -m seqmatch.data.cohort_fit`. Every number stands on at least ten "
    "people; smaller cells were pooled or take the number of everyone. No row, text or account name of anyone is in here."
)
COLUMN_OF = {
    "age_group": "AGE_GROUP",
    "annual_income": "ANNUALINCOME",
    "occupation": "OCCUPATION",
    "subscription": "CURRENT_SUBSCRIPTION_NAME",
    "debit_card_spender": "DEBIT_CARD_SPENDER",
}


@dataclass(frozen=True)
class Observed:
    """The reference cohort as the model sees it: one value per user and field, one pattern row per user."""

    user_type: list[str]
    goal: list[str | None]
    fields: dict[str, list[str | None]]
    actions: IntArray
    rules: IntArray
    carried: BoolArray
    times: IntArray
    patterns: tuple[str, ...]
    rulesets: list[RuleSet | None]


def observe(profiles: pl.DataFrame, rules: pl.DataFrame) -> Observed:
    texts = dict(zip(rules["organization_id"], rules["description"], strict=True))
    rulesets = [parse_rules(texts[user]) if texts.get(user) else None for user in profiles["ORGANIZATION_ID"]]
    counted = [_pattern_counts(ruleset) if ruleset else Counter[str]() for ruleset in rulesets]
    users_with = Counter(pattern for counts in counted for pattern in counts)
    patterns = tuple(sorted(users_with, key=lambda pattern: (-users_with[pattern], pattern)))
    # Patterns of fewer than ten users are left out: to write down that they occur would be to write about few people.
    patterns = tuple(pattern for pattern in patterns if users_with[pattern] >= LEAST)
    times = np.array([[counts[pattern] for pattern in patterns] for counts in counted], dtype=np.int64)
    actions = np.array([sum(counts.values()) for counts in counted], dtype=np.int64)
    fields: dict[str, list[str | None]] = {name: profiles[column].to_list() for name, column in COLUMN_OF.items()}
    fields["actions"] = [_bin_of(number, ACTION_BINS) if number else None for number in actions]
    fields["ports"] = [_bin_of(int(number), PORT_BINS) for number in profiles["ACTIVATED_PORTS"]]
    fields["accounts"] = [_bin_of(int(number), ACCOUNT_BINS) for number in profiles["ACCOUNTS_CONNECTED"]]
    return Observed(
        user_type=profiles["USER_TYPE"].to_list(),
        goal=profiles["PRODUCTGOAL"].to_list(),
        fields=fields,
        actions=actions,
        rules=np.array([len(ruleset.rules) if ruleset else 0 for ruleset in rulesets]),
        carried=times > 0,
        times=times,
        patterns=patterns,
        rulesets=rulesets,
    )


def fit(seen: Observed) -> dict[str, Any]:
    """All tables, from what was observed."""
    fields = {name: _field_table(seen, name) for name in FIELDS}
    blueprints = _blueprint_tables(seen)
    skipped = sum(value is None for value in seen.fields["annual_income"])
    asked = [goal for goal, income in zip(seen.goal, seen.fields["annual_income"], strict=True) if income is not None]
    return {
        "note": NOTE,
        "users": len(seen.goal),
        "rates": {
            "with_rules": round(float(np.mean(seen.actions > 0)), 4),
            "skipped_onboarding": round(skipped / len(seen.goal), 4),
            "goal_unstated": round(sum(goal is None for goal in asked) / len(asked), 4),
            "goal_in_own_words": round(sum(goal is not None and goal not in GOALS for goal in asked) / len(asked), 4),
        },
        "user_type": pooled_shares(seen.user_type, USER_TYPES),
        "goal": _goal_table(seen),
        "fields": fields,
        "patterns": {
            "names": list(seen.patterns),
            "carried_by": _carried_by(seen),
            "distinct_given_actions": _spreads(seen, seen.carried.sum(axis=1)),
            "times_more": _times_more(seen),
        },
        "rules_given_actions": _spreads(seen, seen.rules),
        "sentences": {
            **fit_sentences([ruleset for ruleset in seen.rulesets if ruleset]),
            "same_account_again": _same_account_again(seen),
        },
        "blueprints": blueprints,
        "effects": {
            **{name: _field_effects(seen, name, fields[name]) for name in FIELDS},
            "patterns": _pattern_effects(seen, blueprints),
        },
    }


def _pattern_counts(ruleset: RuleSet) -> Counter[str]:
    roles = roles_of(ruleset)
    return Counter(f"{roles[action.destination]} {action.form}" for action in ruleset.actions)


def _bin_of(number: int, bins: tuple[tuple[int, int], ...]) -> str:
    for name, (_, high) in zip(bin_names(bins), bins, strict=True):
        if number <= high:
            return name
    return bin_names(bins)[-1]


def _field_table(seen: Observed, name: str) -> dict[str, Any]:
    values = seen.fields[name]
    overall = pooled_shares([value for value in values if value is not None], FIELDS[name])
    given: dict[str, dict[str, dict[str, float]]] = {}
    for parent in PARENTS[name]:
        of_parent = seen.user_type if parent == "user_type" else seen.fields[parent]
        groups: dict[str, list[str]] = defaultdict(list)
        for group, value in zip(of_parent, values, strict=True):
            if value is not None:
                groups[group or "unstated"].append(value)
        known = USER_TYPES if parent == "user_type" else FIELDS[parent]
        given[parent] = {group: conditional_shares(groups[group], overall) for group in known}
        if parent == "actions":
            given[parent]["unstated"] = conditional_shares(groups["unstated"], overall)
    return {"overall": overall, "given": given}


def _goal_table(seen: Observed) -> dict[str, Any]:
    overall = pooled_shares([goal for goal in seen.goal if goal in GOALS], GOALS)
    given = {
        user_type: conditional_shares(
            [g for g, t in zip(seen.goal, seen.user_type, strict=True) if t == user_type and g in GOALS], overall
        )
        for user_type in USER_TYPES
    }
    return {"overall": overall, "given": {"user_type": given}}


def _carried_by(seen: Observed) -> dict[str, dict[str, float]]:
    """Share of the users with rules who carry each pattern; for small types and rare patterns everybody's share."""
    with_rules = seen.actions > 0
    everyone = seen.carried[with_rules].mean(axis=0)
    table = {}
    for user_type in USER_TYPES:
        here = with_rules & (np.array(seen.user_type) == user_type)
        counts = seen.carried[here].sum(axis=0)
        rare = counts < LEAST
        own = counts / max(here.sum(), 1)
        together = own[rare].sum() / max(everyone[rare].sum(), 1e-9) if counts[rare].sum() >= LEAST else 1.0
        shares = everyone if here.sum() < 50 else np.where(rare, everyone * together, own)
        table[user_type] = _named(seen.patterns, np.clip(shares, 0.001, 0.9), 4)
    return table


def _spreads(seen: Observed, part: IntArray) -> dict[str, dict[str, float]]:
    table = {}
    for name in FIELDS["actions"]:
        here = np.array([value == name for value in seen.fields["actions"]])
        table[name] = spread(part[here].astype(float), seen.actions[here].astype(float))
    return table


def _times_more(seen: Observed) -> dict[str, float]:
    """How many actions beyond the first a carrier of each pattern has, relative to their surplus of actions.

    One number per pattern, fitted so that the surplus is shared out as it is in the reference cohort.
    """
    with_rules = seen.actions > 0
    carried, more = seen.carried[with_rules], (seen.times - seen.carried)[with_rules]
    surplus = more.sum(axis=1)
    weights = np.ones(len(seen.patterns))
    for _ in range(100):
        shared = carried * weights
        expected = (shared / np.maximum(shared.sum(axis=1, keepdims=True), 1e-9) * surplus[:, None]).sum(axis=0)
        weights = np.clip(weights * (more.sum(axis=0) + 2) / (expected + 2), 0.05, 20)
    return _named(seen.patterns, weights, 3)


def _same_account_again(seen: Observed) -> float:
    """Of the actions beyond a user's first to each role, the share that goes to an account used before."""
    again = beyond = 0
    for ruleset in seen.rulesets:
        if ruleset is not None:
            roles = roles_of(ruleset)
            accounts = {action.destination for action in ruleset.actions}
            first = len({roles[account] for account in accounts})
            again += len(ruleset.actions) - len(accounts)
            beyond += len(ruleset.actions) - first
    return round(again / beyond, 4)


def _blueprint_tables(seen: Observed) -> dict[str, list[dict[str, Any]]]:
    tables = {}
    for user_type, number in BLUEPRINTS.items():
        here = (seen.carried.sum(axis=1) > 0) & (np.array(seen.user_type) == user_type)
        shares, odds = fit_blueprints(seen.carried[here][:, :], number, SEED)
        tables[user_type] = [
            {
                "share": round(float(share), 3),
                "odds": {p: float(f"{o:.3g}") for p, o in zip(seen.patterns, row, strict=True)},
            }
            for share, row in zip(shares, odds, strict=True)
        ]
    # Too few advisers to have arrangements of their own: most of them run a business.
    tables["ADVISOR"] = tables["BUSINESS"]
    return tables


def _effects(
    goals: list[str | None], seen: FloatArray, expected: FloatArray, values: tuple[str, ...], strength: float
) -> dict[str, dict[str, float]]:
    """Shrunk log ratios of seen over expected: first of each goal group, then of each goal beyond its group.

    Parameters
    ----------
    goals : n_users goals, None where unstated.
    seen, expected : shape (n_users, n_values), what each user shows and what is expected of them without their goal.
    """
    table: dict[str, dict[str, float]] = {}
    rows: Callable[[tuple[str, ...]], BoolArray] = lambda of: np.array([goal in of for goal in goals])  # noqa: E731
    for members in GOAL_GROUPS.values():
        group = shrunk_effect(seen[rows(members)].sum(axis=0), expected[rows(members)].sum(axis=0), strength)
        for goal in members:
            own = rows((goal,))
            effect = group + shrunk_effect(seen[own].sum(axis=0), expected[own].sum(axis=0) * np.exp(group), strength)
            table[goal] = {
                value: round(float(e), 3) for value, e in zip(values, effect, strict=True) if abs(e) >= 0.005
            }
    return table


def _field_effects(seen: Observed, name: str, table: dict[str, Any]) -> dict[str, dict[str, float]]:
    stated = [i for i, goal in enumerate(seen.goal) if goal in GOALS and seen.fields[name][i] is not None]
    values = FIELDS[name]
    shown = np.array([[seen.fields[name][i] == value for value in values] for i in stated], dtype=float)
    given = table["given"]["user_type"]
    expected = np.array([[given[seen.user_type[i]][value] for value in values] for i in stated])
    return _effects([seen.goal[i] for i in stated], shown, expected, values, STRENGTH_FIELDS)


def _pattern_effects(seen: Observed, blueprints: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, float]]:
    sizes = np.minimum(seen.carried.sum(axis=1), MOST_PATTERNS)
    usual: dict[str, FloatArray] = {}
    for user_type, rows in blueprints.items():
        usual[user_type] = sum(
            (
                row["share"] * inclusion(np.array([row["odds"][p] for p in seen.patterns]), MOST_PATTERNS)
                for row in rows
            ),
            start=np.zeros((MOST_PATTERNS + 1, len(seen.patterns))),
        )
    stated = [i for i, goal in enumerate(seen.goal) if goal in GOALS and sizes[i] > 0]
    expected = np.array([usual[seen.user_type[i]][sizes[i]] for i in stated])
    return _effects(
        [seen.goal[i] for i in stated], seen.carried[stated].astype(float), expected, seen.patterns, STRENGTH_PATTERNS
    )


def _named(names: tuple[str, ...], numbers: FloatArray, digits: int) -> dict[str, float]:
    return {name: round(float(number), digits) for name, number in zip(names, numbers, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the synthetic cohort's tables to real profiles and rules.")
    parser.add_argument("--profiles", type=Path, required=True)
    parser.add_argument("--rules", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TABLES)
    chosen = parser.parse_args()
    profiles = pl.read_csv(chosen.profiles, infer_schema_length=0)
    rules = pl.read_csv(chosen.rules, infer_schema_length=0)
    tables = fit(observe(profiles, rules))
    chosen.out.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
