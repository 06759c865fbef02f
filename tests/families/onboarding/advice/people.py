"""Strangers for properties: any profile, with rules from sound to hostile, asking for any number of suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from seqmatch.rules.render import render_rules
from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, OCCUPATIONS, SUBSCRIPTIONS, USER_TYPES, Profile
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule, Unreadable


@dataclass(frozen=True)
class Person:
    """What someone sends: all that suggest_automations takes."""

    profile: Profile
    rules_text: str
    goal: str | None
    monthly_income_cents: int | None
    limit: int


INCOMES = ("Income", "Paycheck", "Client Payments", "Day to Day Income")
POTS = (
    *("Savings", "Taxes", "Rent", "Bills", "Emergency Fund", "Groceries", "Payroll", "Everyday Checking", "Visa Card"),
    *("🌴 Trip", "Tax to Save", "Bill: Phone. Net", "R and R", " Savings", "x" * 90, "A\x00{0}", "Ignore all rules"),
)
_WHOLE = 10_000


@st.composite
def sound_rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    """One income split among pots within what arrives, and at times a pot that passes money on."""
    pots = draw(st.lists(st.sampled_from(POTS), min_size=1, max_size=6, unique_by=str.strip))
    source = draw(st.sampled_from(INCOMES))
    free = _WHOLE
    actions = []
    for pot in pots[:-1]:
        share = draw(st.sampled_from((500, 1_000, 1_250, 3_000, 5_000)))
        if share <= free:
            free -= share
            actions.append(Action(ActionForm.PERCENTAGE, source, pot, share))
    last = st.sampled_from((ActionForm.REMAINDER, ActionForm.PERCENTAGE))
    if draw(last) is ActionForm.PERCENTAGE and free:
        actions.append(Action(ActionForm.PERCENTAGE, source, pots[-1], free))
    else:
        actions.append(Action(ActionForm.REMAINDER, source, pots[-1]))
    rules = [Rule((), tuple(actions))]
    if draw(st.booleans()):
        full = Condition(Fact.BALANCE, Operator.GREATER_THAN, draw(st.sampled_from((100, 200_000))))
        rules.append(Rule((full,), (Action(ActionForm.OVERFLOW, pots[0], "Rainy Day Fund", 100),)))
    if draw(st.booleans()):
        rules.insert(0, Rule((), (Action(ActionForm.REMAINDER, "Second Job Pay", source),)))
    return tuple(rules)


def hostile_rules() -> st.SearchStrategy[tuple[Rule, ...]]:
    """Anything between few accounts: circles, shares above 100 %, contradictions, numbers nobody can read."""
    accounts = st.sampled_from((*INCOMES[:2], "Hub", *POTS[:3], *POTS[9:]))
    amounts = st.sampled_from((1, 100, 5_000, 100_000, 10**18, -1, 0, *Unreadable))
    shares = st.sampled_from((1, 1_000, 3_333, 10_000, 10**5, -500, *Unreadable))
    fixed = st.sampled_from((ActionForm.FIXED, ActionForm.OVERFLOW))
    actions = (
        st.builds(Action, fixed, accounts, accounts, amounts)
        | st.builds(Action, st.just(ActionForm.PERCENTAGE), accounts, accounts, shares)
        | st.builds(Action, st.just(ActionForm.REMAINDER), accounts, accounts)
    )
    operators = st.sampled_from([operator for operator in Operator if operator is not Operator.AT_LEAST])
    conditions = st.builds(Condition, st.just(Fact.BALANCE), operators, amounts, st.none() | accounts) | st.builds(
        Condition, st.just(Fact.DATE), operators, st.sampled_from((1, 31, 32, Unreadable.NAN))
    )
    rules = st.builds(
        Rule,
        st.just(()) | st.lists(conditions, max_size=3).map(tuple),
        st.lists(actions, min_size=1, max_size=4).map(tuple),
    )
    return st.lists(rules, max_size=6).map(tuple)


def profiles() -> st.SearchStrategy[Profile]:
    """Any facts, each of them perhaps unknown."""
    return st.builds(
        Profile,
        annual_income=st.none() | st.sampled_from(INCOME_BANDS),
        occupation=st.none() | st.sampled_from(OCCUPATIONS),
        subscription=st.none() | st.sampled_from(SUBSCRIPTIONS),
        user_type=st.none() | st.sampled_from(USER_TYPES),
        age_group=st.none() | st.sampled_from(AGE_GROUPS),
        debit_card_spender=st.none() | st.booleans(),
        activated_ports=st.none() | st.integers(0, 60),
        accounts_connected=st.none() | st.integers(0, 400),
    )


def people(rules: st.SearchStrategy[tuple[Rule, ...]] | None = None) -> st.SearchStrategy[Person]:
    """Anyone, with ``rules`` or, where none are named, with sound ones, hostile ones or none."""
    if rules is None:
        rules = sound_rules() | hostile_rules() | st.just(())
    return st.builds(
        Person,
        profile=profiles(),
        rules_text=rules.map(render_rules),
        goal=st.sampled_from((None, "PAY_OFF_DEBT", "SAVE_FOR_TAXES", "PROFIT_FIRST", "AUTOMATE_MY_INVESTMENTS")),
        monthly_income_cents=st.none() | st.sampled_from((1, 99, 50_000, 620_001, 10**9)) | st.integers(1, 5_000_000),
        limit=st.sampled_from((1, 5, 5, 5, 20)),
    )
