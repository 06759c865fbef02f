"""Measures how like the reference cohort another one is: total variation, column by column."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from seqmatch.data.synthetic.people.fitting.counts import LEAST, LEAST_GROUP
from seqmatch.data.synthetic.people.fitting.observed import Observed, observe
from seqmatch.data.synthetic.people.fitting.steps import how_it_adds_up, rows_of
from seqmatch.data.synthetic.people.tables import PATTERNS, TABLES
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import USER_TYPES
from seqmatch.schemas.reading import Unsaid

TARGETS = TABLES.with_name("targets.json")
CATEGORIES = (
    "ANNUALINCOME",
    "OCCUPATION",
    "PRODUCTGOAL",
    "CURRENT_SUBSCRIPTION_NAME",
    "USER_TYPE",
    "DEBIT_CARD_SPENDER",
    "AGE_GROUP",
)
COMMONEST = 40
RARE = "(rare)"
MISSING = "(missing)"
OWN_WORDS = "(own words)"

Shares = dict[str, float]


def measure(profiles: pl.DataFrame, rules: pl.DataFrame) -> dict[str, list[Any]]:
    """Every figure of a cohort that is compared, as one list of values per figure.

    Parameters
    ----------
    profiles, rules : columns of the CSV files, as text.
    """
    seen = observe(profiles, rules)
    actions = [action for ruleset in seen.rulesets if ruleset for action in ruleset.actions]
    written = [rule for ruleset in seen.rulesets if ruleset for rule in ruleset.rules]
    figures: dict[str, list[Any]] = {column: [_category(value) for value in profiles[column]] for column in CATEGORIES}
    figures["ACTIVATED_PORTS"] = [int(value) for value in profiles["ACTIVATED_PORTS"]]
    figures["ACCOUNTS_CONNECTED"] = [int(value) for value in profiles["ACCOUNTS_CONNECTED"]]
    figures["rules of a user"] = [int(number) for number in seen.rules if number]
    figures["actions of a user"] = [int(number) for number in seen.actions if number]
    figures["characters of a text"] = rules["description"].str.len_chars().to_list()
    figures["action form"] = [str(action.form) for action in actions]
    figures["conditions of a rule"] = [str(min(len(rule.conditions), 4)) for rule in written]
    figures["condition form"] = [
        f"{condition.fact} {condition.operator} {'named' if condition.account is not None else 'own'}"
        for rule in written
        for condition in rule.conditions
    ]
    return figures | _meanings(seen)


def _meanings(seen: Observed) -> dict[str, list[Any]]:
    """What the rules do, as they are read: steps, how percentages add up, blocks, and what the text leaves out."""
    figures: dict[str, list[Any]] = {
        name: []
        for name in ("step kind", "percentages in a row", "order in a rule", "blocks of a rule", "unsaid of a user")
    }
    for rules, roles in zip(seen.rulesets, seen.roles, strict=True):
        if not rules or not roles:
            continue
        readings = read_rules(rules, roles)
        unsaid = {note.what for reading in readings for note in reading.notes}
        told = sorted(unsaid & {Unsaid.AMOUNT, Unsaid.FLATTENED})
        figures["unsaid of a user"].append(" and ".join(told) or "nothing")
        for reading in readings:
            forms = dict.fromkeys(str(action.form) for action in rules.rules[reading.number - 1].actions)
            figures["order in a rule"].append(" ".join(forms))
            figures["blocks of a rule"].append(str(min(len(reading.blocks), 2)) if reading.settled else "not known")
            figures["step kind"] += [step.kind.name for step in reading.steps for _ in step.parts]
            for row in (row for block in reading.blocks for row in rows_of(block)):
                many = "several" if sum(len(step.parts) for step in row) > 1 else "one"
                figures["percentages in a row"].append(f"{many}, {how_it_adds_up(row)}")
    return figures


def targets_of(profiles: pl.DataFrame, rules: pl.DataFrame) -> dict[str, Any]:
    """What ``targets.json`` holds: shares of values, shares between decile edges, shares of the commonest patterns."""
    values, edges = {}, {}
    for name, figure in measure(profiles, rules).items():
        if isinstance(figure[0], int):
            edges[name] = sorted({int(edge) for edge in np.quantile(figure, np.linspace(0, 1, 11)[1:-1])})
            figure = _binned(figure, edges[name])
        values[name] = _pooled(figure)
    return {"values": values, "edges": edges, "patterns": _pattern_targets(observe(profiles, rules))}


def distances(profiles: pl.DataFrame, rules: pl.DataFrame) -> dict[str, float]:
    """Total variation (0 to 1) between a cohort and the reference, figure by figure.

    ``patterns INDIVIDUAL`` and the like are the largest difference in the share of users of that type who carry one of
    the 40 commonest patterns.
    """
    targets = json.loads(TARGETS.read_text(encoding="utf-8"))
    result = {}
    for name, figure in measure(profiles, rules).items():
        wanted: Shares = targets["values"][name]
        counted = _binned(figure, targets["edges"][name]) if name in targets["edges"] else figure
        result[name] = total_variation(_shares(value if value in wanted else RARE for value in counted), wanted)
    seen = observe(profiles, rules)
    for user_type, wanted in targets["patterns"].items():
        carried = seen.carried[(seen.actions > 0) & (np.array(seen.user_type) == user_type)]
        shares = carried.sum(axis=0) / max(len(carried), 1)
        given = dict(zip(PATTERNS, shares.tolist(), strict=True))
        result[f"patterns {user_type}"] = max(abs(given[pattern] - share) for pattern, share in wanted.items())
    return result


def total_variation(one: Shares, other: Shares) -> float:
    """Half the sum of absolute differences: the share of people that would have to change."""
    return sum(abs(one.get(value, 0.0) - other.get(value, 0.0)) for value in {*one, *other}) / 2


def _category(value: str | None) -> str:
    if value is None:
        return MISSING
    return OWN_WORDS if value.startswith("OTHER-") and value not in GOALS else value


def _binned(numbers: Sequence[int], edges: Sequence[int]) -> list[str]:
    names = [f"up to {edges[0]}", *(f"{low + 1} to {high}" for low, high in pairwise(edges)), f"over {edges[-1]}"]
    return [names[position] for position in np.searchsorted(edges, numbers)]


def _shares(values: Iterable[str]) -> Shares:
    counts = Counter(values)
    return {value: count / counts.total() for value, count in counts.items()}


def _pooled(values: Sequence[str]) -> Shares:
    """Shares with four digits; what occurs fewer than ten times is one value, left out where that is under ten too."""
    counts = Counter(values)
    rare = sum(count for count in counts.values() if count < LEAST)
    kept = {value: count for value, count in sorted(counts.items()) if count >= LEAST}
    if rare >= LEAST:
        kept[RARE] = rare
    return {value: round(count / len(values), 4) for value, count in kept.items()}


def _pattern_targets(seen: Observed) -> dict[str, Shares]:
    commonest = np.argsort(-seen.carried.sum(axis=0), kind="stable")[:COMMONEST]
    table = {}
    for user_type in USER_TYPES:
        carried = seen.carried[(seen.actions > 0) & (np.array(seen.user_type) == user_type)]
        if len(carried) >= LEAST_GROUP:
            counts = carried.sum(axis=0)
            table[user_type] = {
                PATTERNS[i]: round(float(counts[i] / len(carried)), 4) for i in commonest if counts[i] >= LEAST
            }
    return table
