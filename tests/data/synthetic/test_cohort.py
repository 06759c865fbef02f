"""The synthetic cohort: reproducible, recognised, like the reference, and honest about what can be known."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from bayes_scores import bayes_scores

from seqmatch.data.synthetic.people.fitting.fidelity import TARGETS, distances, measure
from seqmatch.data.synthetic.people.generate import (
    PRESETS,
    CohortOrigin,
    Preset,
    SyntheticCohort,
    generate,
    recognise,
    regenerate,
    write,
)
from seqmatch.data.users.cohort import read_cohort
from seqmatch.errors import ArgumentError
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.reading import StepKind

each_preset = pytest.mark.parametrize("preset", PRESETS)


@cache
def default(preset: Preset) -> SyntheticCohort:
    return generate(preset=preset)


@cache
def many(preset: Preset) -> SyntheticCohort:
    """Enough people that a share of them is near its probability."""
    return generate(5_000, seed=4, preset=preset)


def test_the_same_seed_writes_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        write(generate(200, seed=seed), tmp_path / name)
    one, two, other = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two", "other")
    )
    assert one == two
    assert sorted(one) == ["cohort.json", "profiles.csv", "rules.csv"]
    assert [name for name in one if one[name] == other[name]] == []


def test_as_many_users_have_rules_as_in_the_reference() -> None:
    cohort = default("reference")
    assert (len(cohort.profiles), len(cohort.rules)) == (2522, 2293)


def test_a_written_cohort_is_read_like_any_other_with_every_rule_understood(tmp_path: Path) -> None:
    made = generate(300, seed=3)
    write(made, tmp_path)
    cohort = read_cohort(tmp_path / "profiles.csv", tmp_path / "rules.csv")
    assert list(cohort.user_ids) == made.profiles["ORGANIZATION_ID"].to_list()
    assert list(cohort.goals) == [goal if goal in GOALS else None for goal in made.profiles["PRODUCTGOAL"]]
    texts = dict(zip(made.rules["organization_id"], made.rules["description"], strict=True))
    assert list(cohort.rule_texts) == [texts.get(user) for user in cohort.user_ids]
    assert [ruleset.unparsed for ruleset in cohort.rulesets if ruleset] == [()] * len(texts)


def test_a_written_cohort_is_recognised_and_its_posterior_comes_back(tmp_path: Path) -> None:
    made = generate(150, seed=9, preset="exam", goal_signal=0.7)
    write(made, tmp_path)
    origin = recognise(tmp_path / "profiles.csv", tmp_path / "rules.csv")
    assert origin == CohortOrigin(preset="exam", seed=9, users=150, goal_signal=0.7)
    assert regenerate(origin).profiles.equals(made.profiles)
    np.testing.assert_array_equal(regenerate(origin).posterior, made.posterior)


@pytest.mark.parametrize("file", ["profiles.csv", "rules.csv"])
def test_an_altered_file_is_not_recognised(file: str, tmp_path: Path) -> None:
    write(generate(50, seed=1), tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(text.replace("Pro", "pro", 1).replace("When", "when", 1), encoding="utf-8")
    assert recognise(tmp_path / "profiles.csv", tmp_path / "rules.csv") is None


def test_files_without_a_word_about_their_origin_are_not_recognised(tmp_path: Path) -> None:
    write(generate(50, seed=1), tmp_path)
    (tmp_path / "cohort.json").unlink()
    assert recognise(tmp_path / "profiles.csv") is None


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"users": 1000000, "seed": 1, "preset": "exam", "goal_signal": 1}'])
def test_a_false_word_about_the_origin_is_not_believed(told: str, tmp_path: Path) -> None:
    write(generate(50, seed=1), tmp_path)
    (tmp_path / "cohort.json").write_text(told, encoding="utf-8")
    assert recognise(tmp_path / "profiles.csv") is None


def test_a_seed_that_lies_is_not_believed(tmp_path: Path) -> None:
    write(generate(50, seed=1), tmp_path)
    told = json.loads((tmp_path / "cohort.json").read_text(encoding="utf-8"))
    (tmp_path / "cohort.json").write_text(json.dumps({**told, "seed": 2}), encoding="utf-8")
    assert recognise(tmp_path / "profiles.csv") is None


@each_preset
def test_every_figure_is_within_five_hundredths_of_the_reference(preset: Preset) -> None:
    cohort = default(preset)
    measured = distances(cohort.profiles.cast(pl.String), cohort.rules)
    assert {name: distance for name, distance in measured.items() if distance > 0.05} == {}


SELDOM = (
    ("step kind", "PAYMENT"),
    ("step kind", "REST"),
    ("percentages in a row", "several, several"),
    ("percentages in a row", "several, under"),
    ("order in a rule", "REMAINDER PERCENTAGE"),
    ("order in a rule", "FIXED PERCENTAGE"),
    ("order in a rule", "PERCENTAGE FIXED"),
    ("blocks of a rule", "2"),
    ("blocks of a rule", "not known"),
    ("conditions of a rule", "4"),
)


@each_preset
def test_what_rules_seldom_mean_is_as_seldom_as_in_the_reference(preset: Preset) -> None:
    cohort = default(preset)
    measured = measure(cohort.profiles.cast(pl.String), cohort.rules)
    targets = json.loads(TARGETS.read_text(encoding="utf-8"))["values"]
    times = {
        (figure, value): round(measured[figure].count(value) / len(measured[figure]) / targets[figure][value], 2)
        for figure, value in SELDOM
    }
    assert {name: ratio for name, ratio in times.items() if not 0.5 < ratio < 2} == {}


def test_a_rule_with_a_case_for_each_of_two_divisions_reads_back_as_two_blocks() -> None:
    texts = default("reference").rules["description"].to_list()
    blocks = [reading.blocks for text in texts for reading in read_rules(parse_rules(text)) if len(reading.blocks) > 1]
    steps = [[step.kind for step in block.steps] for pair in blocks for block in pair]
    assert len(steps) >= 20
    assert [kinds for kinds in steps if StepKind.DIVISION not in kinds] == []


def test_the_comparison_notices_another_population() -> None:
    cohort = default("reference")
    businesses = cohort.profiles.filter(pl.col("USER_TYPE") == "BUSINESS")
    rules = cohort.rules.filter(pl.col("organization_id").is_in(businesses["ORGANIZATION_ID"].to_list()))
    measured = distances(businesses.cast(pl.String), rules)
    assert measured["USER_TYPE"] > 0.3
    assert measured["CURRENT_SUBSCRIPTION_NAME"] > 0.05


def test_the_goal_is_unstated_in_own_words_or_in_either_wording() -> None:
    goals = Counter(default("reference").profiles["PRODUCTGOAL"])
    assert 0.37 < goals[None] / goals.total() < 0.46
    assert {"PAY_OFF_DEBT", "DEBT_PAYMENT", "MAXIMIZE_SAVINGS", "MAXIMIZE_MY_SAVINGS"} <= set(goals)
    assert 5 <= sum(count for goal, count in goals.items() if goal and goal.startswith('OTHER-"')) <= 40


def test_a_stated_goal_is_the_true_one() -> None:
    cohort = default("reference")
    stated = [
        (goal, true)
        for goal, true in zip(cohort.profiles["PRODUCTGOAL"], cohort.true_goal, strict=True)
        if goal in GOALS
    ]
    assert len(stated) > 1_300
    assert [pair for pair in stated if pair[0] != pair[1]] == []


@each_preset
def test_the_posterior_is_calibrated_because_it_is_exact(preset: Preset) -> None:
    cohort = many(preset)
    chance = cohort.posterior
    np.testing.assert_allclose(chance.sum(axis=1), 1, rtol=1e-9)
    truth = np.array([GOALS.index(goal) for goal in cohort.true_goal])
    log_loss = -np.log(chance[np.arange(len(truth)), truth]).mean()
    entropy = -(chance * np.log(chance)).sum(axis=1).mean()
    assert log_loss == pytest.approx(entropy, abs=0.02)
    hit = chance.argmax(axis=1) == truth
    for low, high in ((0.0, 0.3), (0.3, 0.6), (0.6, 1.0)):
        here = (chance.max(axis=1) >= low) & (chance.max(axis=1) < high)
        if here.sum() > 300:
            assert hit[here].mean() == pytest.approx(chance.max(axis=1)[here].mean(), abs=0.05)


def test_without_signal_the_posterior_is_the_prior_of_the_user_type() -> None:
    cohort = generate(400, seed=2, goal_signal=0.0)
    np.testing.assert_allclose(cohort.posterior, cohort.prior, rtol=1e-9)


def test_more_signal_is_more_to_know() -> None:
    top3 = [bayes_scores(generate(1_200, seed=1, goal_signal=signal))["top3_accuracy"] for signal in (0.0, 1.0, 2.0)]
    assert top3[0] < top3[1] - 0.03 < top3[2] - 0.06


def test_the_reference_preset_is_as_hard_as_the_reference() -> None:
    scores = bayes_scores(default("reference"))
    assert 0.52 <= scores["top3_accuracy"] <= 0.58
    assert 0.20 <= scores["accuracy"] <= 0.28


def test_the_exam_preset_leaves_room_above_the_targets() -> None:
    scores = bayes_scores(default("exam"))
    wanted = {"macro_f1": 0.65, "balanced_accuracy": 0.6, "top3_accuracy": 0.9, "group_accuracy": 0.85}
    wanted["goal_group_match_at_5"] = 0.75
    assert {name: scores[name] for name, least in wanted.items() if scores[name] < least} == {}


def test_debt_goals_show_in_debt_accounts_and_profit_first_in_profit() -> None:
    cohort = many("reference")
    texts = dict(zip(cohort.rules["organization_id"], cohort.rules["description"], strict=True))
    rows = [
        (goal, texts[user].casefold())
        for user, goal in zip(cohort.profiles["ORGANIZATION_ID"], cohort.true_goal, strict=True)
        if user in texts
    ]

    def share(word: str, goals: set[str]) -> float:
        chosen = [word in text for goal, text in rows if goal in goals]
        return sum(chosen) / len(chosen)

    assert share("credit card", {"PAY_OFF_DEBT", "DEBT_PAYMENT"}) > share("credit card", {"OPTIMIZE_CASH_FLOW"}) + 0.05
    assert share("profit", {"PROFIT_FIRST"}) > share("profit", {"VISUALIZE_AND_TRACK_FINANCES"}) + 0.1


def test_rules_are_dirty_at_the_rates_of_real_ones() -> None:
    texts = default("reference").rules["description"].to_list()
    parsed = [parse_rules(text) for text in texts]
    actions = [action for ruleset in parsed for action in ruleset.actions]
    rules = [rule for ruleset in parsed for rule in ruleset.rules]
    spaced = sum(action.destination != action.destination.strip() for action in actions) / len(actions)
    lost = sum(not isinstance(c.value, int) for rule in rules for c in rule.conditions) / len(rules)
    doubtful = sum(action.ambiguous for action in actions)
    repeated = sum(len(ruleset.rules) - len(set(ruleset.rules)) for ruleset in parsed) / len(rules)
    assert (0.01 < spaced < 0.05, 0.001 < lost < 0.01, 0 < doubtful < 200, 0.005 < repeated < 0.03) == (True,) * 4
    assert any("$NaN" in text for text in texts)
    assert any("[object Object]" in text for text in texts)


def test_parts_of_one_income_mostly_add_up_to_all_of_it() -> None:
    rules = [rule for text in default("reference").rules["description"] for rule in parse_rules(text).rules]
    sums = [
        sum(parts)
        for rule in rules
        if (parts := [action.value for action in rule.actions if action.form == "PERCENTAGE"])
    ]
    assert 0.65 < sum(total == 10_000 for total in sums) / len(sums) < 0.9


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"users": 0}, "users"),
        ({"users": True}, "users"),
        ({"users": 2_000_000}, "users"),
        ({"seed": -1}, "seed"),
        ({"preset": "hard"}, "preset"),
        ({"goal_signal": float("nan")}, "goal_signal"),
        ({"goal_signal": -0.5}, "goal_signal"),
    ],
)
def test_an_argument_out_of_range_is_refused_where_it_stands(arguments: dict[str, object], path: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        generate(**{"users": 10, **arguments})  # type: ignore[arg-type]
    assert refused.value.path == path


@pytest.mark.parametrize("users", [1, 2, 7])
def test_a_handful_of_users_is_a_cohort_too(users: int, tmp_path: Path) -> None:
    cohort = generate(users, seed=1)
    write(cohort, tmp_path)
    assert len(cohort.profiles) == users
    assert recognise(tmp_path / "profiles.csv", tmp_path / "rules.csv") == cohort.origin
