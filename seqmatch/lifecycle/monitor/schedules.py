"""When a family is looked at: its inputs every day, how right its answers are every week.

Days are calendar days in UTC. A scheduler that starts a few seconds earlier than yesterday still finds the daily look
due, which it would not if 24 hours were counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from seqmatch.lifecycle.monitor.page import performance_sentence
from seqmatch.lifecycle.monitor.watch import Watch

Look = Literal["drift", "performance"]
EVERY: dict[Look, int] = {"drift": 1, "performance": 7}
"""Days from one look to the next."""
LastLooks = Mapping[tuple[str, str], dt.datetime]
"""When a family was last looked at, by family and look."""


@dataclass(frozen=True)
class Planned:
    """A look at a family and the day from which it is due."""

    family: str
    look: Look
    on: dt.date


def planned(families: Sequence[str], last: LastLooks, today: dt.date) -> list[Planned]:
    """The next look of each kind at each family, the earliest first.

    A look that was never kept is due today, and so is one that was kept on a day still to come: a clock was wrong.
    """
    following = []
    for family in families:
        for look, every in EVERY.items():
            kept = last.get((family, look))
            before = None if kept is None else kept.astimezone(dt.UTC).date()
            on = today if before is None or before > today else before + dt.timedelta(days=every)
            following.append(Planned(family, look, on))
    return sorted(following, key=lambda one: one.on)


def found(seen: Watch, look: Look) -> str:
    """What this look saw, in one sentence."""
    if look == "performance":
        return performance_sentence(seen)
    if not seen.drift:
        return seen.notes[0]
    most = seen.drift[0]
    return (
        f"The largest drift in {seen.rows:,} inputs is PSI {most.psi:.3f} ({most.column}; customary label: "
        f"{most.label}), where chance reaches {most.noise:.3f}: {most.verdict}."
    )


def reasons(seen: Watch, look: Look) -> tuple[str, ...]:
    """Why this look advises to retrain; empty where it does not."""
    return seen.drift_reasons if look == "drift" else seen.decay_reasons
