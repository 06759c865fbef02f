"""The report tells what was measured, of nobody in particular, and needs nothing but itself."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from seqmatch.data.synthetic.people.generate import CohortOrigin
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.report import charts, conclusions
from seqmatch.families.onboarding.report.archetype_findings import archetype_findings, archetype_map
from seqmatch.families.onboarding.report.goal_findings import confusion, learning_curve, reliability
from seqmatch.families.onboarding.report.signal_curve import signal_curve
from seqmatch.families.onboarding.report.spot_check_cards import spot_check_cards
from seqmatch.families.onboarding.report.titles import target_rows
from seqmatch.features.users.goal_inputs import goal_columns
from seqmatch.lifecycle.pages.drawing import DARK, GROUPS, dark_colours, embedded
from seqmatch.lifecycle.pages.markup import Page, table
from seqmatch.schemas.goal import GOAL_INDEX, GOALS


def people(goals: list[str | None]) -> Any:
    goal_index = np.array([-1 if goal is None else GOAL_INDEX[goal] for goal in goals])
    return SimpleNamespace(goal_index=goal_index, labelled=np.flatnonzero(goal_index >= 0))


def answered(users: list[int], chances: np.ndarray) -> Any:
    return SimpleNamespace(users=np.array(users), goals={"seqmatch": chances})


def sure_of(goals: list[str], how: float) -> np.ndarray:
    """``how`` sure of one goal each, the rest shared by the others."""
    out = np.full((len(goals), len(GOALS)), (1 - how) / (len(GOALS) - 1))
    out[np.arange(len(goals)), [GOAL_INDEX[goal] for goal in goals]] = how
    return out


def test_a_model_that_says_six_in_ten_and_is_right_six_times_in_ten_lies_on_the_line() -> None:
    stated = (["PAY_OFF_DEBT"] * 6 + ["PROFIT_FIRST"] * 4) * 10
    rows = reliability(people(list(stated)), [[answered(list(range(100)), sure_of(["PAY_OFF_DEBT"] * 100, 0.6))]])
    assert len(rows) == 10
    assert [(round(row["said"], 6), round(row["was"], 6), row["users"]) for row in rows] == [(0.6, 0.6, 10)] * 10
    assert "too few users" in conclusions.reliability(rows)


def group(said: float, was: float, users: int = 400) -> dict[str, float]:
    low, high = wilson_interval(was * users, users)
    return {"said": said, "was": was, "low": low, "high": high, "users": users}


LEVELS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


@pytest.mark.parametrize(
    ("errors", "users", "verdict"),
    [
        ([0.01, -0.01] * 5, 400, "can be taken at their word."),
        ([-0.03] * 9 + [0.01], 400, "It is too sure of itself: in 9 of 10 groups"),
        ([-0.1] * 9 + [0.02], 40, "It is too sure of itself: in 9 of 10 groups"),
        ([0.03] * 9 + [-0.01], 400, "its doubt is on the safe side."),
        ([0.12, -0.12] * 5, 400, "it errs to both sides"),
        ([0.01, -0.01] * 5, 30, "there are too few users to say more"),
    ],
)
def test_what_is_said_of_the_probabilities_is_what_all_points_show(
    errors: list[float], users: int, verdict: str
) -> None:
    rows = [group(said, said + error, users) for said, error in zip(LEVELS, errors, strict=True)]
    says = conclusions.reliability(rows)
    assert verdict in says
    assert ("taken at their word" in says) == ("taken at their word" in verdict)


def cells(called: dict[str, dict[str, float]], users: int = 50) -> list[dict[str, Any]]:
    return [
        {"stated": stated, "predicted": predicted, "share": share, "users": users}
        for stated, shares in called.items()
        for predicted, share in shares.items()
    ]


def test_a_group_that_nearly_everyone_is_called_is_not_recognised() -> None:
    says = conclusions.confusion(
        cells({"budget": {"budget": 0.98, "debt": 0.02}, "debt": {"budget": 0.94, "debt": 0.06}})
    )
    assert "Nearly everyone (96%) is called budget, whatever they state. No group is told apart" in says
    assert "told apart best" not in says


def test_the_group_told_apart_best_is_named_with_how_often_others_are_called_so() -> None:
    says = conclusions.confusion(cells({"budget": {"budget": 0.9, "debt": 0.1}, "debt": {"budget": 0.4, "debt": 0.6}}))
    assert "told apart best" in says and "Nearly everyone" not in says
    assert "90% of those who state it are called so, and 40% of the others" in says


def test_answers_of_several_folds_are_put_back_in_the_order_of_the_users() -> None:
    stated = ["PAY_OFF_DEBT"] * 50 + ["PROFIT_FIRST"] * 50
    odd, even = list(range(1, 100, 2)), list(range(0, 100, 2))
    folds = [answered(users, sure_of([stated[i] for i in users], 0.9)) for users in (odd, even)]
    assert {row["was"] for row in reliability(people(list(stated)), [folds])} == {1.0}


def test_answering_for_the_same_users_again_narrows_no_interval() -> None:
    stated = ["PAY_OFF_DEBT"] * 100
    once = [answered(list(range(100)), sure_of(["PAY_OFF_DEBT"] * 100, 0.7))]
    again, told = (reliability(people(list(stated)), rounds) for rounds in ([once, once, once], [once]))
    assert [(row["low"], row["high"], row["users"]) for row in again] == [
        (row["low"], row["high"], row["users"]) for row in told
    ]


def test_a_cell_of_fewer_than_five_users_tells_no_share() -> None:
    stated = ["PAY_OFF_DEBT"] * 20
    said = ["PAY_OFF_DEBT"] * 16 + ["PROFIT_FIRST"] * 4
    rows = confusion(people(list(stated)), [[answered(list(range(20)), sure_of(said, 0.9))]])
    told = {row["predicted"]: row["share"] for row in rows}
    assert {row["stated"] for row in rows} == {"debt"}
    assert (told["debt"], told["business"]) == (0.8, None)


def test_a_group_that_fewer_than_five_users_state_has_no_line() -> None:
    stated = ["PAY_OFF_DEBT"] * 20 + ["PROFIT_FIRST"] * 4
    rows = confusion(people(list(stated)), [[answered(list(range(24)), sure_of(stated, 0.9))]])
    assert {row["stated"] for row in rows} == {"debt"}


@pytest.mark.parametrize(
    ("ours", "verdict"),
    [
        (2.0, "It saves 2.0 questions against the columns, beyond chance."),
        (4.1, "It does not differ from column order beyond chance."),
        (
            6.0,
            "For the goal alone columns are the better order, beyond chance; ask_next looks beyond the goal. "
            "Random order takes fewer, beyond chance.",
        ),
    ],
)
def test_an_order_that_does_not_pay_is_said_not_to_pay(ours: float, verdict: str) -> None:
    orders = [
        {"order": order, "questions": mean, "ci95": [mean - 0.5, mean + 0.5]}
        for order, mean in (("ask_next", ours), ("column order", 4.0), ("random order", 4.0))
    ]
    found = {"orders": orders, "rule": "doubt", "level": 3.0, "counted": 50, "people": 100}
    assert conclusions.asking(found)[-1].endswith(verdict)


def test_the_learning_curve_ends_at_the_answers_of_all_users(small_data: OnboardingData) -> None:
    everyone = np.arange(len(small_data))
    truth = np.full((len(small_data), len(GOALS)), 1e-3)
    for user in small_data.labelled:
        truth[user, GOAL_INDEX[str(small_data.goals[user])]] = 1.0
    truth /= truth.sum(axis=1, keepdims=True)
    folds: Any = [answered(part.tolist(), truth[part]) for part in (everyone[::2], everyone[1::2])]
    curve = learning_curve(small_data, folds, seed=1, jobs=1)
    assert [row["share"] for row in curve] == [0.25, 0.5, 0.75, 1.0]
    assert [row["users"] for row in curve] == sorted(row["users"] for row in curve)
    assert curve[-1]["top3_accuracy"]["value"] == 1.0
    assert curve[0]["gain"] is None
    drop = curve[2]["log_loss"]["value"] - curve[3]["log_loss"]["value"]
    assert curve[3]["gain"]["value"] == pytest.approx(drop, abs=2e-4)
    assert conclusions.learning_curve(curve).endswith("so more labelled users are worth having.")
    assert curve[0]["log_loss"]["value"] > curve[2]["log_loss"]["value"] > curve[-1]["log_loss"]["value"]


def test_numbers_of_archetypes_never_lie_on_each_other_and_hardly_move() -> None:
    centres = [{"archetype": n, "x": x, "y": y} for n, (x, y) in enumerate([(5, 5), (5, 5), (5.2, 5.1), (12, 3)], 1)]
    moved = charts.apart(centres, wide=1.0, high=0.8)
    assert [one["archetype"] for one in moved] == [1, 2, 3, 4]
    gaps = [
        math.hypot((a["x"] - b["x"]) / 1.0, (a["y"] - b["y"]) / 0.8) for i, a in enumerate(moved) for b in moved[:i]
    ]
    assert min(gaps) > 0.999
    assert moved[3] == centres[3]
    assert max(math.hypot(a["x"] - b["x"], a["y"] - b["y"]) for a, b in zip(moved, centres, strict=True)) < 1.5


def test_everything_the_predictor_reads_has_a_bar_of_its_own_colour() -> None:
    read_from = {column.subject for column in goal_columns(("rent", "card"))}
    assert read_from <= set(charts.SUBJECTS)
    assert len(set(charts.SUBJECTS.values())) == len(charts.SUBJECTS)


def test_no_hexagon_stands_for_fewer_than_five_users() -> None:
    rng = np.random.default_rng(3)
    points = np.vstack([rng.normal(0, 1, (300, 2)), rng.normal(6, 1, (200, 2)), [[40.0, 40.0]]])
    labels = np.array([0] * 300 + [1] * 200 + [2])
    found = archetype_map(points, labels)
    assert min(cell["users"] for cell in found["cells"]) >= 5
    assert sum(cell["users"] for cell in found["cells"]) + found["hidden_users"] == 501
    assert found["hidden_users"] <= 0.2 * 501
    assert [centre["archetype"] for centre in found["centres"]] == [1, 2]


def test_every_k_stands_beside_its_null_and_one_is_chosen(small_data: OnboardingData) -> None:
    found = archetype_findings(small_data, 1)
    assert [row["chosen"] for row in found["ks"]].count(True) == 1
    assert next(row["k"] for row in found["ks"] if row["chosen"]) == found["k"] == len(found["cards"])
    chosen = next(row for row in found["ks"] if row["chosen"])
    assert chosen["null"] < chosen["silhouette"]


def test_without_a_signal_nothing_is_reachable_and_with_one_more_is() -> None:
    points = signal_curve(CohortOrigin("exam", 3, 200, 1.0), seed=1, jobs=1)
    assert [point["signal"] for point in points] == [0.0, 0.5, 1.0, 1.5, 2.0]
    none, plain = points[0], points[2]
    assert none["ceiling"] < 0.7 < plain["ceiling"]
    assert none["reached"]["value"] < plain["reached"]["value"] <= plain["ceiling"] + 0.05


def test_ids_of_one_drawing_clash_with_those_of_no_other() -> None:
    svg = '<?xml version="1.0"?><svg width="10" height="20"><clipPath id="c0"/><g clip-path="url(#c0)"/></svg>'
    assert embedded(svg, "map") == (
        '<svg aria-hidden="true" style="max-width:10px" data-height="20" width="10" height="20">'
        '<clipPath id="map-c0"/><g clip-path="url(#map-c0)"/></svg>'
    )


def test_every_colour_of_the_archetypes_has_one_for_a_dark_page() -> None:
    assert set(GROUPS) <= set(DARK)
    assert all(f'[fill="{light}"] {{ fill: {dark} }}' in dark_colours() for light, dark in DARK.items())


def test_what_is_told_cannot_become_markup() -> None:
    hostile = "<script>alert(1)</script>"
    page = Page(hostile, hostile, "", hostile)
    page.add("a", hostile, table((hostile,), [(hostile,)], hostile))
    assert "<script" not in page.render()
    check = {
        "rules_known": True,
        "facts": [hostile],
        "stated_group": None,
        "archetype": hostile,
        "matches": [{"similarity": 0.5, "size": 25, "because": [hostile]}],
        "matched_groups": {},
        "patterns": [{"pattern": hostile, "share": 0.6}],
        "predicted": [{"goal": "PROFIT_FIRST", "goal_group": "business", "probability": 0.5}],
        "confident": False,
    }
    assert "<script" not in spot_check_cards([check])
    assert "none of them states one" in spot_check_cards([check])


def test_a_target_beyond_the_ceiling_is_said_to_be_out_of_reach() -> None:
    def told(value: float, **more: Any) -> dict[str, Any]:
        return {"value": value, "ci95": [value, value], "baseline": None, **more}

    class Anywhere(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            return told(0.5)

    aims: dict[str, Any] = {"target": 0.6, "meets_target": False}
    goal = Anywhere(top3_accuracy=told(0.5, **aims), macro_f1=told(0.3, target=0.4, meets_target=False))
    document: dict[str, Any] = {
        "goal": goal,
        "similarity": Anywhere(user_type_match_at_5=told(0.99, target=0.8, meets_target=True)),
        "archetypes": Anywhere(),
        "automations": {"new_user": Anywhere(), "known_rules": Anywhere()},
        "ceiling": {"goal": {"top3_accuracy": 0.55, "macro_f1": 0.7}},
    }
    assert target_rows(document) == [
        ("goal, top-3 accuracy", "> 0.6", "0.500", "0.550", "missed, out of reach: no model can"),
        ("goal, macro-F1 (decision rule)", "> 0.4", "0.300", "0.700", "missed"),
        ("user type match@5, filter off", "> 0.8", "0.990", "not known", "met"),
    ]
