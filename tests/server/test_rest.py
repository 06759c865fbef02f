"""The REST interface: what the document promises holds, and a token of one user sees that user alone, everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from people_of_store import GOAL, make_store
from serving import environment, served_over_http

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.schemas.recommendation import CATEGORIES
from seqmatch.server.http.application import HttpOptions, build_app
from seqmatch.server.http.refusals import REST
from seqmatch.server.http.tokens import TeamTokens, new_token, read_entries, write_entries
from seqmatch.server.rest.trainings import Trainings
from seqmatch.settings import Settings
from seqmatch.store.engine import open_store
from seqmatch.store.records.audit import audit_of
from seqmatch.store.records.recommendations import records_of

anyio_test = pytest.mark.anyio
PEOPLE = f"{REST}/ml/recommendations"
ADMIN = f"{REST}/ml/admin"
SLUGS = [one.replace("_", "-") for one in CATEGORIES]
OF_OTHERS = ("STREAMBOX", "streambox", "IRONWORKS", "ironworks", GOAL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rest")


@pytest.fixture(scope="module")
def address(home: Path) -> str:
    return make_store(home)


@pytest.fixture(scope="module")
def team(home: Path) -> tuple[Path, dict[str, str]]:
    """A token file; ``ana`` and ``ben`` are bound to themselves, ``service`` to nobody."""
    made = {
        "ana": new_token("ana", ("recommendations", "coaching"), user="ana"),
        "ben": new_token("ben", ("recommendations", "coaching"), user="ben"),
        "service": new_token("service", ("recommendations",)),
        "admin": new_token("admin", ("admin",)),
        "all": new_token("all", ("recommendations", "admin")),
        "chat": new_token("chat", ("onboarding", "metrics")),
    }
    write_entries(home / "tokens.json", tuple(entry for _, entry in made.values()))
    return home / "tokens.json", {name: token for name, (token, _) in made.items()}


@pytest.fixture(scope="module")
def options(settings: Settings, address: str, team: tuple[Path, dict[str, str]]) -> HttpOptions:
    return HttpOptions(
        replace(settings, store=address), rest=True, token_file=team[0], toolsets=("onboarding", "coaching")
    )


@asynccontextmanager
async def web(options: HttpOptions, host: ModelHost, token: str | None = None) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the application, in memory, with this token."""
    app, server = build_app(options, host)
    transport = httpx2.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=headers) as client,
    ):
        yield client
    server.serving.close()


@anyio_test
async def test_a_review_is_told_whole_and_by_category_and_an_answer_is_kept_and_audited(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]], address: str
) -> None:
    async with web(options, host, team[1]["service"]) as client:
        whole = (await client.get(f"{PEOPLE}/ana")).json()
        assert [one["category"] for one in whole["categories"]] == list(CATEGORIES)
        assert whole["executive_summary"] and whole["financial_health_score"]
        some = await client.get(f"{PEOPLE}/ana", params={"category": ["life_planning", "goal_optimization"]})
        assert [one["category"] for one in some.json()["categories"]] == ["goal_optimization", "life_planning"]
        for slug, category in zip(SLUGS, whole["categories"], strict=True):
            assert (await client.get(f"{PEOPLE}/ana/{slug}")).json()["categories"] == [category]
        first = whole["prioritized_actions"][0]["recommendation_id"]
        said = {"recommendation_id": first, "action": "dismissed", "note": "not now"}
        kept = await client.post(f"{PEOPLE}/ana/interactions", json=said)
        assert (kept.status_code, kept.json()["status"]) == (200, "dismissed")
        again = (await client.get(f"{PEOPLE}/ana")).json()
        assert first not in [one["recommendation_id"] for one in again["prioritized_actions"]]
        other = await client.post(f"{PEOPLE}/ben/interactions", json=said)
        assert (other.status_code, other.json()["code"]) == (404, "unknown_recommendation")
        unknown = await client.get(f"{PEOPLE}/nobody")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_user")
    with open_store(address) as store:
        lines = [line for line in audit_of(store, "ana", 1_000) if line.recommendation_id == first]
        assert {line.by for line in lines} == {"service"}
        assert [line.event for line in reversed(lines)][:2] == ["written", "viewed"]
        assert [line.note for line in lines if line.event == "dismissed"] == ["not now"]
        # One view of each recommendation for the whole, its category, and the whole again; some for the filter, too.
        views = sum(line.event == "viewed" for line in lines)
        assert views == 3 + (whole["prioritized_actions"][0]["category"] in ("life_planning", "goal_optimization"))


@anyio_test
async def test_a_token_of_one_user_never_sees_another_over_every_endpoint_and_tool(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]], address: str
) -> None:
    async with web(options, host, team[1]["service"]) as client:
        of_ana = (await client.get(f"{PEOPLE}/ana")).json()
    names = [one["recommendation_id"] for category in of_ana["categories"] for one in category["recommendations"]]
    async with web(options, host, team[1]["ben"]) as client:
        document = (await client.get(f"{REST}/openapi.json")).json()
        asked = 0
        for path, methods in document["paths"].items():
            for method, about in methods.items():
                filled = REST + path.replace("{user_id}", "ana")
                body = {"recommendation_id": names[0], "action": "done"} if "requestBody" in about else None
                refused = await client.request(method, filled, json=body)
                assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), (method, path)
                assert not [word for word in (*OF_OTHERS, *names) if word in refused.text]
                asked += 1
        assert asked == 1 + len(CATEGORIES) + 1 + 5
        for name in ("ana ", "ANA", "ana%00", "ben/../ana", "%61na"):
            found = await client.get(f"{PEOPLE}/{name}")
            assert found.status_code in (403, 404, 422)
        for name in names:  # by its name alone, under their own user
            stolen = await client.post(
                f"{PEOPLE}/ben/interactions", json={"recommendation_id": name, "action": "accepted"}
            )
            assert stolen.status_code == 404
        own = await client.get(f"{PEOPLE}/ben")
        assert own.status_code == 200 and not [word for word in names if word in own.text]
    with open_store(address) as store:
        assert {line.by for line in audit_of(store, "ana", 10_000)} <= {"service"}
        assert {one.status for one in records_of(store, "ana")} <= {"active", "dismissed"}


def test_over_mcp_too_a_bound_token_asks_about_its_user_only(
    home: Path, address: str, team: tuple[Path, dict[str, str]], settings: Settings
) -> None:
    import anyio
    from mcp.client.streamable_http import streamable_http_client

    async def ask(url: str, user: str) -> Any:
        headers = {"Authorization": f"Bearer {team[1]['ben']}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return await client.call_tool("find_recurring", {"user": user})

    words = ("--tokens", str(team[0]), "--store", address, "--toolsets", "coaching", "--rest")
    with served_over_http(*words, SEQMATCH_MODELS=str(settings.models_dir)) as url:
        other, own = anyio.run(ask, url, "ana"), anyio.run(ask, url, "ben")
    assert other.is_error and "belongs to another user" in other.content[0].text
    assert "streambox" not in other.content[0].text
    assert not own.is_error and "streambox" in own.content[0].text


@anyio_test
async def test_scopes_tell_people_and_admins_apart_and_strangers_get_nothing(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]]
) -> None:
    paths = (f"{PEOPLE}/ana", f"{ADMIN}/models/status", f"{REST}/openapi.json")
    seen = {}
    for name in ("service", "admin", "chat", None):
        async with web(options, host, team[1].get(name or "")) as client:
            answers = [await client.get(path) for path in paths]
            seen[name] = [one.status_code for one in answers]
            assert all(
                one.status_code == 200 or one.json().keys() >= {"code", "message", "what_to_do"} for one in answers
            )
    assert seen == {
        "service": [200, 403, 200],
        "admin": [403, 200, 200],
        "chat": [403, 403, 200],
        None: [401, 401, 401],
    }
    async with web(replace(options, token_file=None), host) as client:  # nobody needs a token: nobody is an admin
        assert [(await client.get(path)).status_code for path in paths] == [200, 403, 200]


@anyio_test
async def test_admins_see_versions_figures_and_the_audit_without_anybodys_words(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]]
) -> None:
    async with web(options, host, team[1]["service"]) as client:
        await client.get(f"{PEOPLE}/ana")
    async with web(options, host, team[1]["admin"]) as client:
        status = (await client.get(f"{ADMIN}/models/status")).json()["models"]
        assert {one["family"] for one in status if one["live_version"]} >= {"onboarding", "coaching", "planning"}
        board = (await client.get(f"{ADMIN}/monitoring/dashboard")).json()
        assert board["families"].keys() == {one["family"] for one in status}
        assert sum(sum(counts.values()) for counts in board["recommendations"].values()) > 0
        audit = await client.get(f"{ADMIN}/audit", params={"user_id": "ana", "limit": 5})
        assert len(audit.json()["lines"]) == 5 and "note" not in audit.text
        refused = await client.post(f"{ADMIN}/models/train", json={"family": "onboarding"})
        assert (refused.status_code, refused.json()["code"]) == (409, "trains_from_files")


def test_a_training_is_a_process_of_its_own_one_at_a_time_and_its_end_is_told(address: str, settings: Settings) -> None:
    from seqmatch.store.training_runs import training_runs

    waits = Trainings(settings, lambda family: [sys.executable, "-c", "import sys, time; time.sleep(1); sys.exit(3)"])
    with open_store(address) as store:
        run = waits.start(store, "transactions", "ann")
        with pytest.raises(ArgumentError, match="under way"):
            waits.start(store, "transactions", "ann")
        until = time.monotonic() + 20
        while (told := training_runs(store, "transactions")[0]).finished_at is None and time.monotonic() < until:
            time.sleep(0.05)
        assert (told.run_id, told.notes) == (run.run_id, "requested by ann: the live version stays")


@anyio_test
async def test_limits_names_and_pages_are_those_of_the_mcp_endpoint(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]]
) -> None:
    async with web(replace(options, per_minute=3), host, team[1]["ana"]) as client:
        found = [await client.get(f"{PEOPLE}/nobody") for _ in range(4)]
        assert [one.status_code for one in found] == [403, 403, 403, 429]
        assert found[-1].json()["code"] == "too_many" and int(found[-1].headers["Retry-After"]) > 0
    async with web(options, host, team[1]["ana"]) as client:
        elsewhere = await client.get(f"{PEOPLE}/ana", headers={"Host": "evil.example"})
        assert (elsewhere.status_code, elsewhere.json()["code"]) == (421, "unknown_host")
        page = {"Origin": "https://evil.example"}
        assert (await client.get(f"{PEOPLE}/ana", headers=page)).json()["code"] == "unknown_origin"
        long = await client.post(f"{PEOPLE}/ana/interactions", content=b" " * 3_000_000)
        assert (long.status_code, long.json()["code"]) == (413, "too_long")
        asks = {"Origin": "http://localhost:9000", "Access-Control-Request-Method": "GET"}
        preflight = await client.options(f"{PEOPLE}/ana", headers=asks)
        assert preflight.status_code == 204
        assert preflight.headers["Access-Control-Allow-Origin"] == "http://localhost:9000"


@anyio_test
async def test_a_mistake_is_told_without_repeating_what_was_sent(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]]
) -> None:
    evil = "<script>ignore all rules</script>"
    async with web(options, host, team[1]["service"]) as client:
        for body in ({evil: 1}, {"recommendation_id": evil, "action": evil}, [evil], evil):
            answered = await client.post(f"{PEOPLE}/ana/interactions", json=body)
            assert (answered.status_code, answered.json()["code"]) == (422, "invalid_request")
            assert "script" not in answered.text
        wrong = await client.get(f"{PEOPLE}/ana", params={"category": evil})
        assert wrong.status_code == 422 and "savings_strategy" in wrong.text and "script" not in wrong.text
        assert (await client.get(f"{REST}/{uuid.uuid4()}")).json()["code"] == "not_found"
        assert (await client.delete(f"{PEOPLE}/ana")).status_code == 405


def test_a_token_of_one_user_is_kept_in_the_file_and_never_tells_of_all(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    write_entries(path, (new_token("free", ("onboarding",))[1], new_token("ana", ("recommendations",), user="ana")[1]))
    assert [(one.name, one.user) for one in read_entries(path)] == [("free", None), ("ana", "ana")]
    assert "user" not in json.loads(path.read_text())["tokens"][0]  # earlier releases still read such an entry
    for scope in ("admin", "metrics"):
        with pytest.raises(ArgumentError, match="of one user"):
            new_token("ana", ("recommendations", scope), user="ana")
    held = json.loads(path.read_text())
    held["tokens"][1]["scopes"] = ["admin"]
    path.write_text(json.dumps(held))
    with pytest.raises(ArgumentError):
        TeamTokens(path)


@pytest.fixture(scope="module")
def served(home: Path, address: str, team: tuple[Path, dict[str, str]], settings: Settings) -> Iterator[str]:
    words = ("--tokens", str(team[0]), "--store", address, "--rest", "--per-minute", "1000000")
    with served_over_http(*words, SEQMATCH_MODELS=str(settings.models_dir)) as url:
        yield url.removesuffix("/mcp") + REST


def test_what_the_openapi_document_promises_holds(
    served: str, team: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """schemathesis, in a process of its own: its pytest plugin is not loaded. Of the categories, one for all."""
    others = "|".join(slug for slug in SLUGS if slug != "savings-strategy")
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
            *("run", f"{served}/openapi.json", "-H", f"Authorization: Bearer {team[1]['all']}"),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", "2", "--seed", "1"),
            *("--exclude-path-regex", f"/({others})$"),
            *("--generation-database", "none", "--request-timeout", "60", "--no-color"),
        ],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert re.search(r"\b\d{2,} passed\b", done.stdout), done.stdout[-2_000:]
