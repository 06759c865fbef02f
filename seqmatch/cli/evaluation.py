"""``seqmatch evaluate``: what the recipe is worth on users it has not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import typer

from seqmatch.cli.main import app
from seqmatch.cli.output import print_json, print_table, progress
from seqmatch.cli.training import JsonOption, ProfilesOption, RulesOption, SeedOption, read_source
from seqmatch.settings import Settings

_TITLES = {
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
        _TITLES[f"automations.{_situation}.{_name}"] = f"automations, {_words}, {_title}"


@app.command()
def evaluate(
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
) -> None:
    """Measure the recipe, cross-fitted, with baselines and 95 % intervals. Without files: on the synthetic cohort."""
    from seqmatch.lifecycle.baselines import seed_features
    from seqmatch.lifecycle.dataset import onboarding_data
    from seqmatch.lifecycle.evaluate import FOLDS, REPEATS, ceiling
    from seqmatch.lifecycle.evaluate import evaluate as evaluate_models

    with progress("Evaluating", FOLDS * REPEATS + 2) as step:
        step("reading")
        cohort, source, synthetic = read_source(profiles, rules)
        data = onboarding_data(cohort)
        seed_table = np.array([seed_features(cohort.profiles[i], cohort.rule_texts[i] or "") for i in data.rows])
        measured = evaluate_models(data, seed_table, seed, step)
    document: dict[str, Any] = {
        "cohort": {
            "provenance": source.provenance,
            "profiles": len(cohort),
            "users_with_rules": len(data),
            "labelled_users": len(data.labelled),
            "fingerprint": source.fingerprint,
            "seed": seed,
            "folds": FOLDS,
            "repeats": REPEATS,
        },
        **measured,
    }
    if synthetic is not None:
        document["cohort"]["preset"] = synthetic.origin.preset
        document["ceiling"] = ceiling(synthetic.posterior, list(synthetic.goals), data)
    if as_json:
        print_json(document)
        return
    print_document(document)


def print_document(document: dict[str, Any]) -> None:
    """The evaluation as a table."""
    about, limit = document["cohort"], document.get("ceiling", {})
    rivals = document["goal"]["baselines"]
    rows = []
    for path, title in _TITLES.items():
        node: Any = document
        for part in path.split("."):
            node = node[part]
        section, name = path.split(".")[0], path.split(".")[-1]
        best = limit.get(section, {}).get(name)
        others = [rivals[model].get(name) if section == "goal" else None for model in ("seed_recipe", "linear")]
        rows.append(
            (
                title,
                _number(node["value"]),
                f"{_number(node['ci95'][0])} to {_number(node['ci95'][1])}",
                _number(node["baseline"]),
                *(_number(other) for other in others),
                _number(best),
                f"> {node['target']} {'met' if node['meets_target'] else 'missed'}" if "target" in node else "",
            )
        )
    whose = f"synthetic, preset {about['preset']}" if about["provenance"] == "synthetic" else "the operator's data"
    print_table(
        f"{about['users_with_rules']:,} users with rules, {about['labelled_users']:,} state a goal ({whose}); "
        f"{about['folds']}-fold cross-fitted, mean of {about['repeats']} divisions",
        ("figure", "value", "95 % interval", "baseline", "seed recipe", "linear", "ceiling", "seed's target"),
        rows,
    )
    typer.echo(
        "Baselines: the prior for goals, chance for similarity, popularity for automations. "
        "By user type, popularity reaches NDCG@5 "
        f"{document['automations']['new_user']['ndcg_at_5']['popularity_by_type']:.3f} for new users and "
        f"{document['automations']['known_rules']['ndcg_at_5']['popularity_by_type']:.3f} with half the rules known."
    )
    if limit:
        typer.echo("Ceiling: the Bayes-optimal score of the model that drew this cohort. All figures are synthetic.")
    else:
        typer.echo(
            "The seed's targets assume goals that show in profiles and rules; what shows here is the lift over prior."
        )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removesuffix(".000")
