"""Find what is wrong with a set of rules before anyone creates it: stable codes, and messages that say what to do.

An *error* is refused by the platform or can never do what it says; a *warning* works, but probably not as meant; an
*info* is worth a thought. Messages name rules and actions by their numbers (from 1), never accounts by their names:
what strangers typed does not come back here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from seqmatch.rules.checks.accounts import check_accounts
from seqmatch.rules.checks.actions import check_actions
from seqmatch.rules.checks.amounts import check_amounts
from seqmatch.rules.checks.circles import check_circles
from seqmatch.rules.checks.conditions import check_conditions
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.checks.reading import check_reading
from seqmatch.rules.checks.sharing import check_sharing
from seqmatch.schemas.answer import Finding
from seqmatch.schemas.rule import RuleSet

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Code:
    """How severe a finding is, and its message with places for what the check says."""

    severity: Severity
    message: str


CODES: dict[str, Code] = {
    # The platform refuses it, or it can never do what it says.
    "unparsed": Code(
        "error", "Line {line} was not read, so nothing in it is checked. Mend it as its entry under `unparsed` says."
    ),
    "unreadable_amount": Code(
        "error",
        "Rule {rule}, {actions}: nobody can read the amount, so it fails and stops what comes after it in the rule."
        " Write the amount, like `$1,250.00` or `10.00%`.",
    ),
    "unreadable_condition": Code(
        "error", "Rule {rule}, {conditions}: nobody can read the number, so the rule never runs. Write the number."
    ),
    "amount_not_positive": Code(
        "error",
        "Rule {rule}, {actions}: the amount is zero or negative. Write an amount above zero, or delete the action.",
    ),
    "amount_below_minimum": Code(
        "error", "Rule {rule}, {actions}: the platform moves at least $1.00. Write a larger amount."
    ),
    "self_transfer": Code(
        "error", "Rule {rule}, {actions}: source and destination are the same account. Name another destination."
    ),
    "percentages_above_100": Code(
        "error",
        "{where} percentages of one account add up to {total} of what arrives. Lower them to 100 % together,"
        " or let a last action move what is left.",
    ),
    "never_runs": Code(
        "error",
        "Rule {rule}, {conditions}: this never holds (days are 1 to 31, balances 0 or more, transfers above 0)."
        " Correct the number or the comparison.",
    ),
    "conditions_contradict": Code(
        "error",
        "Rule {rule}: its conditions on {facts} exclude each other, so it never runs. Drop one, or make two rules.",
    ),
    "cycle": Code(
        "error",
        "{rules}: the money comes back to where it started, and could go round without end. Remove one of the moves,"
        " or let it run on a date.",
    ),
    "second_incoming_rule": Code(
        "error",
        "{rules} start when funds arrive at the same account, and the platform takes one such rule per account."
        " Move their actions into rule {first}, in order, and delete the others.",
    ),
    "duplicate_rule": Code(
        "error", "Rule {rule} repeats rule {original}, so the money would move twice. Delete one of them."
    ),
    # It works, but probably not as meant.
    "remainder_not_last": Code(
        "warning",
        "Rule {rule}: {sweep} takes all that is left, so nothing remains for {actions}. Put the sweep last;"
        " if it pays a bill or tops up an account, write its amount.",
    ),
    "fixed_beside_all": Code(
        "warning",
        "Rule {rule}: its percentages take all that arrives, so {actions} or a percentage fails unless the account"
        " held money before. Lower the percentages, or let a last action move what is left instead.",
    ),
    "out_of_reach": Code(
        "warning",
        "Rule {rule}, {actions}: the conditions let the rule run only while the account holds too little for this."
        " Lower the amount, or turn the comparison round.",
    ),
    "conditional_cycle": Code(
        "warning",
        "{rules}: the money can come back to where it started. Make sure that the conditions never hold together,"
        " or remove one of the moves.",
    ),
    "duplicate_action": Code(
        "warning",
        "Rule {rule}, {actions}: the same as an action before it in the rule. Delete it, or add the amounts up in one.",
    ),
    "several_sources": Code(
        "warning",
        "Rule {rule}: its actions take from several accounts, but only money arriving at the first one's source sets"
        " it off. Make one rule for each account.",
    ),
    "never_drained": Code(
        "warning",
        "Rule {rule}, action {action}: the account it feeds is there to pass money on, but no rule does."
        " Add a rule that moves its money, or send it to where it is needed.",
    ),
    "too_many_conditions": Code(
        "warning", "Rule {rule} has {count} conditions; the app takes 2. Drop the ones that change nothing."
    ),
    "ambiguous_names": Code(
        "warning",
        "Rule {rule}, {actions}: ` to ` stands in a name, and it is not clear where the source ends."
        " Check how it was read; another rule that names one of the accounts settles it.",
    ),
    # Worth a thought.
    "never_fed": Code(
        "info",
        "Rule {rule}, action {action}: no rule feeds the account it takes from. That is fine if the money is put there"
        " by hand; otherwise add a rule that does.",
    ),
    "short_month": Code(
        "info", "Rule {rule} runs only from day {day} on, which not every month has. Choose day 28 or earlier."
    ),
}
"""Every finding there is. The codes are a contract: programs may depend on them."""

_CHECKS: tuple[Callable[[RuleSet], Iterator[Problem]], ...] = (
    check_reading,
    check_amounts,
    check_actions,
    check_conditions,
    check_sharing,
    check_circles,
    check_accounts,
)
_RANK = {code: (SEVERITIES.index(entry.severity), place) for place, (code, entry) in enumerate(CODES.items())}


def check_rules(rules: RuleSet) -> list[Finding]:
    """What is wrong with ``rules``: errors first, then warnings, then infos, each in the order of the rules.

    Examples
    --------
    >>> from seqmatch.rules.parse import parse_rules
    >>> text = "When date equal 32: $50.00 moves from Checking to Savings."
    >>> [(finding.code, finding.rule) for finding in check_rules(parse_rules(text))]
    [('never_runs', 1)]
    """
    problems = [problem for check in _CHECKS for problem in check(rules)]
    problems.sort(key=lambda problem: (_RANK[problem.code][0], problem.rule or 0, _RANK[problem.code][1]))
    return [_finding(problem) for problem in problems]


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many errors, warnings and infos, every severity named."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def _finding(problem: Problem) -> Finding:
    entry = CODES[problem.code]
    message = entry.message.format(rule=problem.rule, **problem.said)
    return Finding(severity=entry.severity, code=problem.code, message=message, rule=problem.rule)
