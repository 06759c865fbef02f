"""Platform bodies are ready to be created, and what the create call cannot take is left to a person, in words."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from plan_forms import actions_held
from rule_sets import rule_sets

from seqmatch.data.synthetic.households import EXAMPLES, MAYA
from seqmatch.errors import DataError
from seqmatch.rules.formats.json_schemas import wire_schema
from seqmatch.rules.formats.json_shared import percent_of
from seqmatch.rules.formats.platform import PlatformExport, to_platform
from seqmatch.rules.formats.platform_import import from_platform
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.rule import RuleSet

START = date(2026, 8, 20)
BODY = jsonschema.Draft202012Validator(wire_schema("platform_rule"))


def _export(text: str) -> PlatformExport:
    return to_platform(parse_rules(text), start=START)


def _codes(export: PlatformExport) -> list[tuple[str, int | None, int | None, str | None]]:
    return [(step.code, step.rule, step.action, step.cause) for step in export.manual_steps]


@given(rule_sets())
@settings(max_examples=150, deadline=None)
def test_every_action_is_in_a_body_or_in_a_manual_step_and_what_is_held_whole_reads_back(rules: RuleSet) -> None:
    export = to_platform(rules, start=START)
    listed = [step for step in export.manual_steps if step.cause is not None]
    left_out = [(step.rule, step.action) for step in listed if step.rule is not None]
    days = {part: body.body["trigger"].get("startDate") for body in export.rules for part in body.rules}
    written = {
        (body.rules, place, at)
        for body in export.rules
        if days[body.rules[0]] == body.body["trigger"].get("startDate")  # once where there is a body for each day
        for place, step in enumerate(body.body["steps"])
        for at, _ in enumerate(step["actions"])
    }

    read = from_platform(json.loads(json.dumps(export.document())))

    assert len(written) <= actions_held(rules, left_out)
    assert len(written) == actions_held(rules, left_out) or len(days) < len(export.rules)
    assert [step.text for step in listed if step.rule is None] == [piece.text for piece in rules.unparsed]
    assert ("left_out_before" in {piece.code for piece in read.left_out}) is bool(listed)
    if not listed and not {"shares_restated", "rest_as_overflow"}.intersection(note.code for note in read.notes):
        taken = [len(rule.actions) for rule in read.rules.rules]
        assert (sum(taken), read.left_out) == (sum(len(rule.actions) for rule in rules.rules if rule.actions), ())


@given(rule_sets())
@settings(max_examples=80, deadline=None)
def test_every_body_fits_the_published_schema_and_the_platforms_limits(rules: RuleSet) -> None:
    export = to_platform(rules, start=START)
    starts: Counter[str] = Counter()
    for rule in export.rules:
        BODY.validate(json.loads(json.dumps(rule.body)))
        assert {step["conditions"] for step in rule.body["steps"]} == {None}
        assert len(rule.body["name"]) <= 60 and rule.body["name"].isprintable()
        starts[rule.body["trigger"]["accountId"]] += rule.body["trigger"]["type"] == "ON_FUNDS_TRANSFERRED"
        for step in rule.body["steps"]:
            groups: dict[int, list[dict[str, Any]]] = {}
            for action in step["actions"]:
                assert type(action.get("amountInCents", 0)) is int
                groups.setdefault(action["groupIndex"], []).append(action)
            assert list(groups) == list(range(len(groups)))
            for group in groups.values():
                assert len(group) == 1 or {action["type"] for action in group} == {"PERCENTAGE"}
                assert sum(action.get("percentageValue", 0) for action in group) <= 100.000001
    assert all(count <= 1 for count in starts.values())


@pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)
def test_the_households_plans_are_created_whole(household: Any) -> None:
    rules = parse_rules(household.rules_text)
    export = to_platform(rules, start=START)
    assert {step.code for step in export.manual_steps} <= {"add_conditions", "add_as_step", "choose_payment"}
    assert [rule.body["description"] for rule in export.rules] == [
        text for text in household.rules_text.split("\n\n") if text
    ]


def test_percentages_are_written_as_short_as_they_are() -> None:
    assert [json.dumps(percent_of(points)) for points in (1_000, 1_250, 1, 10_000)] == ["10", "12.5", "0.01", "100"]


def test_conditions_of_one_step_are_entered_in_the_rules_first_step() -> None:
    (step,) = _export("When Bills balance is at least $5.00: $1.00 moves from Bills to Rent.").manual_steps
    assert (step.code, step.step) == ("add_conditions", None)
    assert "enter them in the rule's first step before enabling it" in step.instruction


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
         " 60.00% of incoming funds goes from Pay to B.", [("add_action", 1, 2, "shares_above_100")]),
        ("When balance greaterThan 5 and balance lessThan 90 and Rent balance lessThan $1.00:"
         " $5.00 moves from Pay to Rent.",
         [("not_created", 1, None, "flattened")]),
        ("When funds are received: Funds move from Pay to Visa Card; Funds move from Pay to Groceries;"
         " $5.00 moves from Pay to Rent.",
         [("choose_payment", 1, 1, None), ("choose_amount", 1, 2, None)]),
        ("Save more.", [("not_created", None, None, "unparsed")]),
    ],
)  # fmt: skip
def test_what_the_create_call_cannot_take_is_a_manual_step(text: str, steps: object) -> None:
    assert _codes(_export(text)) == steps


SPLIT = "When funds are received: 100.00% of incoming funds goes from Pay to Rent."
HALVES = (
    "When date lessThan 15 and date greaterThanInclusive 15: 100.00% of incoming funds goes from Pay to Early;"
    " 100.00% of incoming funds goes from Pay to Late."
)


def test_a_rule_that_an_earlier_one_leaves_nothing_for_is_created_by_hand_and_a_person_chooses_its_trigger() -> None:
    export = _export(f"{SPLIT}\n\nWhen funds are received: $5.00 moves from Pay to Fun.")
    assert [(rule.rules, rule.body["trigger"]["type"]) for rule in export.rules] == [
        ((1,), "ON_FUNDS_TRANSFERRED"),
        ((2,), "MANUAL"),
    ]
    assert _codes(export) == [("choose_trigger", 2, None, None)]


def test_blocks_become_steps_whose_conditions_a_person_enters() -> None:
    export = _export(HALVES)
    (rule,) = export.rules
    assert [len(step["actions"]) for step in rule.body["steps"]] == [1, 1]
    assert [(step.code, step.step, step.text) for step in export.manual_steps] == [
        ("add_conditions", 1, "date lessThan 15"),
        ("add_conditions", 2, "date greaterThanInclusive 15"),
    ]


def test_each_day_of_a_rule_is_a_scheduled_body_with_what_runs_on_it() -> None:
    export = _export(
        "When date equal 1 and date equal 15: 100.00% of incoming funds goes from Pay to Early;"
        " 100.00% of incoming funds goes from Pay to Late.\n\n"
        "When date equal 3 and date equal 20: $5.00 moves from Pay to Rent."
    )
    names = {account.id: account.name for account in export.accounts}
    assert [
        (rule.rules, rule.body["trigger"]["startDate"], names[rule.body["steps"][0]["actions"][0]["destination"]["id"]])
        for rule in export.rules
    ] == [
        ((1,), "2026-09-01", "Early"),
        ((1,), "2026-09-15", "Late"),
        ((2,), "2026-09-03", "Rent"),
        ((2,), "2026-08-20", "Rent"),
    ]
    assert export.manual_steps == ()


def test_the_person_chooses_what_of_a_debt_is_paid() -> None:
    export = _export("When funds are received: Funds move from Pay to Visa Card.")
    (step,) = export.manual_steps
    assert export.rules[0].body["steps"][0]["actions"][0]["type"] == "NEXT_PAYMENT_MINIMUM"
    assert step.document()["choices"] == ["NEXT_PAYMENT_MINIMUM", "LAST_STATEMENT_BALANCE", "TOTAL_AMOUNT_DUE"]


def test_a_body_that_was_changed_is_read_as_it_stands_and_not_by_its_description() -> None:
    document = json.loads(json.dumps(_export(SPLIT).document()))
    document["rules"][0]["body"]["steps"][0]["actions"][0]["percentageValue"] = 40
    assert [action.value for action in from_platform(document).rules.actions] == [4000]


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
