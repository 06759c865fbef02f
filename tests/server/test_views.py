"""The views: which pages there are, what they are drawn from, and that nobody else's data is in it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from mcp import Client
from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.families.onboarding.advice.simulation import Assumptions, run_months
from seqmatch.families.onboarding.answers.archetype_map import archetype_map
from seqmatch.families.onboarding.answers.cluster import archetype_of
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.server.app import SeqmatchServer
from seqmatch.server.views import page, views

pytestmark = pytest.mark.anyio

OKAFOR = EXAMPLES["okafor_family"]
SAM = EXAMPLES["sam_student"]
PICTURE = "seqmatch/picture"
HOSTILE = "</script><img src=x onerror=alert(1)>\x1b[31m\u202e"


@pytest.fixture(params=("legacy", "auto"))
async def viewer(request: pytest.FixtureRequest, server: SeqmatchServer, anyio_backend: str) -> AsyncIterator[Client]:
    """An assistant whose host shows views."""
    apps = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})
    async with Client(server, mode=request.param, extensions=[apps]) as connected:
        yield connected


async def picture_of(client: Client, tool: str, arguments: dict[str, Any]) -> Any:
    return (await client.call_tool(tool, arguments)).model_dump(mode="json", by_alias=True)["_meta"][PICTURE]


async def test_four_tools_have_a_view_that_can_be_read(client: Client) -> None:
    tools = (await client.list_tools()).tools
    views = {tool.name: tool.meta["ui"]["resourceUri"] for tool in tools if tool.meta}
    assert views == {
        "match_user": "ui://seqmatch/map",
        "explain_cluster": "ui://seqmatch/map",
        "suggest_automations": "ui://seqmatch/plan",
        "check_automations": "ui://seqmatch/plan",
    }
    for uri in set(views.values()):
        (content,) = (await client.read_resource(uri)).contents
        assert content.mime_type == APP_MIME_TYPE
        assert content.meta == {"ui": {"csp": {}, "prefersBorder": True}}


def test_a_view_that_no_tool_shows_is_not_served() -> None:
    served = [binding.resource.uri for binding in views({"ui://seqmatch/plan", None}).resources()]
    assert served == ["ui://seqmatch/plan"]
    assert not views(set()).resources()


@pytest.mark.parametrize("name", ["plan", "map", "ahead", "allocation"])
def test_a_page_is_whole_and_refers_to_nothing_outside_it(name: str) -> None:
    html = page(name)
    assert not re.search(r"/\* \w+\.(css|js) \*/", html)
    assert "default-src 'none'" in html
    assert set(re.findall(r"\bhttps?://[^\s\"'<>)]+", html)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b|\bsrc=|\bhref=|@import|url\(", html)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import)\b", html)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", html)
    assert not re.search(r"localStorage|sessionStorage|indexedDB|cookie", html)


async def test_a_host_without_views_is_sent_no_picture(client: Client) -> None:
    result = await client.call_tool("check_automations", {"rules_text": OKAFOR.rules_text})
    assert PICTURE not in (result.meta or {})


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("check_automations", {"rules_text": OKAFOR.rules_text}),
        ("match_user", {"profile": SAM.profile}),
        ("suggest_automations", {"profile": OKAFOR.profile, "rules_text": OKAFOR.rules_text}),
        ("explain_cluster", {"cluster_id": 0}),
    ],
)
async def test_what_the_model_reads_is_the_same_with_a_view_and_without(
    client: Client, viewer: Client, tool: str, arguments: dict[str, Any]
) -> None:
    with_view, without = await viewer.call_tool(tool, arguments), await client.call_tool(tool, arguments)
    assert (with_view.content, with_view.structured_content) == (without.content, without.structured_content)


async def test_a_flow_shows_every_cent_that_moves_under_the_callers_own_names(viewer: Client) -> None:
    asked = {"rules_text": OKAFOR.rules_text, "monthly_income_cents": 820_000}
    result = await viewer.call_tool("check_automations", asked)
    picture = result.model_dump(by_alias=True)["_meta"][PICTURE]
    first_month = run_months(parse_rules(OKAFOR.rules_text), Assumptions(820_000), months=1)
    assert first_month is not None
    assert sum(ribbon["cents"] for ribbon in picture["ribbons"]) == first_month.moved_cents
    paid = {(ribbon["source"], ribbon["destination"]): ribbon["cents"] for ribbon in picture["ribbons"]}
    assert paid["Family Hub", "Bills"] == 451_000
    assert {bar["name"]: bar["note"] for bar in picture["bars"]}["Family Hub"] == "$8,200"


async def test_the_flow_of_suggestions_is_that_of_their_plan(viewer: Client) -> None:
    asked = {"profile": SAM.profile, "monthly_income_cents": SAM.monthly_income_cents}
    suggested = await viewer.call_tool("suggest_automations", asked)
    checked = {
        "rules_text": suggested.structured_content["plan"]["rules_text"],
        "monthly_income_cents": SAM.monthly_income_cents,
    }
    picture = suggested.model_dump(mode="json", by_alias=True)["_meta"][PICTURE]
    assert picture["ribbons"]
    assert picture == await picture_of(viewer, "check_automations", checked)


async def test_where_nothing_moves_the_picture_is_empty(viewer: Client) -> None:
    picture = await picture_of(viewer, "check_automations", {"rules_text": "I like money."})
    assert (picture["bars"], picture["ribbons"], picture["summary"]) == ([], [], "No money moves.")


async def test_a_name_in_a_picture_is_one_line_of_bounded_length(viewer: Client) -> None:
    rules = f"When funds are received: 10.00% of incoming funds goes from Income to {HOSTILE * 20}."
    picture = await picture_of(viewer, "check_automations", {"rules_text": rules})
    names = [bar["name"] for bar in picture["bars"]]
    assert names[0] == "Income" and names[1].startswith("</script><img src=x")
    assert all(name.isprintable() and len(name) <= 60 for name in names)


async def test_the_map_shows_every_archetype_and_where_the_rules_put_this_person(viewer: Client) -> None:
    asked = {"profile": OKAFOR.profile, "rules_text": OKAFOR.rules_text}
    result = await viewer.call_tool("match_user", asked)
    picture = result.model_dump(mode="json", by_alias=True)["_meta"][PICTURE]
    assert picture["cluster_id"] == result.structured_content["archetype"]["cluster_id"]
    assert picture["you"]["from"] == "rules"
    told = json.loads((await viewer.read_resource("seqmatch://archetypes")).contents[0].text)
    shown = [{key: entry[key] for key in ("cluster_id", "name", "share")} for entry in picture["archetypes"]]
    assert shown == [{key: entry[key] for key in ("cluster_id", "name", "share")} for entry in told]
    assert picture == await picture_of(viewer, "explain_cluster", asked)


async def test_without_rules_a_person_stands_in_the_middle_of_at_least_five_similar_users(viewer: Client) -> None:
    picture = await picture_of(viewer, "match_user", {"profile": SAM.profile})
    assert picture["you"]["from"] >= 5
    kinds = [(kind["x"], kind["y"]) for kind in picture["archetypes"]]
    low, high = np.min(kinds, axis=0), np.max(kinds, axis=0)
    assert low[0] <= picture["you"]["x"] <= high[0] and low[1] <= picture["you"]["y"] <= high[1]


async def test_an_archetype_asked_for_by_number_is_shown_without_a_person(viewer: Client) -> None:
    picture = await picture_of(viewer, "explain_cluster", {"cluster_id": 1})
    assert (picture["cluster_id"], "you" in picture) == (1, False)


def test_a_map_holds_middles_and_spreads_and_no_other_place(small_models: OnboardingModels) -> None:
    sam = read_query(parse_profile(SAM.profile), None)
    told = archetype_map(small_models, archetype_of(small_models, sam), sam)
    assert set(told) == {"cluster_id", "archetypes", "axes", "you"}
    assert {key for kind in told["archetypes"] for key in kind} == {
        *("cluster_id", "name", "description", "share", "x", "y", "half")
    }
    assert len(told["archetypes"]) == len(small_models.cards)


def test_half_of_an_archetype_stands_inside_its_shape(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    table = small_data.table[:, ARCHETYPE_COLUMNS]
    points, kinds = small_models.archetypes.project(table)[:, :2], small_models.archetypes.assign(table)
    shapes = [kind["half"] for kind in archetype_map(small_models, 0)["archetypes"]]
    drawn = [number for number, shape in enumerate(shapes) if shape]
    assert drawn
    for number in drawn:
        members = points[kinds == number]
        inside = np.mean([_inside(member, np.array(shapes[number])) for member in members])
        assert inside == pytest.approx(0.5, abs=0.08)


def _inside(point: Any, corners: Any) -> bool:
    """Whether a convex outline goes round a point on one side only."""
    edges = np.roll(corners, -1, axis=0) - corners
    sides = edges[:, 0] * (point[1] - corners[:, 1]) - edges[:, 1] * (point[0] - corners[:, 0])
    return bool((sides >= 0).all() or (sides <= 0).all())


def test_too_few_users_have_no_shape_and_too_few_similar_ones_no_place(small_models: OnboardingModels) -> None:
    halves = small_models.archetypes.halves_.copy()
    halves[1] = np.nan
    few = copy(small_models.archetypes)
    few.halves_ = halves
    others = replace(small_models.groups, archetypes=small_models.groups.archetypes * (np.arange(few.k_) != 2))
    told = archetype_map(replace(small_models, archetypes=few, groups=others), 2, read_query(Profile(), None))
    assert [bool(kind["half"]) for kind in told["archetypes"]][:2] == [True, False]
    assert "you" not in told
