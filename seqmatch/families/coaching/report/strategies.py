"""The report's section on bandits and the offline policy, from figures that were measured apart."""

from __future__ import annotations

from typing import Any

from seqmatch.families.coaching.report.cells import cell
from seqmatch.lifecycle.measuring.strategy_figures import measured_bandit_figures, policy_figures
from seqmatch.lifecycle.pages.markup import paragraph, table

SERVES = "pooled_thompson"


def strategy_section() -> list[str]:
    """Regret of every bandit in every kind of world, at the floor that is served, and values of the offline policy."""
    found, policy = measured_bandit_figures(), policy_figures()
    floor = max(next(iter(found["worlds"].values()))["floors"], key=float)
    names = list(next(iter(found["worlds"].values()))["floors"][floor]["regret"])
    rows, reached = [], []
    for world, about in found["worlds"].items():
        told = about["floors"][floor]
        ratio = told["pooled_to_thompson_above_floor"]
        rows.append(
            (
                world.replace("_", " "),
                *(cell(told["regret"][name]["value"], _ends(told["regret"][name])) for name in names),
                f"{told['floor_alone']:.1f}",
                cell(ratio["value"], _ends(ratio)),
            )
        )
        reached.append(bool(ratio["meets_target"]))
    columns = ("world", *(name.replace("_", " ") for name in names), "the floor alone", "pooled to Thompson, above it")
    return [
        table(columns, rows),
        paragraph(
            f"Regret in automations kept, after {found['decisions']:,} decisions, mean of {found['runs']:,} runs; "
            f"{found['basis']}. Every strategy keeps a chance of {float(floor):.0%}, which costs what the floor alone "
            f"tells. Partial pooling ({SERVES.replace('_', ' ')}) is what serves; the target, at most "
            f"{found['target']:.0%} of the regret of Thompson sampling per segment, is met in {sum(reached)} of "
            f"{len(reached)} kinds of worlds."
        ),
        paragraph(f"Offline policy: {policy['sentence']} ({policy['basis']}; {policy['intervals']}.)"),
        table(("policy", *policy["values"]), _policy_rows(policy)),
    ]


def _policy_rows(policy: dict[str, Any]) -> list[tuple[str, ...]]:
    names = dict.fromkeys(name for measure in policy["values"].values() for name in measure)
    return [
        (
            name.replace("_", " "),
            *(
                cell(measure[name]["value"], _ends(measure[name])) if name in measure else ""
                for measure in policy["values"].values()
            ),
        )
        for name in names
    ]


def _ends(one: dict[str, Any]) -> tuple[float, float]:
    low, high = one["ci95"]
    return low, high
