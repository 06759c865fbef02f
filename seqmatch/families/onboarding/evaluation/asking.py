"""Measures how many questions are needed until confident, in three orders: ask_next's, column order, random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answers.next_questions import ask_next
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import RuleSet
from seqmatch.settings import MIN_SUPPORT

FIELDS = tuple(field for field in Profile.model_fields if field in PROFILE_FIELD_FEATURES)
"""What can be asked, in the order of the columns."""
ORDERS = ("ask_next", "column order", "random order")
RANDOM_ORDERS = 5
MOST_USERS = 400
ENOUGH = 0.1
"""Share of whole profiles that must reach the classifier's threshold for it to be what confident means here."""
RESAMPLES = 1000


def questions_needed(
    models: OnboardingModels, profiles: Sequence[Profile], goals: Sequence[str | None], seed: int
) -> dict[str, Any]:
    """Ask people the models have not seen one question after another, and count the questions until confident.

    Confident is a leading goal at or above the classifier's own threshold. Where too few whole profiles reach it, or
    there is none, it is a remaining doubt (entropy, bits) no greater than the whole profile leaves for half of them.
    Counted are the people whose whole profile is confident: the same ones for every order. That stopping early costs
    no truth is shown by how often the stated goal is then among the three most probable.

    Parameters
    ----------
    profiles : people of whom all is known that they would answer; a field they leave empty is asked in vain.
    goals : the goal each of them states, None where they do not.
    """
    chosen = np.random.default_rng(seed).permutation(len(profiles))[:MOST_USERS].tolist()
    people = [profiles[i] for i in chosen]
    classifier = models.goals.new_user
    names = classifier.goals_
    labels = np.array([-1 if (goal := goals[i]) is None else names.index(goal) for i in chosen])
    rng = np.random.default_rng(seed + 1)
    asked = {
        "ask_next": [[order] for order in _by_ask_next(models, people)],
        "column order": [[FIELDS] for _ in people],
        "random order": [[tuple(rng.permutation(FIELDS).tolist()) for _ in range(RANDOM_ORDERS)] for _ in people],
    }
    chances = {
        name: np.array(
            [[_along(models, person, order) for order in some] for person, some in zip(people, orders, strict=True)]
        )
        for name, orders in asked.items()
    }
    doubt = {name: -(p * np.log2(np.clip(p, 1e-12, 1))).sum(axis=-1) for name, p in chances.items()}
    whole = doubt["column order"][:, 0, -1]
    threshold = classifier.confident_at_
    sure = {name: np.zeros(values.shape, dtype=bool) for name, values in doubt.items()}
    if threshold is not None:
        sure = {name: p.max(axis=-1) >= threshold for name, p in chances.items()}
    by_threshold = bool(sure["column order"][:, 0, -1].mean() >= ENOUGH)
    level = float(np.median(whole))
    if not by_threshold:
        sure = {name: values <= level + 1e-9 for name, values in doubt.items()}
    counted = np.flatnonzero(sure["column order"][:, 0, -1])
    told = counted[labels[counted] >= 0]
    needed = {name: values.argmax(axis=-1) for name, values in sure.items()}
    return {
        "people": len(people),
        "counted": len(counted),
        "rule": "threshold" if by_threshold else "doubt",
        "level": round(float(threshold), 4) if by_threshold and threshold is not None else round(level, 4),
        "stated": len(told),
        "top3_whole_profile": _top3(chances["column order"][told], np.full((len(told), 1), len(FIELDS)), labels[told]),
        "fields": len(FIELDS),
        "orders": [
            {
                "order": name,
                **_mean_questions(needed[name].mean(axis=1)[counted], seed),
                "top3_then": _top3(chances[name][told], needed[name][told], labels[told]),
                "doubt_after": [round(float(bits), 4) for bits in doubt[name].mean(axis=(0, 1))],
            }
            for name in ORDERS
        ],
    }


def _mean_questions(questions: NDArray[np.float64], seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    draws = questions[rng.integers(0, len(questions), (RESAMPLES, len(questions)))].mean(axis=1)
    low, high = np.percentile(draws, (2.5, 97.5))
    return {"questions": round(float(questions.mean()), 2), "ci95": [round(float(low), 2), round(float(high), 2)]}


def _top3(chances: NDArray[np.float64], stop: NDArray[np.intp], labels: NDArray[np.intp]) -> float | None:
    """How often the stated goal is among the three most probable when asking stops.

    Parameters
    ----------
    chances : shape (n_people, n_orders, n_fields + 1, n_goals).
    stop : shape (n_people, n_orders), questions asked.
    labels : shape (n_people,).
    """
    if len(labels) < MIN_SUPPORT:
        return None
    then = np.take_along_axis(chances, stop[:, :, None, None], axis=2)[:, :, 0]
    leading = np.argsort(-then, axis=-1, kind="stable")[:, :, :3]
    return round(float((leading == labels[:, None, None]).any(axis=-1).mean()), 4)


def _by_ask_next(models: OnboardingModels, people: Iterable[Profile]) -> list[tuple[str, ...]]:
    """The order each person is asked in, where every next question depends on the answers before it.

    What ask_next does not think worth asking comes last, in column order.
    """
    proposed: dict[str, tuple[str, ...]] = {}
    orders = []
    for person in people:
        answers = person.known()
        order: list[str] = []
        known: dict[str, Any] = {}
        while len(order) < len(FIELDS):
            key = repr(sorted(known.items()))
            if key not in proposed:
                query = Query(Profile.model_construct(**known), RuleSet())
                proposed[key] = tuple(q.field for q in ask_next(models, models.goals.new_user, query))
            field = next(field for field in (*proposed[key], *FIELDS) if field not in order)
            order.append(field)
            if field in answers:
                known[field] = answers[field]
        orders.append(tuple(order))
    return orders


def _along(models: OnboardingModels, person: Profile, order: Sequence[str]) -> NDArray[np.float64]:
    """Goal probabilities after 0, 1, … questions of ``order``, shape (n_fields + 1, n_goals)."""
    answers = person.known()
    rows = []
    for asked in range(len(order) + 1):
        known = {field: answers[field] for field in order[:asked] if field in answers}
        rows.append(Query(Profile.model_construct(**known), RuleSet()).goal_inputs(models.goals.words))
    return models.goals.new_user.predict_proba(np.array(rows))
