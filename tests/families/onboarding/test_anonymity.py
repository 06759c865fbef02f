"""Nobody can be found in a version: what single people are called and write is nowhere in its files or answers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from seqmatch.data.synthetic.people.generate import generate, write
from seqmatch.data.users.cohort import read_cohort
from seqmatch.families.onboarding.dataset import onboarding_data
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.settings import Settings

CANARY = "Zqvanta"
PLANTED = re.compile(rb"zqvanta|7531\.?97|753197|7[, ]531", re.IGNORECASE)
"""The canary, and the odd amount as dollars or as cents."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort in whose every third row somebody is called, earns and writes what nobody else does."""
    folder = tmp_path_factory.mktemp("planted")
    write(generate(users=240, seed=11, preset="exam"), folder)
    profiles, rules = (
        list(csv.DictReader(io.StringIO((folder / file).read_text(encoding="utf-8"))))
        for file in ("profiles.csv", "rules.csv")
    )
    names = {row["ORGANIZATION_ID"]: f"{CANARY}-id-{number}" for number, row in enumerate(profiles)}
    for number, row in enumerate(profiles):
        row["ORGANIZATION_ID"] = names[row["ORGANIZATION_ID"]]
        if number % 3 == 0:
            row["PRODUCTGOAL"] = row["PRODUCTGOAL"] and f"{CANARY}{number} wants a boat"
            row["OCCUPATION"] = f"{CANARY}{number} tamer"
    for number, row in enumerate(rules):
        row["organization_id"] = names[row["organization_id"]]
        if number % 3 == 0:
            name = f"{CANARY}{number} Parlour"
            row["description"] += (
                f"\n\nWhen funds are received: $7,531.97 moves from Income to {name} Savings; "
                f"5.31% of incoming funds goes from Income to {name}."
            )
    for file, rows in (("profiles.csv", profiles), ("rules.csv", rules)):
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def trained(planted: Path) -> Path:
    """The folder of a version trained on it."""
    cohort = read_cohort(planted / "profiles.csv", planted / "rules.csv")
    source = Source("operator", cohort.fingerprint, len(cohort), cohort.user_ids)
    assert CANARY in "".join(text or "" for text in cohort.rule_texts)
    train(onboarding_data(cohort), source, planted / "models", 3)
    return live_version(planted / "models" / ONBOARDING.name)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, and every member of those that are packed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.name] = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    found |= {f"{path.name}/{name}": packed.read(name) for name in packed.namelist()}
    return found


def test_the_canaries_would_be_found_if_they_were_there(planted: Path) -> None:
    assert PLANTED.search((planted / "profiles.csv").read_bytes())
    assert PLANTED.search((planted / "rules.csv").read_bytes())


def test_no_file_beside_the_models_holds_what_single_people_are_called_or_write(trained: Path) -> None:
    found = {name for name, content in contents(trained.parent).items() if PLANTED.search(content)}
    assert found == set()


def everything_told(models: OnboardingModels) -> str:
    """Every tool's answers to many kinds of people, as text and as structure."""
    people: list[dict[str, Any]] = [
        {},
        {"user_type": "BUSINESS", "annual_income": "OVER_250K"},
        {"user_type": "INDIVIDUAL", "age_group": "25-35", "product_goal": "PAY_OFF_DEBT"},
    ]
    told = []
    for policy in TOOLS:
        parameters = {parameter.name: parameter for parameter in policy.parameters}
        for person in people:
            values = {name: parameter.default for name, parameter in parameters.items()}
            sent = json.loads(policy.example) | ({"profile": person} if "profile" in parameters else {})
            sent |= {"k": 50, "detail": "full"} if policy.name == "match_user" else {}
            sent |= {"limit": 20} if policy.name == "suggest_automations" else {}
            if policy.name == "explain_cluster":
                del sent["cluster_id"]
            values |= {name: parameters[name].read(value, name) for name, value in sent.items()}
            answer, text = policy.answer(models, **values)
            told += [text, answer.model_dump_json()]
    return "\n".join(told)


def test_no_answer_tells_what_single_people_are_called_or_write(planted: Path, trained: Path) -> None:
    told = everything_told(ModelHost(Settings(planted / "models")).live(ONBOARDING))
    assert len(told) > 5_000
    assert PLANTED.search(told.encode()) is None
