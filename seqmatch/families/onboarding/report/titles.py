"""Titles of the evaluation's figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TITLES = {
    "goal.accuracy": "goal, accuracy",
    "goal.top3_accuracy": "goal, top-3 accuracy",
    "goal.group_accuracy": "goal group accuracy",
    "goal.macro_f1": "goal, macro-F1 (decision rule)",
    "goal.balanced_accuracy": "goal, balanced accuracy (same rule)",
    "goal.log_loss": "goal, log-loss",
    "goal.ece": "goal, calibration error",
    "goal.set_coverage": "goal, coverage of the 90% sets",
    "similarity.user_type_match_at_5": "user type match@5, filter off",
    "similarity.goal_group_match_at_5": "goal group match@5, goal withheld",
    "similarity.goal_group_3_of_5": "  the same, 3 of 5 or more",
    "similarity.goal_group_match_at_5_goal_given": "goal group match@5, goal given (circular)",
    "similarity.goal_group_match_at_5_gain_over_seed_weights": "  gain over the seed's weights, goal withheld",
    "similarity.automation_overlap_at_5": "overlap of automations with the 5 nearest",
    "similarity.automation_overlap_at_5_gain_over_seed_weights": "  gain over the seed's weights",
    "similarity.goal_group_match_at_5_gain_with_embeddings": "  gain with rule embeddings, goal withheld",
    "similarity.automation_overlap_at_5_gain_with_embeddings": "  gain of overlap with rule embeddings",
    "archetypes.k": "archetypes, k",
    "archetypes.silhouette": "archetypes, silhouette (baseline: null)",
    "archetypes.silhouette_null": "archetypes, silhouette of shuffled columns",
    "archetypes.stability_ari": "archetypes, stability (ARI)",
}
for _situation, _words in (("new_user", "new user"), ("known_rules", "half the rules known")):
    for _name, _title in (
        ("ndcg_at_5", "NDCG@5"),
        ("recall_at_5", "recall@5"),
        ("hit_rate_at_5", "hit rate@5"),
        ("ndcg_lift_over_popularity", "NDCG@5 over popularity"),
    ):
        TITLES[f"automations.{_situation}.{_name}"] = f"automations, {_words}, {_title}"

COLUMNS = ("figure", "value", "95 % interval", "baseline", "seed recipe", "linear", "ceiling", "seed's target")


OPTIONAL = {path for path in TITLES if path.endswith("_with_embeddings")}
"""Figures that are there only where an encoder was given."""


def headline(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], float | None]]:
    """The path of each figure, the figure, and the ceiling where one is known."""
    limit = document.get("ceiling", {})
    for path in TITLES:
        section, _, name = path.partition(".")
        if path in OPTIONAL and name not in document[section]:
            continue
        node: Any = document
        for part in path.split("."):
            node = node[part]
        yield path, node, limit.get(section, {}).get(path.split(".")[-1])


def headline_rows(document: dict[str, Any]) -> list[tuple[str, ...]]:
    """The evaluation as rows of COLUMNS."""
    rivals = document["goal"]["baselines"]
    rows: list[tuple[str, ...]] = []
    for path, node, best in headline(document):
        section, _, name = path.partition(".")
        others = [rivals[model].get(name) if section == "goal" else None for model in ("seed_recipe", "linear")]
        others[0] = node.get("seed_weights", others[0])
        rows.append(
            (
                TITLES[path],
                number(node["value"]),
                f"{number(node['ci95'][0])} to {number(node['ci95'][1])}",
                number(node["baseline"]),
                *(number(other) for other in others),
                number(best),
                f"> {node['target']} {'met' if node['meets_target'] else 'missed'}" if "target" in node else "",
            )
        )
    return rows


def target_rows(document: dict[str, Any]) -> list[tuple[str, ...]]:
    """Only the figures the seed set a target for: figure, target, reached, ceiling, verdict."""
    rows: list[tuple[str, ...]] = []
    for path, node, best in headline(document):
        if "target" not in node:
            continue
        verdict = "met" if node["meets_target"] else "missed"
        if best is not None and best <= node["target"]:
            verdict += ", out of reach: no model can"
        rows.append((TITLES[path], f"> {node['target']}", number(node["value"]), number(best) or "not known", verdict))
    return rows


def whose(document: dict[str, Any]) -> str:
    """Whose data was measured on."""
    about = document["cohort"]
    return f"synthetic, preset {about['preset']}" if about["provenance"] == "synthetic" else "the operator's data"


def number(value: float | None) -> str:
    """Three decimals, whole numbers without."""
    return "" if value is None else f"{value:.3f}".removesuffix(".000")
