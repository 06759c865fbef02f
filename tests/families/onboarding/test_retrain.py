"""Retraining: only a better challenger is promoted, everything else leaves the champion live and says why."""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from seqmatch.data.synthetic.people.generate import SyntheticCohort, generate
from seqmatch.data.users.cohort import Cohort, cohort_of
from seqmatch.errors import ArtifactError, ModelError
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData, onboarding_data
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.recipe_settings import Recipe, can_repeat, read_recipe, with_settings
from seqmatch.families.onboarding.retraining import contest as contests
from seqmatch.families.onboarding.retraining import retrain as retraining
from seqmatch.families.onboarding.retraining.contest import GUARDED, MAIN, compare, cross_fitted
from seqmatch.families.onboarding.retraining.contestants import Answers, answers, as_served
from seqmatch.families.onboarding.retraining.decision import contest
from seqmatch.families.onboarding.training import train as training
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.lifecycle.measuring.comparison import Comparison
from seqmatch.lifecycle.measuring.decision import Decision
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.registry import live_version, previous_versions
from seqmatch.schemas.goal import GOALS
from seqmatch.settings import PACKAGE

pytestmark = pytest.mark.usefixtures("few_resamples")
SEED = 5
WHOLE = {"masked_copies": 1}
FEW_ARCHETYPES: Recipe = {"Archetypes": {"ks": [4, 5], "resamples": 2}, "GoalClassifier": WHOLE}
"""No contest is about archetypes or about profiles with gaps, so few of them are tried here."""
HASTY: Recipe = {**FEW_ARCHETYPES, "GoalClassifier": {**WHOLE, "rounds": 2, "forest_rounds": 1}}
"""A recipe that stops learning before it knows much."""


def people(users: int, seed: int = 1) -> SyntheticCohort:
    return generate(users=users, seed=seed, preset="exam")


def joined(synthetic: SyntheticCohort) -> Cohort:
    return cohort_of(synthetic.profiles, synthetic.rules, "made")


def with_goals_shuffled(synthetic: SyntheticCohort) -> Cohort:
    """The same users and the same goals, each stated by somebody else."""
    goals = synthetic.profiles["PRODUCTGOAL"].to_list()
    stated = np.flatnonzero([goal is not None for goal in goals])
    for user, other in zip(stated, np.random.default_rng(3).permutation(stated), strict=True):
        goals[user] = synthetic.profiles["PRODUCTGOAL"][int(other)]
    profiles = synthetic.profiles.with_columns(pl.Series("PRODUCTGOAL", goals))
    return cohort_of(profiles, synthetic.rules, "shuffled")


def source(cohort: Cohort) -> Source:
    return Source("operator", cohort.fingerprint, len(cohort), cohort.user_ids)


def retrained(cohort: Cohort, models: Path, settings: Recipe = FEW_ARCHETYPES) -> Decision:
    return retraining.retrain(onboarding_data(cohort), source(cohort), models, SEED, jobs=1, settings=settings)


def once(learn: Callable[..., Any]) -> Callable[..., Any]:
    """What a training gave before is given again: most contests here are about the same few people."""
    known: dict[tuple[Any, ...], Any] = {}

    def remembering(*given: Any, **named: Any) -> Any:
        asked = inspect.signature(learn).bind(*given, **named)
        asked.apply_defaults()
        told = dict(asked.arguments)
        data = told.pop("data")
        for changes_nothing in ("progress", "jobs"):
            told.pop(changes_nothing, None)
        people = data.table.tobytes(), data.rows.tobytes(), data.goals, repr(data.uses)
        key = (*people, repr(sorted(told.items())))
        if key not in known:
            known[key] = learn(*given, **named)
        return known[key]

    return remembering


@pytest.fixture(scope="module", autouse=True)
def _learned_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        remembering = once(training.learn_and_prove)
        for module in (training, retraining):
            patched.setattr(module, "learn_and_prove", remembering)
        patched.setattr(training, "attacked", lambda *_: [])  # what attacks find decides no contest
        patched.setattr(retraining, "cross_fitted", once(cross_fitted))
        patched.setattr(contests, "FOLDS", 3)
        yield


@pytest.fixture(scope="module")
def few() -> SyntheticCohort:
    return people(200)


@pytest.fixture(scope="module")
def many() -> SyntheticCohort:
    """Enough people to learn goals from: of ``few`` one direction is read, which tells hardly more than base rates."""
    return people(500, seed=2)


@pytest.fixture(scope="module")
def first(few: SyntheticCohort, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Decision]:
    """A folder in which ``few`` were the first to be learned from, by retraining."""
    folder = tmp_path_factory.mktemp("first")
    return folder, retrained(joined(few), folder)


@pytest.fixture
def models(first: tuple[Path, Decision], tmp_path: Path) -> Path:
    return Path(shutil.copytree(first[0], tmp_path / "models"))


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Decisions


def test_the_first_models_need_only_be_better_than_the_base_rates(first: tuple[Path, Decision]) -> None:
    folder, decision = first
    assert decision.over_base_rates is not None and decision.over_base_rates.gain > 0
    assert (decision.outcome, decision.champion, decision.contests) == ("promoted", None, ())
    assert live_version(folder / "onboarding").name == decision.version == decision.challenger


def test_the_same_data_again_is_the_same_version_and_the_champion_stays(models: Path, few: SyntheticCohort) -> None:
    before = live_version(models / "onboarding")
    decision = retrained(joined(few), models)
    assert (decision.outcome, decision.challenger, decision.version) == ("kept", before.name, before.name)
    assert "same version again" in decision.why[0]
    assert live_version(models / "onboarding") == before


def test_shuffled_goals_keep_the_champion_and_the_log_says_why(models: Path, few: SyntheticCohort) -> None:
    before = everything_in(models)
    champion = live_version(models / "onboarding").name
    decision = retrained(with_goals_shuffled(few), models)
    assert (decision.outcome, decision.version, decision.champion) == ("kept", champion, champion)
    assert "no better than that of the base rates" in decision.why[0]
    after = everything_in(models)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"onboarding/audit.jsonl"}
    told = audit.events(models / "onboarding")[-1]
    assert (told["event"], told["decision"], told["why"]) == ("retrain", "kept", list(decision.why))
    assert told["champion"] == champion != told["challenger"] and told["seed"] == SEED


def test_more_people_make_better_models_and_those_new_to_both_show_it(models: Path, many: SyntheticCohort) -> None:
    champion = live_version(models / "onboarding").name
    cohort = joined(many)
    decision = retrained(cohort, models)
    assert (decision.outcome, decision.champion) == ("promoted", champion)
    assert [(contest.kind, contest.won, contest.worse) for contest in decision.contests] == [("new users", True, ())]
    assert live_version(models / "onboarding").name == decision.version != champion
    assert previous_versions(models / "onboarding") == [champion]
    assert audit.seen(models / "onboarding", str(decision.version), [cohort.user_ids[onboarding_data(cohort).rows[0]]])


def test_goals_put_right_win_even_among_the_users_the_champion_learned_from(
    many: SyntheticCohort, tmp_path: Path
) -> None:
    wrong = with_goals_shuffled(many)
    train(onboarding_data(wrong), source(wrong), tmp_path, SEED, settings=FEW_ARCHETYPES)
    decision = retrained(joined(many), tmp_path)
    assert [(contest.kind, contest.won) for contest in decision.contests] == [("known users", True)]
    assert decision.outcome == "promoted"


def test_a_better_recipe_wins_on_the_same_data_and_a_worse_one_loses(many: SyntheticCohort, tmp_path: Path) -> None:
    cohort = joined(many)
    train(onboarding_data(cohort), source(cohort), tmp_path, SEED, settings=HASTY)
    better = retrained(cohort, tmp_path)
    assert better.outcome == "promoted"
    assert ("recipes", True, ()) in [(contest.kind, contest.won, contest.worse) for contest in better.contests]
    worse = retrained(cohort, tmp_path, HASTY)
    assert (worse.outcome, worse.version) == ("kept", better.version)


def test_data_in_which_goals_show_less_than_they_did_keep_the_champion(many: SyntheticCohort, tmp_path: Path) -> None:
    cohort = joined(many)
    train(onboarding_data(cohort), source(cohort), tmp_path, SEED, settings=FEW_ARCHETYPES)
    vague = generate(users=500, seed=3, preset="exam", goal_signal=0.5)
    decision = retrained(cohort_of(vague.profiles, vague.rules, "vague"), tmp_path)
    assert decision.outcome == "kept"
    assert decision.over_base_rates is not None and decision.over_base_rates.verdict == "better"
    assert "Goals show less in this data" in decision.why[0]


def test_a_damaged_champion_stops_everything_and_nothing_is_changed(models: Path, few: SyntheticCohort) -> None:
    (live_version(models / "onboarding") / "card.md").write_bytes(b"other")
    before = everything_in(models)
    with pytest.raises(ArtifactError, match=r"card\.md"):
        retrained(joined(few), models)
    assert everything_in(models) == before


def test_two_at_once_are_refused_clearly(models: Path, few: SyntheticCohort) -> None:
    before = everything_in(models)
    with sole_writer(models / "onboarding"), pytest.raises(ModelError, match="Wait") as refused:
        retrained(joined(few), models)
    assert refused.value.code == "models_busy"
    assert everything_in(models) == before


# What a contest concludes


def comparison(metric: str, low: float, high: float) -> Comparison:
    return Comparison(metric, 1.0, 1.0, (low + high) / 2, (low, high), 100)


def test_a_difference_counts_only_beyond_noise() -> None:
    verdicts = [comparison(MAIN, low, high).verdict for low, high in ((0.1, 0.2), (-0.2, -0.1), (-0.1, 0.1), (0, 0))]
    assert verdicts == ["better", "worse", "tie", "tie"]


def test_only_the_main_metric_wins_and_where_the_champion_has_an_advantage_nothing_is_lost() -> None:
    guarded_better = contest("new users", (comparison(MAIN, -0.1, 0.1), comparison(GUARDED[0], 0.1, 0.2)))
    assert (guarded_better.won, guarded_better.worse) == (False, ())
    lost = (comparison(MAIN, -0.2, -0.1), comparison(GUARDED[0], -0.2, -0.1))
    assert contest("new users", lost).worse == lost
    assert contest("recipes", lost).worse == lost
    assert contest("known users", lost).worse == ()


def perfect(data: OnboardingData, right: float) -> Answers:
    chances = np.full((len(data), len(GOALS)), (1 - right) / (len(GOALS) - 1))
    for user in data.labelled:
        chances[user, GOALS.index(str(data.goals[user]))] = right
    found = np.full(len(data), right)
    return Answers(chances, found, found, found)


def test_metrics_are_compared_in_the_direction_in_which_each_is_better(small_data: OnboardingData) -> None:
    found = {c.metric: c for c in compare(perfect(small_data, 0.5), perfect(small_data, 0.9), small_data, SEED)}
    assert set(found) == {MAIN, *GUARDED}
    loss = found[MAIN]
    assert (loss.champion, loss.challenger) == pytest.approx((np.log(2), -np.log(0.9)))
    assert loss.gain == pytest.approx(np.log(2) + np.log(0.9)) and loss.verdict == "better"
    assert found["goal.ece"].gain == pytest.approx(0.4)
    assert found["goal.top3_accuracy"].verdict == "tie"
    assert found["automations.new_user.ndcg_at_5"].gain == pytest.approx(0.4)


def test_a_contestant_against_itself_is_a_tie_in_everything(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    own = answers(as_served(small_models), small_data)
    assert {(c.gain, c.ci95, c.verdict) for c in compare(own, own, small_data, SEED)} == {(0.0, (0.0, 0.0), "tie")}


def test_cross_fitted_answers_do_not_depend_on_how_many_folds_run_at_a_time(
    few: SyntheticCohort, quick: Recipe
) -> None:
    data = onboarding_data(joined(few))
    one, two = (cross_fitted(data, quick, SEED, jobs=jobs) for jobs in (1, 2))
    assert np.array_equal(one.base_rates, two.base_rates)
    for name in ("chances", "type_match", "new_user", "known_rules"):
        assert np.array_equal(getattr(one.answers, name), getattr(two.answers, name), equal_nan=True)


# Recipes


def test_a_version_keeps_the_recipe_it_was_trained_by(first: tuple[Path, Decision]) -> None:
    kept = read_recipe(read_version(live_version(first[0] / "onboarding")).files)
    assert kept is not None and can_repeat(kept)
    assert set(kept) == {"PatternMatcher", "GoalClassifier", "Archetypes", "AutomationRecommender"}
    assert kept["PatternMatcher"]["weights"] == recipe.WEIGHTS.tolist()
    assert all("seed" not in settings for settings in kept.values())


def test_training_again_by_the_recipe_kept_gives_the_same_bytes(
    first: tuple[Path, Decision], few: SyntheticCohort, tmp_path: Path
) -> None:
    version = read_version(live_version(first[0] / "onboarding"))
    cohort = joined(few)
    kept = read_recipe(version.files)
    assert kept is not None
    assert train(onboarding_data(cohort), source(cohort), tmp_path, SEED, settings=kept) == version.name


@pytest.mark.parametrize("settings", [{"Oracle": {}}, {"GoalClassifier": {"crystal_ball": 1}}])
def test_a_recipe_of_another_release_cannot_be_repeated(settings: dict[str, dict[str, int]]) -> None:
    assert not can_repeat(settings)
    with pytest.raises(ArtifactError):
        with_settings(GoalClassifier(), settings)


# Killed

KILL_AT_RANDOM = """
import json, os, random, signal, sys, time
from pathlib import Path
from seqmatch.data.synthetic.people.generate import generate
from seqmatch.data.users.cohort import cohort_of
from seqmatch.families.onboarding.retraining import retrain as retraining
from seqmatch.families.onboarding.training import train as training
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.families.onboarding.dataset import onboarding_data
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.versions.promotion import promote_by_hand

models, family = Path(sys.argv[1]), Path(sys.argv[1]) / "onboarding"
made = generate(users=140, seed=1, preset="exam")
cohort = cohort_of(made.profiles, made.rules, "made")
data, source = onboarding_data(cohort), training.Source("operator", cohort.fingerprint, 140, cohort.user_ids)
quick = json.loads(sys.argv[2])
first, second = (training.train(data, source, models, seed, settings=quick) for seed in (1, 2))
learned = {seed: training.learn(data, source, seed, settings=quick) for seed in (1, 2, 3)}

def write_on(seeds=range(1000)):
    # As train does, the learning done before: killed where files are written and the pointer moves.
    training.learn = lambda data, source, seed, *_, **__: {**learned[1 + seed % 3], "note.txt": str(seed).encode()}
    for seed in seeds:
        training.train(data, source, models, seed)

def promote_on():
    while True:
        promote_by_hand(family, first)
        promote_by_hand(family, second)

def whole_runs():
    seed = 100
    while True:
        seed += 1
        training.train(data, source, models, seed, settings=quick)
        retraining.retrain(data, source, models, seed, jobs=1, settings=quick)

learn, began = training.learn, time.perf_counter()
write_on(range(2000, 2002))
training.learn, once = learn, (time.perf_counter() - began) / 2  # as long as it takes here
promote_by_hand(family, second)
random.seed(6)
survived = []
for number, (run, longest) in enumerate(
    [(write_on, 8 * once), (promote_on, 0.1), (whole_runs, 1.5), (write_on, 2 * once)] * 5
):
    child = os.fork()
    if child == 0:
        run()
    time.sleep(random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    live = read_version(live_version(family))
    ONBOARDING.models(live)
    survived.append((status, live.name))
promote_by_hand(family, first)
left = [path.name for path in family.iterdir() if path.name.startswith(".")]
print(json.dumps({"survived": survived, "left": left, "live": live_version(family).name, "first": first}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_twenty_random_moments_a_whole_version_is_live_each_time(quick: Recipe, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", KILL_AT_RANDOM, str(tmp_path), json.dumps(quick)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout)
    assert [status for status, _ in told["survived"]] == [9] * 20  # each was killed, none ended by itself
    assert len({name for _, name in told["survived"]}) > 2  # and some had got as far as going live
    assert (told["left"], told["live"]) == ([], told["first"])
    assert all("time" in event and "version" in event for event in audit.events(tmp_path / "onboarding"))
