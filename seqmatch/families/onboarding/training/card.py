"""The model card of a version: what it is, how well it does, and what it must not be used for."""

from __future__ import annotations

from typing import Any

from seqmatch.families.onboarding.recipe import LEAST_GROUP
from seqmatch.settings import MIN_SUPPORT

_ORIGIN = {
    "synthetic": "generated people (the synthetic cohort); every figure below is synthetic",
    "operator": "the operator's own users",
}


def model_card(metrics: dict[str, Any], provenance: str) -> str:
    """A Markdown card from the metrics that training measured on held-out users."""
    clusters = metrics["archetypes"]
    lines = [
        "# Onboarding models",
        "",
        f"Learned from {_ORIGIN[provenance]}: {metrics['users']:,} users with rules, "
        f"{metrics['labelled_users']:,} of whom state a goal.",
        "",
        "They answer who a person resembles, what they are after, which archetype they belong to and which automations "
        "similar people set up. They are not for credit, pricing, eligibility or any decision about a person.",
        "",
        "## Goal prediction, on users held out of training",
        "",
        "| situation | users | top-3 | base rates | log-loss | base rates | ECE | calibration | confident |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for stem, title in (("goal_classifier", "rules known"), ("goal_classifier_new_user", "new user, profile only")):
        r = metrics["goal"][stem]
        lines.append(
            f"| {title} | {r['users']} | {r['top3_accuracy']:.3f} | {r['top3_accuracy_of_base_rates']:.3f} "
            f"| {r['log_loss']:.3f} | {r['log_loss_of_base_rates']:.3f} | {r['calibration_error']:.3f} "
            f"| {r['calibration']} | {r['confident_share']:.0%} |"
        )
    lines += [
        "",
        "These come from one cross-fit inside training; `seqmatch evaluate` measures with baselines and intervals.",
        "",
        "## Archetypes",
        "",
        f"{clusters['k']} groups; silhouette {clusters['silhouette']:.2f} against {clusters['silhouette_null']:.2f} on "
        f"shuffled columns, in a space that holds {clusters['variance_explained']:.0%} of the variance "
        f"({clusters['silhouette_all_features']:.2f} over all features); re-learned on other samples they agree with "
        f"an adjusted Rand index of {clusters['stability_ari']:.2f}.",
        "",
        "## Privacy",
        "",
        "No file holds an identifier, an account name, a rule text or an exact amount. Of users only groups of at least"
        f" {LEAST_GROUP} alike are kept. Every count and share stands for at least {MIN_SUPPORT} users; smaller ones "
        "are told for several groups together or not at all.",
        "",
    ]
    return "\n".join(lines)
