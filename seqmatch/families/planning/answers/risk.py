"""``assess_risk``: what a person can bear, says they would bear, and shows; kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqmatch.errors import ArgumentError
from seqmatch.families.planning.models import PlanningModels
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.questionnaire import CHOICES, ENOUGH, QUESTIONS, read
from seqmatch.families.planning.scoring.risk import capacity_level, cushion_of, shown_level
from seqmatch.schemas.answers.planning_risk import Level, Reading, RiskAnswer, RiskBasis, RiskQuestion

_RANK: dict[Level, int] = {"low": 0, "medium": 1, "high": 2}
_WORDS: dict[Level, str] = {"low": "little", "medium": "some", "high": "much"}


def risk_for(
    models: PlanningModels,
    person: Person | None,
    answers: Sequence[Mapping[str, Any]] = (),
    holdings: Sequence[Mapping[str, Any]] = (),
    horizon_years: int | None = None,
    savings_cents: int | None = None,
    in_last_fall: str | None = None,
) -> RiskAnswer:
    """Three readings and where they part.

    Raises
    ------
    ArgumentError : a question answered twice, or an asset told twice.
    """
    letters = {one["question"]: one["choice"] for one in answers}
    if len(letters) != len(answers):
        raise ArgumentError("A question is answered twice.", code="invalid_value", path="answers")
    held = {one["asset"]: (one["kind"], one["value_cents"]) for one in holdings}
    if len(held) != len(holdings):
        raise ArgumentError("An asset is told twice; add it up.", code="invalid_value", path="holdings")
    cushion = cushion_of(person, savings_cents)
    level, because = capacity_level(cushion, horizon_years)
    capacity = Reading(level=level, because=because, missing=_missing(person, cushion.months, horizon_years))
    stated = _stated(letters)
    level, because = shown_level(held, in_last_fall)
    shown = Reading(level=level, because=because, missing=[] if held else ["holdings"])
    return RiskAnswer(
        capacity=capacity,
        stated=stated,
        shown=shown,
        disagreements=_disagreements(capacity, stated, shown, in_last_fall),
        questions=[
            RiskQuestion(id=one.id, question=one.question, choices=list(one.choices))
            for one in QUESTIONS
            if one.id not in letters
        ]
        if len(letters) < ENOUGH
        else [],
        unsure=_unsure(person),
        basis=RiskBasis(months=0 if person is None else len(person.came), answered=len(letters), holdings=len(held)),
        version=models.version,
    )


def _missing(person: Person | None, months: float | None, horizon: int | None) -> list[str]:
    asked = {"transactions": person is None, "savings_cents": months is None, "horizon_years": horizon is None}
    return [name for name, missing in asked.items() if missing]


def _stated(letters: Mapping[str, str]) -> Reading:
    said = read(letters)
    because = []
    if letters:
        because.append(f"{len(letters)} of {len(QUESTIONS)} answers, {said.mean:.1f} on average from 1 to 4.")
    if said.contradicts:
        because.append("The answers contradict each other too much for one level; talk about them one by one.")
    return Reading(level=said.level, because=because, missing=["answers"] if len(letters) < ENOUGH else [])


def _disagreements(capacity: Reading, stated: Reading, shown: Reading, in_fall: str | None) -> list[str]:
    found = []
    if capacity.level and stated.level and _RANK[stated.level] > _RANK[capacity.level]:
        found.append(
            f"They say they would bear {_WORDS[stated.level]}, and a loss would hurt them sooner than that: "
            f"{_weakest(capacity)} What they can bear is the limit."
        )
    if capacity.level and stated.level and _RANK[stated.level] < _RANK[capacity.level]:
        found.append("Their money could bear more than they want to: explain what caution costs, and do not push.")
    if stated.level and shown.level and stated.level != shown.level:
        more = _RANK[shown.level] > _RANK[stated.level]
        found.append(
            f"They hold {'more' if more else 'less'} risk than they say they want. Do they know, or has it grown so?"
        )
    if capacity.level and shown.level and _RANK[shown.level] > _RANK[capacity.level]:
        found.append(f"They hold more risk than a loss would let them bear: {_weakest(capacity)}")
    if in_fall == "sold" and stated.level in ("medium", "high"):
        found.append("They sold when prices fell last, which is not what they say they would do.")
    return found


def _weakest(capacity: Reading) -> str:
    return capacity.because[0] if capacity.because else ""


def _unsure(person: Person | None) -> list[str]:
    unsure = [
        "Three readings, no single label: on a national survey such answers told tolerance little better than chance "
        "(AUC 0.62 to 0.65), and what people say and hold agreed only in part.",
        "Limits such as 3 months of savings or 3 years are rules of thumb of ours; this is no investment advice.",
    ]
    if person is not None and len(person.came) < 12:
        unsure.append(f"There are only {len(person.came)} whole months of transactions.")
    if person is not None:
        unsure.append("Debts show only where a payee says so; other accounts, a partner and a pension are not known.")
    return unsure


def risk_text(answer: RiskAnswer) -> str:
    """The answer as text, complete without the structure."""
    lines = []
    for name, one in (
        ("Can bear", answer.capacity),
        ("Says", answer.stated),
        ("Shows", answer.shown),
    ):
        level = "not known" if one.level is None else one.level
        lines.append(f"{name}: {level}. {' '.join(one.because)}".rstrip())
        if one.missing:
            lines.append(f"- would tell more: {', '.join(one.missing)}")
    lines += [f"They part: {one}" for one in answer.disagreements]
    if answer.questions:
        lines.append("Ask, one by one (send back as answers):")
        for asked in answer.questions:
            choices = "; ".join(f"{letter}) {said}" for letter, said in zip(CHOICES, asked.choices, strict=True))
            lines.append(f"- {asked.id}: {asked.question} {choices}")
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])
