"""What ``seqmatch evaluate --report`` gathers beside the evaluation's own figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from seqmatch.errors import ArgumentError

if TYPE_CHECKING:
    from seqmatch.data.cohort import SyntheticCohort
    from seqmatch.data.readers import Cohort
    from seqmatch.lifecycle.onboarding.crossfit import Held
    from seqmatch.lifecycle.onboarding.dataset import OnboardingData
    from seqmatch.lifecycle.onboarding.train import Source

STEPS = ("learning curve", "archetype map", "spot checks", "signal strengths")


def check_can_draw() -> None:
    """Refuse at once what would fail only after minutes of measuring.

    Raises
    ------
    ArgumentError : the ``plots`` extra is not installed.
    """
    from seqmatch.lifecycle.page.drawing import can_draw

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
    """The findings that :func:`seqmatch.lifecycle.onboarding.report.write.write_report` draws."""
    from seqmatch.answers.asking import questions_needed
    from seqmatch.answers.spot_checks import spot_checks
    from seqmatch.lifecycle.artifact import Version
    from seqmatch.lifecycle.onboarding.models import ONBOARDING
    from seqmatch.lifecycle.onboarding.report.archetype_findings import archetype_findings
    from seqmatch.lifecycle.onboarding.report.goal_findings import confusion, importance, learning_curve, reliability
    from seqmatch.lifecycle.onboarding.report.signal_curve import signal_curve
    from seqmatch.lifecycle.onboarding.train import learn
    from seqmatch.lifecycle.threads import one_thread

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
            "spot_checks": spot_checks(models, asked, texts, seed),
        }
    findings["signal"] = None if synthetic is None else signal_curve(synthetic.origin, seed, progress=progress)
    return findings
