"""What the tools answer for the named households, in both protocol eras."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from mcp import Client
from mcp.types import CallToolResult

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.rules.parse import parse_rules

pytestmark = pytest.mark.anyio

households = pytest.mark.parametrize("household", EXAMPLES.values(), ids=list(EXAMPLES))


def arguments_of(household: Household) -> dict[str, Any]:
    rules = {"rules_text": household.rules_text} if household.rules_text else {}
    return {"profile": household.profile, **rules}


def text_of(result: CallToolResult) -> str:
    return "\n".join(block.text for block in result.content if block.type == "text")


async def call(client: Client, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The structured answer, checked against the published schema, and its parts against the schemas they refer to."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error is False, text_of(result)
    schemas: dict[str, Any] = {listed.name: listed.output_schema for listed in (await client.list_tools()).tools}
    answer = result.structured_content
    assert isinstance(answer, dict)
    jsonschema.validate(answer, schemas[tool])
    if tool == "match_user" and answer["goal"] is not None:
        jsonschema.validate(answer["goal"], schemas["predict_goal"])
    for part in ("findings", "simulation") if tool == "suggest_automations" else ():
        jsonschema.validate(answer["plan"][part], schemas["check_automations"]["properties"][part])
    return answer


@households
async def test_a_match_names_neighbours_patterns_and_an_archetype(client: Client, household: Household) -> None:
    answer = await call(client, "match_user", {**arguments_of(household), "k": 3})
    assert len(answer["similar_users"]) == 3
    similarities = [user["similarity"] for user in answer["similar_users"]]
    assert similarities == sorted(similarities, reverse=True)
    assert answer["common_patterns"]
    assert (answer["goal"] is None) == ("product_goal" in household.profile)


@households
async def test_goal_chances_are_sorted_and_sum_to_one(client: Client, household: Household) -> None:
    facts = arguments_of(household)
    profile = {field: value for field, value in household.profile.items() if field != "product_goal"}
    answer = await call(client, "predict_goal", {**facts, "profile": profile})
    chances = [chance["probability"] for chance in answer["top_goals"]]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=0.01)
    assert (answer["goal"] is None) == (not answer["confident"])
    assert [question["field"] for question in answer["ask_next"] if question["field"] in profile] == []


@households
async def test_every_suggested_rule_is_one_rule_of_the_language(client: Client, household: Household) -> None:
    answer = await call(
        client,
        "suggest_automations",
        {**arguments_of(household), "monthly_income_cents": household.monthly_income_cents, "limit": 4},
    )
    assert len(answer["suggestions"]) <= 4
    assert answer["suggestions"] or household.rules_text  # only who has rules may need nothing
    assert [suggestion["rank"] for suggestion in answer["suggestions"]] == list(
        range(1, len(answer["suggestions"]) + 1)
    )
    for suggestion in answer["suggestions"]:
        parsed = parse_rules(suggestion["rule_text"])
        assert (len(parsed.rules), parsed.unparsed) == (1, ())


@households
async def test_the_plan_is_what_check_automations_passes(client: Client, household: Household) -> None:
    income = {"monthly_income_cents": household.monthly_income_cents}
    plan = (await call(client, "suggest_automations", {**arguments_of(household), **income}))["plan"]
    checked = await call(
        client, "check_automations", {"rules_text": plan["rules_text"], "profile": household.profile, **income}
    )
    assert "unparsed" not in checked or checked["unparsed"] == []
    assert checked["findings"] == plan["findings"]
    assert [finding for finding in checked["findings"] if finding["severity"] == "error"] == []
    assert checked["simulation"] == plan["simulation"]
    assert checked["simulation"]["income_cents"] == household.monthly_income_cents


@pytest.mark.parametrize("household", [h for h in EXAMPLES.values() if h.rules_text], ids=lambda h: h.name)
async def test_a_check_reads_every_rule_and_accounts_for_every_cent(client: Client, household: Household) -> None:
    answer = await call(
        client,
        "check_automations",
        {**arguments_of(household), "monthly_income_cents": household.monthly_income_cents},
    )
    assert "\n\n".join(rule["rule_text"] for rule in answer["rules"]) == household.rules_text
    assert answer["unparsed"] == []
    held = sum(balance["cents"] for balance in answer["simulation"]["balances"])
    assert answer["simulation"]["income_cents"] == household.monthly_income_cents
    assert held == 12 * household.monthly_income_cents
    assert 0 <= answer["fit"]["score"] <= 1


async def test_an_archetype_is_the_same_by_number_and_by_the_profile_that_has_it(client: Client) -> None:
    facts = arguments_of(next(iter(EXAMPLES.values())))
    number = (await call(client, "match_user", facts))["archetype"]["cluster_id"]
    assert await call(client, "explain_cluster", facts) == await call(client, "explain_cluster", {"cluster_id": number})


def untold(checked: dict[str, Any], text: str) -> list[str]:
    """What a check or a plan says in its structure and not in ``text``."""
    rules = checked["rules_text"].split("\n\n") if "rules_text" in checked else []
    rules += [rule["rule_text"] for rule in checked.get("rules", ())]
    simulation = checked["simulation"]
    amounts = [simulation[field] for field in ("income_cents", "moved_cents", "unallocated_cents") if rules]
    balances = [balance for balance in simulation["balances"] if balance["cents"]]
    fit = checked.get("fit") or {"missing_patterns": [], "unusual_patterns": []}
    facts = [
        *rules,
        *(f"${cents / 100:,.2f}" for cents in amounts),
        *(f"“{balance['account']}” ${balance['cents'] / 100:,.2f}" for balance in balances if rules),
        *(f"{change['what']}." for change in checked.get("changes", ())),
        *(finding["message"] for finding in checked["findings"]),
        *(f"[{finding['code']}]" for finding in checked["findings"]),
        *(f"month {f['first_month']}: rule {f['rule']}" for f in simulation.get("failures", ())),
        *(failure["reason"] for failure in simulation.get("failures", ())),
        *(shown["pattern"] for shown in (*fit["missing_patterns"], *fit["unusual_patterns"])),
        *checked.get("notes", ()),
    ]
    return [fact for fact in facts if fact not in text]


@households
async def test_the_text_is_complete_without_the_structure(client: Client, household: Household) -> None:
    facts = arguments_of(household)
    match = await client.call_tool("match_user", facts)
    told = [match.structured_content["archetype"]["name"]]
    told += [user["user_ref"] for user in match.structured_content["similar_users"]]
    told += [pattern["pattern"] for pattern in match.structured_content["common_patterns"]]
    assert [fact for fact in told if fact not in text_of(match)] == []
    goal = await client.call_tool("predict_goal", facts)
    told = [f"{chance['goal']} {chance['probability']:.0%}" for chance in goal.structured_content["top_goals"][:3]]
    assert [fact for fact in told if fact not in text_of(goal)] == []
    suggest = await client.call_tool("suggest_automations", facts)
    for suggestion in suggest.structured_content["suggestions"]:
        assert suggestion["rule_text"] in text_of(suggest)
        assert suggestion["title"] in text_of(suggest) and suggestion["reason"] in text_of(suggest)
        if "evidence" in suggestion:
            assert f"{suggestion['evidence']['adopters']} of {suggestion['evidence']['of']}" in text_of(suggest)
    assert untold(suggest.structured_content["plan"], text_of(suggest)) == []
    asked = [question["ask"] for question in suggest.structured_content["questions"]]
    assert [question for question in asked if question not in text_of(suggest)] == []
    check = await client.call_tool("check_automations", {"rules_text": household.rules_text})
    assert untold(check.structured_content, text_of(check)) == []
    cluster = await client.call_tool("explain_cluster", facts)
    told = [cluster.structured_content["name"], cluster.structured_content["description"]]
    told += [trait["feature"] for trait in cluster.structured_content["traits"]]
    assert [fact for fact in told if fact not in text_of(cluster)] == []
    for result in (match, goal, suggest, check, cluster):
        assert len(text_of(result).encode()) / 4 <= 1_500


@households
async def test_the_same_question_gets_the_same_bytes(client: Client, household: Household) -> None:
    facts = arguments_of(household)
    for tool in ("match_user", "predict_goal", "explain_cluster", "suggest_automations", "check_automations"):
        known = {"rules_text": "", **facts} if tool == "check_automations" else facts
        once, again = [(await client.call_tool(tool, known)).model_dump_json() for _ in range(2)]
        assert once == again


async def test_left_out_null_and_default_mean_the_same(client: Client) -> None:
    plain = await client.call_tool("match_user", {"profile": {"user_type": "BUSINESS"}})
    spelled = await client.call_tool(
        "match_user",
        {"profile": {"user_type": "business", "age_group": None}, "rules_text": None, "k": 10, "detail": "concise"},
    )
    assert spelled.model_dump() == plain.model_dump()


async def test_a_long_answer_says_how_much_more_there_is(client: Client) -> None:
    text = "\n\n".join(f"When date equal 32: $50.00 moves from Checking {n} to Rent {n}." for n in range(100))
    result = await client.call_tool("check_automations", {"rules_text": text + "\n\nwhat?" * 12})
    answer = result.structured_content
    assert (len(answer["rules"]), len(answer["unparsed"]), len(answer["findings"])) == (60, 10, 20)
    assert [note.split(";")[0] for note in answer["notes"][:3]] == [
        "100 rules were read, checked and simulated",
        "12 pieces were not read",
        "212 findings were made, errors before others",
    ]
    assert (len(answer["simulation"]["balances"]), answer["simulation"]["balances"][-1]["account"]) == (
        40,
        "All other accounts",
    )
    simulation = answer["simulation"]
    assert sum(balance["cents"] for balance in simulation["balances"]) == 12 * simulation["income_cents"]
    assert len(text_of(result).encode()) / 4 <= 6_000
    assert [note for note in answer["notes"] if note not in text_of(result)] == []


async def test_a_profile_sent_as_text_is_read(client: Client) -> None:
    profile = {"user_type": "INDIVIDUAL", "occupation": "EDUCATOR"}
    as_object = await client.call_tool("predict_goal", {"profile": profile})
    as_text = await client.call_tool("predict_goal", {"profile": json.dumps(profile)})
    assert as_text.model_dump() == as_object.model_dump()


TOOLS_TOLD = ("match_user", "predict_goal", "explain_cluster", "suggest_automations")


@pytest.mark.parametrize("tool", TOOLS_TOLD)
async def test_rules_that_could_not_be_read_are_noted_by_every_tool_told_them(client: Client, tool: str) -> None:
    rules = "When funds are received: 10.00% of incoming funds goes from Income to Savings.\n\nMake me rich."
    told = await client.call_tool(tool, {"profile": {"user_type": "INDIVIDUAL"}, "rules_text": rules})
    (note,) = [note for note in told.structured_content["notes"] if "could not be read" in note]
    assert "line 3" in note
    assert note in text_of(told)


def nulls_of(value: Any, at: str = "") -> list[str]:
    """Where a null stands."""
    if isinstance(value, dict):
        return [place for key, inner in value.items() for place in nulls_of(inner, f"{at}.{key}")]
    if isinstance(value, list):
        return [place for inner in value for place in nulls_of(inner, at)]
    return [at] if value is None else []


@households
async def test_the_fullest_answers_are_bounded_and_null_stands_only_where_it_is_an_answer(
    client: Client, household: Household
) -> None:
    facts = arguments_of(household)
    for tool, most in (
        ("match_user", {"k": 50, "detail": "full"}),
        ("predict_goal", {}),
        ("explain_cluster", {}),
        ("suggest_automations", {"limit": 20}),
        ("check_automations", {"rules_text": household.rules_text}),
    ):
        told = await client.call_tool(tool, {**facts, **most})
        assert len(text_of(told).encode()) / 4 <= 6_000
        assert set(nulls_of(told.structured_content)) <= {".goal", ".goal.goal", ".fit"}
        assert "None" not in text_of(told)
        assert "\n\n\n" not in text_of(told)


async def test_an_empty_profile_is_answered_with_doubt_and_questions(client: Client) -> None:
    answer = await call(client, "predict_goal", {"profile": {}})
    assert (answer["goal"], answer["confident"]) == (None, False)
    assert answer["ask_next"]
