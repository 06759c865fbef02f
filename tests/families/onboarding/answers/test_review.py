"""Rules someone brings: read, checked, run and compared, with nothing passed over in silence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.errors import ArgumentError, RuleTextError
from seqmatch.families.onboarding.advice.simulation import TYPICAL_INCOME_CENTS
from seqmatch.families.onboarding.answers.check import LONGEST_UNPARSED, check_automations, check_text
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.features.users.automations import Item
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import ActionRead, CheckAnswer, PatternShare, RuleRead
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role
from seqmatch.schemas.simulation import AccountPlace

with_rules = {name: household for name, household in EXAMPLES.items() if household.rules_text}
each_household = pytest.mark.parametrize("household", with_rules.values(), ids=with_rules)
SAVE = "When funds are received: 10.00% of incoming funds goes from Income to Savings."


def ask(models: OnboardingModels, household: Household) -> CheckAnswer:
    profile = parse_profile(household.profile)
    return check_automations(models, household.rules_text, profile, household.monthly_income_cents)


# Read


def test_each_rule_is_told_as_it_was_understood(small_models: OnboardingModels) -> None:
    text = (
        "When funds are received: 12.50% of incoming funds goes from Paycheck to Taxes; "
        "$NaN moves from Paycheck to Rent.\n\n"
        "When Checking balance is at least $100.00 and date equal 3: "
        "Anything above $50.00 moves from Checking to Savings; Funds move from Checking to Vacation."
    )
    assert check_automations(small_models, text).rules == [
        RuleRead(
            number=1,
            rule_text=text.split("\n\n")[0],
            trigger="FUNDS_RECEIVED",
            actions=[
                ActionRead(form="PERCENTAGE", source_role="income", destination_role="taxes", percent=12.5),
                ActionRead(form="FIXED", source_role="income", destination_role="housing"),
            ],
        ),
        RuleRead(
            number=2,
            rule_text=text.split("\n\n")[1],
            trigger="DATE",
            actions=[
                ActionRead(form="OVERFLOW", source_role="checking", destination_role="savings", amount_cents=5_000),
                ActionRead(form="REMAINDER", source_role="checking", destination_role="travel"),
            ],
        ),
    ]


def test_what_was_not_read_is_told_with_its_line_and_is_an_error(small_models: OnboardingModels) -> None:
    answer = check_automations(
        small_models, f"please save more\n\n{SAVE}\n\nWhen hell freezes: Funds move from A to B."
    )
    assert [(piece.line, piece.text) for piece in answer.unparsed] == [
        (1, "please save more"),
        (5, "When hell freezes: Funds move from A to B."),
    ]
    assert [finding.code for finding in answer.findings if finding.severity == "error"] == ["unparsed", "unparsed"]
    text = check_text(answer)
    for piece in answer.unparsed:
        assert f"Line {piece.line} was not read: {piece.reason}" in text
        assert piece.text not in text


def test_a_wall_of_text_comes_back_cut(small_models: OnboardingModels) -> None:
    assert [len(piece.text) for piece in check_automations(small_models, "x" * 100_000).unparsed] == [LONGEST_UNPARSED]


# Checked

SHOWN_BY_A_YEAR = {"runs_short", "may_run_short", "too_late", "piles_up", "never_moved"}


@each_household
def test_the_findings_are_those_of_the_checks_and_what_a_year_shows(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(small_models, household)
    by_themselves = check_rules(parse_rules(household.rules_text))
    assert [finding for finding in answer.findings if finding.code not in SHOWN_BY_A_YEAR] == by_themselves
    text = check_text(answer)
    assert ("No finding" in text) == (not answer.findings)
    assert [finding for finding in answer.findings if f"[{finding.code}]" not in text] == []


def test_errors_come_first_and_say_what_to_do(small_models: OnboardingModels) -> None:
    answer = check_automations(
        small_models,
        "When date equal 31: $5.00 moves from Paycheck to Rent.\n\n"
        "When funds are received: 70.00% of incoming funds goes from Paycheck to Bills; "
        "70.00% of incoming funds goes from Paycheck to Savings.",
    )
    assert [(finding.severity, finding.code, finding.rule) for finding in answer.findings[:1]] == [
        ("error", "percentages_above_100", 2)
    ]
    assert "140.00 %" in answer.findings[0].message and "Lower them" in answer.findings[0].message
    assert answer.findings[-1].severity == "info"


# Run


@each_household
def test_the_simulation_spends_a_years_income_to_the_cent(small_models: OnboardingModels, household: Household) -> None:
    told = ask(small_models, household).simulation
    assert (told.income_cents, told.months) == (household.monthly_income_cents, 12)
    assert sum(balance.cents for balance in told.balances) == 12 * told.income_cents
    assert told.failures == []


def test_by_hand_ten_percent_is_saved_and_the_rest_waits(small_models: OnboardingModels) -> None:
    told = check_automations(small_models, SAVE, monthly_income_cents=123_456).simulation
    assert told.model_dump() == {
        "income_cents": 123_456,
        "months": 12,
        "balances": [
            {"account": "Income", "role": "income", "cents": 1_333_332},
            {"account": "Savings", "role": "savings", "cents": 148_140},
        ],
        "moved_cents": 148_140,
        "unallocated_cents": 1_333_332,
        "in_transit_cents": 0,
        "failures": [],
    }


def test_a_move_that_fails_is_told_with_its_reason(small_models: OnboardingModels) -> None:
    text = "When funds are received: $900.00 moves from Income to Rent; $900.00 moves from Income to Loan."
    answer = check_automations(small_models, text, monthly_income_cents=100_000)
    (failed,) = answer.simulation.failures
    assert (failed.rule, failed.action) == (1, 2)
    assert (failed.times, failed.first_month) == (11, 1)  # what is left pays one loan, in month 9
    told = "Failed 11 x, first in month 1: rule 1, action 2: the source account holds less than the amount."
    assert told in check_text(answer)
    (found,) = [finding for finding in answer.findings if finding.code == "runs_short"]
    assert (found.severity, found.rule, found.account, found.amount_cents) == ("error", 1, "Income", 80_000)


def test_what_runs_short_only_later_in_the_year_is_told_with_its_month(small_models: OnboardingModels) -> None:
    text = (
        "When funds are received: $300.00 moves from Income to Bills.\n\n"
        "When Bills balance is at least $1,200.00 and date equal 1: $1,500.00 moves from Bills to Insurance."
    )
    answer = check_automations(small_models, text, monthly_income_cents=100_000)
    (failed,) = answer.simulation.failures
    assert (failed.rule, failed.times, failed.first_month) == (2, 2, 4)
    assert "first in month 4: rule 2" in check_text(answer)
    assert "condition_below_amount" in [finding.code for finding in answer.findings]


@pytest.mark.parametrize(
    ("profile", "cents", "note"),
    [
        (Profile(annual_income="UP_TO_10K"), 60_000, "assumes $600.00 a month (typical of the income band)"),
        (Profile(), TYPICAL_INCOME_CENTS, "assumes $6,250.00 a month (no income is known)"),
        (None, TYPICAL_INCOME_CENTS, "assumes $6,250.00 a month (no income is known)"),
    ],
    ids=["by the band", "of everyone", "no profile"],
)
def test_an_income_that_was_not_given_is_assumed_and_said(
    small_models: OnboardingModels, profile: Profile | None, cents: int, note: str
) -> None:
    answer = check_automations(small_models, SAVE, profile)
    assert answer.simulation.income_cents == cents
    assert [said for said in answer.notes if note in said] == answer.notes[:1]
    assert answer.notes and answer.notes[0] in check_text(answer)
    assert not [said for said in check_automations(small_models, SAVE, profile, 1).notes if "assumes" in said]


def test_an_amount_that_was_told_moves_and_one_that_was_not_is_asked_for(small_models: OnboardingModels) -> None:
    text = (
        "When funds are received: Funds move from Income to Visa Blue; 50.00% of incoming funds goes from Income to A."
    )

    def held(amounts: dict[str, int]) -> list[int]:
        answer = check_automations(small_models, text, None, 100_000, amounts)
        return [balance.cents for balance in answer.simulation.balances if balance.account == "Visa Blue"]

    assert (held({}), held({"Visa Blue ": 20_000})) == ([0], [240_000])
    question = check_automations(small_models, text, None, 100_000).questions[0]
    assert (question.argument, question.account) == ("amounts", "Visa Blue")


def test_where_accounts_are_held_is_told_and_transfers_take_their_time(small_models: OnboardingModels) -> None:
    text = (
        "When funds are received: $500.00 moves from Income to Rent Pod.\n\n"
        "When date equal 2: $500.00 moves from Rent Pod to Landlord."
    )
    places = {"Income": AccountPlace.EXTERNAL, "Rent Pod": AccountPlace.POD}
    at_once = check_automations(small_models, text, None, 100_000)
    told = check_automations(small_models, text, None, 100_000, accounts=places)
    assert [finding.code for finding in at_once.findings if finding.severity != "info"] == []
    assert "too_late" in [finding.code for finding in told.findings]
    assert "as told, else by their names" in told.notes[-1]


def test_an_amount_far_above_what_people_usually_move_is_worth_a_word(small_models: OnboardingModels) -> None:
    text = "When funds are received: $90,000.00 moves from Income to Rent; Funds move from Income to Savings."
    answer = check_automations(small_models, text, None, 400_000)
    (found,) = [finding for finding in answer.findings if finding.code == "amount_ten_times_usual"]
    assert (found.account, found.amount_cents) == ("Rent", 9_000_000)


def test_a_small_bill_is_odd_long_before_it_is_a_month_of_income(small_models: OnboardingModels) -> None:
    def odd(amount: str) -> list[str | None]:
        text = (
            f"When funds are received: {amount} moves from Income to Electric Bill; Funds move from Income to Savings."
        )
        found = check_automations(small_models, text, None, 900_000).findings
        return [finding.account for finding in found if finding.code == "amount_ten_times_usual"]

    assert (odd("$8,500.00"), odd("$150.00")) == (["Electric Bill"], [])


def test_the_picture_tells_what_is_due_what_runs_short_and_what_is_missing(small_models: OnboardingModels) -> None:
    text = (
        "When funds are received: 20.00% of incoming funds goes from Income to Bills; "
        "80.00% of incoming funds goes from Income to Spending.\n\n"
        "When date equal 5: $900.00 moves from Bills to Rent."
    )
    answer = check_automations(small_models, text, Profile(user_type="INDIVIDUAL"), 400_000)
    picture = answer.picture
    assert [(o.account, o.cents, o.day) for o in picture.obligations] == [("Rent", 90_000, 5)]
    assert [(a.account, a.signs) for a in picture.accounts if a.signs] == [("Bills", ["runs short"])]
    assert picture.missing == ["emergency_fund", "sinking_fund"]
    assert "Due each month: “Rent” $900.00 on day 5." in check_text(answer)


# Compared

N_NEAR = 200
ITEMS = (
    Item(Role.SAVINGS, StepKind.DIVISION),
    Item(Role.HOUSING, StepKind.FIXED),
    Item(Role.TAXES, StepKind.DIVISION),
    Item(Role.PAYROLL, StepKind.DIVISION),
    Item(Role.PERSON, StepKind.FIXED),
    Item(Role.GIVING, StepKind.FIXED),
    Item(Role.PETS, StepKind.FIXED),
)


def toy() -> Any:
    """300 users; the 200 near ones count. Of those 90 % save, 60 % pay rent, 40 % run payroll, 30 % support a person,
    10 % set taxes aside, 2 % give and nobody but three far away feeds a pet."""
    adoption = np.zeros((300, len(ITEMS)), dtype=np.float32)
    for item, adopters in enumerate((180, 120, 20, 80, 60, 4)):
        adoption[:adopters, item] = 1
    adoption[N_NEAR:, 2] = 1
    adoption[N_NEAR, 5] = 1
    adoption[N_NEAR : N_NEAR + 3, 6] = 1
    similarities = np.where(np.arange(300) < N_NEAR, 0.9, 0.1)
    return SimpleNamespace(
        items=ITEMS,
        terms=[{}] * len(ITEMS),
        item_support=np.where(adoption.sum(axis=0) < 5, 0, adoption.sum(axis=0)).astype(int),
        matcher=SimpleNamespace(neighbours_=SimpleNamespace(similarities=lambda row: similarities)),
        groups=SimpleNamespace(sizes=np.ones(300, dtype=int)),
        imagined=adoption[:, None],
        recommender=SimpleNamespace(
            adoption_=adoption,
            nearest=lambda found: np.argsort(-found, kind="stable")[:N_NEAR],
            never_=np.array([item.destination is Role.PERSON for item in ITEMS]),
            business_only_=np.array([item.destination is Role.PAYROLL for item in ITEMS]),
        ),
        cohort={"size": 300, "provenance": "synthetic"},
    )


def split(*pots: str) -> str:
    return (
        "When funds are received: " + "; ".join(f"1.00% of incoming funds goes from Income to {p}" for p in pots) + "."
    )


def test_missing_and_unusual_patterns_are_counted_among_the_similar() -> None:
    text = split("Taxes") + "\n\nWhen date equal 1: $5.00 moves from Checking to Giving."
    fit = check_automations(toy(), text, Profile(user_type="INDIVIDUAL")).fit
    assert fit is not None
    assert fit.missing_patterns == [
        PatternShare(pattern="A percentage of incoming funds to savings", share=0.9),
        PatternShare(pattern="A fixed amount to rent", share=0.6),
    ]
    assert fit.unusual_patterns == [PatternShare(pattern="A fixed amount to giving", share=0.0)]  # of four: not told


def test_payroll_is_missed_only_by_those_with_a_business_and_a_person_by_nobody() -> None:
    def missing(user_type: Any) -> list[str]:
        fit = check_automations(toy(), split("Savings"), Profile(user_type=user_type)).fit
        assert fit is not None
        return [pattern.pattern for pattern in fit.missing_patterns]

    assert missing("INDIVIDUAL") == ["A fixed amount to rent"]
    assert missing("BUSINESS") == ["A fixed amount to rent", "A percentage of incoming funds to payroll"]


def test_a_pattern_of_fewer_than_five_users_is_not_spoken_of() -> None:
    fit = check_automations(toy(), "When date equal 1: $5.00 moves from Checking to Pets.").fit
    assert fit is not None
    assert fit.unusual_patterns == []


@pytest.mark.parametrize(
    ("pots", "score"),
    [
        # Of the near, the last 20 automate nothing (0), the 60 before them save only (0.9), the others several things:
        # 40 save and pay rent (0.75), 20 run payroll too (0.633), 40 support someone too (0.55), 16 set taxes aside
        # too (0.46), 4 give too (0.387).
        (("Savings",), 140 / 200),
        (("Taxes",), 20 / 200),
    ],
    ids=["what nearly all do", "what few do"],
)
def test_the_fit_is_the_share_of_similar_users_with_less_usual_rules(pots: tuple[str, ...], score: float) -> None:
    fit = check_automations(toy(), split(*pots)).fit
    assert fit is not None
    assert fit.score == score


@each_household
def test_the_fit_of_a_household_lies_between_none_and_all(small_models: OnboardingModels, household: Household) -> None:
    fit = ask(small_models, household).fit
    assert fit is not None
    assert 0 <= fit.score <= 1
    told = [*fit.missing_patterns, *fit.unusual_patterns]
    assert len({pattern.pattern for pattern in told}) == len(told)


@pytest.mark.parametrize("text", ["", " \n", "no rule", "When date equal 1: $5.00 moves from Zq to Qz."])
def test_where_nothing_can_be_compared_there_is_no_fit(small_models: OnboardingModels, text: str) -> None:
    answer = check_automations(small_models, text)
    assert answer.fit is None
    assert "similar users" not in check_text(answer)


# Refused


@pytest.mark.parametrize("cents", [0, -1, 10**13])
def test_an_income_out_of_range_is_refused_by_name(small_models: OnboardingModels, cents: int) -> None:
    with pytest.raises(ArgumentError, match="positive number of cents") as refused:
        check_automations(small_models, SAVE, monthly_income_cents=cents)
    assert refused.value.path == "monthly_income_cents"


def test_more_text_than_one_person_can_have_is_refused(small_models: OnboardingModels) -> None:
    with pytest.raises(RuleTextError, match="one person only"):
        check_automations(small_models, "x" * 200_001)


@each_household
def test_the_same_rules_get_the_same_answer(small_models: OnboardingModels, household: Household) -> None:
    assert ask(small_models, household) == ask(small_models, household)
