"""How real the segments are, on any store; and how near the truth, where a generator tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from seqmatch.families.coaching.dataset.segments import half, people_of, segment_table
from seqmatch.families.coaching.recipe import new_segments
from seqmatch.lifecycle.measuring.bootstrap import draws

RESAMPLES = 200
Row = dict[str, Any]


def segments_figures(
    weeks: pl.DataFrame, basis: str, truth: Mapping[str, str] | None = None, seed: int = 0
) -> list[Row]:
    """Rows of figure, value, ci95, baseline, what the baseline is, people, basis.

    Parameters
    ----------
    weeks : of :func:`seqmatch.families.coaching.dataset.weeks.weeks_of`.
    truth : user -> true segment, where it is known.
    """
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import adjusted_rand_score, silhouette_samples

    users, table = segment_table(weeks)
    if len(users) < 25:
        return [{"figure": "segments", "value": None, "why": "fewer than 25 people", "basis": basis}]
    model = new_segments(seed).fit(table)
    labels, points = model.assign(table).labels, model.points(table)
    k = len(model.centres_)
    judged = model.validity_of(k)
    rows: list[Row] = []

    def row(figure: str, value: float, ci95: Any, baseline: float | None, against: str) -> None:
        low, high = ci95
        rows.append(
            {
                "figure": figure,
                "value": round(float(value), 4),
                "ci95": [round(float(low), 4), round(float(high), 4)],
                "baseline": None if baseline is None else round(float(baseline), 4),
                "against": against,
                "people": len(users),
                "basis": basis,
            }
        )

    own = silhouette_samples(points, labels)
    spread = np.percentile([own[rows_].mean() for rows_ in draws(len(own), seed, RESAMPLES)], (2.5, 97.5))
    if judged is not None:
        row("silhouette", own.mean(), spread, judged.null, "columns shuffled one by one")
        row("stability_ari", judged.stability_ari, (judged.stability_low, judged.stability_high), 0.0, "chance")
        ward = AgglomerativeClustering(k).fit_predict(points)
        row("hierarchical_ari", adjusted_rand_score(labels, ward), _spread(labels, ward, seed), 0.0, "chance")
    early, late = (segment_table(half(weeks, which)) for which in (0, 1))
    both = (
        early[0]
        .with_row_index("one")
        .join(late[0].with_row_index("two"), on=["user", "currency"], nulls_equal=True, maintain_order="left")
    )
    one = model.assign(early[1]).labels[both["one"].to_numpy()]
    two = model.assign(late[1]).labels[both["two"].to_numpy()]
    same = one == two
    chance = float((np.bincount(one, minlength=k) / len(one) * np.bincount(two, minlength=k) / len(two)).sum())
    spread = np.percentile([same[rows_].mean() for rows_ in draws(len(same), seed, RESAMPLES)], (2.5, 97.5))
    row("same_segment_in_both_halves", same.mean(), spread, chance, "people given segments by chance")
    if truth is not None:
        true = np.array([str(one) for one in people_of(users, truth)])
        rival = np.digitize(table[:, 0], np.nanquantile(table[:, 0], (0.2, 0.4, 0.6, 0.8)))
        row(
            "ari_with_truth",
            adjusted_rand_score(true, labels),
            _spread(true, labels, seed),
            float(adjusted_rand_score(true, rival)),
            "fifths of the savings rate",
        )
        told = _told_the_truth(table, true)
        row(
            "ceiling_ari",
            adjusted_rand_score(true, told),
            _spread(true, told, seed),
            None,
            "a classifier that is told the truth, cross-fitted",
        )
        named = np.array([_slug(model.names_[label]) for label in labels])
        hits = named == true
        common = float(np.unique(true, return_counts=True)[1].max() / len(true))
        spread = np.percentile([hits[some].mean() for some in draws(len(hits), seed, RESAMPLES)], (2.5, 97.5))
        row("name_is_the_true_one", hits.mean(), spread, common, "always the commonest")
    return rows


def _spread(one: Any, other: Any, seed: int) -> tuple[float, float]:
    """The 95 % interval of the adjusted Rand index, people drawn anew."""
    from sklearn.metrics import adjusted_rand_score

    drawn = [adjusted_rand_score(one[some], other[some]) for some in draws(len(one), seed, RESAMPLES)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(low), float(high)


def _told_the_truth(table: np.ndarray[Any, Any], true: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    from sklearn.ensemble import ExtraTreesClassifier
    from sklearn.model_selection import cross_val_predict

    filled = np.where(np.isnan(table), np.nan_to_num(np.nanmedian(table, axis=0)), table)
    return np.asarray(cross_val_predict(ExtraTreesClassifier(200, random_state=0), filled, true, cv=5))


def _slug(name: str | None) -> str:
    """``conservative_saver``, as generators call the segment."""
    said = "" if name is None else name.casefold().replace("-", "_").replace(" ", "_")
    return said.removesuffix("s") if said.endswith("rs") else said
