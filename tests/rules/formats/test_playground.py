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
from plan_forms import actions_held, meaning
from rule_sets import rule_sets

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.errors import DataError
from seqmatch.rules.formats.json_schemas import wire_schema
from seqmatch.rules.formats.playground import PlaygroundExport, to_playground
from seqmatch.rules.formats.playground_import import from_playground
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
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


REWORDED = {"shares_restated", "rest_as_overflow", "rule_per_day", "rule_per_step", "share_as_sweep"}


@given(rule_sets())
@settings(max_examples=150, deadline=None)
def test_every_action_is_in_the_map_or_listed_and_what_is_held_whole_comes_back(rules: RuleSet) -> None:
    export = to_playground(rules)
    left_out = [(piece.rule, piece.action) for piece in export.left_out if piece.rule is not None]
    written = [a for rule in export.map["rules"] for step in rule["steps"] for a in step["actions"]]

    read = from_playground(_again(export))

    assert len(written) == actions_held(rules, left_out)
    assert [piece.text for piece in export.left_out if piece.rule is None] == [piece.text for piece in rules.unparsed]
    assert len(read.rules.actions) == len(written) or read.left_out
    if not left_out and not REWORDED.intersection(note.code for note in (*export.notes, *read.notes)):
        assert (meaning(read.rules.rules), read.left_out) == (meaning(rules.rules), ())


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
    """Rule sets of readable amounts, where money flows from earlier names to later ones."""
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
        rules.append(Rule(tuple(draw(st.lists(_conditions, max_size=2))), tuple(actions)))
    return RuleSet(tuple(rules))


@given(_plans())
@settings(max_examples=120, deadline=None)
def test_a_plan_of_readable_amounts_and_no_circle_survives_identically(rules: RuleSet) -> None:
    export = to_playground(rules)
    assert {piece.code for piece in export.left_out} <= {"flattened", "shares_above_100", "no_action"}
    if not export.left_out:
        read = from_playground(_again(export))
        assert (read.rules, read.left_out) == (rules, ())


@given(rule_sets())
@settings(max_examples=80, deadline=None)
def test_every_map_fits_the_published_schema_and_passes_the_builders_own_checks(rules: RuleSet) -> None:
    written = _again(to_playground(rules))
    MAP.validate(written)
    before: dict[str, set[str]] = defaultdict(set)
    types = {node["id"]: node["type"] for node in written["nodes"]}
    for rule in written["rules"]:
        for step in rule["steps"]:
            groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
            for action in step["actions"]:
                groups[action["groupIndex"]].append(action)
                if action["type"] == "NEXT_PAYMENT_MINIMUM":
                    assert types[action["destinationId"]] == "LIABILITY_ACCOUNT"
                if rule["trigger"]["type"] == "INCOMING_FUNDS":
                    before[action["destinationId"]].add(action["sourceId"])
            assert list(groups) == list(range(len(groups)))
            for group in groups.values():
                shares = [action.get("amountInPercentage", 100) for action in group]
                assert sum(shares) <= 100.000001 and len({action["sourceId"] for action in group}) == 1
    TopologicalSorter(before).prepare()  # raises CycleError where incoming funds go round in a circle


@pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)
def test_the_households_survive_a_map_unchanged(household: Any) -> None:
    rules = parse_rules(household.rules_text)
    export = to_playground(rules)
    assert (export.left_out, {note.code for note in export.notes} - {"read_as_rest", "choose_payment"}) == ((), set())
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
                    {**base, "type": "FIXED", "destinationId": "node-3", "groupIndex": 1, "amountInCents": 90_000},
                    {
                        **base,
                        "type": "PERCENTAGE",
                        "destinationId": "node-4",
                        "groupIndex": 2,
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


def test_debts_are_liabilities_of_their_kind_and_a_debt_of_no_kind_is_a_loan_where_rules_pay_it() -> None:
    export = to_playground(
        parse_rules(
            "When funds are received: Funds move from Pay to Visa Card; Funds move from Pay to Debt Snowball;"
            " $5.00 moves from Pay to Mom; 5.00% of incoming funds goes from Pay to Debt Repayment;"
            " Funds move from Pay to Mortgage; Funds move from Pay to Vacation."
        )
    )
    assert [(node["name"], node["type"], node["subtype"]) for node in export.map["nodes"]] == [
        ("Pay", "PORT", None),
        ("Visa Card", "LIABILITY_ACCOUNT", "CREDIT_CARD"),
        ("Debt Snowball", "LIABILITY_ACCOUNT", "LOAN"),
        ("Mom", "DESTINATION_ACCOUNT", None),
        ("Debt Repayment", "POD", None),
        ("Mortgage", "LIABILITY_ACCOUNT", "MORTGAGE"),
        ("Vacation", "POD", None),
    ]


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
NO_CONDITIONS: dict[str, object] = {"all": []}
LOW = {"condition": {"fact": "BALANCE", "operator": "LESS_THAN", "value": "900"}}
TWO = {"condition": {"fact": "DATE", "operator": "EQUALS", "value": "2"}}


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"type": "SNOWBALL", "sourceId": "a"}, "action_type"),
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
        ({"steps": [{"conditions": {"any": [TWO, LOW]}, "actions": [FIXED]}]}, "any_of"),
        ({"steps": [{"conditions": {"condition": {**TWO["condition"], "value": "32"}}, "actions": [FIXED]}]},
         "condition_out_of_range"),
        ({"steps": [{"conditions": {"condition": {**TWO["condition"], "valueFact": "BALANCE"}}, "actions": [FIXED]}]},
         "value_of_fact"),
    ],
)  # fmt: skip
def test_a_rule_that_rules_cannot_say_is_listed_whole(rule: Any, code: str) -> None:
    read = from_playground(_map(FIXED, **rule))
    assert ([piece.code for piece in read.left_out], read.rules.rules) == ([code], ())


SOME = {"condition": {"fact": "TRANSFER_AMOUNT", "operator": "LESS_THAN", "value": "900"}}
ALL = {"type": "PERCENTAGE", "sourceId": "a", "destinationId": "b", "amountInPercentage": 100}


def _steps(*steps: tuple[object, dict[str, object]]) -> dict[str, object]:
    return _map(steps=[{"conditions": conditions, "actions": [action]} for conditions, action in steps])


def _text(document: object) -> str:
    return render_rules(from_playground(document).rules.rules)


def test_steps_that_exclude_each_other_are_one_text_where_it_says_which_action_is_whose() -> None:
    large = {"condition": {**SOME["condition"], "operator": "GREATER_THAN_OR_EQUAL"}}
    assert _text(_steps((SOME, ALL), (large, ALL))) == (
        "When transferAmount lessThan 900 and transferAmount greaterThanInclusive 900:"
        " 100.00% of incoming funds goes from Pay to Rent; 100.00% of incoming funds goes from Pay to Rent."
    )


def test_otherwise_is_the_opposite_and_steps_that_exclude_each_other_are_rules_of_their_own() -> None:
    document = _steps((SOME, FIXED), (NO_CONDITIONS, {**FIXED, "amountInCents": 700}))
    assert _text(document) == (
        "When transferAmount lessThan 900: $5.00 moves from Pay to Rent.\n\n"
        "When transferAmount greaterThanInclusive 900: $7.00 moves from Pay to Rent."
    )
    assert [note.code for note in from_playground(document).notes] == ["rule_per_step", "otherwise"]


def test_a_second_step_is_listed_where_the_first_one_could_set_it_off() -> None:
    read = from_playground(_steps((LOW, FIXED), (NO_CONDITIONS, {**FIXED, "amountInCents": 700})))
    assert [(piece.code, piece.text) for piece in read.left_out] == [("later_step", "$7.00 moves from Pay to Rent")]
    assert render_rules(read.rules.rules) == "When balance lessThan 900: $5.00 moves from Pay to Rent."


def _percent(share: float, group: int, to: str = "b") -> dict[str, object]:
    return {**ALL, "destinationId": to, "amountInPercentage": share, "groupIndex": group}


def test_divisions_that_would_read_as_one_are_written_as_one_that_moves_the_same() -> None:
    read = from_playground(_map(_percent(20, 0), _percent(50, 1), _percent(25, 1)))
    assert [action.value for action in read.rules.actions] == [2000, 4000, 2000]
    assert [note.code for note in read.notes if note.rule] == ["shares_restated"]


def test_divisions_whose_shares_cannot_be_said_exactly_are_listed() -> None:
    read = from_playground(_map(_percent(33.33, 0), _percent(33.33, 1)))
    assert (read.rules.rules, [piece.code for piece in read.left_out]) == ((), ["divisions"])


@pytest.mark.parametrize("kind", ["NEXT_PAYMENT_MINIMUM", "LAST_STATEMENT_BALANCE", "TOTAL_AMOUNT_DUE"])
def test_a_payment_to_a_debt_reads_as_one_and_its_kind_is_noted(kind: str) -> None:
    document = _map({"type": kind, "sourceId": "a", "destinationId": "b"})
    document["nodes"] = [{"id": "a", "type": "PORT", "name": "Pay"}, {"id": "b", "type": "POD", "name": "Visa Card"}]
    read = from_playground(document)
    assert render_rules(read.rules.rules) == "When funds are received: Funds move from Pay to Visa Card."
    assert [(note.code, note.text) for note in read.notes] == [("amount_not_said", f"{kind} Pay to Visa Card")]


def test_a_top_up_that_would_read_as_all_that_is_left_is_listed_with_its_amount() -> None:
    fill = {"type": "TOP_UP", "sourceId": "a", "destinationId": "b", "amountInCents": 50_000}
    alone, before = from_playground(_map(fill)), from_playground(_map(fill, {**FIXED, "groupIndex": 1}))
    assert [piece.code for piece in alone.left_out] == ["payment_as_rest", "no_action"]
    assert [(note.code, note.text) for note in before.notes] == [("amount_not_said", "TOP_UP Pay to Rent, 500.00")]
    assert [action.form for action in before.rules.actions] == [ActionForm.REMAINDER, ActionForm.FIXED]


def test_a_sweep_that_would_read_as_a_payment_is_said_as_all_above_nothing() -> None:
    sweep = {**ALL, "percentageTarget": "SOURCE_ACCOUNT"}
    assert _text(_map(sweep, {**FIXED, "groupIndex": 1})) == (
        "When funds are received: Anything above $0.00 moves from Pay to Rent; $5.00 moves from Pay to Rent."
    )


def test_two_days_of_a_schedule_are_one_rule_and_more_are_a_rule_each() -> None:
    def scheduled(days: str) -> list[str]:
        trigger = {"type": "SCHEDULED", "sourceId": "a", "cron": f"0 0 {days} * *"}
        return _text(_map(FIXED, trigger=trigger)).split("\n\n")

    assert scheduled("1,15") == ["When date equal 1 and date equal 15: $5.00 moves from Pay to Rent."]
    assert scheduled("1,10,20") == [f"When date equal {day}: $5.00 moves from Pay to Rent." for day in (1, 10, 20)]


@pytest.mark.parametrize("fact", ["LAST_DAY_OF_MONTH", "NEXT_PAYMENT_MINIMUM_AMOUNT", "LAST_STATEMENT_BALANCE"])
def test_a_fact_that_rules_do_not_know_is_listed(fact: str) -> None:
    read = from_playground(_steps(({"condition": {"fact": fact, "operator": "EQUALS", "value": "1"}}, FIXED)))
    assert (read.rules.rules, [piece.code for piece in read.left_out]) == ((), ["fact"])


def test_a_schedule_and_a_day_that_never_meet_are_listed() -> None:
    trigger = {"type": "SCHEDULED", "sourceId": "a", "cron": "0 0 3 * *"}
    step = {"conditions": TWO, "actions": [FIXED]}
    read = from_playground(_map(trigger=trigger, steps=[step]))
    assert (read.rules.rules, [piece.code for piece in read.left_out]) == ((), ["never_runs"])


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


def test_of_shares_above_100_those_that_do_not_fit_are_listed() -> None:
    shares = "; ".join(f"60.00% of incoming funds goes from Pay to {name}" for name in "AB")
    export = to_playground(parse_rules(f"When funds are received: {shares}."))
    assert [action["amountInPercentage"] for action in export.map["rules"][0]["steps"][0]["actions"]] == [60]
    assert [(piece.code, piece.rule, piece.action) for piece in export.left_out] == [("shares_above_100", 1, 2)]


def test_on_a_schedule_a_share_is_of_the_balance_because_nothing_arrives() -> None:
    shares = "; ".join(f"{share}.00% of incoming funds goes from Pay to {share}" for share in (40, 100))
    export = to_playground(parse_rules(f"When date equal 3: {shares}."))
    actions = export.map["rules"][0]["steps"][0]["actions"]
    assert [(action["percentageTarget"], action["groupIndex"]) for action in actions] == [
        ("SOURCE_ACCOUNT", 0),
        ("SOURCE_ACCOUNT", 1),
    ]
    assert [(note.code, note.action) for note in export.notes] == [("share_as_sweep", 2)]
    assert [action.form for action in from_playground(_again(export)).rules.actions] == [
        ActionForm.PERCENTAGE,
        ActionForm.REMAINDER,
    ]


def test_a_rule_whose_blocks_nobody_can_tell_apart_is_listed_and_never_guessed() -> None:
    text = "When date lessThan 5 and date greaterThan 9 and balance greaterThan 5: $5.00 moves from Pay to Rent."
    export = to_playground(parse_rules(text))
    assert ([(p.code, p.text) for p in export.left_out], export.map["rules"]) == ([("flattened", text)], [])


def test_a_pod_and_the_account_behind_it_keep_their_one_name() -> None:
    text = "When funds are received: 50.00% of incoming funds goes from Holiday to Holiday."
    export = to_playground(parse_rules(text))
    assert [(node["id"], node["name"]) for node in export.map["nodes"]] == [
        ("node-1", "Holiday"),
        ("node-2", "Holiday"),
    ]
    assert (export.left_out, [note.code for note in export.notes]) == ((), ["two_accounts_of_one_name"])
    assert _text(_again(export)) == text


def test_a_rule_that_would_be_started_by_another_account_is_left_out_whole() -> None:
    text = "When funds are received: $NaN moves from Pay to Rent; $5.00 moves from Hub to Rent."
    export = to_playground(parse_rules(text))
    assert [(piece.code, piece.action) for piece in export.left_out] == [
        ("unreadable_amount", 1),
        ("trigger_account", None),
    ]
    assert export.map["rules"] == []
