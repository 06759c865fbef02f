"""The model card of a version of the coaching family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqmatch.families.coaching.evaluation.attacks import INTRODUCTION
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table, too_few

_ORIGIN = {
    "synthetic": "generated histories of people who do not exist; every figure below is synthetic",
    "operator": "the operator's own histories",
}


def model_card(metrics: Mapping[str, Any], cohort: Mapping[str, Any], attacks: Sequence[Attack] = ()) -> str:
    """A Markdown card from what training measured."""
    lines = [
        "# Coaching",
        "",
        f"Learned from {_ORIGIN[cohort['provenance']]}: {cohort['people']:,} people, {cohort['transactions']:,} "
        f"transactions from {cohort['first']} to {cohort['until']}.",
        "",
        "It says what is likely to be spent, what is likely to be on an account, and which payments come again. It is "
        "not for credit, pricing, eligibility or any decision about a person.",
        "",
        "## Measured on people and times held out of training",
        "",
        "Models of the same recipe learned in folds from other people and from earlier days than those asked about. "
        "Intervals (95 %) are by bootstrap over people. Errors and scores: lower is better; a band of 80 % should hold "
        "0.8 of what happens.",
        "",
        "| | ours | simple rival | rival | cases |",
        "|---|---|---|---|---|",
    ]
    for name, one in metrics["figures"].items():
        ours, baseline = (
            f"{told['value']:.3f} ({told['ci95'][0]:.3f} to {told['ci95'][1]:.3f})"
            for told in (one["ours"], one["baseline"])
        )
        lines.append(f"| {name} | {ours} | {baseline} | {one['against']} | {one['of']:,} |")
    lines += [
        "",
        "Not claimed: an error of single weeks below 15 %, and that an overdraft will or will not happen. "
        "`seqmatch coaching evaluate` measures all of it on your own histories.",
        "",
        "## Privacy",
        "",
        "These files hold trees over ratios of a person's own past, and errors, quantiles and counts of weekly states "
        "as means of at least 5 people; no name, text, day or amount of anybody. The trees learned what other trees, "
        "which know nothing of a person, say of that person; each leaf is of at least 5 people, and thresholds lie "
        "between values of two digits. An attacker who also has models of people like them tells more than the table "
        "below: docs/privacy.md has the figures.",
        "",
        "## Attacks",
        "",
        *((INTRODUCTION, "", *attack_table(attacks)) if attacks else (too_few(cohort["people"]),)),
        "",
    ]
    return "\n".join(lines)
