"""Who answers whom: the arms, the canary, and settings that are kept whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqmatch.errors import ArgumentError, ArtifactError, ModelError
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.serving.rollout import HEURISTIC, Rollout, change_rollout, read_rollout
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import write_version
from seqmatch.lifecycle.versions.registry import promote, rollback
from seqmatch.settings import POINTER

LIVE, TRIED = "111111111111", "222222222222"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A family with two versions, the first one live."""
    about = {"family": ONBOARDING.name, "seed": 1}
    first, _ = (write_version(tmp_path, {"card.md": f"# {name}\n".encode()}, about) for name in ("first", "second"))
    promote(tmp_path, first)
    return tmp_path


def others(folder: Path) -> str:
    """The version that is not live."""
    live = json.loads((folder / POINTER).read_text())["live"]
    return next(path.name for path in folder.iterdir() if path.is_dir() and path.name != live)


@pytest.mark.parametrize(
    ("rollout", "has_heuristic", "incumbent", "challenger"),
    [
        (Rollout(), True, LIVE, None),
        (Rollout(mode="heuristic"), True, HEURISTIC, LIVE),
        (Rollout(mode="heuristic", candidate=TRIED), True, HEURISTIC, TRIED),
        (Rollout(mode="model", candidate=TRIED), True, LIVE, TRIED),
        (Rollout(mode="auto"), True, HEURISTIC, LIVE),
        (Rollout(mode="auto", candidate=TRIED), True, LIVE, TRIED),
        (Rollout(mode="auto", candidate=LIVE), True, LIVE, None),
        (Rollout(mode="auto"), False, LIVE, None),
        (Rollout(mode="auto", candidate=TRIED), False, LIVE, TRIED),
    ],
)
def test_the_mode_and_the_candidate_decide_who_answers_and_who_is_tried(
    rollout: Rollout, has_heuristic: bool, incumbent: str, challenger: str | None
) -> None:
    assert rollout.arms(LIVE, has_heuristic) == (incumbent, challenger)


def test_a_canary_of_ten_percent_takes_a_tenth_of_the_users_the_same_each_time() -> None:
    ten = Rollout(mode="auto", canary_pct=10)
    users = [f"user-{number}" for number in range(10_000)]
    drawn = {user for user in users if ten.in_canary(user)}
    assert 900 <= len(drawn) <= 1_100
    assert drawn == {user for user in users if Rollout(mode="auto", canary_pct=10).in_canary(user)}
    assert drawn < {user for user in users if Rollout(mode="auto", canary_pct=25).in_canary(user)}


@given(st.text())
def test_nobody_is_in_a_canary_of_nothing_and_everybody_in_one_of_all(unit: str) -> None:
    assert not Rollout(mode="auto", canary_pct=0).in_canary(unit)
    assert Rollout(mode="auto", canary_pct=100).in_canary(unit)
    assert not Rollout(mode="model", canary_pct=100).in_canary(unit)


def test_settings_are_kept_beside_what_is_live_and_told_in_the_audit_log(folder: Path) -> None:
    tried = others(folder)
    before, after = change_rollout(
        folder, {"mode": "auto", "candidate": tried, "shadow": True, "canary_pct": 10}, has_heuristic=False
    )
    assert before == Rollout()
    assert after == read_rollout(folder) == Rollout("auto", tried, True, 10.0)
    told = audit.events(folder)[-1]
    assert (told["event"], told["rollout"]["canary_pct"]) == ("rollout", 10.0)


def test_a_candidate_that_goes_live_ends_its_rollout_and_keeps_the_thresholds(folder: Path) -> None:
    tried = others(folder)
    settings = {"mode": "auto", "candidate": tried, "shadow": True, "canary_pct": 50, "min_conf": 0.8}
    change_rollout(folder, settings, has_heuristic=True)
    promote(folder, tried)
    assert read_rollout(folder) == Rollout(min_conf=0.8)
    rollback(folder)
    assert read_rollout(folder) == Rollout(min_conf=0.8)


def test_settings_back_at_their_defaults_leave_the_pointer_as_it_was(folder: Path) -> None:
    before = (folder / POINTER).read_bytes()
    change_rollout(folder, {"mode": "auto", "topk": 5}, has_heuristic=True)
    assert (folder / POINTER).read_bytes() != before
    change_rollout(folder, {"mode": "model", "topk": 3}, has_heuristic=True)
    assert (folder / POINTER).read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": "sometimes"}, "invalid_argument"),
        ({"canary_pct": 101}, "invalid_argument"),
        ({"canary_pct": float("nan")}, "invalid_argument"),
        ({"min_conf": -0.1}, "invalid_argument"),
        ({"topk": 0}, "invalid_argument"),
        ({"mode": "heuristic"}, "invalid_argument"),
        ({"candidate": "0123456789ab"}, "version_unknown"),
        ({"speed": 3}, "invalid_argument"),
    ],
)
def test_a_setting_that_cannot_be_used_changes_nothing(folder: Path, changes: dict[str, object], code: str) -> None:
    before = (folder / POINTER).read_bytes()
    with pytest.raises((ArgumentError, ModelError)) as refused:
        change_rollout(folder, {"topk": 7, **changes} if "topk" not in changes else changes, has_heuristic=False)
    assert refused.value.code == code
    assert (folder / POINTER).read_bytes() == before


def test_the_environment_goes_before_the_file(folder: Path) -> None:
    change_rollout(folder, {"mode": "auto", "canary_pct": 10}, has_heuristic=True)
    environment = {"SUGGEST_CANARY_PCT": "25", "SUGGEST_SHADOW": "true", "SUGGEST_MIN_CONF": "0.7", "SUGGEST_TOPK": "2"}
    assert read_rollout(folder, environment) == Rollout("auto", None, True, 25.0, 0.7, 2)
    assert read_rollout(folder, {"SUGGEST_ENABLED": "false"}).mode == "heuristic"
    assert read_rollout(folder, {}) == Rollout("auto", canary_pct=10)


def test_an_environment_that_cannot_be_used_is_refused_by_the_variables_name(folder: Path) -> None:
    with pytest.raises(ArgumentError) as refused:
        read_rollout(folder, {"SUGGEST_CANARY_PCT": "a tenth"})
    assert "SUGGEST_CANARY_PCT" in str(refused.value)
    assert "a tenth" not in str(refused.value)


@pytest.mark.parametrize("kept", [[1], "auto", {"mode": 3}, {"speed": 1}])
def test_settings_that_were_altered_by_hand_are_refused(folder: Path, kept: object) -> None:
    content = json.loads((folder / POINTER).read_text())
    (folder / POINTER).write_text(json.dumps({**content, "rollout": kept}))
    with pytest.raises(ArtifactError):
        read_rollout(folder)
