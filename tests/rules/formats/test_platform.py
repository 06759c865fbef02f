"""Platform bodies are ready to be created, and what the create call cannot take is left to a person, in words."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from plan_forms import meaning, without
from rule_sets import rule_sets

from seqmatch.data.synthetic.households import EXAMPLES, MAYA
from seqmatch.errors import DataError
from seqmatch.rules.formats.platform import PlatformExport, to_platform
from seqmatch.rules.formats.platform_import import from_platform
from seqmatch.rules.formats.wire_schema import wire_schema
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.rule import Rule, RuleSet

START = date(2026, 8, 20)
BODY = jsonschema.Draft202012Validator(wire_schema("platform_rule"))


def _export(text: str) -> PlatformExport:
    return to_platform(parse_rules(text), start=START)


def _codes(export: PlatformExport) -> list[tuple[str, int | None, int | None, str | None]]:
    return [(step.code, step.rule, step.action, step.cause) for step in export.manual_steps]


def _as_bodies(rules: list[Rule], export: PlatformExport, numbers: list[int]) -> list[Rule]:
    """The rules as they stand together in bodies, their conditions in any order."""
    by_number = dict(zip(numbers, rules, strict=True))
    found = []
    for body in export.rules:
        parts = [by_number[number] for number in body.rules]
        found.append(replace(parts[0], actions=tuple(action for part in parts for action in part.actions)))
    return found


def _unordered(rules: list[Rule]) -> list[Rule]:
    return [replace(rule, conditions=tuple(sorted(set(rule.conditions), key=repr))) for rule in rules]


@given(rule_sets())
@settings(max_examples=600, deadline=None)
def test_every_action_is_in_a_body_or_in_a_manual_step_and_bodies_read_back(rules: RuleSet) -> None:
    export = to_platform(rules, start=START)
    listed = [step for step in export.manual_steps if step.cause is not None]
    left_out = [(step.rule, step.action) for step in listed if step.rule is not None]
    sweeps = [(note.rule, note.action) for note in export.notes if note.code == "share_as_sweep" and note.rule]
    numbers = [number for number in range(1, len(rules.rules) + 1) if (number, None) not in left_out]
    expected = _as_bodies(without(rules, left_out, sweeps), export, numbers)

    read = from_platform(json.loads(json.dumps(export.document())))

    assert sorted(number for body in export.rules for number in body.rules) == numbers
    assert _unordered(meaning(read.rules.rules)) == _unordered(meaning(expected))
    assert [step.text for step in listed if step.rule is None] == [piece.text for piece in rules.unparsed]
    assert [piece.code for piece in read.left_out] == ["left_out_before"] * bool(listed)


@given(rule_sets())
@settings(max_examples=200, deadline=None)
def test_every_body_fits_the_published_schema_and_the_platforms_limits(rules: RuleSet) -> None:
    export = to_platform(rules, start=START)
    starts: Counter[str] = Counter()
    for rule in export.rules:
        BODY.validate(json.loads(json.dumps(rule.body)))
        assert [step["conditions"] for step in rule.body["steps"]] == [None]
        assert len(rule.body["name"]) <= 60 and rule.body["name"].isprintable()
        starts[rule.body["trigger"]["accountId"]] += rule.body["trigger"]["type"] == "ON_FUNDS_TRANSFERRED"
        for action in rule.body["steps"][0]["actions"]:
            assert type(action.get("amountInCents", 0)) is int
    assert all(count <= 1 for count in starts.values())


@pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)
def test_the_households_plans_are_created_whole(household: Any) -> None:
    rules = parse_rules(household.rules_text)
    export = to_platform(rules, start=START)
    assert {step.code for step in export.manual_steps} <= {"add_conditions", "add_as_step"}
    assert [rule.body["description"] for rule in export.rules] == [
        text for text in household.rules_text.split("\n\n") if text
    ]


def test_maya_reads_as_the_platform_writes_it() -> None:
    export = to_platform(parse_rules(MAYA.rules_text), start=START)

    assert [(a.id, a.name, a.type, a.role) for a in export.accounts] == [
        ("account-1", "Client Payments", "INCOME_SOURCE", "income"),
        ("account-2", "Tax Savings", "POD", "taxes"),
        ("account-3", "Slow Month Buffer", "POD", "emergency_fund"),
        ("account-4", "Everyday Checking", "EXTERNAL_ACCOUNT", "checking"),
        ("account-5", "Rent", "EXTERNAL_ACCOUNT", "housing"),
    ]
    split, overflow, rent = (rule.body for rule in export.rules)
    assert split["name"] == "1. Client Payments to Tax Savings and 2 more"
    assert split["trigger"] == {"type": "ON_FUNDS_TRANSFERRED", "accountId": "account-1"}
    assert split["steps"][0]["actions"][0] == {
        "type": "PERCENTAGE",
        "source": {"id": "account-1", "type": "INCOME_SOURCE"},
        "destination": {"id": "account-2", "type": "POD"},
        "groupIndex": 0,
        "upToEnabled": False,
        "isDirectDeposit": False,
        "limit": None,
        "achDescription": None,
        "percentageValue": 25,
        "percentageTarget": "INCOMING_AMOUNT",
    }
    overflowing = overflow["steps"][0]["actions"][0]
    assert (overflowing["type"], overflowing["amountInCents"]) == ("ROUND_DOWN", 250_000)
    assert rent["trigger"] == {
        "type": "SCHEDULED",
        "scheduleType": "MONTHLY",
        "startDate": "2026-09-01",
        "accountId": "account-4",
    }
    assert rent["steps"][0]["actions"][0]["amountInCents"] == 145_000
    (step,) = export.manual_steps
    assert (step.code, step.rule, step.text) == ("add_conditions", 2, "Everyday Checking balance is at least $2,500.00")
    assert step.conditions == {
        "all": [
            {
                "condition": {
                    "fact": "BALANCE",
                    "operator": "GREATER_THAN_OR_EQUAL",
                    "value": 250_000,
                    "valueFact": None,
                    "params": {"accountId": "account-4"},
                }
            }
        ]
    }


def test_rules_that_funds_on_one_account_start_stand_in_one_body() -> None:
    export = _export(
        "When funds are received: $5.00 moves from Pay to Rent.\n\n"
        "When funds are received: Funds move from Pay to Savings.\n\n"
        "When transferAmount greaterThan 100000: $9.00 moves from Pay to Fun."
    )
    assert [(rule.rules, rule.body["trigger"]["type"]) for rule in export.rules] == [
        ((1, 2), "ON_FUNDS_TRANSFERRED"),
        ((3,), "MANUAL"),
    ]
    assert _codes(export) == [("merged", 1, None, None), ("add_as_step", 3, None, None)]
    sweep = export.rules[0].body["steps"][0]["actions"][1]
    assert (sweep["percentageValue"], sweep["percentageTarget"], sweep["groupIndex"]) == (100, "SOURCE_ACCOUNT", 1)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("When funds are received: $0.99 moves from Pay to Rent; $1.00 moves from Pay to Fun.",
         [("add_action", 1, 1, "amount_below_minimum")]),
        ("When funds are received: $NaN moves from Pay to Rent.",
         [("not_created", 1, 1, "unreadable_amount"), ("not_created", 1, None, "no_action")]),
        ("When balance greaterThan [object Object]: $5.00 moves from Pay to Rent.",
         [("not_created", 1, None, "unreadable_condition")]),
        ("When date equal 32: $5.00 moves from Pay to Rent.", [("not_created", 1, None, "condition_out_of_range")]),
        ("When funds are received: 60.00% of incoming funds goes from Pay to A;"
         " 60.00% of incoming funds goes from Pay to B.", [("review_shares", 1, None, None)]),
        ("When balance greaterThan 5 and balance lessThan 90 and Rent balance lessThan $1.00:"
         " $5.00 moves from Pay to Rent.",
         [("add_conditions", 1, None, None), ("too_many_conditions", 1, None, None)]),
        ("Save more.", [("not_created", None, None, "unparsed")]),
    ],
)  # fmt: skip
def test_what_the_create_call_cannot_take_is_a_manual_step(text: str, steps: object) -> None:
    assert _codes(_export(text)) == steps


def test_instructions_never_hold_what_the_user_typed() -> None:
    export = _export(
        "When SECRET balance is at least $5.00: $0.01 moves from SECRET to Fun; $5.00 moves from SECRET to Rent.\n\n"
        "When date equal 99: $1.00 moves from SECRET to Rent.\n\nSECRET."
    )
    assert len(export.manual_steps) == 4
    assert [step.instruction for step in export.manual_steps if "SECRET" in step.instruction] == []


def test_a_bare_body_reads_with_ids_for_names() -> None:
    (rule,) = _export("When funds are received: $5.00 moves from Pay to Rent.").rules
    expected = parse_rules("When funds are received: $5.00 moves from account-1 to account-2.")
    assert from_platform(rule.body).rules == from_platform([rule.body]).rules == expected


def test_conditions_of_a_body_are_read_and_weekly_schedules_are_listed() -> None:
    (rule,) = _export("When funds are received: $5.00 moves from Pay to Rent.").rules
    condition = {"condition": {"fact": "TRANSFER_AMOUNT", "operator": "LESS_THAN", "value": 5000}}
    body = {**rule.body, "steps": [{**rule.body["steps"][0], "conditions": condition}]}
    weekly = {**rule.body["trigger"], "type": "SCHEDULED", "scheduleType": "WEEKLY", "startDate": "2026-01-01"}

    read = from_platform([body, {**rule.body, "trigger": weekly}])

    assert read.rules == parse_rules("When transferAmount lessThan 5000: $5.00 moves from account-1 to account-2.")
    assert [(piece.code, piece.rule) for piece in read.left_out] == [("trigger", 2)]


@pytest.mark.parametrize(
    "document", [None, 5, "x", {}, [5], {"rules": 5}, {"rules": [{"body": 5}]}, {"rules": [], "accounts": [{"id": 5}]}]
)
def test_what_is_no_body_is_refused(document: Any) -> None:
    with pytest.raises(DataError):
        from_platform(document)
