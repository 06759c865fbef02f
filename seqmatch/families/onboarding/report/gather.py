"""Gathers what ``seqmatch evaluate --report`` shows beside the evaluation's own figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from seqmatch.errors import ArgumentError

if TYPE_CHECKING:
    from seqmatch.data.synthetic.people.generate import SyntheticCohort
    from seqmatch.data.users.cohort import Cohort
    from seqmatch.families.onboarding.dataset import OnboardingData
    from seqmatch.families.onboarding.evaluation.crossfit import Held
    from seqmatch.families.onboarding.training.train import Source

STEPS = ("learning curve", "archetype map", "spot checks", "signal strengths")


def check_can_draw() -> None:
    """Refuse at once what would fail only after minutes of measuring.

    Raises
    ------
    ArgumentError : the ``plots`` extra is not installed.
    """
    from seqmatch.lifecycle.pages.drawing import can_draw

    if not can_draw():
        raise ArgumentError(
            "Drawing the report needs the extra `plots`. Install it with: pip install 'seqmatch[plots]'",
            code="plots_missing",
            path="--report",
        )


def gather(
    cohort: Cohort,
    data: OnboardingData,
    source: Source,
    synthetic: SyntheticCohort | None,
    rounds: list[list[Held]],
    seed: int,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """The findings that :func:`seqmatch.families.onboarding.report.write.write_report` draws."""
    from seqmatch.families.onboarding.evaluation.asking import questions_needed
    from seqmatch.families.onboarding.evaluation.spot_checks import spot_checks
    from seqmatch.families.onboarding.models import ONBOARDING
    from seqmatch.families.onboarding.report.archetype_findings import archetype_findings
    from seqmatch.families.onboarding.report.goal_findings import confusion, importance, learning_curve, reliability
    from seqmatch.families.onboarding.report.signal_curve import signal_curve
    from seqmatch.families.onboarding.training.train import learn
    from seqmatch.lifecycle.threads import one_thread
    from seqmatch.lifecycle.versions.artifact import Version

    findings: dict[str, Any] = {
        "reliability": reliability(data, rounds),
        "confusion": confusion(data, rounds),
        "learning_curve": learning_curve(data, rounds[0], seed, progress=progress),
    }
    progress("archetype map")
    findings["archetypes"] = archetype_findings(data, seed)
    progress("spot checks")
    held = rounds[0][0].users
    with one_thread():
        learned = data.subset(np.setdiff1d(np.arange(len(data)), held))
        # Through the bytes of a version, so that what is asked is what would be served.
        models = ONBOARDING.models(Version("report", {}, learn(learned, source, seed)))
        asked = data.subset(held)
        texts = [cohort.rule_texts[row] or "" for row in asked.rows]
        findings |= {
            "importance": importance(models.goals, asked),
            "asking": questions_needed(models, asked.profiles, asked.goals, seed),
            "spot_checks": spot_checks(models, learned, asked, texts, seed),
        }
    findings["signal"] = None if synthetic is None else signal_curve(synthetic.origin, seed, progress=progress)
    return findings
