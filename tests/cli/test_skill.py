"""The skill: valid, complete, and true about the tools it names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import yaml
from pydantic import BaseModel

from seqmatch import __version__
from seqmatch.errors import ArgumentError
from seqmatch.rules.checks.check import CODES
from seqmatch.schemas.profile import CHOICES, FIELDS, OCCUPATIONS
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.server.skill.folder import NAME, install_skill, served_files, skill_files
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.settings import resource

LINK = re.compile(r"\]\(([^)#]+)\)")
EXAMPLE_CALL = re.compile(r"^    (\w+) +(\{.*\})$", re.MULTILINE)
COMMAND = re.compile(r"^(?:    )?seqmatch (\S+(?: \S+)*)", re.MULTILINE)
DATA = ("--profiles", "p.csv", "--rules", "r.csv")
POLICIES = {policy.name: policy for policy in TOOLS}


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    return install_skill(tmp_path / "skills")


def markdown() -> dict[str, str]:
    return {name: content.decode() for name, content in skill_files().items() if name.endswith(".md")}


def test_the_installed_folder_is_a_valid_skill(installed: Path) -> None:
    tool = Path(sys.executable).with_name("agentskills")
    checked = subprocess.run([tool, "validate", installed], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_its_front_matter_says_what_and_when_within_limits() -> None:
    _, front, body = skill_files()["SKILL.md"].decode().split("---\n", 2)
    matter = yaml.safe_load(front)
    assert matter["name"] == NAME
    assert matter["metadata"]["version"] == __version__
    assert "Use when" in matter["description"] and len(matter["description"]) <= 1024
    assert len(body.splitlines()) < 500 and len(body.encode()) / 4 < 5_000


def test_every_link_leads_to_a_file_of_the_skill(installed: Path) -> None:
    links = [
        (path, target)
        for path in installed.rglob("*.md")
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert len(links) >= 4
    assert [(path.name, target) for path, target in links if not (path.parent / target).is_file()] == []


def test_every_link_leads_somewhere_in_the_project_too() -> None:
    source = resource("SKILL.md")
    targets = LINK.findall(source.read_text(encoding="utf-8"))
    assert [target for target in targets if not (resource("skill").parent / target).is_file()] == []


def test_every_file_is_reached_from_the_first() -> None:
    text = served_files()["SKILL.md"].decode()
    assert [name for name in served_files() if name != "SKILL.md" and name not in text] == []


def test_trigger_queries_hold_near_misses_beside_what_it_is_for() -> None:
    queries = json.loads(skill_files()["evals/trigger_queries.json"])
    assert all(set(query) == {"query", "should_trigger"} for query in queries)
    assert len({query["query"] for query in queries}) == len(queries) >= 20
    told = sum(query["should_trigger"] for query in queries)
    assert 8 <= told <= len(queries) - 8


def test_example_calls_are_accepted_by_the_tools_they_name() -> None:
    calls = EXAMPLE_CALL.findall(markdown()["SKILL.md"])
    assert {name for name, _ in calls} == set(POLICIES)
    for name, arguments in calls:
        read_arguments(POLICIES[name].parameters, json.loads(arguments))


def test_commands_it_names_are_taken_with_those_options(seqmatch: Any) -> None:
    lines = [line for text in markdown().values() for line in COMMAND.findall(text)]
    assert len(lines) >= 10
    for line in lines:
        assert seqmatch(*line.split(), "--help").code == 0, line
    assert seqmatch("models", "list", "--modles", "m", "--help").code == 2


def test_what_it_calls_a_tool_or_a_field_is_one() -> None:
    text = "\n".join(markdown().values())
    assert [name for name in POLICIES if f"`{name}`" not in text] == []
    fields = re.findall(r"^\| `(\w+)` \|", markdown()["references/profile-fields.md"], re.MULTILINE)
    assert sorted(fields) == sorted(FIELDS)
    for field, value in re.findall(r"`(\w+): (\w+)`", markdown()["references/profile-fields.md"]):
        assert parse_profile({field: value}).known() == {field: value}


def test_the_table_of_fields_lists_every_value_and_counts_the_rest() -> None:
    text = markdown()["references/profile-fields.md"]
    for field in ("user_type", "annual_income", "age_group", "subscription"):
        assert [value for value in CHOICES[field] if f"`{value}`" not in text] == []
    assert f"one of {len(OCCUPATIONS)}" in text and f"one of {len(CHOICES['product_goal'])}" in text


def names_in(annotation: Any) -> Iterator[str]:
    """Field names and fixed values of an answer, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield name
            yield from names_in(field.annotation)
    elif get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from names_in(part)


def test_results_it_speaks_of_are_in_the_results() -> None:
    known = {name for policy in TOOLS for name in names_in(policy.result)} | set(CODES) | set(POLICIES)
    known |= {parameter.name for policy in TOOLS for parameter in policy.parameters} | set(FIELDS)
    text = markdown()["references/evidence-and-doubt.md"]
    dotted = re.findall(r"`([a-z_0-9.\[\]]+)`", text)
    spoken = {part for name in dotted for part in name.replace("[]", "").split(".")} - {"0.02"}
    assert spoken - known == set()
    assert {"reason", "replaces", "plain", "before", "picture", "argument"} <= spoken


def test_installing_again_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first = install_skill(tmp_path)
    (first / "stale.md").write_text("old", encoding="utf-8")
    install_skill(tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        f"{NAME}/{name}" for name in skill_files()
    )


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / NAME
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ArgumentError, match="Something else stands"):
        install_skill(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == [NAME, "notes.txt"]


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / NAME).symlink_to(elsewhere)
    with pytest.raises(ArgumentError):
        install_skill(tmp_path)


@pytest.mark.parametrize("script", ["train.py", "retrain.py"])
def test_a_script_says_what_is_missing_where_seqmatch_is_not_installed(installed: Path, script: str) -> None:
    # -S -E: a Python without site-packages and without our PYTHONPATH
    ran = subprocess.run(
        [sys.executable, "-S", "-E", installed / "scripts" / script, *DATA, "--models", "m"],
        capture_output=True,
        text=True,
        cwd=installed,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "pip install seqmatch" in ran.stderr


@pytest.mark.parametrize("script", ["train.py", "retrain.py"])
def test_a_script_passes_its_options_on_and_the_exit_code_back(installed: Path, tmp_path: Path, script: str) -> None:
    ran = subprocess.run(
        [sys.executable, installed / "scripts" / script, *DATA, "--models", tmp_path / "models"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "p.csv" in ran.stderr
    assert not (tmp_path / "models").exists()
