"""What is concluded from contests between champion and challenger: promoted or kept, and why.

The rules are told in :mod:`seqmatch.families.onboarding.retraining.retrain`, which holds the contests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from seqmatch.families.onboarding.retraining.contest import MAIN, Comparison
from seqmatch.lifecycle.versions.artifact import Files

Kind = Literal["recipes", "new users", "known users"]
Outcome = Literal["promoted", "kept"]


@dataclass(frozen=True)
class Contest:
    """Champion and challenger on the same users."""

    kind: Kind
    comparisons: tuple[Comparison, ...]

    @property
    def won(self) -> bool:
        return any(c.metric == MAIN and c.verdict == "better" for c in self.comparisons)

    @property
    def worse(self) -> tuple[Comparison, ...]:
        """What the challenger is worse at beyond noise; never anything where the champion has an advantage."""
        return () if self.kind == "known users" else tuple(c for c in self.comparisons if c.verdict == "worse")

    def to_json(self) -> dict[str, Any]:
        return {"contest": self.kind, "comparisons": [comparison.to_json() for comparison in self.comparisons]}


@dataclass(frozen=True)
class Decision:
    """What was decided and why.

    Attributes
    ----------
    version : the version that is live now; None where there is none.
    challenger, champion : names of the versions compared; no champion where none was live or readable.
    why : sentences, the deciding ones first.
    over_base_rates : the challenger against always answering the base rates; None where nothing was compared.
    """

    outcome: Outcome
    version: str | None
    challenger: str
    champion: str | None
    why: tuple[str, ...]
    over_base_rates: Comparison | None = None
    contests: tuple[Contest, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "decision": self.outcome,
            "why": list(self.why),
            "version": self.version,
            "challenger": self.challenger,
            "champion": self.champion,
            "over_base_rates": None if self.over_base_rates is None else self.over_base_rates.to_json(),
            "contests": [contest.to_json() for contest in self.contests],
        }


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
    error = (gain.ci95[1] - gain.ci95[0]) / (2 * 1.96) * np.sqrt(1 + gain.users / max(old["users"], 1))
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


def judged(contests: tuple[Contest, ...], refused: tuple[str, ...]) -> tuple[Outcome, tuple[str, ...]]:
    worse = tuple(
        f"Worse beyond noise ({contest.kind}): {_in_words(comparison)}"
        for contest in contests
        for comparison in contest.worse
    )
    won = tuple(
        f"Better beyond noise ({contest.kind}): {_in_words(comparison)}"
        for contest in contests
        if contest.won
        for comparison in contest.comparisons
        if comparison.metric == MAIN
    )
    if refused or worse:
        return "kept", (*refused, *worse)
    if won:
        return "promoted", (*won, "No guarded metric is worse beyond noise.")
    return "kept", ("The challenger is not better beyond noise on the goal's log-loss; a tie keeps the champion.",)


def _in_words(comparison: Comparison) -> str:
    low, high = comparison.ci95
    return (
        f"{comparison.metric} {comparison.challenger:.3f} against the champion's {comparison.champion:.3f} on "
        f"{comparison.users:,} users (gain {comparison.gain:+.3f}, 95 % interval {low:+.3f} to {high:+.3f})."
    )
