"""Nothing shared is edited to add a family: a tiny one that lives here is trained, served, rolled back, monitored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from seqmatch.families.register import DECLARED
from seqmatch.lifecycle.declared import found
from seqmatch.server.tools.toolsets import TOOLSETS

HERE = Path(__file__).parent
JOINED = "from seqmatch.families import register; from tiny_family.family import DECLARED; register.add(DECLARED)\n"
COMMAND = JOINED + "from seqmatch.cli.main import main; main()"
SERVED = (
    JOINED
    + """
import json, sys
from dataclasses import replace
from pathlib import Path
import anyio
from mcp import Client
from seqmatch.server.app import build_server
from seqmatch.settings import Settings

async def main():
    server = build_server(Settings(Path(sys.argv[1]), store=sys.argv[2]), toolsets=("tiny",))
    async with Client(server) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        told = await client.call_tool("add_number", {"number": 5})
        refused = await client.call_tool("add_number", {"numbr": 5})
    server.serving.close()
    print(json.dumps([names, told.structured_content, refused.content[0].text]))

anyio.run(main)
"""
)


def python(script: str, *arguments: object, code: int = 0) -> str:
    path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    ran = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with two versions of the tiny family, the second one live."""
    folder = tmp_path_factory.mktemp("tiny")
    for adds in (1, 2):
        python(COMMAND, "tiny", "train", "--models", folder, "--adds", adds)
    return folder


def test_its_versions_are_listed_shown_and_rolled_back_by_the_commands_of_every_family(models: Path) -> None:
    of_tiny = ("--family", "tiny", "--models", models)
    held = json.loads(python(COMMAND, "models", "list", "--json", *of_tiny))
    assert [(one["live"], one["state"], one["users"]) for one in held["versions"]] == [
        (True, "whole", 40),
        (False, "whole", 40),
    ]
    shown = python(COMMAND, "models", "show", *of_tiny)
    assert "# A tiny model" in shown and "40 sums" in shown
    python(COMMAND, "models", "rollback", *of_tiny)
    python(COMMAND, "models", "promote", held["live"], *of_tiny)


def test_drift_of_its_inputs_is_found(models: Path) -> None:
    seen = json.loads(python(COMMAND, "monitor", "--family", "tiny", "--models", models, "--json", code=4))
    assert (seen["rows"], [(one["column"], one["verdict"]) for one in seen["drift"]]) == (400, [("size", "drift")])


def test_its_tools_are_served_and_keep_what_they_keep_in_a_table_of_their_own(models: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    names, told, refused = json.loads(python(SERVED, models, store))
    assert (names, told) == (["add_number"], {"total": 7})
    assert "Did you mean number?" in refused
    kept = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT asked, total FROM tiny_sums'))"
    assert python(kept, store).strip() == "(5, 7)"


def test_what_a_family_declares_is_there() -> None:
    for family in DECLARED.values():
        assert family.toolsets is not None and family.answers is not None
        answers = import_module(family.answers)
        toolsets = found(f"{family.toolsets}:TOOLSETS")
        assert toolsets.keys() <= TOOLSETS.keys()
        for toolset in toolsets.values():
            assert toolset.family is family.models
            assert [policy.name for policy in toolset.tools if not hasattr(answers, policy.result.__name__)] == []
        assert family.monitor_inputs is None or callable(found(family.monitor_inputs))


def test_models_show_tells_what_a_version_of_any_family_was_trained_from() -> None:
    for name, counted in (("onboarding", "profiles"), ("transactions", "transactions")):
        shown = python("from seqmatch.cli.main import main; main()", "models", "show", "--family", name)
        assert f" {counted}, synthetic, fingerprint " in shown
