"""The rollout as an assistant sees it: nothing, until a version is promoted or a canary is set."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from mcp import Client

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.rollout import change_rollout
from seqmatch.lifecycle.serving.routing import Sighting
from seqmatch.lifecycle.versions.registry import live_version, promote, rollback
from seqmatch.server.app import build_server
from seqmatch.server.serving import OpenedStore, Serving
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.server.tools.toolsets import TOOLSETS
from seqmatch.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def two_versions(
    small_models_dir: Path,
    few_data: OnboardingData,
    small_source: Source,
    quick: Recipe,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, str, str]:
    """A models folder, the name of its live version, and that of another."""
    folder = tmp_path_factory.mktemp("rollout") / "models"
    shutil.copytree(small_models_dir, folder)
    live = live_version(folder / "onboarding").name
    other = train(few_data, small_source, folder, 99, settings=quick)
    promote(folder / "onboarding", live)
    return folder, live, other


@pytest.fixture
def models(two_versions: tuple[Path, str, str], tmp_path: Path) -> tuple[Path, str, str]:
    folder, live, other = two_versions
    shutil.copytree(folder, tmp_path / "models")
    return tmp_path / "models", live, other


async def everything(client: Client) -> list[str]:
    """The answer to every tool's example, byte for byte as it is sent."""
    answers = []
    for policy in TOOLS:
        result = await client.call_tool(policy.name, json.loads(policy.example))
        answers.append(result.model_dump_json(by_alias=True, exclude_none=True))
    return answers


async def test_left_alone_the_rollout_changes_no_byte_of_an_answer(models: tuple[Path, str, str]) -> None:
    folder, _, other = models
    host = ModelHost(Settings(folder))
    live = host.live(ONBOARDING)
    async with Client(build_server(Settings(folder))) as client:
        before = await everything(client)
        for policy, told in zip(TOOLS, before, strict=True):
            values = {parameter.name: parameter.default for parameter in policy.parameters}
            given = json.loads(policy.example)
            read = {parameter.name: parameter.read for parameter in policy.parameters}
            values |= {name: read[name](value, name) for name, value in given.items()}
            assert json.dumps(policy.answer(live, **values)[1])[1:-1] in json.dumps(json.loads(told), ensure_ascii=True)
        change_rollout(folder / "onboarding", {"candidate": other, "shadow": True}, has_heuristic=False)
        assert await everything(client) == before


async def test_a_canary_of_everyone_is_answered_by_the_candidate_and_rollback_counts_at_the_next_call(
    models: tuple[Path, str, str],
) -> None:
    folder, _, other = models
    family = folder / "onboarding"
    async with Client(build_server(Settings(folder))) as client:
        live_answers = await everything(client)
        change_rollout(family, {"mode": "auto", "candidate": other, "canary_pct": 100}, has_heuristic=False)
        canary_answers = await everything(client)
        promote(family, other)
        promoted_answers = await everything(client)
        rollback(family)
        assert await everything(client) == live_answers
    assert canary_answers == promoted_answers != live_answers


async def test_what_watchers_hear_holds_no_name_of_an_account(models: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, live, _ = models
    heard: list[Sighting] = []
    settings = Settings(folder)
    serving = Serving(settings, ModelHost(settings), heard.extend, OpenedStore(str(tmp_path / "store.sqlite")))
    rules = "When funds are received: 10.00% of incoming funds goes from Ida's Parlour to Ida's Rainy Days."
    async with Client(build_server(settings, serving=serving)) as client:
        result = await client.call_tool("suggest_automations", {"profile": {}, "rules_text": rules})
    assert [(one.version, one.source, one.family) for one in heard] == [(live, "live", "onboarding")]
    assert result.meta is not None and result.meta["seqmatch/event_id"] == heard[0].event_id
    serving.close()
    assert "Ida" not in repr(heard)


def test_every_toolset_warms_up_what_it_asks(models: tuple[Path, str, str]) -> None:
    host = ModelHost(Settings(models[0]))
    for name in ("onboarding",):
        TOOLSETS[name].warm(host)
