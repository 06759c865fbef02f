"""Who is compared with whom, and that the order of the stored rows tells nothing."""

from __future__ import annotations

import numpy as np
from toy_world import WORLD

from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher


def fitted(min_type_users: int = 50, seed: int = 1) -> PatternMatcher:
    return PatternMatcher(np.ones(8), np.zeros(8), min_type_users).fit(WORLD.table, WORLD.types, seed)


def test_the_nearest_users_are_of_the_same_kind() -> None:
    matcher = fitted()
    told = [u for u in range(60) if not np.isnan(WORLD.table[u, :3]).any()]
    same = [WORLD.kinds[matcher.order_[matcher.similar(WORLD.table[u], 10).groups]] == WORLD.kinds[u] for u in told]
    assert np.mean(same) > 0.95


def test_everyone_is_their_own_nearest_user() -> None:
    matcher = fitted()
    for user in range(20):
        found = matcher.similar(WORLD.table[user], 1)
        assert matcher.order_[found.groups].tolist() == [user]


def test_with_a_type_given_only_users_of_that_type_are_compared() -> None:
    matcher = fitted()
    found = matcher.similar(WORLD.table[0], 100, user_type=1)
    assert found.same_type
    assert set(WORLD.types[matcher.order_[found.groups]]) == {1}


def test_the_filter_finds_what_sorting_all_users_of_the_type_finds() -> None:
    matcher = fitted()
    everyone = matcher.similar(WORLD.table[5], len(WORLD.types))
    of_type = [user for user in everyone.groups.tolist() if matcher.types_[user] == 0]
    assert matcher.similar(WORLD.table[5], 25, user_type=0).groups.tolist() == of_type[:25]


def test_a_type_with_too_few_users_is_matched_among_all_and_says_so() -> None:
    matcher = fitted(min_type_users=101)
    assert (WORLD.types == 1).sum() == 100
    found = matcher.similar(WORLD.table[0], 10, user_type=1)
    assert not found.same_type
    assert found.groups.tolist() == matcher.similar(WORLD.table[0], 10).groups.tolist()


def test_a_type_that_nobody_has_is_matched_among_all() -> None:
    found = fitted().similar(WORLD.table[0], 10, user_type=2)
    assert (found.same_type, len(found.groups)) == (False, 10)


def test_users_of_unknown_type_are_compared_when_no_type_is_asked_for() -> None:
    types = np.where(np.arange(len(WORLD.types)) < 5, -1, WORLD.types)
    matcher = PatternMatcher(np.ones(8), np.zeros(8)).fit(WORLD.table, types, 1)
    assert matcher.order_[matcher.similar(WORLD.table[2], 1).groups].tolist() == [2]


def test_more_users_than_there_are_gives_them_all() -> None:
    assert len(fitted().similar(WORLD.table[0], 10_000).groups) == len(WORLD.types)


def test_the_stored_order_is_not_the_order_of_the_file_and_depends_on_the_seed() -> None:
    one, other = fitted(seed=1).order_, fitted(seed=2).order_
    users = np.arange(len(WORLD.types))
    assert sorted(one.tolist()) == users.tolist()
    assert one.tolist() != other.tolist()
    within_type = [one[WORLD.types[one] == code] for code in (0, 1)]
    assert [abs(np.corrcoef(order, np.arange(len(order)))[0, 1]) < 0.3 for order in within_type] == [True, True]


def grouped(types: np.ndarray = WORLD.types, least: int = 20) -> PatternMatcher:
    return PatternMatcher(np.ones(8), np.zeros(8), least=least, type_columns=[7]).fit(WORLD.table, types, 1)


def test_everyone_is_in_one_group_and_every_group_is_large_enough_and_of_one_type() -> None:
    matcher = grouped()
    assert sorted(matcher.order_.tolist()) == list(range(len(WORLD.types)))
    assert matcher.sizes_.tolist() == [len(members) for members in matcher.members_]
    assert matcher.sizes_.min() >= 20
    assert [set(WORLD.types[members]) for members in matcher.members_] == [{code} for code in matcher.types_]


def test_a_person_finds_groups_of_their_kind() -> None:
    matcher = grouped()
    told = [u for u in range(60) if not np.isnan(WORLD.table[u, :3]).any()]
    found = [matcher.members_[matcher.similar(WORLD.table[u], 1).groups[0]] for u in told]
    assert (
        np.mean([(WORLD.kinds[members] == WORLD.kinds[u]).mean() for u, members in zip(told, found, strict=True)]) > 0.9
    )


def test_a_type_of_too_few_for_a_group_joins_those_of_unknown_type_and_is_forgotten() -> None:
    types = WORLD.types.copy()
    types[:25] = -1
    types[25:32] = 2
    matcher = grouped(types)
    assert set(matcher.types_) == {-1, 0, 1}
    mixed = np.concatenate(
        [members for members, code in zip(matcher.members_, matcher.types_, strict=True) if code < 0]
    )
    assert sorted(mixed.tolist()) == list(range(32))


def test_too_few_of_unknown_type_for_a_group_join_the_commonest_type() -> None:
    types = np.where(np.arange(len(WORLD.types)) < 3, -1, WORLD.types)
    matcher = grouped(types)
    commonest = int(np.bincount(types[3:]).argmax())
    assert set(matcher.types_) == {0, 1}
    with_them = [code for members, code in zip(matcher.members_, matcher.types_, strict=True) if (members < 3).any()]
    assert set(with_them) == {commonest}


def test_no_row_of_a_single_user_is_kept() -> None:
    kept = grouped().neighbours_.inputs_
    own = fitted().neighbours_.inputs_
    assert not (kept[:, None] == own[None]).all(axis=2).any()
