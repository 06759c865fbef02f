"""Which segment a person belongs to, how clear that is, and what its people have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from seqmatch.estimators.segmentation.behaviour_segments import MIN_SHARE, BehaviourSegments
from seqmatch.families.coaching.dataset.segments import AXES, INPUTS, segment_table
from seqmatch.settings import MIN_SUPPORT

BORDER = 0.05
"""Clearness below which a person stands between two segments."""
UNNAMED = "No named segment"
PERSONAS: Mapping[str, str] = MappingProxyType(
    {
        "Conservative Savers": "They keep much of their income, hold a large cushion, and hardly spend more after pay.",
        "Impulse Buyers": "Spending rises after pay and on weekends, little is kept, and the cushion is thin.",
        "Goal-Oriented": "They put money aside often and on a rhythm, and their spending leaves room for it.",
        "Budget Conscious": "They spend small amounts evenly and seldom put money aside in one go.",
        "High Spenders": "Their payments and totals are larger than other people's.",
        UNNAMED: "Their behaviour matches none of the five named segments.",
    }
)
_WORDS = {
    "keeps": "share of income kept",
    "regular": "how often money is put aside",
    "impulse": "spending after pay, on weekends and in large unplanned buys",
    "cushion": "balance against spending and debt",
    "scale": "size of payments and spending",
}


@dataclass(frozen=True)
class Segmented:
    """A person's segment.

    Attributes
    ----------
    segment : its name.
    clear : 0 on the border to another one, 1 at its centre.
    between : the other segment, where the person is near the border.
    """

    segment: str
    clear: float
    between: str | None


def name_of(model: BehaviourSegments, group: int) -> str:
    """A segment's name; several that match none of the five are numbered."""
    if (name := model.names_[group]) is not None:
        return name
    nameless = [place for place, one in enumerate(model.names_) if one is None]
    return UNNAMED if len(nameless) == 1 else f"{UNNAMED} ({nameless.index(group) + 1})"


def segments_of(model: BehaviourSegments, weeks: pl.DataFrame) -> pl.DataFrame:
    """``user``, ``currency``, ``segment``, ``clear``, ``between`` of everybody with enough weeks."""
    users, table = segment_table(weeks)
    member = model.assign(table)
    points = model.points(table)
    apart = ((points[:, None, :] - model.centres_[None, :, :]) ** 2).sum(axis=2)
    second = np.argsort(apart, axis=1)[:, 1] if apart.shape[1] > 1 else member.labels
    return users.select("user", "currency").with_columns(
        pl.Series("segment", [name_of(model, group) for group in member.labels], pl.String),
        pl.Series("clear", np.round(member.clear, 3), pl.Float64),
        pl.Series(
            "between",
            [name_of(model, two) if clear < BORDER else None for two, clear in zip(second, member.clear, strict=True)],
            pl.String,
        ),
    )


def segment_of(model: BehaviourSegments, weeks: pl.DataFrame) -> Segmented | None:
    """The segment of the one person in ``weeks``; None where the history is too short."""
    found = segments_of(model, weeks)
    if found.is_empty():
        return None
    row = found.row(-1, named=True)
    return Segmented(row["segment"], row["clear"], row["between"])


def segment_profiles(model: BehaviourSegments, weeks: pl.DataFrame) -> dict[str, Any]:
    """The comparison of segments: size, persona, place on the axes, and typical values beside everybody's.

    Values of segments with fewer than max(MIN_SUPPORT, MIN_SHARE) of these people are left out.
    """
    _, table = segment_table(weeks)
    labels = model.assign(table).labels
    least = max(MIN_SUPPORT, MIN_SHARE * len(table))
    judged = model.validity_of(len(model.centres_))
    told = []
    for group in range(len(model.centres_)):
        members = table[labels == group]
        if len(members) < least:
            continue
        name = name_of(model, group)
        told.append(
            {
                "segment": name,
                "people": len(members),
                "share": round(len(members) / len(table), 3),
                "persona": PERSONAS.get(name, PERSONAS[UNNAMED]),
                "axes": {axis: round(float(at), 2) for axis, at in zip(AXES, model.centres_[group], strict=True)},
                "typical": _medians(members),
            }
        )
    return {
        "segments": told,
        "everybody": {"people": len(table), "typical": _medians(table)},
        "axes": _WORDS,
        "validity": None if judged is None else judged.to_json(),
        "elbow_k": model.elbow_k,
        "best_silhouette_k": max(model.judged_, key=lambda one: one.silhouette).k if model.judged_ else None,
        "judged": [one.to_json() for one in model.judged_],
        "note": "People lie on a continuum: compare the silhouette with its null before relying on a border.",
    }


def export_segments(model: BehaviourSegments, weeks: pl.DataFrame, folder: Path) -> tuple[Path, Path]:
    """Write ``user_segments.csv`` (user, currency, segment, clear, between) and ``segment_profiles.json``."""
    profiles = segment_profiles(model, weeks)
    names = [one["segment"] for one in profiles["segments"]]
    users = segments_of(model, weeks).filter(pl.col("segment").is_in(names))
    users = users.with_columns(between=pl.when(pl.col("between").is_in(names)).then("between"))
    csv, told = folder / "user_segments.csv", folder / "segment_profiles.json"
    users.write_csv(csv)
    told.write_text(json.dumps(profiles, indent=2) + "\n", "utf-8")
    return csv, told


def _medians(table: np.ndarray[Any, Any]) -> dict[str, float | None]:
    known = {name: column[~np.isnan(column)] for name, column in zip(INPUTS, table.T, strict=True)}
    return {
        name: round(float(np.median(values)), 3) if len(values) >= MIN_SUPPORT else None
        for name, values in known.items()
    }
