"""The model card of an evaluation, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seqmatch.families.onboarding.report import conclusions
from seqmatch.families.onboarding.report.titles import COLUMNS, headline_rows, target_rows, whose


def model_card_of(document: dict[str, Any], findings: dict[str, Any]) -> str:
    """What the models are for, what they are worth, and what they must not be used for."""
    about = document["cohort"]
    parts = [
        "# seqmatch onboarding models",
        f"Measured on {about['users_with_rules']:,} users with rules, {about['labelled_users']:,} of whom state a goal "
        f"({whose(document)}; {about['folds']}-fold cross-fitted, mean of {about['repeats']} divisions).",
    ]
    if about["provenance"] == "synthetic":
        parts.append("**Synthetic:** these people do not exist; every figure below is synthetic.")
    parts += [
        "## What they are for",
        "They answer who a person resembles, what they are after, which archetype they belong to and which automations "
        "similar people set up. They are not for credit, pricing, eligibility or any decision about a person.",
        "## In short",
        "\n".join(f"- {line}" for line in conclusions.in_short(document)),
        "## Figures",
        _table(COLUMNS, headline_rows(document)),
        "## The seed's targets",
        _table(("figure", "target", "reached", "ceiling", "verdict"), target_rows(document)),
        "## Can the probabilities be believed?",
        conclusions.reliability(findings["reliability"]),
        "## Which groups of goals are told apart?",
        conclusions.confusion(findings["confusion"]),
        "## Is more data worth it?",
        conclusions.learning_curve(findings["learning_curve"]),
    ]
    if findings["importance"]:
        parts += ["## What does the predictor look at?", conclusions.importance(findings["importance"])]
    if findings.get("signal"):
        parts += ["## How close to the best possible?", conclusions.signal(findings["signal"])]
    asking = findings["asking"]
    if asking["counted"]:
        parts += [
            "## Asking the next question",
            " ".join(conclusions.asking(asking)),
            _table(
                ("asked in the order of", "questions until confident", "95 % interval"),
                [
                    (row["order"], f"{row['questions']:.2f}", f"{row['ci95'][0]:.2f} to {row['ci95'][1]:.2f}")
                    for row in asking["orders"]
                ],
            ),
        ]
    parts += [
        "## Archetypes",
        _table(
            ("archetype", "share", "stability"),
            [
                (f"{card['number']}. {card['name']}", conclusions.percent(card["share"]), f"{card['stability']:.2f}")
                for card in findings["archetypes"]["cards"]
            ],
        ),
        conclusions.ks(findings["archetypes"]),
        "## Automations",
        conclusions.lift(document["automations"]),
        "## Privacy",
        "No identifier, account name, rule text or exact amount is in this card or in the report; whatever is told of "
        "users holds for at least five of them.",
        f"Data fingerprint `{about['fingerprint']}`, seed {about['seed']}.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.strip().replace("|", "\\|") for cell in line) + " |" for line in lines)
