"""Parsing and rendering are inverse for all rules whose text the language can decide (forms.py says where not)."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from seqmatch.rules.names import settle
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule, RuleSet, Unreadable

# fmt: off
_PIECES = (
    "a", "B", "é", "🏠", "\x00", "\t", " ", "  ", ".", ",", ":", ";", "; ", ": ", "$", "%", "-", "(", '"', "5",
    "10.00%", "$5.00", "NaN", "[object Object]", "\ud800", "\u2028", "\x0b", "to", " to ", " from ", " and ", "then ",
    "balance", " balance ", "date", "is at least", "lessThan", "equal", "transferAmount greaterThan 5",
    "When ", "when ", "funds are received", "Funds move", "moves from ", "of incoming funds", "goes from ",
    "Anything above ",
)
# fmt: on
_OPENING = re.compile(r"(goes?|moves?) from ", re.IGNORECASE)
_CONDITION = re.compile(r"balance|date|transferAmount|^funds are received", re.IGNORECASE)

_texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8).map("".join)


def _decidable(name: str) -> bool:
    """No second `` to ``, no opening words of an action, and a name at all."""
    return " to " not in f" {name} " and not _OPENING.search(name + " ") and not name.isspace()


_names = _texts.filter(_decidable)
_accounts = _names.filter(lambda name: not _CONDITION.search(name))
_numbers = st.integers(-(10**15), 10**15) | st.sampled_from(list(Unreadable))
_actions = st.builds(
    Action,
    st.sampled_from([ActionForm.PERCENTAGE, ActionForm.FIXED, ActionForm.OVERFLOW]),
    _names,
    _names,
    _numbers,
) | st.builds(Action, st.just(ActionForm.REMAINDER), _names, _names)
_conditions = st.builds(
    Condition, st.just(Fact.BALANCE), st.sampled_from(list(Operator)), _numbers, _accounts
) | st.builds(
    Condition,
    st.sampled_from(list(Fact)),
    st.sampled_from([operator for operator in Operator if operator is not Operator.AT_LEAST]),
    _numbers,
)
_rules = st.lists(
    st.builds(
        Rule,
        st.lists(_conditions, max_size=3).map(tuple),
        st.lists(_actions, min_size=1, max_size=4).map(tuple),
    ),
    max_size=4,
).map(tuple)


@given(_rules)
@settings(max_examples=150, deadline=None)
def test_rules_written_and_read_back_are_the_same_rules(rules: tuple[Rule, ...]) -> None:
    assert parse_rules(render_rules(rules)) == RuleSet(rules)


@given(
    st.lists(_texts | st.sampled_from(["\n", "\n\n", "When funds are received: ", "Funds move from A"]), max_size=12)
)
@settings(max_examples=150, deadline=None)
def test_what_was_read_from_any_text_is_written_in_a_form_that_stays(pieces: list[str]) -> None:
    written = render_rules(parse_rules("".join(pieces)).rules)
    again = parse_rules(written)
    assert (render_rules(again.rules), again.unparsed) == (written, ())


@given(st.lists(st.sampled_from(["A", "B", "to", "C", "to B"]), min_size=3, max_size=9).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_wherever_a_name_ends_the_text_is_written_back_unchanged(names: str) -> None:
    text = f"When funds are received: Funds move from {names}."
    read = parse_rules(text)
    assert [render_rules(read.rules)] == ([text] if read.rules else [""])


@given(st.lists(st.tuples(_names, _names), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_text_that_reads_one_way_only_is_never_ambiguous(pairs: list[tuple[str, str]]) -> None:
    texts = {f"{source} to {destination}": [(source, destination)] for source, destination in pairs}
    assert settle(texts, ()) == {text: (*found[0], False) for text, found in texts.items()}
