"""Measures the archetypes: silhouette against its null, and agreement when learned again."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.evaluation.figures import described, figure
from seqmatch.lifecycle.measuring.bootstrap import mean_of
from seqmatch.lifecycle.threads import one_thread

NULLS = 5
RELEARNED = 5


def archetype_figures(data: OnboardingData, seed: int) -> dict[str, Any]:
    """The archetype part of the evaluation. Unsupervised, so on all users; intervals by resampling users."""
    from sklearn.metrics import silhouette_samples

    with one_thread():
        fitted = recipe.fit_archetypes(data, seed)
        table = data.table[:, recipe.ARCHETYPE_COLUMNS]
        own = silhouette_samples(fitted.project(table), fitted.labels_)
        nulls = [fitted.null_silhouette(table, seed + number) for number in range(NULLS)]
        rng = np.random.default_rng(seed)
        ks = [
            recipe.fit_archetypes(
                data.subset(np.sort(rng.choice(len(data), int(0.8 * len(data)), replace=False))), seed
            ).k_
            for _ in range(RELEARNED)
        ]
    null = float(np.mean(nulls))
    return {
        "k": described("archetypes.k", float(fitted.k_), (min(ks), max(ks)), None),
        "silhouette": figure("archetypes.silhouette", mean_of(own), len(own), null, seed),
        "silhouette_null": described("archetypes.silhouette_null", null, (min(nulls), max(nulls)), None),
        "stability_ari": described(
            "archetypes.stability_ari", fitted.ari_, np.percentile(fitted.resampled_ari_, (2.5, 97.5)), 0.0
        ),
        "silhouette_all_features": round(fitted.full_silhouette_, 4),
        "variance_explained": round(fitted.explained_, 4),
        "smallest_share": round(float(np.bincount(fitted.labels_).min() / len(data)), 4),
    }
