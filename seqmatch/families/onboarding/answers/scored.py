"""Scores a part of a file of users: what the tools would tell of each, as columns.

Every user is asked about alone, as a tool asks, so that the answers are those of the tools to the last digit: sums of
floats over many rows at once may differ from them. Reasons and questions are left out; ``tools`` asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import polars as pl
from pydantic import BaseModel

from seqmatch.data.files.partitions import FILE, ROW
from seqmatch.data.users.partitions import TEXT
from seqmatch.errors import SeqmatchError
from seqmatch.families.onboarding.answers.goal import likely_goal, predict_goal
from seqmatch.families.onboarding.answers.match import match_user, resemblance, told_similarity
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.lifecycle.batch.job import FAILURES, SCORES, Job, Scored
from seqmatch.schemas.profile import FIELDS, Profile
from seqmatch.schemas.profile_reading import parse_profile

TOOLS: dict[str, Callable[[OnboardingModels, Profile, str | None], BaseModel]] = {
    "match_user": match_user,
    "predict_goal": predict_goal,
    "suggest_automations": suggest_automations,
}
"""What may be added for each user, as JSON: the structured answer of the tool to profile and rules."""
_CHANCE = pl.List(pl.Struct({"goal": pl.String, "goal_group": pl.String, "probability": pl.Float64}))
_SIMILAR = pl.List(pl.Struct({"user_ref": pl.String, "size": pl.Int64, "similarity": pl.Float64}))
COLUMNS = {
    "user": pl.String(),
    "archetype_id": pl.Int64(),
    "archetype": pl.String(),
    "goal": pl.String(),
    "goal_group": pl.String(),
    "goal_probability": pl.Float64(),
    "goal_confident": pl.Boolean(),
    "top_goals": _CHANCE,
    "likely_goals": pl.List(pl.String),
    "similar_users": _SIMILAR,
}
"""``goal`` is null where the model is not sure; ``similar_users`` is empty where nothing tells the groups apart."""
TOP_GOALS = 3


def scored(models: OnboardingModels, frame: pl.DataFrame, options: Mapping[str, Any]) -> Scored:
    """Answers for the users of a part that :func:`seqmatch.data.users.partitions.stage_users` wrote.

    Parameters
    ----------
    options : ``tools``, names of TOOLS whose answers are added.
    """
    added = list(options.get("tools", ()))
    rows: list[tuple[Any, ...]] = []
    failures: list[tuple[Any, ...]] = []
    for file, row, user, text, *cells in frame.select(FILE, ROW, "user_id", TEXT, *FIELDS).iter_rows():
        try:
            rows.append(_answers(models, user, tuple(cells), text, added))
        except SeqmatchError as error:
            failures.append((file, row, user, error.code, str(error)))
        except Exception as error:  # one row must not cost the others their answers
            failures.append((file, row, user, "internal_error", f"Unexpected {type(error).__name__}: report this row."))
    schema = {**COLUMNS, **dict.fromkeys(added, pl.String())}
    return Scored({SCORES: pl.DataFrame(rows, schema, orient="row")}, pl.DataFrame(failures, FAILURES, orient="row"))


def _answers(
    models: OnboardingModels, user: str | None, cells: tuple[str | None, ...], text: str | None, added: list[str]
) -> tuple[Any, ...]:
    profile = _profile(cells)
    query = read_query(profile, text)
    near = resemblance(models, query)
    told, chances = likely_goal(models, query)
    similar = [
        {
            "user_ref": models.groups.refs[group],
            "size": int(models.groups.sizes[group]),
            "similarity": told_similarity(s),
        }
        for group, s in zip(near.found.groups.tolist(), near.found.similarities.tolist(), strict=True)
    ]
    return (
        user,
        near.archetype,
        models.cards[near.archetype]["name"],
        told.goal,
        told.group,
        chances[told.leading].probability,
        told.confident,
        [chance.model_dump() for chance in chances[:TOP_GOALS]],
        list(told.likely),
        [] if near.nothing_tells else similar,
        *(TOOLS[tool](models, profile, text).model_dump_json(exclude_defaults=True) for tool in added),
    )


@lru_cache(maxsize=4_096)
def _profile(cells: tuple[str | None, ...]) -> Profile:
    """The profile in a row's cells, read as the tools read it; few differ.

    Raises
    ------
    ProfileError : a value that the field cannot have.
    """
    return parse_profile({field: cell for field, cell in zip(FIELDS, cells, strict=True) if cell is not None})


def onboarding_job(tools: tuple[str, ...] = ()) -> Job[OnboardingModels]:
    """Scores users; ``tools`` are names of TOOLS."""
    return Job(ONBOARDING, scored, {"tools": list(tools)})
