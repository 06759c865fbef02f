"""Rule sets for properties: a few accounts that often meet, amounts from sensible to hostile."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from seqmatch.schemas.rule import (
    Action,
    ActionForm,
    Condition,
    Fact,
    Number,
    Operator,
    Rule,
    RuleSet,
    Unparsed,
    Unreadable,
)

NAMES = ("Income", "Hub", "Savings", " Savings", "Rent", "A\x00{0}", "")


def rule_sets(names: Sequence[str] = NAMES) -> st.SearchStrategy[RuleSet]:
    """Up to eight rules between ``names``; circles, nonsense and contradictions are common."""
    accounts = st.sampled_from(names)
    amounts = _numbers(50, 99, 100, 5_000, 10_000, 100_000, 10**18)
    actions = st.builds(
        Action,
        st.sampled_from([ActionForm.FIXED, ActionForm.OVERFLOW]),
        accounts,
        accounts,
        amounts,
        st.booleans(),
    )
    shares = st.builds(Action, st.just(ActionForm.PERCENTAGE), accounts, accounts, _numbers(1, 1000, 3333, 5000, 10**5))
    sweeps = st.builds(Action, st.just(ActionForm.REMAINDER), accounts, accounts)
    operators = st.sampled_from(list(Operator))
    conditions = (
        st.builds(Condition, st.just(Fact.BALANCE), operators, amounts, st.none() | accounts)
        | st.builds(Condition, st.just(Fact.TRANSFER_AMOUNT), operators, amounts)
        | st.builds(Condition, st.just(Fact.DATE), operators, _numbers(1, 2, 3, 31, 32))
    )
    rules = st.builds(
        Rule,
        st.just(()) | st.lists(conditions, max_size=3).map(tuple),
        st.lists(actions | shares | sweeps, max_size=4).map(tuple),
    )
    unparsed = st.just(()) | st.just((Unparsed(1, "SECRET", "SECRET"),))
    return st.builds(RuleSet, st.lists(rules, max_size=8).map(tuple), unparsed)


def _numbers(*sensible: int) -> st.SearchStrategy[Number]:
    hostile: list[Number] = [-1, 0, -(10**18), *Unreadable]
    return st.sampled_from(sensible) | st.sampled_from(sensible) | st.integers(1, 20_000) | st.sampled_from(hostile)
