"""What goals are predicted from: one column per step, item and word, and nothing that names a person."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.features.users.automations import uses_of
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.users.goal_inputs import (
    FIELD_COLUMNS,
    MIN_WORD_USERS,
    MOST_WORDS,
    by_fact,
    fact_text,
    goal_columns,
    goal_inputs,
    goal_words,
    profile_complete,
    rules_known,
)
from seqmatch.features.users.table import feature_row
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.schemas.rule import RuleSet

WORDS = ("emergency", "tax")
COLUMNS = goal_columns(WORDS)
MAYA = parse_profile(EXAMPLES["maya_freelancer"].profile)
MAYAS_RULES = parse_rules(EXAMPLES["maya_freelancer"].rules_text)


def inputs_of(profile: Profile, rules: RuleSet) -> np.ndarray:
    return goal_inputs(profile, feature_row(profile, rules), rules, uses_of(rules, roles_of(rules)), WORDS)


def transfers_to(*names: str) -> RuleSet:
    return parse_rules("\n\n".join(f"When funds are received: $5.00 moves from Checking to {name}." for name in names))


def told(inputs: np.ndarray) -> set[str]:
    """Every known fact beyond the features, in words."""
    return {
        fact_text(column, value)
        for column, value in zip(COLUMNS, inputs, strict=True)
        if column.feature is None and value > 0.5
    }


def test_items_and_words_of_the_rules_are_told() -> None:
    assert told(inputs_of(MAYA, transfers_to("Tax 2026", "Emergency Fund"))) == {
        "a rule for a fixed amount to taxes",
        "a rule for a fixed amount to emergency fund",
        "an account named “tax”",
        "an account named “emergency”",
    }


def test_a_payment_without_its_amount_is_no_sweep() -> None:
    rules = parse_rules("When funds are received: Funds move from Pay to Visa Card; Funds move from Pay to Savings.")
    assert {fact for fact in told(inputs_of(MAYA, rules)) if "rule" in fact} == {
        "a rule that pays the credit card",
        "a rule for whatever is left to savings",
    }


def test_a_word_that_nobody_uses_is_told_as_not_there() -> None:
    inputs = inputs_of(MAYA, transfers_to("Tax 2026"))
    last = [fact_text(column, value) for column, value in zip(COLUMNS[-2:], inputs[-2:], strict=True)]
    assert last == ["no account named “emergency”", "an account named “tax”"]


def test_without_rules_every_item_and_word_is_missing_and_the_profile_is_not() -> None:
    inputs = inputs_of(MAYA, RuleSet())
    missing = np.isnan(inputs)
    assert [missing[at] for at, column in enumerate(COLUMNS) if column.subject != "profile"].count(False) == 0
    assert (rules_known(inputs), profile_complete(inputs)) == (False, True)
    assert rules_known(inputs_of(MAYA, MAYAS_RULES))


@pytest.mark.parametrize("field", PROFILE_FIELD_FEATURES)
def test_a_fact_left_out_is_missing_in_all_its_columns_and_in_no_other(field: str) -> None:
    whole = inputs_of(MAYA, MAYAS_RULES)
    without = inputs_of(MAYA.model_copy(update={field: None}), MAYAS_RULES)
    assert set(np.flatnonzero(np.isnan(without))) == set(FIELD_COLUMNS[field])
    assert not profile_complete(without) and profile_complete(whole)


def test_contributions_to_one_fact_are_summed_and_nothing_is_lost() -> None:
    effects = np.random.default_rng(1).normal(0, 1, len(COLUMNS))
    summed = by_fact(effects)
    assert np.isclose(summed.sum(), effects.sum())
    income = list(FIELD_COLUMNS["annual_income"])
    assert np.isclose(summed[income[0]], effects[income].sum())
    assert not summed[income[1:]].any()


def test_words_are_learned_of_many_users_from_the_lexicon_only_and_never_a_first_name() -> None:
    people = [transfers_to("Tax for Maria", "Xylqz Zorb")] * MIN_WORD_USERS + [transfers_to("Vacation")]
    assert goal_words(people) == ("checking", "tax")
    assert goal_words(people[1:-1]) == ()
    assert len(goal_words(people * 50)) <= MOST_WORDS
