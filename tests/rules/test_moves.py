"""Every action with the kind of step it belongs to."""

from __future__ import annotations

from seqmatch.rules.moves import moves_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.rule import Role

RULES = parse_rules(
    "When funds are received: $5.00 moves from Pay to Rent; 20.00% of incoming funds goes from Pay to Fun;"
    " Funds move from Pay to Qx.\n\nWhen funds are received: Anything above $9.00 moves from Fun to Savings."
)
KINDS = ["FIXED", "DIVISION", "REST", "OVERFLOW"]


def test_actions_of_all_rules_come_in_their_order_with_the_kind_of_their_step() -> None:
    moves = list(moves_of(RULES))
    assert [action for action, _ in moves] == list(RULES.actions)
    assert [kind.name for _, kind in moves] == KINDS


def test_what_is_known_already_is_not_read_again() -> None:
    owed = moves_of(RULES, {"Pay": Role.INCOME, "Rent": Role.HOUSING, "Fun": Role.FUN_MONEY, "Qx": Role.LOAN})
    assert [kind.name for _, kind in owed] == ["FIXED", "DIVISION", "PAYMENT", "OVERFLOW"]
    assert [kind.name for _, kind in moves_of(RULES, readings=read_rules(RULES)[1:])] == ["OVERFLOW"]
