"""Rules that fail every month, mended where arithmetic is enough: conditions too low, amounts beyond what arrives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seqmatch.families.onboarding.advice.change import Change, role_word
from seqmatch.families.onboarding.advice.draft import STEP_CENTS, Draft, Line
from seqmatch.families.onboarding.advice.room import GIVE_WAY
from seqmatch.families.onboarding.advice.simulation import MONTHS, dollars
from seqmatch.rules.checks.conditions import check_conditions
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Condition, Fact, Operator, Rule

_FROM_BELOW = frozenset((Operator.AT_LEAST, Operator.GREATER_THAN, Operator.GREATER_THAN_OR_EQUAL))


def waits_for_too_little(draft: Draft) -> Iterator[Change]:
    """A rule that runs before its account holds what it moves, and so fails: it waits for the whole amount."""
    failed = [] if draft.run is None else [failure.rule for failure in draft.run.failures]
    for problem in check_conditions(draft.whole, draft.readings):
        if problem.code != "condition_below_amount" or problem.rule not in failed or problem.cents is None:
            continue
        place = problem.rule - 1
        rule = draft.rules[place]
        fact = Fact.BALANCE if problem.said["what"] == "balance" else Fact.TRANSFER_AMOUNT
        raised = [_raised(condition, fact, problem.account, problem.cents) for condition in rule.conditions]
        mended = Rule(tuple(raised), rule.actions)
        times = failed.count(problem.rule)
        if mended != rule:
            yield Change(
                "repair",
                draft.roles[rule.actions[0].destination.strip()],
                rule.actions[0],
                f"Let rule {problem.rule} wait until there is {problem.said['needed']}",
                f"Rule {problem.rule} moves {problem.said['needed']} as soon as its {problem.said['what']} is"
                f" {problem.said['least']}, so it fails {times} {'time' if times == 1 else 'times'} in {MONTHS} months."
                f" With the condition at {problem.said['needed']} it runs when the money is there.",
                draft.with_rule(place, mended),
                number=place,
                was=rule,
            )
            return  # the others after this one is mended


def _raised(condition: Condition, fact: Fact, account: str | None, missing: int) -> Condition:
    """The condition with ``missing`` cents more, where it is about the money that the rule moves."""
    is_own = condition.account is None or condition.account.strip() == account
    if condition.fact is fact and is_own and condition.operator in _FROM_BELOW and isinstance(condition.value, int):
        return replace(condition, value=condition.value + missing)
    return condition


def more_than_arrives(draft: Draft) -> Iterator[Change]:
    """Fixed amounts that come to more than arrives: what can best wait is lowered, where that is enough."""
    short = _beyond_income(draft)
    fixed = [line for line in draft.lines if line.kind is StepKind.FIXED]
    values: dict[tuple[int, int], int] = {}
    missing = short
    for tier in GIVE_WAY:
        for line in sorted((line for line in fixed if line.role in tier), key=lambda line: -line.value):
            most = line.value // 2 // STEP_CENTS * STEP_CENTS
            given = min(-(-missing // STEP_CENTS) * STEP_CENTS, most)
            if missing > 0 and given > 0:
                values[line.at] = line.value - given
                missing -= given
    if not values or missing > 0:
        return
    mended = draft.with_values(values)
    lowered = [line for line in fixed if line.at in values]
    largest = max(lowered, key=lambda line: line.value - values[line.at])
    told = ", ".join(
        f"{role_word(line.role)} from {dollars(line.value)} to {dollars(values[line.at])}" for line in lowered
    )
    yield Change(
        "repair",
        largest.role,
        mended.rules[largest.rule].actions[largest.action],
        f"Lower fixed amounts by {dollars(short)} to what arrives",
        f"The fixed amounts come to {dollars(sum(line.value for line in fixed))} and {dollars(draft.income_at_hub)}"
        f" arrives: one payment fails every month. The plan lowers {told}.",
        mended,
        replaces=draft.rules[largest.rule].actions[largest.action],
    )


def _beyond_income(draft: Draft) -> int:
    """Cents by which the hub's fixed amounts exceed what arrives; 0 where they do not, or where it arrives in parts."""
    arrivals = [] if draft.run is None else [a for a in draft.run.arrivals if a.account == draft.hub]
    if draft.run is None or len(arrivals) != MONTHS or any(move.destination == draft.hub for move in draft.run.moves):
        return 0
    fixed = [line for line in draft.lines if line.kind is StepKind.FIXED]
    return max(0, sum(line.value for line in fixed) - draft.income_at_hub) if any(map(_fails, fixed)) else 0


def _fails(line: Line) -> bool:
    return line.cents < line.value
