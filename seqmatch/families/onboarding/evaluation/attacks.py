"""Attacks on the onboarding models by someone who knows a person, for people learned from and for strangers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.families.onboarding.scoring import owned_by, scores_of
from seqmatch.families.onboarding.training_views import half_known
from seqmatch.features.users.adoption_inputs import known_inputs, profile_inputs
from seqmatch.features.users.automations import adoption_table
from seqmatch.features.users.profile import goal_values
from seqmatch.features.users.table import GOAL_COLUMNS
from seqmatch.lifecycle.measuring.attacks import Attack, found_out, singled_out, told_apart
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import INCOME_BANDS

Floats = NDArray[np.float64]
LEAST = 1e-3
KNOWN = (5, 8)
"""Automations that someone knows of a person whom they look for."""


def attacks(
    models: OnboardingModels, members: OnboardingData, strangers: OnboardingData, seed: int, people: int = 400
) -> tuple[Attack, ...]:
    """Every attack, on at most ``people`` of those the models were trained on and as many others."""
    sides = [_some(data, people, seed) for data in (members, strangers)]

    def both(per_side: Callable[[OnboardingModels, OnboardingData], Floats]) -> tuple[Floats, Floats]:
        ours, theirs = (per_side(models, side) for side in sides)
        return ours, theirs

    def half(models: OnboardingModels, side: OnboardingData) -> Floats:
        return _likely_hidden(models, side, seed)

    made = [
        told_apart("membership, by the nearest of match_user", *both(_nearest)),
        told_apart("membership, by the nearest stored, the goal known", *both(_nearest_stored)),
        told_apart("membership, by the automations of the nearest stored", *both(_likely_nearest)),
        told_apart("membership, by the weights of suggestions", *both(_likely_weights)),
        told_apart("membership, by the weights of suggestions, half known", *both(half)),
    ]
    labelled = [side.subset(side.labelled) for side in (members, strangers)]
    if min(len(side) for side in labelled):
        chances = [models.goals.chances(side) for side in labelled]
        stated = [np.array([GOALS.index(str(goal)) for goal in side.goals]) for side in labelled]
        true, others = (c[np.arange(len(c)), s] for c, s in zip(chances, stated, strict=True))
        right, theirs = ((c.argmax(axis=1) == s).astype(float) for c, s in zip(chances, stated, strict=True))
        common = float((stated[1] == np.bincount(stated[0]).argmax()).mean())
        made += [
            told_apart("membership, by predict_goal", true, others),
            found_out("goal, by predict_goal", common, right, theirs),
        ]
    incomes = both(_income)
    if min(len(right) for right in incomes):
        made.append(found_out("income, by match_user asked with each", 1 / len(INCOME_BANDS), *incomes))
    popular = _hidden(models, sides[1], _popular, seed)
    if len(popular):
        chance = float(popular.mean())
        for by, scores in (("the nearest stored", _stored), ("suggestions", _suggested)):
            theirs = both(lambda m, side, scores=scores: _hidden(m, side, scores, seed))  # type: ignore[misc]
            made.append(found_out(f"hidden half, by {by}", chance, *theirs))
    for known in KNOWN:
        left, others = both(lambda m, side, known=known: _candidates(m, side, known, seed))  # type: ignore[misc]
        if len(left) and len(others):
            made.append(singled_out(f"re-identification from {known} automations", left, others))
    return tuple(made)


def _some(data: OnboardingData, people: int, seed: int) -> OnboardingData:
    return data.subset(np.random.default_rng(seed).permutation(len(data))[:people])


def _withheld(row: Floats) -> Floats:
    """A row that tells no goal."""
    private = row.copy()
    private[GOAL_COLUMNS] = np.nan
    return private


def _similarities(models: OnboardingModels, row: Floats) -> Floats:
    return models.matcher.neighbours_.similarities(row).astype(np.float64)


def _nearest(models: OnboardingModels, side: OnboardingData) -> Floats:
    queries = [Query(profile, rules) for profile, rules in zip(side.profiles, side.rulesets, strict=True)]
    return np.array(
        [models.matcher.similar(_withheld(query.row), 1, query.user_type).similarities[0] for query in queries]
    )


def _nearest_stored(models: OnboardingModels, side: OnboardingData) -> Floats:
    return np.array([_similarities(models, row).max() for row in side.table])


def _fit(said: Floats, has: Floats, usual: Floats) -> Floats:
    """Log-likelihood of what people have, beside that of what is usual; shape (n_people,)."""
    said, usual = np.clip(said, LEAST, 1 - LEAST), np.clip(usual, LEAST, 1 - LEAST)
    fit: Floats = (has * np.log(said / usual) + (1 - has) * np.log((1 - said) / (1 - usual))).sum(axis=1)
    return fit


def _has(models: OnboardingModels, side: OnboardingData) -> Floats:
    return adoption_table(side.uses, models.items).astype(np.float64)


def _likely_nearest(models: OnboardingModels, side: OnboardingData) -> Floats:
    stored = models.recommender.adoption_
    nearest = np.array([stored[_similarities(models, row).argmax()] for row in side.table], dtype=np.float64)
    return _fit(nearest, _has(models, side), models.recommender.popularity_[-1])


def _likely_weights(models: OnboardingModels, side: OnboardingData) -> Floats:
    weights = models.recommender.new_
    told = np.array([profile_inputs(profile, goal) for profile, goal in zip(side.profiles, side.goals, strict=True)])
    return _fit(told @ weights[:-1] + weights[-1], _has(models, side), models.recommender.popularity_[-1])


def _likely_hidden(models: OnboardingModels, side: OnboardingData, seed: int) -> Floats:
    """How well the weights tell, by one half of the rules, what only the other half does; people with two rules."""
    weights, usual = models.recommender.known_, models.recommender.popularity_[-1] / 2
    fits = []
    for i in range(len(side)):
        person, rest = half_known(side, i, seed)
        if person.has_rules:
            owned = owned_by(person, models.items)
            hidden = owned_by(Query(person.profile, rest), models.items) & ~owned
            served = person.row.copy()
            served[GOAL_COLUMNS] = goal_values(side.goals[i])
            told = known_inputs(person.profile, side.goals[i], served, owned) @ weights[:-1] + weights[-1]
            fits.append(_fit(told[None, ~owned], hidden[None, ~owned].astype(np.float64), usual[~owned])[0])
    return np.array(fits)


def _income(models: OnboardingModels, side: OnboardingData) -> Floats:
    """Whether the income that makes the nearest match_user answer nearest is the true one."""
    right = []
    for profile, rules in zip(side.profiles, side.rulesets, strict=True):
        if profile.annual_income is None:
            continue
        told = [Query(profile.model_copy(update={"annual_income": band}), rules) for band in INCOME_BANDS]
        near = [models.matcher.similar(_withheld(query.row), 1, query.user_type).similarities[0] for query in told]
        right.append(float(INCOME_BANDS[int(np.argmax(near))] == profile.annual_income))
    return np.array(right)


Scores = Callable[[OnboardingModels, OnboardingData, int, Query, NDArray[np.bool_]], Floats]


def _popular(models: OnboardingModels, side: OnboardingData, i: int, person: Query, owned: NDArray[np.bool_]) -> Floats:
    return np.asarray(models.recommender.popularity_[int(side.types[i])], dtype=np.float64)


def _stored(models: OnboardingModels, side: OnboardingData, i: int, person: Query, owned: NDArray[np.bool_]) -> Floats:
    nearest = _similarities(models, _withheld(person.row)).argmax()
    return np.asarray(models.recommender.adoption_[nearest], dtype=np.float64)


def _suggested(
    models: OnboardingModels, side: OnboardingData, i: int, person: Query, owned: NDArray[np.bool_]
) -> Floats:
    return scores_of(models, person.profile, person.row, owned, side.goals[i])


def _hidden(models: OnboardingModels, side: OnboardingData, scores: Scores, seed: int) -> Floats:
    """Of the automations in the unknown half of the rules, the share that lead the ranking; people with any."""
    shares = []
    for i in range(len(side)):
        person, rest = half_known(side, i, seed)
        owned = owned_by(person, models.items)
        hidden = owned_by(Query(person.profile, rest), models.items) & ~owned
        if person.has_rules and hidden.any():
            ranked = np.where(owned, -1.0, scores(models, side, i, person, owned))
            shares.append(float(hidden[np.argsort(-ranked, kind="stable")[: hidden.sum()]].mean()))
    return np.array(shares)


def _candidates(models: OnboardingModels, side: OnboardingData, known: int, seed: int) -> Floats:
    """Stored people left who may have the ``known`` automations; of people who have so many."""
    stored = models.recommender.adoption_ > 0
    sizes = models.recommender.sizes_
    rng = np.random.default_rng(seed)
    left = []
    for has in _has(models, side).astype(bool):
        theirs = np.flatnonzero(has)
        if len(theirs) >= known:
            left.append(float(sizes[stored[:, rng.permutation(theirs)[:known]].all(axis=1)].sum()))
    return np.array(left)
