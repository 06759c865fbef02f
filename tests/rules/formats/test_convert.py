"""``convert`` between the three forms of a plan, and its documents on the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_forms import meaning
from rule_sets import rule_sets
from typer.testing import CliRunner, Result

from seqmatch.cli.rules import commands
from seqmatch.data.synthetic.households import EXAMPLES, LINDQVIST
from seqmatch.errors import DataError
from seqmatch.rules.formats.convert import convert, read_form, to_text
from seqmatch.rules.formats.format_names import Form
from seqmatch.rules.formats.json_schemas import MOST_DEPTH, SCHEMAS, read_json, wire_schema
from seqmatch.rules.formats.platform import to_platform
from seqmatch.rules.formats.platform_import import from_platform
from seqmatch.rules.formats.playground import to_playground
from seqmatch.rules.formats.playground_import import from_playground
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.simulation.schedule import monthly
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.schemas.rule import Action, ActionForm, Rule, RuleSet

START = date(2026, 8, 20)


def _run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def _rules_with_names(*names: str) -> RuleSet:
    pairs = zip(names[::2], names[1::2], strict=True)
    return RuleSet(tuple(Rule((), (Action(ActionForm.REMAINDER, source, to),)) for source, to in pairs))


@pytest.mark.parametrize("nested", [('{"a":', "}"), ("[", "]"), ('[{"a":', "}]")])
def test_a_document_is_read_to_its_deepest_level_and_no_deeper(nested: tuple[str, str]) -> None:
    begin, end = nested
    levels = (MOST_DEPTH - 2) // (2 if "[{" in begin else 1)
    assert read_json(begin * levels + "[1]" + end * levels)
    with pytest.raises(DataError, match=f"deeper than {MOST_DEPTH} levels"):
        read_json(begin * levels + "[[1]]" + end * levels)


def test_a_name_that_can_be_read_in_two_ways_is_noted_at_its_action() -> None:
    rules = parse_rules("When funds are received: $5.00 moves from Pay to Rent; Funds move from A to B to C.")
    told = to_text(rules)
    assert [(note["code"], note["rule"], note["action"]) for note in told["notes"]] == [("ambiguous_names", 1, 2)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_are_valid_schemas(name: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(wire_schema(name))
    assert wire_schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("through", [Form.PLATFORM, Form.PLAYGROUND])
@pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)
def test_a_households_text_comes_back_through_either_form(household: Any, through: Form) -> None:
    there = convert(household.rules_text, Form.TEXT, through, start=START)
    back = convert(json.dumps(there), through, Form.TEXT, start=START)
    text = back.pop("rules_text")
    assert text == household.rules_text
    assert {note["code"] for note in back.pop("read_without")} <= {"amount_not_said"}
    assert back == {"left_out": [], "notes": [], "balances": {}, "not_read": []}


LIVED_WITH = {
    "ordered divisions": "When funds are received: 20.00% of incoming funds goes from Salary to Taxes;"
    " 50.00% of incoming funds goes from Salary to Bills; 50.00% of incoming funds goes from Salary to Savings.",
    "fixed, then all of the rest": "When funds are received: $850.00 moves from Salary to Rent;"
    " 100.00% of incoming funds goes from Salary to Checking.",
    "flattened blocks": "When date lessThan 15 and date greaterThanInclusive 15:"
    " 100.00% of incoming funds goes from Salary to First; 100.00% of incoming funds goes from Salary to Second.",
    "payments": "When funds are received: Funds move from Pot to Visa Blue; Funds move from Pot to Groceries;"
    " 100.00% of incoming funds goes from Pot to Savings.\n\nWhen funds are received: Funds move from Salary to Pot.",
    "one name": "When funds are received: 100.00% of incoming funds goes from Salary to Holiday .\n\n"
    "When funds are received: 100.00% of incoming funds goes from Holiday  to Holiday.",
    "several rules on one account": "When funds are received: 10.00% of incoming funds goes from Salary to Taxes.\n\n"
    "When funds are received: $30.00 moves from Salary to Rent.\n\n"
    "When funds are received: 50.00% of incoming funds goes from Salary to Savings.",
    "with conditions between": "When funds are received: 10.00% of incoming funds goes from Salary to Taxes.\n\n"
    "When Salary balance is at least $500.00: $20.00 moves from Salary to Fun.\n\n"
    "When funds are received: $30.00 moves from Salary to Rent.\n\n"
    "When funds are received: Funds move from Salary to Savings.",
    "two days": "When date equal 1 and date equal 15: $20.00 moves from Salary to Rent.",
    "a block for each day": "When date equal 1 and date equal 15: 100.00% of incoming funds goes from Salary to First;"
    " 100.00% of incoming funds goes from Salary to Second.",
    "a day and a balance": "When Bills balance is at least $50.00 and date equal 3: $20.00 moves from Bills to Rent.",
    "sweep of a kept balance": "When funds are received: Anything above $500.00 moves from Salary to Savings;"
    " $20.00 moves from Salary to Rent; Funds move from Salary to Fun.",
}


@pytest.mark.parametrize("through", [Form.PLATFORM, Form.PLAYGROUND])
@pytest.mark.parametrize("text", LIVED_WITH.values(), ids=LIVED_WITH)
def test_rules_that_people_live_with_come_back_word_for_word(text: str, through: Form) -> None:
    there = convert(text, Form.TEXT, through, start=START)
    assert there.get("left_out", []) == there.get("not_created", []) == []
    back = convert(json.dumps(there), through, Form.TEXT, start=START)
    assert (back["rules_text"], back["not_read"]) == (text, [])


@given(rule_sets(), st.sampled_from([Form.PLATFORM, Form.PLAYGROUND]))
@settings(max_examples=120, deadline=None)
def test_rules_that_come_back_from_another_form_move_the_same_money(rules: RuleSet, through: Form) -> None:
    """A cent may differ where divisions had to be written as one."""
    if through is Form.PLAYGROUND:
        export = to_playground(rules)
        whole, read = not export.left_out, from_playground(json.loads(json.dumps(export.map)))
    else:
        bodies = to_platform(rules, start=START)
        told = ("merged", "add_as_step")  # these say in words how the money can differ
        whole = not any(step.cause or step.code in told for step in bodies.manual_steps)
        read = from_platform(json.loads(json.dumps(bodies.document())))
    if whole and not read.left_out:
        paid = monthly(100_000, ["Income", "Hub"], 2)
        before, after = simulate(rules, paid).balances, simulate(read.rules, paid).balances
        cents = 50 * any(note.code == "shares_restated" for note in read.notes)
        assert all(abs(after.get(name, 0) - held) <= cents for name, held in before.items())


@pytest.mark.parametrize("through", [Form.PLATFORM, Form.PLAYGROUND])
@pytest.mark.parametrize(
    "text",
    [text for name, text in LIVED_WITH.items() if name != "with conditions between"],  # where the order is a person's
)
def test_what_people_live_with_moves_the_same_money_whatever_the_descriptions_say(text: str, through: Form) -> None:
    there = convert(text, Form.TEXT, through, start=START)
    for rule in there.get("rules", []):
        rule["body"]["description"] = None
    read = read_form(json.dumps(there), through)
    paid = monthly(100_000, ["Salary"], 1)
    assert simulate(read.rules, paid).balances == simulate(parse_rules(text), paid).balances


@given(rule_sets())
@settings(max_examples=80, deadline=None)
def test_text_that_was_written_reads_as_the_rules_it_was_written_from(rules: RuleSet) -> None:
    written = to_text(rules)
    gone = {piece["rule"] for piece in written["left_out"]}
    kept = [rule for number, rule in enumerate(rules.rules, 1) if number not in gone]
    assert meaning(parse_rules(written["rules_text"]).rules) == meaning(kept)


@pytest.mark.parametrize(
    "name", ["", " ", "A\nB", "A\n\nWhen funds are received: Funds move from B", "B to C", "x; $5.00 moves from A"]
)
def test_a_rule_whose_names_would_read_as_something_else_is_listed(name: str) -> None:
    written = to_text(_rules_with_names("Pay", "Rent", name, "Fun"))
    assert written["rules_text"] == "When funds are received: Funds move from Pay to Rent."
    assert [(piece["code"], piece["rule"]) for piece in written["left_out"]] == [("not_read_back", 2)]


def test_a_name_with_to_in_it_is_written_where_the_other_rules_settle_it() -> None:
    written = to_text(_rules_with_names("Pay", "Rent", "Peer to Peer Income", "Pay"))
    assert (len(parse_rules(written["rules_text"]).rules), written["left_out"], written["notes"]) == (2, [], [])


def test_balances_of_a_map_travel_beside_the_text_and_into_the_next_map() -> None:
    written = convert("When funds are received: Funds move from Pay to Rent.", Form.TEXT, Form.PLAYGROUND, start=START)
    written["map"]["nodes"][1]["balance"] = 12_345
    content = json.dumps(written["map"])
    text = convert(content, Form.PLAYGROUND, Form.TEXT, start=START)
    again = convert(content, Form.PLAYGROUND, Form.PLAYGROUND, start=START)
    assert (text["balances"], again["map"]) == ({"Rent": 12_345}, written["map"])


@pytest.mark.parametrize("form", [Form.PLATFORM, Form.PLAYGROUND])
@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "NaN",
        '{"nodes": [], "rules": [], "x": Infinity}',
        "[" * 100_000,
        '{"nodes": [{"id": "a", "type": "POD", "name": "\\ud800"}], "rules": []}',
        json.dumps({"any": [[]]}).replace("[]", "[" * MOST_DEPTH + "]" * MOST_DEPTH),
        "9" * 5_000,
        "5",
        "null",
    ],
)
def test_what_is_not_a_document_is_refused_and_never_crashes(content: str, form: Form) -> None:
    with pytest.raises(DataError):
        convert(content, form, Form.TEXT, start=START)


def test_convert_prints_one_document_and_reads_it_back_from_stdin(tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(LINDQVIST.rules_text, encoding="utf-8")
    there = _run("convert", file, "--from", "text", "--to", "platform", "--start", "2026-08-20")
    assert json.loads(there.stdout) == convert(LINDQVIST.rules_text, Form.TEXT, Form.PLATFORM, start=START)
    back = _run("convert", "-", "--from", "platform", "--to", "text", stdin=there.stdout)
    assert json.loads(back.stdout)["rules_text"] == LINDQVIST.rules_text


def test_simulate_draws_a_picture_beside_its_answer(tmp_path: Path) -> None:
    file, picture = tmp_path / "rules.txt", tmp_path / "flow.svg"
    file.write_text(LINDQVIST.rules_text, encoding="utf-8")
    plain = _run("simulate", file, "--income", 4600)
    drawn = _run("simulate", file, "--income", 4600, "--svg", picture)
    assert drawn.stdout == plain.stdout
    assert "<title" in picture.read_text(encoding="utf-8")
    assert "Where $4,600 goes in one month" in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", [Form.PLATFORM, Form.PLAYGROUND])
def test_the_form_is_found_out_where_it_is_not_named(form: Form, tmp_path: Path) -> None:
    text = EXAMPLES["maya_freelancer"].rules_text
    there = _run("convert", "-", "--to", form, "--start", START, stdin=text)
    assert there.exit_code == 0
    assert json.loads(there.stdout) == convert(text, Form.TEXT, form, start=START)
    back = _run("convert", "-", stdin=there.stdout)
    assert json.loads(back.stdout) == convert(there.stdout, form, Form.TEXT, start=START)


def test_text_becomes_what_the_platform_creates_where_nothing_is_named() -> None:
    text = EXAMPLES["maya_freelancer"].rules_text
    made = _run("convert", "-", "--start", START, stdin=text)
    assert json.loads(made.stdout) == convert(text, Form.TEXT, Form.PLATFORM, start=START)
