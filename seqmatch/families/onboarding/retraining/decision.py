"""Refuses data from which goals cannot be learned, and holds the onboarding family's contests.

The rules are told in :mod:`seqmatch.families.onboarding.retraining.retrain`, which holds the contests.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from seqmatch.families.onboarding.retraining.contest import MAIN
from seqmatch.lifecycle.measuring.comparison import Comparison
from seqmatch.lifecycle.measuring.decision import Contest
from seqmatch.lifecycle.versions.artifact import Files

Kind = Literal["recipes", "new users", "known users"]


def contest(kind: Kind, comparisons: Sequence[Comparison]) -> Contest:
    """A contest; of known users the champion has an advantage."""
    return Contest(kind, tuple(comparisons), MAIN, advantage=kind == "known users")


def about_base_rates(gain: Comparison, better: bool) -> str:
    verb = "is better than" if better else "is no better than"
    return (
        f"On users it has not seen the challenger's goal log-loss, {gain.challenger:.3f}, {verb} that of the base "
        f"rates, {gain.champion:.3f}."
    )


def not_worth_learning(champion: Files, challenger: Files, gain: Comparison) -> tuple[str, ...]:
    """Why nothing should be learned from this data, if so."""
    if gain.verdict != "better":
        return (
            f"{about_base_rates(gain, False)} The stated goals tell nothing that profiles and rules bear out; look "
            "for mixed-up rows or labels.",
        )
    new, old = _measured(challenger), _measured(champion)
    if old is None or new is None or new["provenance"] != old["provenance"]:
        return ()
    # Of the spread per user only the challenger's is known; the champion's users stand for as much each.
    error = (gain.ci95[1] - gain.ci95[0]) / (2 * 1.96) * np.sqrt(1 + gain.units / max(old["users"], 1))
    if old["gain"] - new["gain"] > 1.96 * error:
        return (
            f"Goals show less in this data than in the champion's: log-loss gains {new['gain']:.3f} over the base "
            f"rates, where the champion gained {old['gain']:.3f}. Look for mixed-up rows or labels.",
        )
    return ()


def _measured(files: Files) -> dict[str, Any] | None:
    """What training measured of the goal classifier on users held out: gain in log-loss over base rates, users."""
    try:
        metrics = json.loads(files["metrics.json"])
        goal = metrics["goal"]["goal_classifier"]
        return {
            "provenance": metrics["provenance"],
            "gain": float(goal["log_loss_of_base_rates"]) - float(goal["log_loss"]),
            "users": int(goal["users"]),
        }
    except (KeyError, TypeError, ValueError):
        return None
