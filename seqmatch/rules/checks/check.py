"""Runs all checks on a set of rules, with stable codes and messages that say what to do.

An *error* will go wrong; a *warning* works, but probably not as meant; an *info* is worth a thought, or says what the
text does not. Rules that people live with are rarely errors. Messages name rules and actions by their numbers (from 1),
never accounts by their names: what strangers typed comes back in the field ``account`` only, cut and on one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from seqmatch.rules.checks.accounts import check_accounts
from seqmatch.rules.checks.actions import check_actions
from seqmatch.rules.checks.amounts import check_amounts
from seqmatch.rules.checks.circles import check_circles
from seqmatch.rules.checks.conditions import check_conditions
from seqmatch.rules.checks.duplicates import check_duplicates
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.checks.unsaid import check_unsaid
from seqmatch.rules.plain_text import plain
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.answers.onboarding import Finding
from seqmatch.schemas.reading import RuleReading
from seqmatch.schemas.rule import RuleSet

Severity = Literal["error", "warning", "info"]
LONGEST_NAME = 60
"""Characters of an account's name that a finding tells."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Code:
    """How severe a finding is, and its message with places for what the check says."""

    severity: Severity
    message: str


CODES: dict[str, Code] = {
    # It will go wrong.
    "unparsed": Code(
        "error", "Line {line} was not read, so nothing in it is checked. Mend it as its entry under `unparsed` says."
    ),
    "unreadable_amount": Code(
        "error",
        "Rule {rule}, {actions}: nobody can read the amount, so it fails and stops what comes after it in the rule."
        " Write the amount, like `$1,250.00` or `10.00%`.",
    ),
    "amount_not_positive": Code(
        "error",
        "Rule {rule}, {actions}: the amount is zero or negative. Write an amount above zero, or delete the action.",
    ),
    "amount_below_minimum": Code(
        "error", "Rule {rule}, {actions}: the platform moves at least $1.00. Write a larger amount."
    ),
    "percentages_above_100": Code(
        "error",
        "Rule {rule}, {actions}: these percentages divide one sum and add up to {total} of it, so the last of them"
        " fail. Lower them to 100 % together.",
    ),
    "never_runs": Code(
        "error",
        "Rule {rule}, {conditions}: this never holds (days are 1 to 31, balances 0 or more, transfers above 0)."
        " Correct the number or the comparison.",
    ),
    "runs_short": Code(
        "error",
        "Rule {rule}, action {action} fails {times} in the simulated time: on {day} its account lacks {missing}, at"
        " worst {most}. Send the account more before then, lower the amount, or move the date.",
    ),
    # It works, but probably not as meant.
    "unreadable_condition": Code(
        "warning",
        "Rule {rule}, {conditions}: the text shows no number, so the simulation never runs the rule. In a new rule,"
        " write the number; in one exported from the app it may be another account's balance: look there.",
    ),
    "may_run_short": Code(
        "warning",
        "Rule {rule}, action {action} fails {times} in the simulated time, from empty accounts: on {day} its account"
        " lacks {missing}, at worst {most}. Check it with the real income, balances and schedules.",
    ),
    "too_late": Code(
        "warning",
        "Rule {rule}, action {action} lacks {missing} on {day} although the money is on its way. Start the transfer by"
        " {start}.",
    ),
    "cycle": Code(
        "warning",
        "{rules}: the money comes back to where it started and would go round without end, unless one of them runs on a"
        " schedule or by hand. Remove one of the moves, or let it run on a date.",
    ),
    "duplicate_rule": Code(
        "warning",
        "Rule {rule} repeats rule {original}, so the money moves twice. Delete one of them, unless they run on"
        " different schedules.",
    ),
    "condition_below_amount": Code(
        "warning",
        "Rule {rule} runs once the {what} is {least}, and then moves {needed} in fixed amounts: in between it fails."
        " Raise the condition to {needed}, or lower the amounts.",
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
    "second_overflow_never_moves": Code(
        "warning",
        "Rule {rule}, {actions}: {first} has already moved everything above that amount, so nothing is left for it."
        " Delete it, or put the higher amount first.",
    ),
    "several_sources": Code(
        "warning",
        "Rule {rule}: its actions take from several accounts, but only money arriving at the first one's source sets"
        " it off. Make one rule for each account.",
    ),
    "never_fed_bill": Code(
        "warning",
        "Rule {rule}, action {action} pays a bill from an account that no rule feeds. Add a rule that fills it before"
        " the bill is due, unless the money is put there by hand.",
    ),
    "names_alike": Code(
        "warning",
        "Rule {rule} names an account that differs by one letter from one that another rule fills. If they are one"
        " account, write both names the same way.",
    ),
    "amount_ten_times_usual": Code(
        "warning",
        "Rule {rule}, action {action} moves {amount} each time, more than ten times what people with this income"
        " usually move for this. Check the number of zeros.",
    ),
    "piles_up": Code(
        "warning",
        "The account that rule {rule} pays from gets {gets} a month and pays out {pays}: {kept} a month has no purpose"
        " there. Send it less, or give the rest a purpose.",
    ),
    # What the text does not say, and what is worth a thought.
    "flattened": Code(
        "info",
        "Rule {rule} has several blocks of conditions, and the text does not say which action belongs to which, so"
        " it is left out of the simulation. Look at the rule in the app.",
    ),
    "divisions_not_stated": Code(
        "info",
        "Rule {rule}, {actions}: these percentages add up to {total}. Probably they are several divisions, or belong to"
        " several blocks, and the text does not say where one ends. Look at the rule in the app.",
    ),
    "amount_not_stated": Code(
        "info",
        "Rule {rule}, {actions}: a payment or top-up whose amount the text does not say; the simulation moves nothing"
        " for it until `amounts` says what it comes to in a month.",
    ),
    "schedule_not_stated": Code(
        "info",
        "{rules} wait for funds on one account. Some probably run on a schedule or by hand, which the text does not"
        " say; here they run one after the other, in the order written.",
    ),
    "two_accounts_of_one_name": Code(
        "info",
        "Rule {rule}, {actions}: source and destination have one name. Probably a pod and the bank account behind it;"
        " give them two names to tell them apart.",
    ),
    "ambiguous_names": Code(
        "info",
        "Rule {rule}, {actions}: ` to ` stands in a name, and it is not clear where the source ends."
        " Check how it was read; another rule that names one of the accounts settles it.",
    ),
    "never_drained": Code(
        "info",
        "Rule {rule}, action {action}: the account it feeds is there to pass money on, but no rule does."
        " Add a rule that moves its money, or send it to where it is needed.",
    ),
    "never_fed": Code(
        "info",
        "Rule {rule}, action {action}: no rule feeds the account it takes from. That is fine if the money is put there"
        " by hand; otherwise add a rule that does.",
    ),
    "never_moved": Code(
        "info",
        "Rule {rule} never moved any money in the simulated time, from empty accounts. Check that money reaches its"
        " account and that its conditions can hold.",
    ),
    "many_transfers": Code(
        "info",
        "About {count} transfers a month go to or from outside accounts, and each counts against the plan's monthly"
        " limit. Join some of them, or keep the money in pods.",
    ),
    "short_month": Code(
        "info", "Rule {rule} runs only from day {day} on, which not every month has. Choose day 28 or earlier."
    ),
}
"""Every finding there is. The codes are a contract: programs may depend on them."""

_CHECKS: tuple[Callable[[RuleSet, Sequence[RuleReading]], Iterator[Problem]], ...] = (
    check_unsaid,
    check_amounts,
    check_actions,
    check_conditions,
    check_duplicates,
    check_circles,
    check_accounts,
)
_RANK = {code: (SEVERITIES.index(entry.severity), place) for place, (code, entry) in enumerate(CODES.items())}


def check_rules(rules: RuleSet, outcome: Iterable[Problem] = ()) -> list[Finding]:
    """What is wrong with ``rules``: errors first, then warnings, then infos, each in the order of the rules.

    Parameters
    ----------
    rules : one user's rules.
    outcome : what a simulation of them showed (``checks/outcome.py``), and what else the caller found.

    Examples
    --------
    >>> from seqmatch.rules.parse import parse_rules
    >>> text = "When date equal 32: $50.00 moves from Checking to Savings."
    >>> [(finding.code, finding.rule) for finding in check_rules(parse_rules(text))]
    [('never_runs', 1)]
    """
    readings = read_rules(rules)
    problems = [problem for check in _CHECKS for problem in check(rules, readings)]
    problems += outcome
    problems.sort(key=lambda problem: (_RANK[problem.code][0], problem.rule or 0, _RANK[problem.code][1]))
    return [_finding(problem) for problem in problems]


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many errors, warnings and infos, every severity named."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def _finding(problem: Problem) -> Finding:
    entry = CODES[problem.code]
    message = entry.message.format(rule=problem.rule, **problem.said)
    return Finding(
        severity=entry.severity,
        code=problem.code,
        message=message,
        rule=problem.rule,
        account=None if problem.account is None else plain(problem.account, LONGEST_NAME),
        amount_cents=problem.cents,
    )
