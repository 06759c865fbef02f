"""Measures of a few lines, reckoned by hand: samples, intervals, counts of labels, odds, health points, habits."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.errors import TrainingError
from seqmatch.estimators.calibration.confidence import Confidence
from seqmatch.estimators.calibration.path_odds import GROUPS, LEAST, LEAST_PEOPLE, PathOdds, Z
from seqmatch.estimators.classification.tree_teacher import TreeTeacher
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.estimators.metrics import area_under_curve, calibration_error, log_loss
from seqmatch.estimators.reinforcement.serving_rule import Difference, serving_rule
from seqmatch.estimators.reinforcement.transitions import greedy, transitions
from seqmatch.estimators.sampling import at_most, few_of_each
from seqmatch.estimators.scores.column_choice import ColumnChoice, in_words
from seqmatch.estimators.scores.day_effects import FEWEST_BLOCKS, DayEffect, day_effect, kept
from seqmatch.estimators.scores.financial_health import FACTS, health_scores
from seqmatch.estimators.similarity.learned_metric import Aim, learn_directions
from seqmatch.estimators.similarity.rule_embeddings import RuleEmbeddings
from seqmatch.estimators.text.label_history import LabelHistory


@pytest.mark.parametrize(("rows", "drawn"), [(4, 4), (5, 5), (6, 5), (50, 5)])
def test_of_too_many_rows_some_are_drawn_in_order(rows: int, drawn: int) -> None:
    found = at_most(np.arange(rows), 5, np.random.default_rng(0)).tolist()
    assert (len(found), found) == (drawn, sorted(set(found)))


def test_of_each_kind_a_few_are_drawn_in_order() -> None:
    keys = np.array(["a", "b", "a", "a", "c", "b", "a"])
    rows = np.array([0, 1, 2, 3, 4, 6])
    found = few_of_each(rows, keys, 2, np.random.default_rng(0))
    assert found.tolist() == sorted(found.tolist())
    assert sorted(keys[found].tolist()) == ["a", "a", "b", "c"]
    seen = {tuple(few_of_each(rows, keys, 1, np.random.default_rng(seed))) for seed in range(20)}
    assert len(seen) > 2  # which of the four, chance says


def test_an_interval_stays_between_none_and_all() -> None:
    assert wilson_interval(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson_interval(20, 20) == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert wilson_interval(3, 4, z=1.0) == pytest.approx(((0.75 + 0.125 - 0.25) / 1.25, (0.75 + 0.125 + 0.25) / 1.25))


def test_a_rank_counts_equal_scores_by_half() -> None:
    assert area_under_curve(np.array([3.0, 1]), np.array([1.0, 2])) == (1 + 1 + 0.5 + 0) / 4
    assert area_under_curve(np.array([0.9]), np.array([0.1, 0.2, 0.3])) == 1


def test_what_was_ruled_out_and_came_has_a_large_loss_and_not_an_endless_one() -> None:
    assert log_loss(np.array([[0.0, 1.0]]), np.array([0])) == pytest.approx(12 * np.log(10))
    assert calibration_error(np.array([0.25, 0.35]), np.array([0.0, 1.0]), bins=2) == pytest.approx(0.2)


def test_labels_are_counted_by_weight_for_keys_that_are_allowed() -> None:
    keys, labels = np.array(["b", "a", "b", "", "c"]), np.array([0, 1, 2, 0, 1])
    history = LabelHistory.of(keys, labels, np.array([1.0, 2, 4, 8, 16]), 3, ["b", "a", "", "z"])
    assert history.keys_ == ("a", "b", "z")
    assert history.counts_.tolist() == [[0, 2, 0], [1, 0, 4], [0, 0, 0]]
    asked = history.of_keys(np.array(["c", "b", "", "b", "a"]))
    assert asked.tolist() == [[0, 0, 0], [1, 0, 4], [0, 0, 0], [1, 0, 4], [0, 2, 0]]


def test_a_leading_class_is_as_sure_as_its_signs_allow_and_stays_the_leading_one() -> None:
    sure = Confidence(np.array([1.0]), np.array([2.0]), np.array([0.5]), 0.25)
    assert sure.of_leading(np.array([[1.0], [5.0], [1e3], [-1e3]])) == pytest.approx(
        [1 / (1 + np.exp(-0.25)), 1 / (1 + np.exp(-1.25)), 0.999, 0.001]
    )
    rows = np.array([[0.6, 0.3, 0.1], [0.1, 0.5, 0.4], [0.0, 0.0, 1.0]])
    told = sure.transform(rows, np.array([[1.0], [-1e3], [1.0]]))
    lead = 1 / (1 + np.exp(-0.25))
    assert told[0] == pytest.approx([lead, (1 - lead) * 0.75, (1 - lead) * 0.25])
    assert told[1].argmax() == 1
    assert told[1, 1] == pytest.approx(0.8 / 1.8, abs=1e-5)
    assert told[2].tolist() == [0, 0, 1]
    assert told.sum(axis=1) == pytest.approx([1, 1, 1])
    again = Confidence.from_arrays(sure.to_arrays())
    assert again.of_leading(np.array([[3.0]])) == sure.of_leading(np.array([[3.0]]))


@pytest.mark.parametrize(("hit", "share"), [(True, 10.5 / 11), (False, 0.5 / 11)])
def test_where_all_ended_alike_the_share_alone_is_told(hit: bool, share: float) -> None:
    sure = Confidence.of(np.arange(10.0)[:, None], np.full(10, hit))
    assert sure.of_leading(np.array([[-5.0], [50.0]])) == pytest.approx([share, share])


def test_signs_that_go_with_being_right_make_it_surer() -> None:
    signs = np.linspace(-1, 1, 60)[:, None]
    sure = Confidence.of(signs, signs[:, 0] > 0)
    low, middle, high = sure.of_leading(np.array([[-1.0], [0.0], [1.0]]))
    assert low < 0.1 < 0.9 < high
    assert middle == pytest.approx(0.5, abs=0.05)
    assert (sure.mean_[0], sure.scale_[0]) == pytest.approx((0, signs.std()))


def cases(n: int = LEAST, people: int = LEAST_PEOPLE) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    share = np.linspace(0, 1, n)
    ambition = np.tile([0.5, 1.0, 2.0], n)[:n]
    return share, ambition, (share * 7 + np.arange(n) % 3) > 4, np.arange(n) % people


@pytest.mark.parametrize(
    "change",
    [
        lambda s, a, m, p: (s[1:], a[1:], m[1:], p[1:]),
        lambda s, a, m, p: (s, a, m, p % (LEAST_PEOPLE - 1)),
        lambda s, a, m, p: (s, a, np.ones_like(m), p),
        lambda s, a, m, p: (s, a, np.zeros_like(m), p),
    ],
)
def test_odds_are_learned_from_enough_cases_of_enough_people_that_ended_either_way(change: object) -> None:
    PathOdds(200).fit(*cases())
    with pytest.raises(TrainingError, match=f"at least {LEAST} cases of {LEAST_PEOPLE} people"):
        PathOdds(200).fit(*change(*cases()))  # type: ignore[operator]


def test_odds_follow_the_curve_and_their_interval_both_doubts() -> None:
    odds = PathOdds(200)
    odds.weights_ = np.array([0.8, -0.5, 0.1])
    odds.without_ = np.tile([0.8, -0.5, 0.1], (GROUPS, 1)) + np.linspace(-0.1, 0.1, GROUPS)[:, None] * [0, 0, 1]
    share, ambition = np.array([0.5, 1.0, 0.2]), np.array([2.0, 1e9, 1.0])
    told = odds.predict(share, ambition)

    def said(share: float, ambition: float) -> float:
        part = (share * 200 + 0.5) / 201
        return float(0.8 * np.log(part / (1 - part)) - 0.5 * np.log(min(ambition, 100.0)) + 0.1)

    error = Z * (0.9 * (np.linspace(-0.1, 0.1, GROUPS) ** 2).sum()) ** 0.5
    for at in range(3):
        middle = said(share[at], ambition[at])
        low, high = (said(end, ambition[at]) for end in wilson_interval(share[at] * 200, 200, Z))
        ends = middle - np.hypot(middle - low, error), middle + np.hypot(high - middle, error)
        expected = [1 / (1 + np.exp(-one)) for one in (middle, *ends)]
        assert [told.odds[at], told.low[at], told.high[at]] == pytest.approx(expected)
    again = PathOdds.from_json(odds.to_json()).predict(share, ambition)
    assert again.low.tolist() == told.low.tolist()


def test_points_are_those_of_the_tables_and_a_part_is_the_mean_of_what_is_known() -> None:
    told = {fact.name: [fact.points(np.array([at]))[0] for at, _ in fact.knots] for fact in FACTS}
    assert told == {fact.name: [points for _, points in fact.knots] for fact in FACTS}
    some = {
        "savings_rate_13w": 0.05,
        "troubles_13w": 3.0,
        "buffer_weeks": 3.0,
        "saved_share_13w": np.nan,
        "debt_months": 2.0,
        "fee_share_4w": 0.05,
        "low_balance_weeks_13w": 0.2,
        "goal_adherence_13w": 0.75,
    }
    scores = health_scores(np.array([[some[fact.name] for fact in FACTS]]))
    assert scores.points[0, :3].tolist() == pytest.approx([57.5, 12.5, 40])
    assert scores.parts[0].tolist() == pytest.approx([35, 40, 42.5 / 2, (50 + 65) / 2])
    assert scores.total[0] == pytest.approx((35 + 40 + 21.25 + 57.5) / 4)


def blocks(number: int, amounts: list[float], marked: int) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(np.array(amounts), np.arange(len(amounts)) == marked)] * number


def test_a_share_that_always_falls_on_the_marked_day_is_beyond_chance() -> None:
    effect = day_effect(blocks(FEWEST_BLOCKS, [0, 0, 6, 1, 0, 0, 0], 2), 1, seed=0)
    assert effect is not None
    assert (effect.share, effect.blocks, effect.p) == (pytest.approx(6 / 7), FEWEST_BLOCKS, 0.001)
    assert effect.expected == pytest.approx(1 / 7, abs=0.01)
    assert effect.ratio == pytest.approx(6, rel=0.05)


def test_blocks_without_money_or_of_one_turn_are_no_blocks_but_their_money_counts() -> None:
    week = blocks(FEWEST_BLOCKS, [0, 0, 6, 1, 0, 0, 0], 2)
    empty, day = blocks(3, [0.0] * 7, 2), blocks(1, [42.0], 0)
    assert day_effect([*week[1:], *empty, *day], 1, seed=0) is None
    effect = day_effect([*week, *empty, *day], 1, seed=0)
    assert effect is not None
    assert (effect.blocks, effect.share) == (FEWEST_BLOCKS, pytest.approx(36 / 84))
    assert day_effect(blocks(9, [0.0] * 7, 2), 1, seed=0) is None


def test_pay_cycles_turn_by_whole_weeks() -> None:
    fortnight = [7.0] + [0.0] * 6 + [1.0] + [0.0] * 6
    effect = day_effect(blocks(20, fortnight, 0), 7, seed=0)
    assert effect is not None
    assert effect.expected == pytest.approx(0.5, abs=0.02)
    assert effect.share == pytest.approx(7 / 8)


def test_habits_of_one_person_share_the_false_alarms() -> None:
    told = {name: DayEffect(0.5, 0.3, p, 9) for name, p in (("a", 0.02), ("b", 0.01), ("c", 0.06))}
    assert kept({**told, "d": None}) == ["b", "a"]
    assert kept({"a": told["a"], "b": DayEffect(0.5, 0.3, 0.04, 9)}) == ["a", "b"]
    assert kept({"a": told["a"], "b": told["a"], "c": told["a"]}) == []
    assert DayEffect(0.5, 0.0, 0.01, 9).ratio == 1


def test_columns_are_told_as_kept_as_the_same_and_as_nothing() -> None:
    none = np.zeros(4)
    choice = ColumnChoice(none, 0.0, none, none, ((0, 2, 0.95),), (0, 1), 0.5, 0.5)
    said = in_words(choice, ("a", "b", "c", "d"))
    assert said == {"kept": ["a", "b"], "same": ["c"], "nothing": ["d"]}


def test_directions_tell_the_aim_along_what_goes_with_it_as_long_as_its_share() -> None:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(200, 3))
    goal = inputs[:, [0]] * 2
    goal[::10] = np.nan
    found = learn_directions(inputs, [Aim(goal, 0.1, 0.7), Aim(inputs[:, [1]], 0.1, 0.0)], 2)
    assert found.shape == (3, 1)
    assert np.abs(found[:, 0]).argmax() == 0
    assert ((inputs @ found) ** 2).sum(axis=1).mean() == pytest.approx(0.7)
    known = ~np.isnan(goal[:, 0])
    gram = inputs[known].T @ inputs[known] + 0.1 * known.sum() * np.eye(3)
    by_hand = np.linalg.solve(gram, inputs[known].T @ (goal[known, 0] - goal[known, 0].mean()))
    assert np.abs(found[:, 0] / np.linalg.norm(found)) == pytest.approx(np.abs(by_hand / np.linalg.norm(by_hand)))


def test_of_two_aims_the_stronger_direction_is_kept_first_and_nothing_is_learned_of_one_person() -> None:
    inputs = np.random.default_rng(0).normal(size=(300, 3))
    aims = [Aim(inputs[:, [0]], 0.01, 0.2), Aim(inputs[:, [1]], 0.01, 0.8)]
    (first,) = learn_directions(inputs, aims, 1).T
    assert np.abs(first).argmax() == 1
    assert learn_directions(inputs, aims, 5).shape == (3, 2)
    alone, two = np.full((300, 1), np.nan), np.full((300, 1), np.nan)
    alone[0], two[:2, 0] = 1.0, (1.0, 2.0)
    assert learn_directions(inputs, [Aim(alone, 0.01, 1.0)], 2).shape == (3, 0)
    assert learn_directions(inputs, [Aim(two, 0.01, 1.0)], 2).shape == (3, 1)
    assert learn_directions(inputs, [Aim(np.ones((300, 1)), 0.01, 1.0)], 2).shape == (3, 0)


def test_rules_are_compared_with_the_mean_of_all_and_count_by_their_weight() -> None:
    vectors = np.array([[3.0, 1], [1, 3], [np.nan, np.nan], [2, 2]])
    read = RuleEmbeddings(weight=0.25).fit(vectors)
    assert read.centre_.tolist() == [2, 2]
    assert read.similarities(np.array([4.0, 0.0])).tolist() == pytest.approx([1, -1, np.nan, 0], nan_ok=True)
    joined = read.join(np.array([0.4, 0.4, 0.4, 0.4]), np.array([4.0, 0.0]))
    assert joined.tolist() == pytest.approx([0.55, 0.05, 0.4, 0.3])
    assert read.join(np.array([0.4]), np.array([4.0, 0.0]), slice(1, 2)).tolist() == pytest.approx([0.05])
    nobody = RuleEmbeddings().fit(np.full((2, 2), np.nan))
    assert (nobody.weight, nobody.centre_.tolist()) == (0.2, [0, 0])


def test_logged_weeks_become_a_row_for_each_decision() -> None:
    states = np.arange(2 * 4 * 1).reshape(2, 4, 1).astype(float)
    actions = np.array([[0, 1, 1], [1, 0, 0]])
    log = transitions(states, actions, actions * 2.0, np.array([5, 7]), 2)
    assert log.states[:, 0].tolist() == [0, 1, 2, 4, 5, 6]
    assert log.next_states[:, 0].tolist() == [1, 2, 3, 5, 6, 7]
    assert log.actions.tolist() == [0, 1, 1, 1, 0, 0]
    assert log.rewards.tolist() == [0, 2, 2, 2, 0, 0]
    assert log.ends.tolist() == [False, False, True] * 2
    assert log.starts.tolist() == [True, False, False] * 2
    assert log.groups.tolist() == [5, 5, 5, 7, 7, 7]
    again = transitions(states, actions, actions * 2.0, np.array([5, 7]), 2, np.array([1, 1]))
    assert again.states[:, 0].tolist() == [4, 5, 6, 4, 5, 6]


def test_of_equal_values_the_first_action_is_taken() -> None:
    policy = greedy(lambda states: np.array([[1.0, 3.0, 3.0], [2.0, 1.0, 0.0]]))
    assert policy(np.zeros((2, 1))).tolist() == [[0, 1, 0], [1, 0, 0]]


def test_a_policy_that_is_as_good_as_a_rival_at_worst_does_not_beat_it() -> None:
    level = Difference("cloning", "FQE", 0.2, 0.0, 0.4)
    assert not level.beaten
    assert Difference("cloning", "FQE", 0.2, 0.01, 0.4).beaten
    assert serving_rule([level]).sentence("CQL").endswith("cloning by FQE: +0.20 (+0.00 to +0.40).")
    won = serving_rule([Difference("cloning", "FQE", 0.2, 0.01, 0.4)])
    assert won.sentence("CQL") == "CQL serves: it beats every rival by every measure."


class Raw:
    """A booster of so many rounds that says what it is told."""

    def __init__(self, scores: list[list[float]], rounds: int) -> None:
        self.scores, self.rounds = scores, rounds

    def predict(self, rows: np.ndarray, **settings: object) -> np.ndarray:
        return np.array(self.scores)

    def current_iteration(self) -> int:
        return self.rounds


def test_scores_of_two_kinds_of_trees_are_averaged_by_their_share_and_centred() -> None:
    teacher = TreeTeacher(forest_share=0.25)
    teacher.members_ = (Raw([[1.0, 3.0]], 60), Raw([[40.0, 0.0]], 20))
    assert teacher.log_odds(np.zeros((1, 2)))[0] == pytest.approx([-0.5, 0.5])
    teacher.members_ = (Raw([[1.0, 3.0], [2.0, 2.0]], 60), Raw([[10.0, 30.0], [4.0, 0.0]], 10))
    assert teacher.log_odds(np.zeros((2, 2))) == pytest.approx(np.array([[-1.0, 1.0], [0.05, -0.05]]))
