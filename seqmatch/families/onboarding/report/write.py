"""Writes the report: one page that opens offline, and a model card in Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from seqmatch.families.onboarding.report import conclusions
from seqmatch.families.onboarding.report.goal_section import goal_section
from seqmatch.families.onboarding.report.model_card import model_card_of
from seqmatch.families.onboarding.report.sections import archetype_section, asking_section, automation_section
from seqmatch.families.onboarding.report.spot_check_cards import spot_check_cards, spot_check_summary
from seqmatch.families.onboarding.report.titles import COLUMNS, headline_rows, target_rows, whose
from seqmatch.lifecycle.pages.drawing import page_style
from seqmatch.lifecycle.pages.markup import Page, bullets, paragraph, table


def write_report(document: dict[str, Any], findings: dict[str, Any], folder: Path) -> tuple[Path, Path]:
    """Write ``report.html`` and ``card.md`` into ``folder``, which is made where it is missing; gives their paths.

    Parameters
    ----------
    document : the evaluation document.
    findings : reliability, confusion, importance, learning_curve, archetypes, asking, spot_checks and, for a
        synthetic cohort, signal.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page, card = folder / "report.html", folder / "card.md"
    page.write_text(report_page(document, findings), encoding="utf-8")
    card.write_text(model_card_of(document, findings), encoding="utf-8")
    return page, card


def report_page(document: dict[str, Any], findings: dict[str, Any]) -> str:
    """The whole page, needing nothing but itself."""
    about = document["cohort"]
    synthetic = about["provenance"] == "synthetic"
    page = Page(
        "What seqmatch is worth",
        f"{about['users_with_rules']:,} users with rules, {about['labelled_users']:,} of whom state a goal; "
        f"{whose(document)}. Goals, matches and suggestions are measured on users the models had not seen.",
        page_style(),
        "Synthetic: these people do not exist. Figures show what the models do with a cohort whose best possible score "
        "is known, not what they do for real users."
        if synthetic
        else "",
    )
    page.add("short", "In short", bullets(conclusions.in_short(document)))
    page.add("figures", "Headline figures", *_headline(document))
    page.add("targets", "The seed's targets", *_targets(document))
    page.add("goals", "Predicting the goal", *goal_section(document, findings))
    page.add("asking", "Asking the next question", *asking_section(findings["asking"]))
    page.add("archetypes", "Archetypes", *archetype_section(findings["archetypes"]))
    page.add("automations", "Suggesting automations", *automation_section(document["automations"]))
    checks = findings["spot_checks"]
    page.add("checks", f"{len(checks)} spot checks", paragraph(spot_check_summary(checks)), spot_check_cards(checks))
    page.add("how", "How this was measured", *_how(document))
    return page.render()


def _headline(document: dict[str, Any]) -> list[str]:
    return [
        table(COLUMNS, headline_rows(document)),
        paragraph(
            "Baselines: the base rates (prior) for goals, chance for similarity, popularity for automations, shuffled "
            "columns for the silhouette. Intervals resample users. Lower is better for log-loss and calibration error, "
            "higher for everything else; coverage should be 0.9."
        ),
    ]


def _targets(document: dict[str, Any]) -> list[str]:
    told = (
        "The ceiling is the score of the model that drew this cohort."
        if "ceiling" in document
        else "On real data nobody knows the ceiling. The targets assume goals that show in profiles and rules; where "
        "they are missed, the gain over the baseline above is what there is."
    )
    return [table(("figure", "target", "reached", "ceiling", "verdict"), target_rows(document)), paragraph(told)]


def _how(document: dict[str, Any]) -> list[str]:
    about = document["cohort"]
    return [
        bullets(
            [
                f"Cross-fitted: users are dealt into {about['folds']} parts; each part is answered by models that "
                f"learned from the others, everything (scales, base rates, calibration, thresholds) fitted inside. "
                f"Figures are means over {about['repeats']} such divisions.",
                "What is measured is what is served: evaluation and training call the same recipe.",
                "Top-3, accuracy and log-loss use the probabilities themselves; macro-F1 and balanced accuracy use "
                "argmax p / prior^a with a chosen inside the fold. A group's probability is the sum over its goals.",
                "Match@5 is the mean share of the five nearest labelled users with the same goal group. With the goal "
                "given it is circular and only told for comparison.",
                "The spot checks, the importance and the questions come from one model learned from four fifths of the "
                "users, asked about the others.",
                "No identifier, account name, rule text or exact amount is on this page; whatever is told of users "
                "holds for at least five of them.",
            ]
        ),
        paragraph(f"Data fingerprint {about['fingerprint']}, seed {about['seed']}.", "quiet"),
    ]
