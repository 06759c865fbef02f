"""A checkerboard: even users have even automations, odd users odd ones, so that every score is known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from seqmatch.estimators.automation_recommender import Alike, AutomationRecommender, Support, Views
from seqmatch.estimators.state import State

USERS, ITEMS = 100, 6
EVEN = np.arange(USERS) % 2 == 0
CHECKERBOARD = np.array([[user % 2 == item % 2 for item in range(ITEMS)] for user in range(USERS)])
NOTHING = np.zeros(ITEMS, dtype=bool)
EVENNESS = EVEN[:, None].astype(float)
HALF = CHECKERBOARD & (np.arange(ITEMS) < 2)
VIEWS = Views(EVENNESS, np.hstack([EVENNESS, HALF]), HALF, CHECKERBOARD & ~HALF)
"""Everyone's one fact is being even; of everyone's rules the first two items' are known."""
ALIKE = np.where(EVEN, 1.0, 0.0)
"""How similar an even user finds the others."""


def fitted(
    neighbours: int = 50,
    sharpness: float = 0.0,
    strength: float = 60.0,
    business_only: NDArray[np.bool_] = NOTHING,
    never: NDArray[np.bool_] = NOTHING,
) -> AutomationRecommender:
    types = np.where(EVEN, 0, 1)
    return AutomationRecommender(neighbours, sharpness, strength).fit(
        CHECKERBOARD, types, 3, business_only, never, VIEWS
    )


def support(recommender: AutomationRecommender, owned: NDArray[np.bool_] = NOTHING, business: bool = True) -> Support:
    return recommender.support(ALIKE, 0, owned, business, np.ones(1))


def test_an_even_user_is_offered_what_even_users_have() -> None:
    found = support(fitted())
    assert sorted(np.argsort(-found.score)[:3].tolist()) == [0, 2, 4]


def test_adopters_are_counted_among_the_similar_users_only() -> None:
    found = support(fitted(neighbours=50))
    assert (found.of, found.adopters.tolist()) == (50, [50, 0, 50, 0, 50, 0])
    found = support(fitted(neighbours=70))
    assert (found.of, found.adopters.tolist()) == (70, [50, 20, 50, 20, 50, 20])


def test_fewer_than_five_adopters_are_told_as_none() -> None:
    """Of the 53 most similar users 3 are odd, of the 55 most similar 5."""
    assert support(fitted(neighbours=53)).adopters.tolist() == [50, 0, 50, 0, 50, 0]
    assert support(fitted(neighbours=55)).adopters.tolist() == [50, 5, 50, 5, 50, 5]


def test_a_score_is_the_adoption_of_the_similar_drawn_towards_that_of_the_type() -> None:
    popular = (50 + 20 * 0.5) / (50 + 20)
    found = support(fitted(neighbours=50, strength=60))
    assert found.adopted[0] == pytest.approx((50 + 60 * popular) / (50 + 60))
    assert found.adopted[1] == pytest.approx((0 + 60 * (1 - popular)) / (50 + 60))


def test_someone_of_unknown_type_is_drawn_towards_everyone() -> None:
    found = fitted(neighbours=50, strength=60).support(ALIKE, None, NOTHING, True, np.ones(1))
    assert found.adopted[0] == pytest.approx((50 + 60 * 0.5) / 110)


def test_a_type_that_nobody_has_is_drawn_towards_everyone() -> None:
    found = fitted(neighbours=50, strength=60).support(ALIKE, 2, NOTHING, True, np.ones(1))
    assert found.adopted[0] == pytest.approx((50 + 60 * 0.5) / 110)


def test_the_more_similar_count_more_where_sharpness_says_so() -> None:
    plain, sharp = (support(fitted(neighbours=USERS, sharpness=s)) for s in (0.0, 4.0))
    assert sharp.score[0] > plain.score[0]
    assert sharp.adopters.tolist() == plain.adopters.tolist() == [50] * 6


@pytest.mark.parametrize("item", range(ITEMS))
def test_what_someone_has_is_never_suggested_again(item: int) -> None:
    owned = NOTHING.copy()
    owned[item] = True
    found = support(fitted(), owned)
    assert np.flatnonzero(found.score < 0).tolist() == [item]


def test_items_for_a_business_are_for_those_who_have_one() -> None:
    business_only = np.array([True, True, False, False, False, False])
    recommender = fitted(business_only=business_only)
    assert np.flatnonzero(support(recommender, business=False).score < 0).tolist() == [0, 1]
    assert np.flatnonzero(support(recommender, business=True).score < 0).tolist() == []


def test_what_nobody_can_advise_is_never_suggested_but_still_counted() -> None:
    found = support(fitted(never=np.array([True, False, False, False, False, False])))
    assert np.flatnonzero(found.score < 0).tolist() == [0]
    assert found.adopters[0] == 50


def test_scores_are_probabilities() -> None:
    found = fitted().support(np.random.default_rng(0).random(USERS), 1, NOTHING, True, np.ones(1))
    assert ((found.score >= 0) & (found.score <= 1)).all()


def test_fewer_users_than_neighbours_wanted_are_all_counted() -> None:
    assert support(fitted(neighbours=1000)).of == USERS


def test_someone_with_rules_is_offered_more_of_the_form_and_for_the_purposes_that_they_automate() -> None:
    """Items 0, 2 and 4 are as usual as each other; 2 is of the form of the known rule, 4 serves its purpose."""
    facts = np.zeros((USERS, 1))
    has = np.arange(USERS)[:, None] % 2 == np.zeros((1, ITEMS))
    owned = np.zeros((USERS, ITEMS), dtype=bool)
    views = Views(facts, np.hstack([facts, facts]), owned, has)
    alike = Alike(np.array([0, 1, 0, 1, 1, 1]), np.array([0, 1, 2, 3, 0, 4]))
    recommender = AutomationRecommender().fit(has, np.zeros(USERS), 1, NOTHING, NOTHING, views, alike=alike)
    mine = np.arange(ITEMS) == 0
    score = recommender.support(np.ones(USERS), 0, mine, True, np.zeros(2)).score
    assert score[2] > score[1] == pytest.approx(score[3])
    assert score[4] == pytest.approx(1.8 * score[1])


def test_groups_of_a_type_tell_together_exactly_what_its_people_have() -> None:
    rng = np.random.default_rng(0)
    types = np.repeat([0, 1], 10)
    has = rng.random((400, ITEMS)) < np.repeat([[0.2], [0.6]], 200, axis=0)
    members = np.split(np.arange(400), 20)
    views = Views(np.zeros((400, 1)), np.zeros((400, 2)), np.zeros_like(has), has)
    told = AutomationRecommender().fit(has, types, 2, NOTHING, NOTHING, views, members).adoption_
    for code in (0, 1):
        assert told[types == code].mean(axis=0) == pytest.approx(
            has[200 * code : 200 * code + 200].mean(axis=0), abs=1e-3
        )


SHARES = np.array([[0.5, 0.25, 1.0], [0.25, 0.5, 0.5], [0.0, 1.0, 0.0]])
POPULARITY = np.array([[0.4, 0.4, 0.2], [0.1, 0.2, 0.3]])


def kept(**changed: float) -> AutomationRecommender:
    """Three groups of 12, 16 and 8 users, two items of one form and two of one purpose, all written down."""
    named = {"new_directions": 1, "known_directions": 1, "people_a_direction": 1, "item_directions": 1, "group_rank": 1}
    params = {"neighbours": 20, "sharpness": 2.0, "strength": 4.0, **named} | {
        "usual": 0.25,
        "own_form": 0.5,
        "own_purpose": 1.5,
    }
    return AutomationRecommender.from_state(
        State(
            params | changed,
            {
                "adoption": SHARES,
                "sizes": np.array([12, 16, 8]),
                "popularity": POPULARITY,
                "business_only": np.array([False, False, True]),
                "never": NOTHING[:3],
                "new": np.array([[0.1, 0.2, 0.3], [0.05, 0.0, 0.1]]),
                "known": np.array([[0.1, 0.2, 0.3], [0.2, 0.2, 0.2], [0.05, 0.0, 0.1]]),
                "forms": np.array([0, 0, 1]),
                "purposes": np.array([0, 1, 1]),
            },
        )
    )


def test_similar_groups_count_by_their_users_and_by_how_similar_they_are() -> None:
    similar = np.array([0.9, 1.0, 0.2])
    found = kept().support(similar, 0, NOTHING[:3], True, np.ones(1))
    weight = np.array([12 * np.exp(2 * (0.9 - 1)), 16.0])
    weight *= 28 / weight.sum()
    adopted = (weight @ SHARES[:2] + 4 * POPULARITY[0]) / 32
    assert found.of == 28  # sixteen are too few, and whole groups are taken
    assert found.adopted.tolist() == pytest.approx(adopted.tolist())
    assert found.adopters.tolist() == [10, 11, 20]
    expected = (0.5 * adopted + [0.15, 0.2, 0.4]) / 1.5
    assert found.score.tolist() == pytest.approx(expected.tolist())
    assert kept(neighbours=16).support(similar, 0, NOTHING[:3], True, np.ones(1)).of == 16
    assert kept(neighbours=99).nearest(similar).tolist() == [1, 0, 2]


def test_somebody_of_no_known_type_is_drawn_towards_all_people_and_no_business_to_none_of_its_items() -> None:
    found = kept().support(np.array([0.9, 1.0, 0.2]), None, np.array([True, False, False]), False, np.ones(1))
    known = kept().support(np.array([0.9, 1.0, 0.2]), 0, NOTHING[:3], True, np.ones(1))
    assert (known.adopted - found.adopted).tolist() == pytest.approx(((POPULARITY[0] - POPULARITY[1]) / 8).tolist())
    assert found.score.tolist() == pytest.approx([-1, (0.5 * found.adopted[1] + 0.2) / 1.5, -1])


@pytest.mark.parametrize(("fact", "score"), [(50.0, 1.0), (-50.0, 0.0)])
def test_a_score_stays_between_none_and_all(fact: float, score: float) -> None:
    found = kept().support(np.array([0.9, 1.0, 0.2]), 0, NOTHING[:3], True, np.array([fact]))
    assert found.score.tolist() == [score] * 3


def test_beside_own_rules_items_like_those_owned_are_likelier() -> None:
    owned = np.array([True, False, False])
    found = kept().support(np.array([0.9, 1.0, 0.2]), 0, owned, True, np.ones(2))
    told = np.array([0.35, 0.4, 0.6])
    often = np.array([(1 + 0.8) / 2 / 0.8, (1 + 0.8) / 2 / 0.8, 0.2 / 2 / 0.2]) ** 0.5
    score = POPULARITY[0] ** 0.25 * told**0.75 * often * [1.5, 1.0, 1.0]
    assert found.score.tolist() == pytest.approx([-1, score[1], score[2]])
    alike = kept().support(np.array([0.9, 1.0, 0.2]), 0, np.array([False, True, False]), True, np.ones(2))
    assert alike.score[2] == pytest.approx(0.2**0.25 * 0.6**0.75 * 0.5**0.5 * 1.5)
