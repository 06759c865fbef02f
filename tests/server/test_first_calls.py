"""First calls as models make them: right at once where they can mean one thing only, else right the second time.

The second call is made by the error alone, followed word for word by :func:`second_call`, which knows no tool.
"""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from mcp import Client

anyio_test = pytest.mark.anyio
INDIVIDUAL = {"user_type": "INDIVIDUAL"}
SAVE = "When funds are received: 10.00% of incoming funds goes from Income to Savings."
BILLS = "When funds are received: 20.00% of incoming funds goes from Income to Bills."
CALLS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "a goal in their own words": (
        "suggest_automations",
        {"profile": INDIVIDUAL, "goal": "save for a house"},
        {"profile": INDIVIDUAL, "goal": "MAXIMIZE_MY_SAVINGS"},
    ),
    "a stated goal in their own words": (
        "match_user",
        {"profile": {**INDIVIDUAL, "product_goal": "retire early"}},
        {"profile": {**INDIVIDUAL, "product_goal": "AUTOMATE_MY_INVESTMENTS"}},
    ),
    "dollars where cents belong": (
        "suggest_automations",
        {"profile": INDIVIDUAL, "monthly_income_cents": 4200},
        {"profile": INDIVIDUAL, "monthly_income_cents": 420_000},
    ),
    "cents where dollars belong": (
        "suggest_automations",
        {"profile": INDIVIDUAL, "monthly_income": 420_000},
        {"profile": INDIVIDUAL, "monthly_income_cents": 420_000},
    ),
    "a goal inside the profile": (
        "suggest_automations",
        {"profile": {**INDIVIDUAL, "goal": "PAY_OFF_DEBT"}},
        {"profile": INDIVIDUAL, "goal": "PAY_OFF_DEBT"},
    ),
    "a month's income inside the profile": (
        "suggest_automations",
        {"profile": {**INDIVIDUAL, "monthly_income_cents": 420_000}},
        {"profile": INDIVIDUAL, "monthly_income_cents": 420_000},
    ),
    "a month's income where only a year's is known": (
        "match_user",
        {"profile": {**INDIVIDUAL, "monthly_income_cents": 420_000}},
        {"profile": {**INDIVIDUAL, "annual_income": "BETWEEN_50K_AND_100K"}},
    ),
    "a field beside the profile": (
        "predict_goal",
        {"profile": {}, "user_type": "INDIVIDUAL"},
        {"profile": INDIVIDUAL},
    ),
    "another name for a field": (
        "match_user",
        {"profile": {**INDIVIDUAL, "income": "$85k"}},
        {"profile": {**INDIVIDUAL, "annual_income": "BETWEEN_50K_AND_100K"}},
    ),
    "a month's income under a name that does not say so": (
        "match_user",
        {"profile": {**INDIVIDUAL, "income": 4_200}},
        {"profile": {**INDIVIDUAL, "annual_income": "BETWEEN_50K_AND_100K"}},
    ),
    "a range in thousands": (
        "match_user",
        {"profile": {"annual_income": "50-100"}},
        {"profile": {"annual_income": "BETWEEN_50K_AND_100K"}},
    ),
    "an age of nobody here": ("match_user", {"profile": {**INDIVIDUAL, "age_group": 17}}, {"profile": INDIVIDUAL}),
    "a plan that is none": (
        "match_user",
        {"profile": {**INDIVIDUAL, "subscription": "free"}},
        {"profile": INDIVIDUAL},
    ),
    "a fact that no profile holds": (
        "match_user",
        {"profile": {**INDIVIDUAL, "location": "Austin"}},
        {"profile": INDIVIDUAL},
    ),
    "several facts that no profile holds": (
        "match_user",
        {"profile": {**INDIVIDUAL, "location": "Austin", "gender": "f", "kids": 2}},
        {"profile": INDIVIDUAL},
    ),
    "several arguments from nowhere": (
        "match_user",
        {"profile": INDIVIDUAL, "language": "en", "verbosity": "high"},
        {"profile": INDIVIDUAL},
    ),
    "an argument from nowhere beside one of another name": (
        "match_user",
        {"profile": INDIVIDUAL, "top_n": 5, "verbosity": "high"},
        {"profile": INDIVIDUAL, "k": 5},
    ),
    "how many, as others call it": (
        "match_user",
        {"profile": INDIVIDUAL, "top_k": 5},
        {"profile": INDIVIDUAL, "k": 5},
    ),
    "how many suggestions, as others call it": (
        "suggest_automations",
        {"profile": INDIVIDUAL, "max_suggestions": 2},
        {"profile": INDIVIDUAL, "limit": 2},
    ),
    "the person under another name": ("match_user", {"user": INDIVIDUAL}, {"profile": INDIVIDUAL}),
    "the person under a name from nowhere": ("predict_goal", {"subject": INDIVIDUAL}, {"profile": INDIVIDUAL}),
    "rules under another name": ("check_automations", {"automations": [SAVE]}, {"rules_text": SAVE}),
    "a number under another name": ("explain_cluster", {"archetype_id": 1}, {"cluster_id": 1}),
    "rules under another name and nobody": (
        "predict_goal",
        {"rules": SAVE},
        {"rules_text": SAVE, "profile": {"user_type": "INDIVIDUAL", "occupation": "EDUCATOR"}},
    ),
    "a question instead of a person": (
        "match_user",
        {"query": "a nurse who pays off debt"},
        {"profile": {"user_type": "INDIVIDUAL", "age_group": "25-35"}},
    ),
    "two goals": (
        "suggest_automations",
        {"profile": INDIVIDUAL, "goal": ["PAY_OFF_DEBT", "SAVE_FOR_TAXES"]},
        {"profile": INDIVIDUAL, "goal": "PAY_OFF_DEBT"},
    ),
    "a bill in dollars under another name": (
        "suggest_automations",
        {"profile": INDIVIDUAL, "amounts": [{"account": "Rent", "amount": 1500}]},
        {"profile": INDIVIDUAL, "amounts": [{"account": "Rent", "monthly": 1500}]},
    ),
    "a job that is none of ours": (
        "match_user",
        {"profile": {**INDIVIDUAL, "occupation": "astronaut"}},
        {"profile": INDIVIDUAL},
    ),
    "thousands left out": (
        "match_user",
        {"profile": {"annual_income": 85}},
        {"profile": {"annual_income": "BETWEEN_50K_AND_100K"}},
    ),
    "an argument from nowhere": ("match_user", {"profile": INDIVIDUAL, "top_n": 5}, {"profile": INDIVIDUAL}),
    "a tool under its host's name": ("mcp__seqmatch__match_user", {"profile": INDIVIDUAL}, {"profile": INDIVIDUAL}),
    "a tool under half its name": ("suggest", {"profile": INDIVIDUAL}, {"profile": INDIVIDUAL}),
    "a tool under another name": ("match_users", {"profile": INDIVIDUAL}, {"profile": INDIVIDUAL}),
    "no profile": ("match_user", {"rules_text": ""}, {"profile": {**INDIVIDUAL, "age_group": "25-35"}}),
}

RIGHT_AT_ONCE: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    f"{name}={value!r}": ("match_user", {"profile": {name: value}}, {"profile": {name: meant}})
    for name, value, meant in (
        ("annual_income", "BETWEEN_250K_AND_500K", "OVER_250K"),
        ("annual_income", "75K_TO_100K", "BETWEEN_50K_AND_100K"),
        ("annual_income", 62_500, "BETWEEN_50K_AND_100K"),
        ("annual_income", "about $4,200 a month", "BETWEEN_50K_AND_100K"),
        ("annual_income", 0, "UP_TO_10K"),
        ("occupation", "nurse", "NURSE_HEALTHCARE_TECHNICIAN_OR_HEALTHCARE_SUPPORT"),
        ("occupation", "Software Engineer", "SCIENTIST_OR_TECHNOLOGIST"),
        ("product_goal", "get out of debt", "PAY_OFF_DEBT"),
        ("age_group", 29, "25-35"),
        ("user_type", "small business", "BUSINESS"),
        ("debit_card_spender", "yes", True),
        ("user_type", "null", None),
        ("activated_ports", "", None),
        ("annual_income", "undefined", None),
        ("age_group", "over 65", "65+"),
        ("age_group", "65 or more than that", "65+"),
    )
} | {
    "other words for fields": (
        "match_user",
        {
            "profile": {
                "job": "teacher", "age": 29, "userType": "individual",
                "ACCOUNTSCONNECTED": 3, "has_debit_card": True,
            }
        },
        {
            "profile": {
                **INDIVIDUAL,
                "occupation": "EDUCATOR",
                "age_group": "25-35",
                "accounts_connected": 3,
                "debit_card_spender": True,
            }
        },
    ),
    "arguments spelled as in JavaScript": (
        "suggest_automations",
        {"profile": {}, "monthlyIncomeCents": 420_000, "rulesText": ""},
        {"profile": {}, "monthly_income_cents": 420_000},
    ),
    "dollars in JavaScript": (
        "suggest_automations",
        {"profile": {}, "monthlyIncome": 4_200},
        {"profile": {}, "monthly_income_cents": 420_000},
    ),
    "dollars, said to be, where cents belong": (
        "suggest_automations",
        {"profile": {}, "monthly_income_cents": "$5,300"},
        {"profile": {}, "monthly_income_cents": 530_000},
    ),
    "all arguments within one": (
        "match_user",
        {"arguments": {"profile": INDIVIDUAL, "k": 3}},
        {"profile": INDIVIDUAL, "k": 3},
    ),
    "a profile within the profile": ("match_user", {"profile": {"profile": INDIVIDUAL}}, {"profile": INDIVIDUAL}),
    "rules as a list": (
        "check_automations",
        {"rules_text": [SAVE, BILLS]},
        {"rules_text": f"{SAVE}\n\n{BILLS}"},
    ),
    "empty lists and objects": (
        "suggest_automations",
        {"profile": {}, "rules_text": [], "goal": {}, "amounts": [], "limit": []},
        {"profile": {}},
    ),
    "a number with what it numbers": ("explain_cluster", {"cluster_id": "archetype 1"}, {"cluster_id": 1}),
    "dollars, said to be": (
        "suggest_automations",
        {"profile": {}, "monthly_income": "$4,200"},
        {"profile": {}, "monthly_income_cents": 420_000},
    ),
    "every optional filled": (
        "suggest_automations",
        {"profile": {}, "rules_text": "null", "goal": "", "monthly_income_cents": "null", "limit": None},
        {"profile": {}},
    ),
    "a number and nothing else": (
        "explain_cluster",
        {"cluster_id": 0, "rules_text": "", "profile": {"user_type": None, "age_group": ""}},
        {"cluster_id": 0},
    ),
    "a goal in any case": (
        "suggest_automations",
        {"profile": {}, "goal": "pay off debt"},
        {"profile": {}, "goal": "PAY_OFF_DEBT"},
    ),
    "an object as JSON": ("match_user", {"profile": json.dumps(INDIVIDUAL)}, {"profile": INDIVIDUAL}),
    "an object as JSON within JSON": (
        "match_user",
        {"profile": json.dumps(json.dumps(INDIVIDUAL))},
        {"profile": INDIVIDUAL},
    ),
    "an object as Python": ("match_user", {"profile": str({**INDIVIDUAL, "age_group": None})}, {"profile": INDIVIDUAL}),
    "an object in a fence": (
        "match_user",
        {"profile": f"```json\n{json.dumps(INDIVIDUAL)}\n```"},
        {"profile": INDIVIDUAL},
    ),
    "what the host adds": (
        "match_user",
        {
            "profile": INDIVIDUAL,
            "toolCallId": "call_1",
            "sessionId": "s",
            "action": "sendMessage",
            "chatInput": "hello",
            "wait_for_previous": True,
            "security_risk": "LOW",
            "task_progress": "- [ ] match",
            "_meta": {"a": 1},
        },
        {"profile": INDIVIDUAL},
    ),
}  # fmt: skip


def text_of(result: Any) -> str:
    return "\n".join(block.text for block in result.content)


def second_call(tool: str, sent: dict[str, Any], error: str) -> tuple[str, dict[str, Any]]:
    """The call as the error says it should have been."""
    sent = copy.deepcopy(sent)
    code, _, told = error.partition(": ")
    path = re.match(r"([\w.\[\]]+): ", told)
    *parents, name = path[1].split(".") if path else ("",)
    place = sent
    for parent in parents:
        place = place.setdefault(parent, {})
    meant = re.search(r"Did you mean (.+?)\? ", f"{told} ")
    example = re.search(r"Example: (\{.*\})$", told)
    if code == "unknown_tool" and meant:
        return meant[1], sent
    if moved := re.search(r"send (\w+) beside profile", told):
        sent[moved[1]] = sent["profile"].pop(name)
    elif "send it inside profile" in told:
        place[name] = sent.pop(name)
    elif renamed := re.findall(r"Send (\w+) as (\w+)\.", told):
        for wrong, right in renamed:
            sent[right] = sent.pop(wrong)
        for wrong in re.findall(r"Leave out (\w+)\.", told):
            del sent[wrong]
    elif "one goal, the one that matters most" in told:
        sent["goal"] = sent["goal"][0]
    elif by_dollars := re.search(r"\(or (\w+), in dollars\)", told):
        for entry in sent["amounts"]:
            entry[by_dollars[1]] = entry.pop("amount")
    elif code.startswith("unknown") and meant:
        (wrong,) = set(place) - set(re.search(r"Allowed: (.*?)\.( |$)", told)[1].split(", "))  # type: ignore[index]
        place[meant[1]] = place.pop(wrong)
    elif leave := re.search(r"(argument|field)s? named ([\w, ]+)\. Leave (?:it|them) out", told):
        for unknown in leave[2].split(", "):
            del (sent if leave[1] == "argument" else sent["profile"])[unknown]
    elif meant:
        place[name] = meant[1]
    elif "Where none fits, leave the field out" in told and "is meant, send that" not in told:
        del place[name]
    elif said := re.search(r"If \$([\d,]+) is meant, send that", told):
        place[name] = int(said[1].replace(",", ""))
    elif example:
        del_name = name if name in place else None
        if del_name is not None:
            del place[del_name]
        place.update(json.loads(example[1]))
    if example and (needed := re.search(r"Send (\w+) as well", told)):
        sent[needed[1]] = json.loads(example[1])[needed[1]]
    return tool, sent


@anyio_test
@pytest.mark.parametrize("case", CALLS, ids=list(CALLS))
async def test_the_error_alone_makes_the_second_call_right(memory_client: Client, case: str) -> None:
    tool, first, right = CALLS[case]
    refused = await memory_client.call_tool(tool, first)
    assert refused.is_error is True
    named, second = second_call(tool, first, text_of(refused))
    answered = await memory_client.call_tool(named, second)
    wanted = await memory_client.call_tool(named, right)
    assert (answered.is_error, wanted.is_error) == (False, False), (second, text_of(answered))
    assert answered.structured_content == wanted.structured_content


@anyio_test
@pytest.mark.parametrize("case", RIGHT_AT_ONCE, ids=list(RIGHT_AT_ONCE))
async def test_what_can_mean_one_thing_only_is_understood(memory_client: Client, case: str) -> None:
    tool, said, meant = RIGHT_AT_ONCE[case]
    answered, wanted = [await memory_client.call_tool(tool, arguments) for arguments in (said, meant)]
    assert (answered.is_error, wanted.is_error) == (False, False), text_of(answered)
    assert answered.structured_content == wanted.structured_content
    assert text_of(answered) == text_of(wanted)


@anyio_test
async def test_an_archetype_is_known_by_its_name_too(memory_client: Client) -> None:
    by_number = await memory_client.call_tool("explain_cluster", {"cluster_id": 1})
    name = by_number.structured_content["name"]
    for said in (name, name.upper(), f" {name}."):
        by_name = await memory_client.call_tool("explain_cluster", {"cluster_id": said})
        assert by_name.structured_content == by_number.structured_content
    refused = await memory_client.call_tool("explain_cluster", {"cluster_id": "zq7 hunters"})
    assert refused.is_error is True
    assert f"1 ({name})" in text_of(refused) and "zq7" not in text_of(refused)


@anyio_test
async def test_what_a_host_added_is_named_beside_what_the_model_reads(memory_client: Client) -> None:
    answer = await memory_client.call_tool("predict_goal", {"profile": {}, "toolCallId": "c", "_x": 1})
    assert answer.is_error is False
    assert answer.meta == {**(answer.meta or {}), "seqmatch/ignored_arguments": ["toolCallId", "_x"]}
    refused = await memory_client.call_tool("predict_goal", {"profile": {}, "verbosity": "high"})
    assert "unknown argument named verbosity" in text_of(refused)


@anyio_test
@pytest.mark.parametrize("digits", [30, 400])
@pytest.mark.parametrize("field", ["activated_ports", "accounts_connected", "annual_income", "age_group"])
async def test_a_number_past_all_counting_is_refused_like_any_other(
    memory_client: Client, field: str, digits: int
) -> None:
    refused = await memory_client.call_tool("match_user", {"profile": {field: 10**digits}})
    assert text_of(refused).startswith(f"invalid_value: profile.{field}: ")
    for name in ("k", "monthly_income", "monthly_income_cents"):
        tool = "match_user" if name == "k" else "suggest_automations"
        beside = await memory_client.call_tool(tool, {"profile": {}, name: 10**digits})
        assert text_of(beside).startswith("invalid_value: ")


@anyio_test
async def test_no_schema_asks_for_a_format_that_hosts_do_not_know(memory_client: Client) -> None:
    shown = json.dumps([tool.model_dump(mode="json") for tool in (await memory_client.list_tools()).tools])
    assert '"format"' not in shown
