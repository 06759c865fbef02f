"""Starting the real server as a host does: quickly, with sound models, and nothing on stdout but the protocol."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.server.app import build_server
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.server.warm_up import WarmUp
from seqmatch.settings import PACKAGE, Settings

ROOT = Path(__file__).parents[2]
HEAVY = ("sklearn", "lightgbm", "polars", "pandas", "scipy", "joblib", "typer", "sqlalchemy", "alembic")

LIST_TOOLS_AND_SHOW_IMPORTS = """
import sys, anyio
from mcp import Client
from seqmatch.server.app import build_server
from seqmatch.server.warm_up import WarmUp
from seqmatch.settings import default_settings
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.families.onboarding.models import ONBOARDING
WarmUp.start = lambda self: None

async def main():
    settings = default_settings()
    host = ModelHost(settings)
    host.verify(ONBOARDING)
    async with Client(build_server(settings, host)) as client:
        assert (await client.list_tools()).tools

anyio.run(main)
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent), **more}


def test_listing_the_tools_imports_nothing_heavy() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LIST_TOOLS_AND_SHOW_IMPORTS, *HEAVY],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.split() == []


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["legacy", "auto"])
@pytest.mark.parametrize("entry", [["-m", "seqmatch.server"], [str(ROOT / "server.py")]], ids=["module", "server.py"])
async def test_the_server_answers_over_standard_input_and_output(
    settings: Settings, mode: str, entry: list[str]
) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=entry,
        env={"PYTHONPATH": str(PACKAGE.parent), "SEQMATCH_MODELS": str(settings.models_dir)},
    )
    async with Client(server, mode=mode) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == [policy.name for policy in TOOLS]
        answer = await client.call_tool(
            "match_user", {"profile": {"user_type": "BUSINESS", "product_goal": "PROFIT_FIRST"}}
        )
    assert answer.is_error is False
    assert answer.structured_content is not None
    assert answer.structured_content["goal"] is None  # null is an answer and survives the wire


@pytest.mark.parametrize("after", [0, 0.5, 3], ids="{}s".format)
def test_a_host_that_leaves_during_or_after_the_warm_up_is_no_failure(settings: Settings, after: float) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    messages = [hello, {"jsonrpc": "2.0", "method": "notifications/initialized"}]
    messages.append({"jsonrpc": "2.0", "id": 2, "method": "tools/list"})
    served = subprocess.Popen(
        [sys.executable, "-m", "seqmatch.server"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stdin is not None and served.stdout is not None
    served.stdin.write("".join(json.dumps(message) + "\n" for message in messages))
    served.stdin.flush()
    answered = [json.loads(served.stdout.readline())["id"] for _ in range(2)]
    time.sleep(after)
    out, err = served.communicate(timeout=60)
    assert (answered, out, err, served.returncode) == ([1, 2], "", "", 0)


def damage(models: Path, how: str) -> str:
    """Damage one file of the version in use and return its name."""
    live = live_version(models / ONBOARDING.name)
    victim = max((path for path in live.rglob("*") if path.suffix in (".npz", ".npy", ".txt")), key=str)
    if how == "altered":
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(content)
    elif how == "truncated":
        victim.write_bytes(victim.read_bytes()[:-1])
    elif how == "garbage":
        victim.write_bytes(b"\x80\x04garbage")
    else:
        victim.unlink()
    return victim.name


@pytest.mark.parametrize("how", ["altered", "truncated", "garbage", "missing"])
def test_damaged_models_are_refused_in_one_line_that_names_the_file(
    settings: Settings, tmp_path: Path, how: str
) -> None:
    models = tmp_path / "models"
    shutil.copytree(settings.models_dir, models)
    name = damage(models, how)
    refused = subprocess.run(
        [sys.executable, "-m", "seqmatch.server"],
        env=environment(SEQMATCH_MODELS=str(models)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith("seqmatch: ")
    assert name in refused.stderr


def test_no_models_at_all_is_refused_with_what_to_do(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "seqmatch.server"],
        env=environment(SEQMATCH_MODELS=str(tmp_path)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "seqmatch train" in refused.stderr


@pytest.mark.anyio
async def test_questions_asked_at_once_are_answered_one_after_the_other_and_each_its_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way: list[str] = []
    most: list[int] = []

    class Watched(ModelHost):
        def version(self, family: Any, name: str) -> Any:
            under_way.append(name)
            most.append(len(under_way))
            time.sleep(0.02)
            found = super().version(family, name)
            under_way.pop()
            return found

    monkeypatch.setattr(WarmUp, "start", lambda self: None)
    bakery = EXAMPLES["rivera_bakery"]
    answers: dict[int, Any] = {}

    async def ask(client: Client, k: int) -> None:
        found = await client.call_tool(
            "match_user", {"profile": bakery.profile, "rules_text": bakery.rules_text, "k": k}
        )
        answers[k] = found.structured_content

    async with Client(build_server(settings, Watched(settings))) as client, anyio.create_task_group() as group:
        for k in range(1, 5):
            group.start_soon(ask, client, k)
    assert set(most) == {1}
    assert {k: len(answer["similar_users"]) for k, answer in answers.items()} == {k: k for k in range(1, 5)}


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_who_waits_for_the_models_is_told_that_they_load(settings: Settings, mode: str) -> None:
    class Slow(ModelHost):
        def version(self, family: Any, name: str) -> Any:
            time.sleep(2.2)
            return super().version(family, name)

    heard: list[tuple[float, str | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, message))

    async with Client(build_server(settings, Slow(settings)), mode=mode) as client:
        arguments = {"profile": {"user_type": "BUSINESS"}}
        answer = await client.call_tool("match_user", arguments, progress_callback=hear)
    assert answer.is_error is False
    assert heard[:2] == [(seconds, "The models are loading; the answer follows.") for seconds in (1, 2)]


def test_after_the_warm_up_no_answer_waits_for_the_collector_to_look_at_what_stays() -> None:
    warm_up = WarmUp(lambda: None)
    try:
        warm_up.start()
        assert warm_up._thread is not None
        warm_up._thread.join()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
