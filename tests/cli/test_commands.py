"""The command line: one JSON document or text for people, one line on stderr for what cannot be done."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.data.users.cohort import read_cohort
from seqmatch.families.onboarding.answers.cluster import cluster_text, explain_cluster
from seqmatch.families.onboarding.answers.goal import goal_text, predict_goal
from seqmatch.families.onboarding.answers.match import match_text, match_user
from seqmatch.families.onboarding.answers.suggest import suggest_automations, suggest_text
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training import train as training
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.settings import PACKAGE

MAYA = EXAMPLES["maya_freelancer"]


@pytest.fixture
def maya(tmp_path: Path) -> tuple[Path, Path]:
    profile, rules = tmp_path / "maya.json", tmp_path / "maya.txt"
    profile.write_text(json.dumps(MAYA.profile))
    rules.write_text(MAYA.rules_text, encoding="utf-8")
    return profile, rules


@pytest.fixture(scope="module")
def cohort_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from seqmatch.data.synthetic.people.generate import generate, write

    folder = tmp_path_factory.mktemp("cohort")
    write(generate(users=140, seed=3, preset="exam"), folder)
    return folder


def refused(ran: Any, *parts: str) -> None:
    """Exit code 2, nothing on stdout, one line on stderr that names what is wrong."""
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1), ran
    assert ran.err.startswith("seqmatch: ")
    assert [part for part in parts if part not in ran.err] == []


# Answers without an assistant


def test_every_question_is_answered_in_json_as_in_python(
    seqmatch: Any, maya: tuple[Path, Path], small_models: OnboardingModels, small_models_dir: Path
) -> None:
    profile, rules = parse_profile(MAYA.profile), MAYA.rules_text
    about = ("--profile", maya[0], "--rules", maya[1], "--models", small_models_dir, "--json")
    for command, answer in (
        (("match", "-k", 3), match_user(small_models, profile, rules, k=3)),
        (
            ("match", "--any-type", "--full"),
            match_user(small_models, profile, rules, same_user_type=False, detail="full"),
        ),
        (("goal",), predict_goal(small_models, profile, rules)),
        (("cluster",), explain_cluster(small_models, None, profile, rules)),
        (
            ("suggest", "--goal", "PROFIT_FIRST", "--income", "$5,000", "--limit", 2),
            suggest_automations(
                small_models, profile, rules, goal="PROFIT_FIRST", monthly_income_cents=500_000, limit=2
            ),
        ),
    ):
        ran = seqmatch(*command, *about)
        assert (ran.code, ran.err, json.loads(ran.out)) == (0, "", answer.model_dump(mode="json"))


def test_every_question_is_answered_in_words(
    seqmatch: Any, maya: tuple[Path, Path], small_models: OnboardingModels, small_models_dir: Path
) -> None:
    profile = parse_profile(MAYA.profile)
    about = ("--profile", maya[0], "--models", small_models_dir)
    for command, text in (
        ("match", match_text(match_user(small_models, profile))),
        ("goal", goal_text(predict_goal(small_models, profile))),
        ("cluster", cluster_text(explain_cluster(small_models, None, profile))),
        ("suggest", suggest_text(suggest_automations(small_models, profile))),
    ):
        assert seqmatch(command, *about) == (0, text + "\n", "")


def test_a_profile_can_come_from_standard_input_and_an_archetype_by_its_number(
    seqmatch: Any, small_models: OnboardingModels, small_models_dir: Path
) -> None:
    ran = seqmatch("goal", "--profile", "-", "--models", small_models_dir, "--json", stdin=json.dumps(MAYA.profile))
    assert json.loads(ran.out) == predict_goal(small_models, parse_profile(MAYA.profile)).model_dump(mode="json")
    ran = seqmatch("cluster", "--id", 1, "--models", small_models_dir, "--json")
    assert json.loads(ran.out) == explain_cluster(small_models, 1).model_dump(mode="json")


def test_an_operator_finds_single_users_in_their_own_files_without_any_model(
    seqmatch: Any, cohort_dir: Path, tmp_path: Path
) -> None:
    """Somebody of the files asked about as if new: the first found is that user, named as in the files."""
    cohort = read_cohort(cohort_dir / "profiles.csv", cohort_dir / "rules.csv")
    user = next(i for i, rules in enumerate(cohort.rulesets) if rules is not None and len(rules.rules) > 3)
    (tmp_path / "who.json").write_text(json.dumps(cohort.profiles[user].known()))
    (tmp_path / "who.txt").write_text(cohort.rule_texts[user] or "", encoding="utf-8")
    about = ("match", "--profile", tmp_path / "who.json", "--rules", tmp_path / "who.txt", "-k", 3)
    among = ("--among", cohort_dir / "profiles.csv", cohort_dir / "rules.csv", "--models", tmp_path / "none")
    found = json.loads(seqmatch(*about, *among, "--json").out)["similar_users"]
    assert [len(found), found[0]["organization_id"], found[0]["similarity"]] == [3, cohort.user_ids[user], 1.0]
    assert found[0]["because"]
    assert {one["organization_id"] for one in found} <= set(cohort.user_ids)
    text = seqmatch(*about, *among).out
    assert [one["organization_id"] for one in found if one["organization_id"] not in text] == []


def test_single_users_are_found_only_where_both_files_are_named(
    seqmatch: Any, maya: tuple[Path, Path], cohort_dir: Path
) -> None:
    ran = seqmatch("match", "--profile", maya[0], "--among", cohort_dir / "profiles.csv", cohort_dir / "none.csv")
    refused(ran, "none.csv")
    assert seqmatch("match", "--profile", maya[0], "--among", cohort_dir / "profiles.csv").code == 2


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "object of fields"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"user_tpye": "BUSINESS"}', "Did you mean user_type"),
        (b'{"user_type": "HOSTILE_WORD"}', "profile.user_type"),
        (b'{"activated_ports": -1}', "profile.activated_ports"),
        (b'{"activated_ports": 1e999}', "profile.activated_ports"),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else "",
)
@pytest.mark.parametrize("command", ["match", "goal", "cluster", "suggest"])
def test_a_profile_that_is_none_is_refused_in_one_line(
    seqmatch: Any, tmp_path: Path, small_models_dir: Path, command: str, content: bytes, part: str
) -> None:
    path = tmp_path / "profile.json"
    path.write_bytes(content)
    ran = seqmatch(command, "--profile", path, "--models", small_models_dir, "--json")
    refused(ran, part)
    assert "HOSTILE_WORD" not in ran.err


def test_what_is_not_there_is_refused_in_one_line(
    seqmatch: Any, maya: tuple[Path, Path], tmp_path: Path, small_models_dir: Path
) -> None:
    refused(seqmatch("match", "--models", small_models_dir), "--profile")
    refused(seqmatch("goal", "--profile", tmp_path / "none.json", "--models", small_models_dir), "none.json")
    refused(seqmatch("goal", "--profile", maya[0], "--rules", tmp_path, "--models", small_models_dir), str(tmp_path))
    refused(seqmatch("match", "--profile", maya[0], "--models", tmp_path), "seqmatch train")
    refused(seqmatch("cluster", "--models", small_models_dir), "cluster_id")
    refused(seqmatch("cluster", "--id", 99, "--models", small_models_dir), "cluster_id")
    refused(seqmatch("suggest", "--profile", maya[0], "--models", small_models_dir, "--limit", 0), "limit")
    refused(seqmatch("match", "--profile", maya[0], "--models", small_models_dir, "-k", 0), "k:")


@pytest.mark.parametrize("arguments", [["nonsense"], ["match", "--nonsense"], ["match", "-k", "many"], ["rules"]])
def test_a_command_mistyped_shows_how_it_is_used(seqmatch: Any, arguments: list[str]) -> None:
    ran = seqmatch(*arguments)
    assert ran.code == 2
    assert "Usage: " in ran.err + ran.out


@pytest.mark.parametrize("command", [[], ["rules"], ["rules", "simulate"], ["evaluate"], ["transactions", "train"]])
def test_the_short_option_shows_the_same_help(seqmatch: Any, command: list[str]) -> None:
    short, long = seqmatch(*command, "-h"), seqmatch(*command, "--help")
    assert short == long and short.code == 0 and "Usage: seqmatch" in short.out


def test_help_keeps_what_stands_in_brackets(seqmatch: Any) -> None:
    assert "seqmatch[plots]" in seqmatch("evaluate", "--help").out


def test_the_version_is_told(seqmatch: Any) -> None:
    from seqmatch import __version__

    assert seqmatch("--version") == (0, f"seqmatch {__version__}\n", "")


# Rules


def test_rules_are_read_with_roles_and_with_what_could_not_be_read(seqmatch: Any) -> None:
    text = "When funds are received: 10.00% of incoming funds goes from Pay to Taxes.\n\nnot a rule"
    ran = seqmatch("rules", "parse", "-", "--json", stdin=text)
    assert (ran.code, ran.err) == (0, "")
    read = json.loads(ran.out)
    assert read["rules"] == [
        {
            "conditions": [],
            "actions": [
                {"form": "PERCENTAGE", "source": "Pay", "destination": "Taxes", "value": 1000, "ambiguous": False}
            ],
        }
    ]
    assert read["roles"]["Taxes"] == "taxes"
    assert [(piece["line"], piece["text"]) for piece in read["unparsed"]] == [(3, "not a rule")]


def test_rules_are_shown_to_people_as_a_table(seqmatch: Any) -> None:
    ran = seqmatch("rules", "parse", "-", stdin="When date equal 1: Funds move from Pay to Rent.\n\nnot a rule")
    assert (ran.code, ran.err) == (0, "")
    for part in ("date equal 1", "Funds move from Pay to Rent", "housing", "line 3 was not read"):
        assert part in ran.out
    assert "\x1b" not in ran.out


# Cohort, train, evaluate


@pytest.fixture
def hasty(quick: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Training by the quick recipe: what is looked at is what the command says."""

    def learn(
        data: Any, source: Any, seed: int, progress: Any = lambda step: None, settings: Recipe = quick, *begin: Any
    ) -> Any:
        return thorough(data, source, seed, progress, quick, *begin)

    thorough = training.learn
    monkeypatch.setattr(training, "learn", learn)


def test_a_cohort_is_written_and_trained_on_and_the_version_is_live(seqmatch: Any, tmp_path: Path, hasty: None) -> None:
    ran = seqmatch("cohort", "--users", 150, "--seed", 4, "--preset", "exam", "--out", tmp_path / "made")
    assert (ran.code, ran.err) == (0, "")
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"profiles.csv", "rules.csv", "cohort.json"}
    made = tmp_path / "made"
    files = ("--profiles", made / "profiles.csv", "--rules", made / "rules.csv")
    ran = seqmatch("train", *files, "--models", tmp_path / "models", "--seed", 9, "--json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert set(told) == {"version", "path", "provenance", "users", "labelled_users", "seconds", "quality"}
    assert told["provenance"] == "synthetic"
    live = live_version(tmp_path / "models" / "onboarding")
    assert (live.name, str(live)) == (told["version"], told["path"])
    assert read_version(live).manifest["seed"] == 9


def test_other_peoples_files_are_the_operators(seqmatch: Any, cohort_dir: Path, tmp_path: Path, hasty: None) -> None:
    for name in ("profiles.csv", "rules.csv"):
        (tmp_path / name).write_bytes((cohort_dir / name).read_bytes())
    files = ("--profiles", tmp_path / "profiles.csv", "--rules", tmp_path / "rules.csv")
    ran = seqmatch("train", *files, "--models", tmp_path / "models")
    assert (ran.code, ran.err) == (0, "")
    assert "(operator;" in ran.out
    assert "\x1b" not in ran.out


WORDS = """
class Words:
    def encode(self, texts):
        return [[len(word) for word in text.split()[:6]] for text in texts]
"""


def test_the_evaluation_is_one_json_document_with_the_cohort_and_on_generated_people_the_ceiling(
    cohort_dir: Path, tmp_path: Path
) -> None:
    """As an operator runs it, with an encoder of their own: another process, its output piped."""
    (tmp_path / "our_encoder.py").write_text(WORDS, "utf-8")
    files = ["--profiles", str(cohort_dir / "profiles.csv"), "--rules", str(cohort_dir / "rules.csv")]
    ran = subprocess.run(
        [
            *(sys.executable, "-c", "from seqmatch.cli.main import main; main()", "evaluate", *files, "--json"),
            *("--embeddings", "our_encoder:Words", "--divisions", "1"),
        ],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(PACKAGE.parent), str(tmp_path))),
            "PYTHONWARNINGS": "default",
        },
        capture_output=True,
        text=True,
        timeout=250,
    )
    progress = re.compile(r"Evaluating: \d+ of \d+ done, now .+ so far(, about .+ left)?\.")
    assert ran.returncode == 0
    assert [line for line in ran.stderr.splitlines() if not progress.fullmatch(line)] == []
    document = json.loads(ran.stdout)
    assert set(document) == {"cohort", "goal", "similarity", "archetypes", "automations", "ceiling"}
    gains = {name for name in document["similarity"] if name.endswith("_with_embeddings")}
    assert gains == {
        "goal_group_match_at_5_gain_with_embeddings",
        "automation_overlap_at_5_gain_with_embeddings",
    }
    about = document["cohort"]
    assert (about["provenance"], about["preset"], about["profiles"]) == ("synthetic", "exam", 140)
    assert (about["folds"], about["repeats"]) == (5, 1)
    assert set(about) == {
        *("provenance", "profiles", "users_with_rules", "labelled_users", "fingerprint", "seed", "folds", "repeats"),
        "preset",
    }


def test_an_evaluation_is_shown_to_people_with_every_figure(seqmatch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from seqmatch.cli.onboarding.evaluation import print_document
    from seqmatch.families.onboarding.evaluation.figures import described

    one = described("x", 0.5, (0.4, 0.6), 0.3)
    ranking = {name: one | {"popularity_by_type": 0.35} for name in ("ndcg_at_5", "recall_at_5", "hit_rate_at_5")}
    goal = ("accuracy", "top3_accuracy", "group_accuracy", "macro_f1", "balanced_accuracy", "log_loss", "ece")
    match = (
        *("user_type_match_at_5", "goal_group_match_at_5", "goal_group_3_of_5", "goal_group_match_at_5_goal_given"),
        *("automation_overlap_at_5", "goal_group_match_at_5_gain_over_seed_weights"),
        "automation_overlap_at_5_gain_over_seed_weights",
    )
    automations = {**ranking, "ndcg_lift_over_popularity": one}
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stdout", shown)
    print_document(
        {
            "cohort": {"users_with_rules": 10, "labelled_users": 5, "provenance": "operator", "folds": 5, "repeats": 3},
            "goal": {name: described(f"goal.{name}", 0.5, (0.4, 0.6), 0.3) for name in (*goal, "set_coverage")}
            | {"baselines": {"seed_recipe": {"accuracy": 0.123}, "linear": {"accuracy": 0.456}}},
            "similarity": dict.fromkeys(match, one),
            "archetypes": dict.fromkeys(("k", "silhouette", "silhouette_null", "stability_ari"), one),
            "automations": {"new_user": automations, "known_rules": automations},
        }
    )
    for part in ("0.123", "0.456", "> 0.4 met", "> 0.6 missed", "the operator's data", "lift over"):
        assert part in shown.getvalue()
    assert "eiling: the Bayes" not in shown.getvalue()


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_one_file_without_the_other_is_refused(seqmatch: Any, cohort_dir: Path, command: str) -> None:
    refused(seqmatch(command, "--profiles", cohort_dir / "profiles.csv", "--json"), "both files")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda frame: frame.drop("USER_TYPE"), "USER_TYPE"),
        (lambda frame: pl.concat([frame, frame.head(1)]), "ORGANIZATION_ID"),
        (lambda frame: frame.clear(), "profiles.csv"),
        (lambda frame: frame.head(40), "at least 100"),
        (lambda frame: frame.with_columns(PRODUCTGOAL=pl.lit(None)), "PRODUCTGOAL"),
    ],
    ids=["a column is missing", "a user stands twice", "no rows", "too few users", "no goals"],
)
def test_files_that_cannot_be_used_are_refused_and_nothing_is_written(
    seqmatch: Any, cohort_dir: Path, tmp_path: Path, change: Any, part: str
) -> None:
    profiles = tmp_path / "profiles.csv"
    change(pl.read_csv(cohort_dir / "profiles.csv")).write_csv(profiles)
    files = ("--profiles", profiles, "--rules", cohort_dir / "rules.csv")
    refused(seqmatch("train", *files, "--models", tmp_path / "models", "--json"), part)
    assert not (tmp_path / "models").exists()


def test_input_that_cannot_be_used_leaves_the_old_version_live(
    seqmatch: Any, small_models_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_models_dir, tmp_path, dirs_exist_ok=True)
    before = live_version(tmp_path / "onboarding").name
    refused(seqmatch("train", "--profiles", tmp_path / "no.csv", "--rules", tmp_path / "no.csv", "--models", tmp_path))
    assert live_version(tmp_path / "onboarding").name == before


def test_a_place_that_cannot_be_written_is_refused_in_one_line(seqmatch: Any, cohort_dir: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")
    files = ("--profiles", cohort_dir / "profiles.csv", "--rules", cohort_dir / "rules.csv")
    refused(seqmatch("train", *files, "--models", taken), "taken")
    refused(seqmatch("cohort", "--users", 60, "--out", taken), "taken")
    assert taken.read_text() == "a file, not a folder"


@pytest.mark.parametrize("options", [["--preset", "easy"], ["--goal-signal", "nan"], ["--users", "100000000"]])
def test_a_cohort_that_cannot_be_drawn_is_refused_and_nothing_is_written(
    seqmatch: Any, tmp_path: Path, options: list[str]
) -> None:
    refused(seqmatch("cohort", "--out", tmp_path / "made", *options))
    assert not (tmp_path / "made").exists()


def test_an_unexpected_error_is_one_line_too_and_says_nothing_of_the_input(
    seqmatch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> None:
        raise RuntimeError(text)

    monkeypatch.delenv("SEQMATCH_DEBUG", raising=False)
    monkeypatch.setattr("seqmatch.rules.parse.parse_rules", broken)
    ran = seqmatch("rules", "parse", "-", stdin="secret words")
    assert (ran.code, ran.out, ran.err) == (
        70,
        "",
        "seqmatch: unexpected RuntimeError; set SEQMATCH_DEBUG=1 to see where.\n",
    )
