"""Learns the odds of goal plans from people whose later months are known, and says whether answers may tell them."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.families.planning.evaluation.judged import Judged, judged_of
from seqmatch.families.planning.evaluation.known_ends import cases_of
from seqmatch.families.planning.evaluation.odds import enough_of, learn
from seqmatch.families.planning.models import PlanOdds
from seqmatch.families.planning.person import FEWEST_MONTHS
from seqmatch.families.planning.recipe import AHEAD, ASKED, LIFE_DAYS, LIVES, MOST_ECE, Parameters

HELD_OUT = "odds"


@dataclass(frozen=True)
class OddsLearned:
    """Odds and what they were learned from."""

    odds: PlanOdds
    provenance: str
    fingerprint: str
    people: int
    figures: dict[str, Any]

    def table(self) -> list[str]:
        """Rows of the card."""
        return [
            f"| {one['name']} | {one['ece']:.3f} ({one['ece_low']:.3f} to {one['ece_high']:.3f}) | "
            f"{one['ece_by_chance']:.3f} | {one['rmse']:.3f} | {one['mae']:.3f} | {one['r2']:.2f} |"
            for one in self.figures["lines"]
        ]


def odds_learned(histories: pl.DataFrame | None, parameters: Parameters, seed: int) -> OddsLearned:
    """From the operator's histories, else from generated lives.

    Raises
    ------
    TrainingError : too few people with enough months.
    """
    frame = lives(LIVES, seed) if histories is None else histories
    cases = cases_of(frame.partition_by("user", maintain_order=True), parameters, each=ASKED)
    learned = learn(cases)
    lines = judged_of(cases, {"simulated paths": learned.said, HELD_OUT: learned.held_out})
    people = len({case.person for case in cases})
    provenance = "synthetic" if histories is None else "operator"
    odds = _told(learned.odds, learned.drift, provenance, people, next(one for one in lines if one.name == HELD_OUT))
    rows = frame.select("user", "date", "amount_cents").write_csv().encode()
    figures = {"goals": sum(len(case.goals) for case in cases), "lines": [asdict(one) for one in lines]}
    return OddsLearned(odds, provenance, hashlib.sha256(rows).hexdigest(), people, figures)


def refuse_few(histories: pl.DataFrame) -> None:
    """Refuse histories of too few people before anything is measured, which takes minutes.

    Raises
    ------
    TrainingError : fewer than FEWEST_PEOPLE have the months before and after a plan.
    """
    span = (pl.col("date").max() - pl.col("date").min()).dt.total_days()
    spans = histories.group_by("user").agg(span.alias("days"))["days"]
    enough_of(int((spans >= (FEWEST_MONTHS + AHEAD) * 30).sum()))


def lives(people: int, seed: int) -> pl.DataFrame:
    """Generated histories."""
    return generate_lives(people, LIFE_DAYS, seed).transactions.with_columns(currency=pl.lit(None, pl.String))


def _told(curve: Any, drift: float, provenance: str, people: int, judged: Judged) -> PlanOdds:
    error = f"calibration error {judged.ece:.3f} on people held out"
    if provenance == "synthetic":
        why = "The odds of this version were learned from generated people and are right for those alone."
        return PlanOdds(curve, drift, False, why)
    if judged.ece > MOST_ECE:
        return PlanOdds(curve, drift, False, f"Odds learned from {people} people were not right enough: {error}.")
    return PlanOdds(curve, drift, True, f"The odds were learned from {people} people of this operator: {error}.")
