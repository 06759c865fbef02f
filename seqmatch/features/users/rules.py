"""A rule set as numbers: the seed's 22 features, what the rules mean, and the shape of the money flow.

Where the seed's substring counts misread the text, the meaning of the rules counts instead:

=======================  ==========================================  ==============================================
feature                  the seed counts                             here
=======================  ==========================================  ==============================================
balance_threshold_count  only the wording "balance is at least"      rules with any balance condition
scheduled_trigger_count  "15th" (which the export never prints)      rules with a day-of-the-month condition
has_remainder            only when no "%" stands anywhere            a last "Funds move" that is no payment
rule_count               "When " anywhere, names included            rules
destination_count        names cut at a full stop, "to" in names     distinct destination accounts
source_count             the same, and "from" in names               distinct source accounts
total_actions            "moves" and "goes", not "Funds move"        actions
percentage_count         "%" also inside account names               percentage actions
fixed_amount_count       "$" also inside account names               amounts in actions and conditions
has_…_keywords           parts of words ("card" in "Cardinal")       words
liability_mention_count  parts of words                              actions that pay a liability account
multiple_liabilities     two mentions, even of one account           two distinct liability accounts
has_router_pattern       parts of words ("hub" in "Hubby")           words, or a router by its place
has_pod_structure        "pod" also in "Podcast"                     the word
=======================  ==========================================  ==============================================
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from statistics import median

from seqmatch.features.catalog import Feature
from seqmatch.rules.reading import DEBTS, ENTIRE, read_rules
from seqmatch.schemas.reading import Block, RuleReading, StepKind
from seqmatch.schemas.rule import ROLE_TEXT, Fact, Role, RuleSet

RULE_FEATURES = (
    Feature("incoming_funds_count", "rules that run when funds are received", "log count", "rules"),
    Feature("balance_threshold_count", "rules with a balance condition", "log count", "rules"),
    Feature("scheduled_trigger_count", "rules with a day of the month", "log count", "rules"),
    Feature("has_percentage", "percentage splits", "yes/no", "rules"),
    Feature("has_fixed_amount", "fixed amounts", "yes/no", "rules"),
    Feature("has_overflow", "overflow rules", "yes/no", "rules"),
    Feature("has_remainder", "sweeps of what is left", "yes/no", "rules"),
    Feature("rule_count", "rules", "log count", "rules", 1.0),
    Feature("destination_count", "destination accounts", "log count", "rules"),
    Feature("source_count", "source accounts", "log count", "rules"),
    Feature("total_actions", "actions", "log count", "rules"),
    Feature("has_debt_keywords", "accounts named for debt", "yes/no", "rules", 2.0),
    Feature("has_business_keywords", "accounts named for a business", "yes/no", "rules", 2.0),
    Feature("has_savings_keywords", "accounts named for savings", "yes/no", "rules", 1.5),
    Feature("has_budget_keywords", "accounts named for a budget", "yes/no", "rules", 1.5),
    Feature("liability_mention_count", "mentions of liabilities", "log count", "rules"),
    Feature("multiple_liabilities", "several liability accounts", "yes/no", "rules", 1.5),
    Feature("has_router_pattern", "a router account that splits everything", "yes/no", "rules"),
    Feature("has_pod_structure", "accounts called pods", "yes/no", "rules"),
    Feature("percentage_count", "percentage actions", "log count", "rules"),
    Feature("uses_100_percent", "a 100 % pass-through", "yes/no", "rules"),
    Feature("fixed_amount_count", "dollar amounts", "log count", "rules"),
    Feature("percentage_share", "share of percentage actions", "share", "rules", 0.5),
    Feature("fixed_share", "share of fixed amounts", "share", "rules", 0.5),
    Feature("remainder_share", "share of sweeps", "share", "rules", 0.5),
    Feature("median_fixed_amount", "typical fixed amount", "log dollars", "rules", 0.5),
    Feature("pass_through_share", "accounts that both receive and send", "share", "rules", 0.5),
    Feature("widest_split", "actions in the widest rule", "log count", "rules", 0.5),
    Feature("condition_share", "share of rules with conditions", "share", "rules", 0.5),
    Feature("has_payment", "payments of what is due", "yes/no", "rules", 0.5),
    Feature("payment_share", "share of payments of what is due", "share", "rules", 0.5),
    Feature("has_several_divisions", "rules that divide more than once", "yes/no", "rules", 0.5),
    Feature("divides_the_rest", "bills first, then percentages of the rest", "yes/no", "rules", 0.5),
    Feature("has_several_blocks", "rules with several cases", "yes/no", "rules", 0.5),
)

_ROLES = tuple(role for role in Role if role is not Role.UNKNOWN)
ROLE_FEATURES = tuple(
    Feature(f"to_{role}", f"destinations for {ROLE_TEXT[role].lower()}", "log count", "roles", 0.7) for role in _ROLES
)
_LOG = [math.log1p(n) for n in range(512)]

_KEYWORDS = re.compile(
    r"\b(?:(?P<debt>credit|loans?|debts?|cards?|cc|payments?|liabilit\w+)"
    r"|(?P<business>opex|payroll|tax(?:es)?|profits?|operating|operations|cogs)"
    r"|(?P<savings>savings?|save|emergency|reserves?)"
    r"|(?P<budget>budget\w*|needs|wants|grocer\w+|bills?)"
    r"|(?P<router>router|routing|sweep|hub)|(?P<pod>pods?))\b",
    re.IGNORECASE,
)
_BITS = {"debt": 1, "business": 2, "savings": 4, "budget": 8, "router": 16, "pod": 32}


@lru_cache(maxsize=65_536)
def _keywords(name: str) -> int:
    """The keyword families that stand as words in an account name, as a bit mask."""
    mask = 0
    for match in _KEYWORDS.finditer(name[:200]):
        mask |= _BITS[str(match.lastgroup)]
    return mask


def _log(count: int) -> float:
    return _LOG[count] if count < len(_LOG) else math.log1p(count)


def rule_values(rules: RuleSet, roles: dict[str, Role], readings: Sequence[RuleReading] | None = None) -> list[float]:
    """The values of :data:`RULE_FEATURES` followed by :data:`ROLE_FEATURES`.

    ``readings`` are those of read_rules where the caller has them already.
    """
    readings = read_rules(rules, roles) if readings is None else readings
    facts = [{condition.fact for condition in rule.conditions} for rule in rules.rules if rule.conditions]
    amounts = sum(c.account is not None for rule in rules.rules for c in rule.conditions)
    moved: dict[StepKind, int] = dict.fromkeys(StepKind, 0)
    fixed_values: list[int] = []
    hundred = False
    for step in (step for reading in readings for step in reading.steps):
        moved[step.kind] += len(step.parts)
        for part in step.parts:
            if step.kind is StepKind.DIVISION:
                hundred |= part.value == ENTIRE
            elif step.kind is StepKind.FIXED and isinstance(part.value, int) and part.value > 0:
                fixed_values.append(part.value)
    actions = rules.actions
    n_actions, n_rules = len(actions), len(rules.rules)
    sources = {action.source for action in actions}
    destinations = {action.destination for action in actions}
    words = 0
    for name in sources | destinations:
        words |= _keywords(name)
    counts: dict[Role, int] = Counter([roles[name] for name in destinations])
    liabilities = sum(counts.get(role, 0) for role in DEBTS)
    incoming = n_rules - len(facts)
    blocks = [block for reading in readings for block in reading.blocks]
    values = [
        _log(incoming),
        _log(sum(Fact.BALANCE in looked_at for looked_at in facts)),
        _log(sum(Fact.DATE in looked_at for looked_at in facts)),
        float(moved[StepKind.DIVISION] > 0),
        float(moved[StepKind.FIXED] > 0),
        float(moved[StepKind.OVERFLOW] > 0),
        float(moved[StepKind.REST] > 0),
        _log(n_rules),
        _log(len(destinations)),
        _log(len(sources)),
        _log(n_actions),
        float(words & 1 > 0 or liabilities > 0),
        float(words & 2 > 0),
        float(words & 4 > 0),
        float(words & 8 > 0),
        _log(sum(roles[action.destination] in DEBTS for action in actions)),
        float(liabilities > 1),
        float(words & 16 > 0 or any(roles[name] is Role.ROUTER for name in sources)),
        float(words & 32 > 0),
        _log(moved[StepKind.DIVISION]),
        float(hundred),
        _log(amounts + moved[StepKind.FIXED] + moved[StepKind.OVERFLOW]),
        moved[StepKind.DIVISION] / n_actions,
        moved[StepKind.FIXED] / n_actions,
        moved[StepKind.REST] / n_actions,
        math.log1p(median(fixed_values) / 100) if fixed_values else 0.0,
        len(sources & destinations) / len(sources | destinations),
        _log(max(len(rule.actions) for rule in rules.rules)),
        (n_rules - incoming) / n_rules,
        float(moved[StepKind.PAYMENT] > 0),
        moved[StepKind.PAYMENT] / n_actions,
        float(any(_divisions(block) > 1 for block in blocks)),
        float(any(map(_divides_the_rest, blocks))),
        float(any(map(_has_several_blocks, readings))),
    ]
    values.extend([_LOG[min(counts[role], 511)] if role in counts else 0.0 for role in _ROLES])
    return values


def _divisions(block: Block) -> int:
    return sum(step.kind is StepKind.DIVISION for step in block.steps)


def _divides_the_rest(block: Block) -> bool:
    """Whether amounts or payments come first, and percentages share out what they leave."""
    kinds = [step.kind for step in block.steps]
    return StepKind.DIVISION in kinds and kinds[0] in (StepKind.FIXED, StepKind.PAYMENT)


def _has_several_blocks(reading: RuleReading) -> bool:
    return len(reading.blocks) > 1 or not reading.settled or any(block.any_of for block in reading.blocks)
