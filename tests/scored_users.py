"""Files of generated users to score, and what the tools say of each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.profile import CSV_COLUMNS
from seqmatch.server.tools.answer_tool import structured
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.onboarding import TOOLS

POLICIES = {policy.name: policy for policy in TOOLS}


def asked(models: OnboardingModels, tool: str, profile: dict[str, Any], rules_text: str | None) -> dict[str, Any]:
    """The structured answer of a tool, its arguments read as a server reads them."""
    policy = POLICIES[tool]
    arguments = {"profile": profile, **({} if rules_text is None else {"rules_text": rules_text})}
    return structured(policy.answer(models, **read_arguments(policy.parameters, arguments))[0])


def told_of(profiles: pl.DataFrame, rules: pl.DataFrame) -> dict[str, tuple[dict[str, Any], str | None]]:
    """User -> profile and rules, as somebody would copy them from the two tables into a call."""
    texts = {row["organization_id"]: row["description"] for row in rules.iter_rows(named=True)}
    return {
        row["ORGANIZATION_ID"]: (
            {field: row[column] for column, field in CSV_COLUMNS.items() if row[column] not in (None, "")},
            texts.get(row["ORGANIZATION_ID"]),
        )
        for row in profiles.iter_rows(named=True)
    }


def compared(models: OnboardingModels, row: dict[str, Any], profile: dict[str, Any], rules: str | None) -> None:
    """Assert that the columns of a scored user say what the tools say."""
    match, goal = (asked(models, tool, profile, rules) for tool in ("match_user", "predict_goal"))
    assert (row["archetype_id"], row["archetype"]) == tuple(match["archetype"].values())
    similar = [{key: one[key] for key in ("user_ref", "size", "similarity")} for one in match.get("similar_users", [])]
    assert row["similar_users"] == similar
    top = goal["top_goals"]
    leading = next(one for one in top if one["goal"] == (goal["goal"] or top[0]["goal"]))
    assert (row["goal"], row["goal_group"], row["goal_confident"]) == (
        goal["goal"],
        goal["goal_group"],
        goal["confident"],
    )
    assert (row["goal_probability"], row["top_goals"]) == (leading["probability"], top[:3])
    assert row["likely_goals"] == goal["goal_set"]["goals"]


def scores(out: Path) -> pl.DataFrame:
    """All scores of a run, in the order of the file."""
    return pl.concat([pl.read_parquet(part) for part in sorted((out / "scores").iterdir())])


def bytes_of(out: Path) -> dict[str, bytes]:
    """Every file of a finished run."""
    files = (one for one in sorted(out.rglob("*")) if one.is_file() and one.name != ".run.lock")
    return {str(one.relative_to(out)): one.read_bytes() for one in files}
