"""Checks a served family: drift of inputs, accuracy, whether the canary may grow, whether to retrain."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seqmatch.lifecycle.monitor.always_valid import RampAdvice, Received, ramp_advice, share_interval
from seqmatch.lifecycle.monitor.drift import ColumnDrift, drift
from seqmatch.lifecycle.monitor.histogram import Histogram
from seqmatch.lifecycle.serving.rollout import HEURISTIC, Rollout
from seqmatch.lifecycle.versions.artifact import Version, to_json
from seqmatch.store.suggestions.accept_rates import Reception
from seqmatch.store.suggestions.outcomes import JudgedAnswers

REFERENCE = "reference.json"
"""In a version: its training inputs as counts by bin, by column."""
WORSE = 0.1
"""Performance down by more than this share of what it was, beyond noise, is a reason to retrain."""


@dataclass(frozen=True)
class Performance:
    """How right the live version is now, beside what it promised.

    Attributes
    ----------
    accuracy : share of judged answers whose first candidate was right; None where none was judged.
    interval : of the accuracy, always valid.
    expected : the mean probability it gave its first candidates: what a calibrated model reaches if nothing changed.
    judged : answers whose truth is known.
    """

    accuracy: float | None
    interval: tuple[float, float]
    expected: float | None
    judged: int

    @property
    def down(self) -> float:
        """The share of the expected accuracy that was lost; 0 where nothing was."""
        if self.accuracy is None or not self.expected:
            return 0.0
        return max(0.0, 1 - self.accuracy / self.expected)

    @property
    def decayed(self) -> bool:
        """Whether more than :data:`WORSE` was lost, even at the better end of the interval."""
        return self.expected is not None and bool(self.judged) and self.interval[1] < (1 - WORSE) * self.expected

    def to_json(self) -> dict[str, Any]:
        return {
            "accuracy": None if self.accuracy is None else round(self.accuracy, 4),
            "interval": [round(bound, 4) for bound in self.interval],
            "expected": None if self.expected is None else round(self.expected, 4),
            "judged": self.judged,
            "down": round(self.down, 4),
            "decayed": self.decayed,
        }


@dataclass(frozen=True)
class Watch:
    """What was seen.

    Attributes
    ----------
    rows : inputs that drift was looked for in.
    drift : by column, the largest first; empty where the version keeps no reference or nothing was given.
    receptions : how answers were received, by mode, source and version.
    ramp : advice on the canary; None where none is running.
    notes : what could not be looked at, and why.
    """

    family: str
    version: str
    rollout: Rollout
    rows: int
    drift: tuple[ColumnDrift, ...]
    receptions: tuple[Reception, ...]
    performance: Performance
    ramp: RampAdvice | None
    notes: tuple[str, ...]

    @property
    def drift_reasons(self) -> tuple[str, ...]:
        drifted = [one for one in self.drift if one.verdict == "drift"]
        if not drifted:
            return ()
        names = ", ".join(one.column for one in drifted[:5])
        return (f"{len(drifted)} of {len(self.drift)} columns have drifted beyond noise: {names}.",)

    @property
    def decay_reasons(self) -> tuple[str, ...]:
        if not self.performance.decayed:
            return ()
        return (
            f"The first candidate is right {self.performance.accuracy:.0%} of the time where "
            f"{self.performance.expected:.0%} was promised: down by {self.performance.down:.0%}, beyond noise.",
        )

    @property
    def reasons_to_retrain(self) -> tuple[str, ...]:
        return self.drift_reasons + self.decay_reasons

    def to_json(self) -> dict[str, Any]:
        return {
            "family": self.family,
            "version": self.version,
            "rows": self.rows,
            "drift": [one.to_json() for one in self.drift],
            "performance": self.performance.to_json(),
            "receptions": [_reception(one) for one in self.receptions],
            "ramp": None if self.ramp is None else self.ramp.to_json(),
            "retrain": {"advised": bool(self.reasons_to_retrain), "why": list(self.reasons_to_retrain)},
            "notes": list(self.notes),
        }


def _reception(one: Reception) -> dict[str, Any]:
    low, high = share_interval(one.accepted, one.answered)
    return {
        "mode": one.mode,
        "source": one.source,
        "version": one.model_version,
        "suggestions": one.suggestions,
        "units": one.units,
        "covered": one.covered,
        "errors": one.errors,
        "accepted": one.accepted,
        "rejected": one.rejected,
        "corrected": one.corrected,
        "accept_rate": None if one.accept_rate is None else round(one.accept_rate, 4),
        "accept_rate_interval": [round(low, 4), round(high, 4)],
        "latency_ms": None if one.latency_ms is None else round(float(one.latency_ms), 3),
    }


def reference_file(reference: Mapping[str, Histogram]) -> bytes:
    """What a version keeps of its training inputs."""
    return to_json({name: histogram.to_json() for name, histogram in reference.items()})


def watch(
    version: Version,
    family: str,
    rollout: Rollout,
    has_heuristic: bool,
    current: Mapping[str, Any],
    rows: int,
    receptions: Sequence[Reception],
    judged: Sequence[JudgedAnswers],
) -> Watch:
    """Look at a family.

    Parameters
    ----------
    version : the live one.
    current : the inputs seen lately, by column, shape (n_rows,) each; empty where none were given.
    receptions, judged : of the answers given lately.
    """
    notes = []
    kept = version.files.get(REFERENCE)
    found: tuple[ColumnDrift, ...] = ()
    if kept is None:
        notes.append("The live version keeps no reference to measure drift against; training again gives it one.")
    elif not rows:
        notes.append("No inputs were given or found in this window, so drift was not looked for.")
    else:
        reference = {name: Histogram.from_json(one) for name, one in json.loads(kept).items()}
        found = tuple(drift(reference, current))
    if not receptions:
        notes.append("No answers were recorded in this window; `seqmatch serve --store` records them.")
    elif not any(one.answered for one in receptions):
        notes.append("Nobody judged an answer in this window, so nothing is known of how right they are.")
    return Watch(
        family,
        version.name,
        rollout,
        rows,
        found,
        tuple(receptions),
        _performance([one for one in judged if one.model_version == version.name and one.source != "shadow"]),
        _ramp(rollout, version.name, has_heuristic, receptions),
        tuple(notes),
    )


def _performance(answers: Sequence[JudgedAnswers]) -> Performance:
    right, of = sum(one.right for one in answers), sum(one.of for one in answers)
    if not of:
        return Performance(None, (0.0, 1.0), None, 0)
    return Performance(right / of, share_interval(right, of), sum(one.expected for one in answers) / of, of)


def _ramp(rollout: Rollout, live: str, has_heuristic: bool, receptions: Sequence[Reception]) -> RampAdvice | None:
    incumbent, challenger = rollout.arms(live, has_heuristic)
    if challenger is None or rollout.mode != "auto" or not rollout.canary_pct:
        return None
    return ramp_advice(
        _received(incumbent, "live", receptions), _received(challenger, "canary", receptions), rollout.canary_pct
    )


def _received(arm: str, source: str, receptions: Sequence[Reception]) -> Received:
    named = None if arm == HEURISTIC else arm
    its = [one for one in receptions if one.source == source and one.model_version == named]
    return Received(
        arm, sum(one.units for one in its), sum(one.accepted for one in its), sum(one.answered for one in its)
    )
