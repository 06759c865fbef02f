"""Where models are written and read where no folder is named, and what is told of a folder that is not complete."""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from serving import SEQMATCH, environment

from seqmatch.settings import POINTER, default_settings, resource

SHOPS = (("ITO BAKERY", "groceries"), ("DUVAL FUELS", "fuel"), ("CASTRO PHARMACY", "health"))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the person's own models, which is not there yet."""
    for name, variable in (("home", "HOME"), ("data", "XDG_DATA_HOME"), ("data", "LOCALAPPDATA")):
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.delenv("SEQMATCH_MODELS", raising=False)
    from seqmatch.settings import writable_models_dir

    return writable_models_dir()


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough of a statement to learn three categories from."""
    lines = ["date,description,amount,category"]
    for day in range(1, 29):
        for month in range(1, 7):
            shop, category = SHOPS[(day + month) % 3]
            lines.append(f"2025-{month:02d}-{day:02d},{shop} #{day},-{day}.50,{category}")
    path = tmp_path_factory.mktemp("labels") / "labelled.csv"
    path.write_text("\n".join(lines))
    return path


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_training_without_a_folder_leaves_the_models_that_came_along_as_they_are(
    seqmatch: Any, own: Path, labelled: Path
) -> None:
    bundled = contents(resource("models"))
    trained = json.loads(seqmatch("transactions", "train", "--labelled", labelled, "--json").out)
    assert trained["path"] == str(own / "transactions" / trained["version"])
    assert contents(resource("models")) == bundled
    assert json.loads((own / "transactions" / POINTER).read_text())["live"] == trained["version"]
    # From now on they are read from there, and the other family still from where it came along.
    settings = default_settings()
    assert settings.family_dir("transactions") == own / "transactions"
    assert settings.family_dir("onboarding") == resource("models") / "onboarding"


@pytest.mark.parametrize("command", [("train",), ("retrain",), ("transactions", "train")])
def test_help_says_where_models_go_by_default(seqmatch: Any, command: tuple[str, ...]) -> None:
    assert "Default: models in your data folder" in " ".join(seqmatch(*command, "--help").out.split())


def test_a_candidate_in_a_new_folder_is_listed_and_its_hint_works_as_typed(
    seqmatch: Any, own: Path, labelled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "our models"
    into = ("--models", folder)
    ran = seqmatch("transactions", "train", "--labelled", labelled, *into, "--candidate")
    assert ran.code == 0
    listed = json.loads(seqmatch("models", "list", "--family", "transactions", *into, "--json").out)
    assert listed["live"] is None and [entry["live"] for entry in listed["versions"]] == [False]
    version = listed["versions"][0]["version"]
    refused = seqmatch("rollout", "set", "--family", "transactions", *into, "--candidate", version, "--shadow")
    for said in (ran.out, refused.err):
        hint = said[said.index("seqmatch models promote") :].partition("`")[0]
        command = shlex.split(hint.strip())[1:]
        (folder / "transactions" / POINTER).unlink(missing_ok=True)
        assert seqmatch(*command).code == 0
        assert json.loads((folder / "transactions" / POINTER).read_text())["live"] == version

    ran = seqmatch("transactions", "train", "--labelled", labelled, *into, "--candidate", "--seed", 5)
    hint = ran.out[ran.out.index("seqmatch rollout set") :].splitlines()[0]
    assert seqmatch(*shlex.split(hint)[1:]).code == 0
    assert seqmatch("models", "promote", "newest", "--family", "transactions", *into).code == 0
    assert json.loads((folder / "transactions" / POINTER).read_text())["live"] != version


def test_an_empty_folder_says_what_to_type_and_that_fills_it(seqmatch: Any, own: Path, tmp_path: Path) -> None:
    refused = seqmatch("models", "list", "--family", "transactions", "--models", tmp_path / "none")
    assert (refused.code, refused.out) == (2, "")
    assert f"seqmatch transactions train --models {tmp_path / 'none'}" in refused.err


@pytest.mark.anyio
async def test_a_family_that_is_missing_does_not_stop_the_other(small_models_dir: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(small_models_dir, tmp_path / "models"))
    started = StdioServerParameters(
        command=SEQMATCH[0],
        args=[*SEQMATCH[1:], "serve", "--toolsets", "onboarding,transactions", "--models", str(folder)],
        env=environment(SEQMATCH_STORE=str(tmp_path / "store.sqlite")),
    )
    async with Client(started) as client:
        answer = await client.call_tool("predict_goal", {"profile": {"user_type": "BUSINESS"}})
        assert answer.is_error is False
        asked = {"transactions": [{"date": "2026-01-05", "description": "ITO BAKERY", "amount_cents": -1250}]}
        other = await client.call_tool("categorize_transactions", asked)
        assert "ITO" not in str(other.content) or other.is_error is False
        assert (await client.call_tool("predict_goal", {"profile": {}})).is_error is False
