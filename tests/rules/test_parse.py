"""What parsing promises beyond the cases: exact values, doubt said aloud, hostile text survived."""

from __future__ import annotations

import time

import pytest

from seqmatch.errors import RuleTextError
from seqmatch.rules.names import MOST_READINGS
from seqmatch.rules.parse import MOST_CHARACTERS, parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import (
    Action,
    ActionForm,
    Condition,
    Fact,
    Operator,
    Rule,
    RuleSet,
    Unparsed,
    Unreadable,
)

HEAD = "When funds are received: "


def _move(source: str, destination: str, ambiguous: bool = False) -> Action:
    return Action(ActionForm.REMAINDER, source, destination, None, ambiguous)


def test_values_are_whole_cents_and_basis_points() -> None:
    text = (
        "When Rent balance is at least $1,500.00 and balance greaterThan 50000 and date equal 15: "
        "12.50% of incoming funds goes from Rent to Food; $1,234,567.89 moves from Rent to Food; "
        "Anything above $0.01 moves from Rent to Food; Funds move from Rent to Food; $NaN moves from Rent to Food."
    )
    assert parse_rules(text) == RuleSet(
        rules=(
            Rule(
                conditions=(
                    Condition(Fact.BALANCE, Operator.AT_LEAST, 150_000, "Rent"),
                    Condition(Fact.BALANCE, Operator.GREATER_THAN, 50_000),
                    Condition(Fact.DATE, Operator.EQUALS, 15),
                ),
                actions=(
                    Action(ActionForm.PERCENTAGE, "Rent", "Food", 1250),
                    Action(ActionForm.FIXED, "Rent", "Food", 123_456_789),
                    Action(ActionForm.OVERFLOW, "Rent", "Food", 1),
                    Action(ActionForm.REMAINDER, "Rent", "Food"),
                    Action(ActionForm.FIXED, "Rent", "Food", Unreadable.NAN),
                ),
            ),
        )
    )


def test_spaces_at_the_ends_of_a_name_belong_to_it() -> None:
    assert parse_rules(HEAD + "Funds move from  A  to  B .").actions == [_move(" A ", " B ")]


def test_nothing_to_settle_a_name_is_said_and_read_from_the_left() -> None:
    assert parse_rules(HEAD + "Funds move from A to B to C.").actions == [_move("A", "B to C", ambiguous=True)]


@pytest.mark.parametrize(
    ("witness", "expected"),
    [
        ("When A to B balance is at least $1.00: Funds move from Y to Z.", ("A to B", "C")),
        ("When B to C balance is at least $1.00: Funds move from Y to Z.", ("A", "B to C")),
        ("When funds are received: Funds move from C to Z.", ("A to B", "C")),
        ("When funds are received: Funds move from Z to A.", ("A", "B to C")),
    ],
)
def test_one_known_name_settles_where_the_next_begins(witness: str, expected: tuple[str, str]) -> None:
    read = parse_rules(f"{HEAD}Funds move from A to B to C.\n\n{witness}")
    assert read.actions[0] == _move(*expected)


def test_actions_after_one_whose_names_are_in_doubt_are_read_too() -> None:
    rest = (_move("A", "D"), Action(ActionForm.FIXED, "A", "E", 500))
    text = f"{HEAD}Funds move from X to Y to Z; Funds move from A to D; $5.00 moves from A to E."
    assert parse_rules(text).actions == [_move("X", "Y to Z", ambiguous=True), *rest]
    watched = "When A to B balance is at least $1.00: Funds move from A to B to C; Funds move from A to D"
    assert parse_rules(f"{watched}; $5.00 moves from A to E.").actions == [_move("A to B", "C"), *rest]


@pytest.mark.parametrize(("names", "ambiguous"), [(MOST_READINGS + 1, False), (MOST_READINGS + 2, True)])
def test_of_more_readings_than_are_weighed_none_is_preferred(names: int, ambiguous: bool) -> None:
    rest = " to ".join(f"N{at}" for at in range(2, names))
    witness = "When N0 to N1 balance is at least $1.00: Funds move from Y to Z."
    read = parse_rules(f"{HEAD}Funds move from N0 to N1 to {rest}.\n\n{witness}")
    assert read.actions[0] == (_move("N0", f"N1 to {rest}", True) if ambiguous else _move("N0 to N1", rest))


def test_two_readings_with_a_known_name_each_stay_ambiguous() -> None:
    text = f"{HEAD}Funds move from A to B to C.\n\n{HEAD}Funds move from A to X; Funds move from C to X."
    assert parse_rules(text).actions[0] == _move("A", "B to C", ambiguous=True)


def test_a_name_that_one_text_sends_to_and_another_sends_from_is_a_name() -> None:
    text = f"{HEAD}Funds move from Pay to Out to Bank.\n\n{HEAD}Funds move from Out to Bank to Card."
    assert parse_rules(text).actions == [_move("Pay", "Out to Bank"), _move("Out to Bank", "Card")]


def test_the_same_doubtful_text_twice_is_no_evidence_for_itself() -> None:
    text = f"{HEAD}Funds move from A to B to A.\n\n{HEAD}Funds move from A to B to A."
    assert [action.ambiguous for action in parse_rules(text).actions] == [True, True]


def test_a_piece_that_is_no_rule_keeps_its_line_and_text() -> None:
    read = parse_rules(f"{HEAD}Funds move from A to B.\r\n\r\nfoo\tbar\r\nbaz")
    assert read.rules == (Rule((), (_move("A", "B"),)),)
    assert [(piece.line, piece.text) for piece in read.unparsed] == [(3, "foo\tbar\nbaz")]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "Funds move from A to B;\nmore words.",
        "When A:\nB balance is at least $1.00: Funds move from A to B.",
        "When A:\n Rent balance is at least $1.00: Funds move from A to B.",
    ],
)
def test_a_line_break_never_gets_into_a_name(text: str) -> None:
    read = parse_rules(text)
    assert (read.rules, [piece.text for piece in read.unparsed]) == ((), [text])


def test_one_unreadable_action_refuses_its_whole_rule() -> None:
    read = parse_rules(HEAD + "Funds move from A to B; $x moves from A to C.")
    assert read.rules == ()
    assert [type(piece) for piece in read.unparsed] == [Unparsed]


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "\r\n"])
def test_empty_text_is_no_rules(text: str) -> None:
    assert parse_rules(text) == RuleSet()


@pytest.mark.parametrize(
    "text", ["\x00", "hello", "When ", "When funds are received: .", "🏠" * 9, "\ud800", "; : to "]
)
def test_text_that_is_no_rule_comes_back_whole(text: str) -> None:
    read = parse_rules(text)
    assert (read.rules, [piece.text for piece in read.unparsed]) == ((), [text])


def test_control_characters_and_lone_surrogates_stay_in_names() -> None:
    text = HEAD + "Funds move from A\x00\t\x1b to \ud800\u2028🏠."
    assert render_rules(parse_rules(text).rules) == text


def test_a_hundred_rules_of_one_person_are_all_read() -> None:
    text = "\n\n".join(f"{HEAD}$1.00 moves from A to Account number {number:03d}." for number in range(115))
    read = parse_rules(text)
    assert (len(read.rules), read.unparsed, render_rules(read.rules)) == (115, (), text)


def test_too_long_a_text_is_refused_without_repeating_it() -> None:
    with pytest.raises(RuleTextError, match="Send the rules of one person only") as refused:
        parse_rules("secret" * MOST_CHARACTERS)
    assert "secret" not in str(refused.value)


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(RuleTextError, match="Send one string"):
        parse_rules(b"When")  # type: ignore[arg-type]


_MEGABYTE = 1_000_000
_HOSTILE = {
    "to": HEAD + "Funds move from A" + " to B" * (_MEGABYTE // 5),
    "to, action after action": HEAD + ("Funds move from A" + " to B" * 40 + "; ") * (_MEGABYTE // 220),
    "many openings": HEAD + "Funds move from A to B; " * (_MEGABYTE // 24),
    "and": "When " + "x and " * (_MEGABYTE // 6),
    "colon": "When " + "a: " * (_MEGABYTE // 3),
    "conditions without end": "When " + "A balance is at least $1.00 and " * (_MEGABYTE // 32),
    "almost conditions": "When " + "balance is at least " * (_MEGABYTE // 20),
    "colon and openings": "When " + "a: Funds move from " * (_MEGABYTE // 19),
    "digits": HEAD + "9" * _MEGABYTE + "% of incoming funds goes from A to B",
    "many digits": HEAD + "$" + "9," * (_MEGABYTE // 2),
    "spaces": HEAD + " " * _MEGABYTE,
    "semicolons": HEAD + ";" * _MEGABYTE,
    "space after semicolon": HEAD + ("; " + " " * 50) * (_MEGABYTE // 52),
    "from": HEAD + "Funds move from A to B" + ", $1 moves from" * (_MEGABYTE // 15),
    "lines": "x\n" * (_MEGABYTE // 2),
    "rules": "When \n" * (_MEGABYTE // 6),
    "open lines": HEAD + ";\n" * (_MEGABYTE // 2),
    "brackets": HEAD + "[object Object" * (_MEGABYTE // 14),
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_a_megabyte_of_hostile_text_takes_seconds_at_most(text: str) -> None:
    start = time.process_time()
    parse_rules(text)
    assert time.process_time() - start < 10
