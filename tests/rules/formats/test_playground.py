"""A Playground map holds what the format can hold, identically, and lists everything else."""

from __future__ import annotations

import json
from collections import defaultdict
from graphlib import TopologicalSorter
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_forms import meaning, without
from rule_sets import rule_sets

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.errors import DataError
from seqmatch.rules.formats.playground import PlaygroundExport, to_playground
from seqmatch.rules.formats.playground_import import from_playground
from seqmatch.rules.formats.wire_schema import wire_schema
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule, RuleSet

MAP = jsonschema.Draft202012Validator(wire_schema("playground_map"))
PLAN = (
    "When funds are received: 12.50% of incoming funds goes from Paycheck to Savings;"
    " $900.00 moves from Paycheck to Mortgage; Funds move from Paycheck to Checking.\n\n"
    "When Checking balance is at least $1,000.00 and date equal 15:"
    " Anything above $1,000.00 moves from Checking to Roth IRA."
)
CIRCLE = "When funds are received: Funds move from Pay to Hub.\n\nWhen funds are received: Funds move from Hub to Pay."


def _again(export: PlaygroundExport) -> Any:
    return json.loads(json.dumps(export.map))


@given(rule_sets())
@settings(max_examples=600, deadline=None)
def test_what_a_map_holds_comes_back_and_what_it_does_not_is_listed(rules: RuleSet) -> None:
    export = to_playground(rules)
    left_out = [(piece.rule, piece.action) for piece in export.left_out if piece.rule is not None]
    sweeps = [(note.rule, note.action) for note in export.notes if note.code == "share_as_sweep" and note.rule]

    read = from_playground(_again(export))

    assert meaning(read.rules.rules) == meaning(without(rules, left_out, sweeps))
    assert read.left_out == ()
    assert [piece.text for piece in export.left_out if piece.rule is None] == [piece.text for piece in rules.unparsed]


_names = st.text(max_size=6).filter(lambda name: name == name.strip())
_conditions = st.builds(
    Condition,
    st.sampled_from([Fact.BALANCE, Fact.TRANSFER_AMOUNT]),
    st.sampled_from([operator for operator in Operator if operator is not Operator.AT_LEAST]),
    st.integers(-(10**9), 10**9),
) | st.builds(Condition, st.just(Fact.BALANCE), st.sampled_from([Operator.AT_LEAST, Operator.LESS_THAN]),
              st.integers(-(10**9), 10**9), _names)  # fmt: skip


@st.composite
def _plans(draw: st.DrawFn) -> RuleSet:
    """Rule sets that a map can hold whole: readable amounts, and money that flows from earlier names to later ones."""
    names = draw(st.lists(_names, min_size=2, max_size=6, unique=True))
    rules = []
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(names) - 2))
        actions = []
        for _ in range(draw(st.integers(1, 4))):
            form = draw(st.sampled_from(ActionForm))
            share = form is ActionForm.PERCENTAGE
            value = None if form is ActionForm.REMAINDER else draw(st.integers(1, 10_000 if share else 10**12))
            actions.append(Action(form, names[at], draw(st.sampled_from(names[at + 1 :])), value))
        rules.append(Rule(tuple(draw(st.lists(_conditions, max_size=3))), tuple(actions)))
    return RuleSet(tuple(rules))


@given(_plans())
@settings(max_examples=400, deadline=None)
def test_a_plan_of_readable_amounts_and_no_circle_survives_identically(rules: RuleSet) -> None:
    export = to_playground(rules)
    assert export.left_out == ()
    assert from_playground(_again(export)).rules == rules


@given(rule_sets())
@settings(max_examples=200, deadline=None)
def test_every_map_fits_the_published_schema_and_passes_the_builders_own_checks(rules: RuleSet) -> None:
    written = _again(to_playground(rules))
    MAP.validate(written)
    before: dict[str, set[str]] = defaultdict(set)
    for rule in written["rules"]:
        taken: dict[tuple[int, str], float] = defaultdict(float)
        for action in rule["steps"][0]["actions"]:
            taken[action["groupIndex"], action["sourceId"]] += action.get("amountInPercentage", 0)
            if rule["trigger"]["type"] == "INCOMING_FUNDS":
                before[action["destinationId"]].add(action["sourceId"])
        assert all(total <= 100.000001 for total in taken.values())
    TopologicalSorter(before).prepare()  # raises CycleError where incoming funds go round in a circle


@pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)
def test_the_households_survive_a_map_unchanged(household: Any) -> None:
    rules = parse_rules(household.rules_text)
    export = to_playground(rules)
    assert (export.left_out, export.notes) == ((), ())
    assert from_playground(_again(export)).rules == rules


def test_a_map_reads_as_the_format_writes_it() -> None:
    written = to_playground(parse_rules(PLAN), {"Checking": 25_000}).map

    assert [(n["type"], n["subtype"], n["name"], n["balance"], n["position"]) for n in written["nodes"]] == [
        ("PORT", None, "Paycheck", 0, {"x": 0, "y": 0}),
        ("DEPOSITORY_ACCOUNT", "SAVINGS", "Savings", 0, {"x": 320, "y": 0}),
        ("LIABILITY_ACCOUNT", "MORTGAGE", "Mortgage", 0, {"x": 320, "y": 140}),
        ("DEPOSITORY_ACCOUNT", "CHECKING", "Checking", 25_000, {"x": 320, "y": 280}),
        ("INVESTMENT_ACCOUNT", None, "Roth IRA", 0, {"x": 640, "y": 0}),
    ]
    first, second = written["rules"]
    base = {"sourceId": "node-1", "upToEnabled": False, "limit": None}
    assert first == {
        "id": "rule-1",
        "sourceId": "node-1",
        "trigger": {"type": "INCOMING_FUNDS", "sourceId": "node-1", "cron": None},
        "steps": [
            {
                "conditions": {"all": []},
                "actions": [
                    {
                        **base,
                        "type": "PERCENTAGE",
                        "destinationId": "node-2",
                        "groupIndex": 0,
                        "amountInPercentage": 12.5,
                        "percentageTarget": "INCOMING_AMOUNT",
                    },
                    {**base, "type": "FIXED", "destinationId": "node-3", "groupIndex": 0, "amountInCents": 90_000},
                    {
                        **base,
                        "type": "PERCENTAGE",
                        "destinationId": "node-4",
                        "groupIndex": 1,
                        "amountInPercentage": 100,
                        "percentageTarget": "SOURCE_ACCOUNT",
                    },
                ],
            }
        ],
    }
    assert second["trigger"] == {"type": "SCHEDULED", "sourceId": "node-4", "cron": "0 0 15 * *"}
    assert [c["condition"]["value"] for c in second["steps"][0]["conditions"]["all"]] == ["100000", "15"]
    assert second["steps"][0]["actions"][0]["type"] == "ROUND_DOWN"


def test_a_payment_that_would_close_a_circle_is_left_out_by_name() -> None:
    export = to_playground(parse_rules(CIRCLE))
    assert [(piece.code, piece.rule, piece.action, piece.text) for piece in export.left_out] == [
        ("cycle", 2, 1, "Funds move from Hub to Pay"),
        ("no_action", 2, None, "When funds are received: Funds move from Hub to Pay."),
    ]


def _map(*actions: dict[str, object], **rule: object) -> dict[str, object]:
    step = {"conditions": {"all": []}, "actions": list(actions)}
    whole = {
        "id": "r",
        "sourceId": "a",
        "trigger": {"type": "INCOMING_FUNDS", "sourceId": "a"},
        "steps": [step],
        **rule,
    }
    nodes = [{"id": "a", "type": "PORT", "name": "Pay"}, {"id": "b", "type": "POD", "name": "Rent"}]
    return {"nodes": nodes, "rules": [whole]}


FIXED = {"type": "FIXED", "sourceId": "a", "destinationId": "b", "amountInCents": 500}
LIMIT = {"period": "PER_MONTH", "amountInCents": 900}
NO_CONDITIONS = {"all": []}
TWO = {"condition": {"fact": "DATE", "operator": "EQUALS", "value": "2"}}


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"type": "SNOWBALL", "sourceId": "a"}, "action_type"),
        ({"type": "TOP_UP", "sourceId": "a", "destinationId": "b", "amountInCents": 500}, "action_type"),
        ({**FIXED, "limit": LIMIT}, "limit"),
        ({"type": "PERCENTAGE", "sourceId": "a", "destinationId": "b", "amountInPercentage": 0.125}, "share_too_fine"),
        (
            {
                "type": "PERCENTAGE",
                "sourceId": "a",
                "destinationId": "b",
                "amountInPercentage": 50,
                "percentageTarget": "SOURCE_ACCOUNT",
            },
            "share_of_balance",
        ),
    ],
)
def test_an_action_that_rules_cannot_say_is_listed_and_the_others_are_read(action: Any, code: str) -> None:
    read = from_playground(_map(action, FIXED))
    assert [(piece.code, piece.rule, piece.action) for piece in read.left_out] == [(code, 1, 1)]
    assert read.rules.rules == (Rule((), (Action(ActionForm.FIXED, "Pay", "Rent", 500),)),)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"trigger": {"type": "SCHEDULED", "sourceId": "a", "cron": "0 0 * * 1"}}, "trigger"),
        ({"trigger": {"type": "INCOMING_FUNDS", "sourceId": "b"}}, "trigger_account"),
        ({"steps": [{"conditions": {"any": [TWO, TWO]}, "actions": [FIXED]}]}, "any_of"),
        ({"steps": [{"conditions": {"condition": {**TWO["condition"], "value": "32"}}, "actions": [FIXED]}]},
         "condition_out_of_range"),
        ({"steps": [{"conditions": {"condition": {**TWO["condition"], "valueFact": "BALANCE"}}, "actions": [FIXED]}]},
         "value_of_fact"),
    ],
)  # fmt: skip
def test_a_rule_that_rules_cannot_say_is_listed_whole(rule: Any, code: str) -> None:
    read = from_playground(_map(FIXED, **rule))
    assert ([piece.code for piece in read.left_out], read.rules.rules) == ([code], ())


def test_a_second_step_is_listed_because_the_language_has_no_otherwise() -> None:
    steps = [{"conditions": TWO, "actions": [FIXED]}, {"conditions": NO_CONDITIONS, "actions": [FIXED]}]
    read = from_playground(_map(steps=steps))
    assert [(piece.code, piece.text) for piece in read.left_out] == [("later_step", "FIXED Pay to Rent")]
    assert read.rules.rules[0].conditions == (Condition(Fact.DATE, Operator.EQUALS, 2),)


def test_details_without_words_are_noted_and_the_action_is_read() -> None:
    read = from_playground({**_map({**FIXED, "upToEnabled": True}), "edges": []})
    assert [note.code for note in read.notes] == ["unknown_field", "up_to"]
    assert len(read.rules.actions) == 1


def test_two_accounts_of_one_name_stay_two() -> None:
    written = _map(FIXED)
    written["nodes"] = [{"id": key, "type": "POD", "name": "Pod", "balance": 7} for key in "ab"]
    read = from_playground(written)
    assert [(action.source, action.destination) for action in read.rules.actions] == [("Pod", "Pod (2)")]
    assert (read.balances, [note.code for note in read.notes]) == ({"Pod": 7, "Pod (2)": 7}, ["renamed"])


def test_what_is_no_map_is_refused_with_its_path_and_without_its_values() -> None:
    wrong = {
        "rules[0].steps[0].actions[0].amountInCents": _map({**FIXED, "amountInCents": "<script>"}),
        "rules[0]": _map({**FIXED, "destinationId": "<script>"}),
        "nodes[1].id": {"nodes": [{"id": "x", "type": "POD", "name": "<script>"}] * 2, "rules": []},
    }
    for path, document in wrong.items():
        with pytest.raises(DataError) as refused:
            from_playground(document)
        assert (refused.value.path, "script" in str(refused.value)) == (path, False)


def test_actions_are_read_in_the_order_of_their_groups() -> None:
    later = {**FIXED, "groupIndex": 1, "amountInCents": 700}
    read = from_playground(_map(later, {**FIXED, "groupIndex": 0}))
    assert [action.value for action in read.rules.actions] == [500, 700]


def test_names_that_differ_in_spaces_at_their_ends_are_one_node() -> None:
    export = to_playground(
        parse_rules(
            "When funds are received: $5.00 moves from Pay to  Rent; $6.00 moves from Pay to Rent ;"
            " $7.00 moves from Pay to Rent."
        )
    )
    assert [node["name"] for node in export.map["nodes"]] == ["Pay", " Rent"]
    assert [(note.code, note.text) for note in export.notes] == [("spelling", "Rent "), ("spelling", "Rent")]


def test_shares_above_100_stand_in_groups_of_at_most_100_and_are_noted() -> None:
    shares = "; ".join(f"60.00% of incoming funds goes from Pay to {name}" for name in "AB")
    export = to_playground(parse_rules(f"When funds are received: {shares}."))
    actions = export.map["rules"][0]["steps"][0]["actions"]
    assert [action["groupIndex"] for action in actions] == [0, 1]
    assert [note.code for note in export.notes] == ["shares_above_100"]


def test_on_a_schedule_a_share_is_of_the_balance_because_nothing_arrives() -> None:
    shares = "; ".join(f"{share}.00% of incoming funds goes from Pay to {share}" for share in (40, 100))
    export = to_playground(parse_rules(f"When date equal 3: {shares}."))
    actions = export.map["rules"][0]["steps"][0]["actions"]
    assert [action["percentageTarget"] for action in actions] == ["SOURCE_ACCOUNT", "SOURCE_ACCOUNT"]
    assert [(note.code, note.action) for note in export.notes] == [("share_as_sweep", 2), ("shares_above_100", None)]
    assert [action.form for action in from_playground(_again(export)).rules.actions] == [
        ActionForm.PERCENTAGE,
        ActionForm.REMAINDER,
    ]


def test_a_rule_that_would_be_started_by_another_account_is_left_out_whole() -> None:
    text = "When funds are received: $NaN moves from Pay to Rent; $5.00 moves from Hub to Rent."
    export = to_playground(parse_rules(text))
    assert [(piece.code, piece.action) for piece in export.left_out] == [
        ("unreadable_amount", 1),
        ("trigger_account", None),
    ]
    assert export.map["rules"] == []
