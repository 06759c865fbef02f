"""What an attacker learns of people whom a model was trained on, beside what they learn of strangers.

Source: membership inference, Shokri et al. (2017); intervals of areas by Hanley and McNeil (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.metrics import area_under_curve

Floats = NDArray[np.float64]
MOST_APART = 0.55
"""Area under the curve up to which members count as not told from strangers."""
MOST_GAIN = 0.02
"""By how much more may be found out of members than of strangers."""
Z = 1.96
Z_OF_ALL = 2.87
"""Standard errors that none of twelve attacks on harmless models goes beyond, in 95 % of cases (Bonferroni)."""


@dataclass(frozen=True)
class Attack:
    """One attack and what came of it.

    Attributes
    ----------
    name : in words.
    chance : what guessing gives.
    strangers, members : what it gives of either.
    measure : what the limit is for: the members' figure, or how far it is above the strangers'.
    interval : 95 % interval of the measure.
    limit : the measure's.
    """

    name: str
    chance: float
    strangers: float
    members: float
    measure: float
    interval: tuple[float, float]
    limit: float

    @property
    def verdict(self) -> str:
        """``no`` only beyond noise: where the measure is above the limit although so many attacks are tried."""
        if self.measure <= self.limit:
            return "yes"
        beyond = (self.measure - self.interval[0]) * Z_OF_ALL / Z
        return "within noise" if self.measure - beyond <= self.limit else "no"

    def to_json(self) -> dict[str, Any]:
        figures = {key: round(value, 4) for key, value in asdict(self).items() if isinstance(value, float)}
        interval = [round(end, 4) for end in self.interval]
        return {"name": self.name, **figures, "interval": interval, "holds": self.verdict}

    def in_words(self) -> str:
        low, high = self.interval
        return f"{self.name}: {self.measure:.3f} (95 % interval {low:.3f} to {high:.3f}), limit {self.limit:.2f}"


def told_apart(name: str, members: Floats, strangers: Floats) -> Attack:
    """Membership guessed by a score, shapes (n_members,) and (n_strangers,)."""
    area = area_under_curve(members, strangers)
    n, m = len(members), len(strangers)
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (area * (1 - area) + (n - 1) * (one - area**2) + (m - 1) * (two - area**2)) / (n * m)
    half = Z * float(np.sqrt(max(spread, 0.0)))
    return Attack(name, 0.5, 0.5, area, area, (area - half, area + half), MOST_APART)


def chance_of_area(members: int, strangers: int) -> float:
    """How far from 0.5 an area is by chance alone where a score tells nothing, in 95 % of cases (Mann and Whitney)."""
    return Z * float(np.sqrt((members + strangers + 1) / (12 * members * strangers)))


def too_few(people: int) -> str:
    """Why nothing was attacked, and what a figure would have been worth."""
    noise = chance_of_area(people // 2, people - people // 2)
    return (
        f"Not measured: of {people} people a half is too few to learn from. With so few, chance alone gives areas from "
        f"{max(0.0, 0.5 - noise):.2f} to {min(1.0, 0.5 + noise):.2f} (95 %)."
    )


def over_divisions(found: Sequence[Sequence[Attack]]) -> tuple[Attack, ...]:
    """Each attack's mean over divisions of the same people; the interval is narrower by the root of their number.

    That holds for these people: others would differ from them as one division's interval says.
    """
    by_name: dict[str, list[Attack]] = {}
    for attack in (one for division in found for one in division):
        by_name.setdefault(attack.name, []).append(attack)
    return tuple(_mean(some) for some in by_name.values())


def _mean(some: Sequence[Attack]) -> Attack:
    measure, strangers, members = (
        float(np.mean([getattr(one, name) for one in some])) for name in ("measure", "strangers", "members")
    )
    half = float(np.mean([one.interval[1] - one.measure for one in some])) / len(some) ** 0.5
    return replace(
        some[0], strangers=strangers, members=members, measure=measure, interval=(measure - half, measure + half)
    )


def found_out(name: str, chance: float, members: Floats, strangers: Floats) -> Attack:
    """What is found out right of each member and each stranger, 0 to 1, shapes (n_members,) and (n_strangers,)."""
    gain = float(members.mean() - strangers.mean())
    half = Z * float(np.sqrt(members.var() / len(members) + strangers.var() / len(strangers)))
    means = float(strangers.mean()), float(members.mean())
    return Attack(name, chance, *means, gain, (gain - half, gain + half), MOST_GAIN)


def singled_out(name: str, candidates: Floats, others: Floats) -> Attack:
    """How much of knowing someone is gained: 1 / the people left who fit, shapes (n_members,) and (n_strangers,)."""
    sure = 1 / np.maximum(candidates, 1)
    half = Z * float(sure.std() / np.sqrt(len(sure)))
    mean = float(sure.mean())
    strangers = float((1 / np.maximum(others, 1)).mean())
    return Attack(name, 0.0, strangers, mean, mean, (mean - half, mean + half), 0.2)


def refuse_a_memory(found: Sequence[Attack]) -> None:
    """Nothing is published that gives people away.

    Raises
    ------
    TrainingError : an attack does better than its limit, beyond noise.
    """
    failed = [attack.in_words() for attack in found if attack.verdict == "no"]
    if failed:
        raise TrainingError(
            f"The models would give away whom they learned from ({'; '.join(failed)}). Nothing was published. Train "
            "on more users: the fewer there are, the more each of them shows."
        )


def attack_table(attacks: Sequence[Attack]) -> list[str]:
    """The attacks as lines of a Markdown table."""
    lines = [
        "| attack | chance | strangers | members | measure | 95 % interval | limit | holds |",
        "|---|" + "---|" * 7,
    ]
    return lines + [
        f"| {a.name} | {a.chance:.3f} | {a.strangers:.3f} | {a.members:.3f} | {a.measure:+.3f} "
        f"| {a.interval[0]:+.3f} to {a.interval[1]:+.3f} | {a.limit:.2f} | {a.verdict} |"
        for a in attacks
    ]
