"""How far the three readings of risk tell who sells when prices fall, on synthetic people of whom that is known.

Beside them: always the majority, a logistic regression of everything that the readings see, and the true odds, which
nobody can beat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.investors import Investors, investors
from seqmatch.estimators.metrics import area_under_curve
from seqmatch.families.planning.scoring.questionnaire import CHOICES, QUESTIONS, read
from seqmatch.families.planning.scoring.risk import Cushion, Held, capacity_level, shown_level
from seqmatch.schemas.answers.planning_risk import Level

PEOPLE, SEED, RESAMPLED, FOLDS = 4_000, 29, 500, 5
_RANK: dict[Level | None, float] = {"low": 1.0, None: 0.5, "medium": 0.5, "high": 0.0}
"""How much a level speaks for selling; what is not known counts as the middle."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """One reading beside the truth.

    Attributes
    ----------
    auc : that one who sells has the higher score, with a 95 % interval over people.
    accuracy : of saying that those sell whose level is low; None for scores that have no level.
    unknown : share of people without a level.
    """

    who: str
    auc: tuple[float, float, float]
    accuracy: float | None
    unknown: float


@dataclass(frozen=True)
class Tolerance:
    """All readings.

    Attributes
    ----------
    majority : accuracy of saying that nobody sells; its AUC is 0.5.
    agreement : rank correlation of what they say and what they hold.
    """

    told: list[Told]
    majority: float
    agreement: float


def measure(people: int = PEOPLE, seed: int = SEED) -> Tolerance:
    """Every reading on the same people."""
    them = investors(people, seed)
    levels = {"stated": _each(people, _stated(them)), "shown": _each(people, _shown(them))}
    levels["capacity"] = _each(people, _capacity(them))
    scores = {name: np.array([_RANK[one] for one in found]) for name, found in levels.items()}
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, people, (RESAMPLED, people))
    told = [_told(name, scores[name], them, drawn, levels[name]) for name in levels]
    told.append(_told("the three levels added", sum(scores.values(), np.zeros(people)), them, drawn))
    told.append(_told("logistic regression, cross-fitted", _learned(them, rng), them, drawn))
    told.append(_told("the true odds, a ceiling", them.odds, them, drawn))
    return Tolerance(told, float(1 - them.sells.mean()), _ranks_agree(them.answers.mean(axis=1), them.risky))


def _each(people: int, read_one: Callable[[int], Level | None]) -> list[Level | None]:
    return [read_one(number) for number in range(people)]


def _stated(them: Investors) -> Callable[[int], Level | None]:
    names = [one.id for one in QUESTIONS]
    return lambda n: read({name: CHOICES[place] for name, place in zip(names, them.answers[n], strict=True)}).level


def _shown(them: Investors) -> Callable[[int], Level | None]:
    def one(n: int) -> Level | None:
        risky = round(1_000_000 * them.risky[n])
        held: dict[str, tuple[Held, int]] = {"fund": ("stocks", risky), "savings": ("cash", 1_000_000 - risky)}
        return shown_level(held, "sold" if them.sold_before[n] else "kept")[0]

    return one


def _capacity(them: Investors) -> Callable[[int], Level | None]:
    return lambda n: capacity_level(Cushion(float(them.months[n]), None, None, None), int(them.horizon[n]))[0]


def _learned(them: Investors, rng: np.random.Generator) -> Floats:
    """Odds from everything that the readings see, each person's from people of other folds."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    seen = np.column_stack(
        [them.answers, them.risky, them.sold_before, np.log(them.months), them.months < 3, them.horizon < 3]
    ).astype(float)
    seen = StandardScaler().fit_transform(seen)
    fold = rng.integers(0, FOLDS, len(seen))
    odds = np.zeros(len(seen))
    for one in range(FOLDS):
        fitted = LogisticRegression(max_iter=500).fit(seen[fold != one], them.sells[fold != one])
        odds[fold == one] = fitted.predict_proba(seen[fold == one])[:, 1]
    return odds


def _told(
    who: str, score: Floats, them: Investors, drawn: NDArray[np.int64], levels: list[Level | None] | None = None
) -> Told:
    sells = them.sells

    def auc(rows: NDArray[np.int64]) -> float:
        return area_under_curve(score[rows][sells[rows]], score[rows][~sells[rows]])

    low, high = (float(end) for end in np.quantile([auc(rows) for rows in drawn], (0.025, 0.975)))
    value = auc(np.arange(len(sells)))
    if levels is None:
        return Told(who, (value, low, high), None, 0.0)
    said = np.array([one == "low" for one in levels])
    unknown = sum(one is None for one in levels) / len(levels)
    return Told(who, (value, low, high), float((said == sells).mean()), unknown)


def _ranks_agree(one: Floats, other: Floats) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)
