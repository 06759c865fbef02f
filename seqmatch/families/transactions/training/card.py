"""The model card of a version of the transactions family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqmatch.families.transactions.evaluation.attacks import INTRODUCTION, unmeasured
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table

_ORIGIN = {
    "synthetic": "generated transactions of people who do not exist; every figure below is synthetic",
    "operator": "the operator's own labelled transactions",
}
_SLICES = {
    "later": "Later transactions",
    "unseen": "Payees never met",
}


def model_card(metrics: Mapping[str, Any], cohort: Mapping[str, Any], attacks: Sequence[Attack] = ()) -> str:
    """A Markdown card from what training measured."""
    lines = [
        "# Transaction categoriser",
        "",
        f"Learned from {_ORIGIN[cohort['provenance']]}: {cohort['transactions']:,} transactions of "
        f"{len(cohort['categories'])} categories"
        + (f" and {cohort['people']:,} people." if cohort["people"] else "; whose they are is not known."),
        "",
        "It says which category a transaction belongs to and how sure that is. It is not for credit, pricing, "
        "eligibility or any decision about a person.",
        "",
        "## Measured on transactions held out of training",
        "",
        "A model of the same recipe learned from the earlier three quarters of 70 % of the payees; of each payee "
        "held out at most 50 transactions count. Intervals (95 %) are by bootstrap over payees.",
    ]
    for name, title in _SLICES.items():
        told = metrics[name]
        lines += [
            "",
            f"{title}: {told['transactions']:,} transactions of {told['payees']:,} payees.",
            "",
            "| | accuracy | macro-F1 | accuracy of the surest 80 % | calibration error |",
            "|---|---|---|---|---|",
        ]
        for contestant, found in told["contestants"].items():
            cells = " | ".join(
                f"{one['value']:.3f} ({one['ci95'][0]:.3f} to {one['ci95'][1]:.3f})" for one in found.values()
            )
            lines.append(f"| {contestant} | {cells} |")
    lines += [
        "",
        "The margins of the linear machine are no probabilities; its calibration error is told for completeness.",
        "",
        "## Privacy",
        "",
        "Of transfers only words that banks print are learned, never whom money went to. "
        + (
            "Every word, part of a word and payee in these files is shared by at least 5 people, 5 transactions and "
            "3 days. A category is learned of a text, a payee, a merchant code or a hint only where at least 5 people "
            "gave it that category."
            if cohort["people"] >= 5
            else "The data knows fewer than 5 people, so words of single transactions are in these files: keep them as "
            "that household's or organisation's own. A whole payee needs 5 transactions on 3 days."
        ),
        "",
        "## Attacks",
        "",
        *((INTRODUCTION, "", *attack_table(attacks)) if attacks else (unmeasured(cohort["people"]),)),
        "",
    ]
    return "\n".join(lines)
