"""A token of one user answers what its user was told, with several workers too, and labels no row of others."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from people_of_store import make_store
from serving import served_over_http

from seqmatch.server.http.refusals import REST
from seqmatch.server.http.tokens import new_token, write_entries
from seqmatch.settings import resource
from seqmatch.store.engine import open_store
from seqmatch.store.transactions.labels import categories_in
from seqmatch.store.transactions.transactions import histories

SCOPES = ("transactions", "coaching", "recommendations")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bound")


@pytest.fixture(scope="module")
def address(home: Path) -> str:
    return make_store(home)


@pytest.fixture(scope="module")
def tokens(home: Path) -> dict[str, str]:
    made = {
        "ana": new_token("ana", SCOPES, user="ana"),
        "ben": new_token("ben", SCOPES, user="ben"),
        "service": new_token("service", SCOPES),
        "admin": new_token("admin", ("admin",)),
    }
    write_entries(home / "tokens.json", tuple(entry for _, entry in made.values()))
    return {name: token for name, (token, _) in made.items()}


@pytest.fixture(scope="module")
def url(home: Path, address: str, tokens: dict[str, str]) -> Iterator[str]:
    """A server with two workers and the REST interface."""
    words = ("--tokens", str(home / "tokens.json"), "--store", address, "--toolsets", "transactions,coaching")
    with served_over_http(*words, "--rest", "--workers", "2", SEQMATCH_MODELS=str(resource("models"))) as served:
        yield served


def ask(url: str, token: str, tool: str, **arguments: Any) -> Any:
    async def called() -> Any:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=120) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return await client.call_tool(tool, arguments)

    return anyio.run(called)


WRITTEN = 2.0
"""Seconds until the other worker's answers are in the store; half a second, on a machine with nothing else to do."""


def answered(url: str, token: str, event: str, action: str = "accept") -> str:
    """``recorded``, ``labelled`` too, or the code of the refusal."""
    said = ask(url, token, "record_feedback", event_id=event, action=action)
    if said.is_error:
        return str(said.content[0].text.split(":")[0])
    return "labelled" if said.structured_content.get("labelled") else "recorded"


def a_row(address: str, user: str) -> dict[str, Any]:
    with open_store(address) as store:
        row = histories(store, [user], dt.date.max).row(0, named=True)
    sent = {name: row[name] for name in ("transaction_id", "description", "amount_cents")}
    return {**sent, "date": str(row["date"])}


def test_a_step_that_ana_was_told_is_unknown_to_ben_and_known_to_ana_and_her_bank(
    url: str, tokens: dict[str, str]
) -> None:
    event = ask(url, tokens["ana"], "coach", user="ana").structured_content["event_id"]
    time.sleep(WRITTEN)
    assert answered(url, tokens["ben"], event) == "unknown_event"
    assert answered(url, tokens["ben"], "0" * 20) == "unknown_event"  # the same words as for an event that is none
    assert answered(url, tokens["ana"], event) == "recorded"
    assert answered(url, tokens["service"], event, "reject") == "recorded"


def test_what_the_bank_asked_for_ben_is_bens_to_answer(url: str, tokens: dict[str, str]) -> None:
    event = ask(url, tokens["service"], "coach", user="ben").structured_content["event_id"]
    time.sleep(WRITTEN)
    assert answered(url, tokens["ana"], event) == "unknown_event"
    assert answered(url, tokens["ben"], event) == "recorded"


def test_ben_cannot_label_a_row_of_anas_by_asking_about_it_under_its_name(
    url: str, tokens: dict[str, str], address: str
) -> None:
    hers = a_row(address, "ana")

    def event_of(who: str) -> str:
        said = ask(url, tokens[who], "categorize_transactions", transactions=[hers])
        return str(said.structured_content["transactions"][0]["event_id"])

    bens, anas = event_of("ben"), event_of("ana")
    time.sleep(WRITTEN)
    assert bens != anas  # who asks first takes no name from the other
    assert answered(url, tokens["ben"], anas) == "unknown_event"
    assert answered(url, tokens["ben"], bens) == "recorded"
    with open_store(address) as store:
        assert categories_in(store) == []
    assert answered(url, tokens["ana"], anas) == "labelled"


def test_reviews_asked_of_two_workers_at_once_agree_and_an_answer_to_one_is_known_to_both(
    url: str, tokens: dict[str, str]
) -> None:
    reviews = url.removesuffix("/mcp") + f"{REST}/ml/recommendations/ana"
    headers = {"Authorization": f"Bearer {tokens['ana']}"}

    def review(_: int) -> Any:
        return httpx2.get(reviews, headers=headers, timeout=120)

    first = review(0).json()
    name = first["prioritized_actions"][0]["recommendation_id"]
    with ThreadPoolExecutor(8) as together:
        found = list(together.map(review, range(8)))
    assert {one.status_code for one in found} == {200}
    assert {str(one.json()["prioritized_actions"]) for one in found} == {str(first["prioritized_actions"])}
    said = httpx2.post(
        f"{reviews}/interactions", headers=headers, json={"recommendation_id": name, "action": "dismissed"}
    )
    assert said.status_code == 200
    with ThreadPoolExecutor(8) as together:
        later = [one.json() for one in together.map(review, range(8))]
    assert not [one for one in later if name in str(one["prioritized_actions"])]


def test_a_training_asked_of_both_workers_runs_once_and_says_that_two_people_are_too_few(
    url: str, tokens: dict[str, str]
) -> None:
    admin = url.removesuffix("/mcp") + f"{REST}/ml/admin/models"
    headers = {"Authorization": f"Bearer {tokens['admin']}"}

    def train(family: str) -> Any:
        return httpx2.post(f"{admin}/train", headers=headers, json={"family": family}, timeout=60)

    with ThreadPoolExecutor(4) as together:
        begun = list(together.map(train, ["coaching"] * 4))
    assert sorted(one.status_code for one in begun) == [202, 409, 409, 409]
    assert {one.json()["code"] for one in begun if one.status_code == 409} == {"training_under_way"}
    until = time.monotonic() + 240
    while time.monotonic() < until:
        runs = httpx2.get(f"{admin}/trainings", headers=headers, params={"family": "coaching"}).json()["runs"]
        if runs[0]["finished_at"]:
            break
        time.sleep(0.2)
    assert [one["notes"] for one in runs] == ["requested by admin: what the store holds cannot be learned from"]
    refused = train("onboarding")
    assert (refused.status_code, refused.json()["code"]) == (409, "trains_from_files")
