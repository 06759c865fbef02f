"""A rule set as numbers: the seed's 22 features, read from parsed rules, and the shape of the money flow.

Where the seed's substring counts misread the text, the parsed meaning counts instead:

=======================  ==========================================  ==============================================
feature                  the seed counts                             here
=======================  ==========================================  ==============================================
balance_threshold_count  only the wording "balance is at least"      rules with any balance condition
scheduled_trigger_count  "15th" (which the export never prints)      rules with a day-of-the-month condition
has_remainder            only when no "%" stands anywhere            any rule that sweeps what is left
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
from functools import lru_cache
from statistics import median

from seqmatch.features.catalog import Feature
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, Fact, Role, RuleSet

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
)

ROLE_FEATURES = tuple(
    Feature(f"to_{role}", f"destinations for {ROLE_TEXT[role].lower()}", "log count", "roles", 0.7)
    for role in Role
    if role is not Role.UNKNOWN
)
_ROLE_INDEX: dict[Role, int] = {
    role: index for index, role in enumerate(role for role in Role if role is not Role.UNKNOWN)
}
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
_LIABILITY_ROLES = frozenset({Role.CREDIT_CARD, Role.LOAN, Role.MORTGAGE, Role.DEBT_PAYOFF})


@lru_cache(maxsize=65_536)
def _keywords(name: str) -> int:
    """The keyword families that stand as words in an account name, as a bit mask."""
    mask = 0
    for match in _KEYWORDS.finditer(name[:200]):
        mask |= _BITS[str(match.lastgroup)]
    return mask


def _log(count: int) -> float:
    return _LOG[count] if count < len(_LOG) else math.log1p(count)


def rule_values(rules: RuleSet, roles: dict[str, Role]) -> list[float]:
    """The values of :data:`RULE_FEATURES` followed by :data:`ROLE_FEATURES`."""
    incoming = with_balance = with_date = widest = n_actions = 0
    percentages = fixeds = overflows = remainders = amounts = hundred = liability_mentions = 0
    sources: set[str] = set()
    destinations: set[str] = set()
    fixed_values: list[int] = []
    actions: list[Action] = []
    for rule in rules.rules:
        if rule.conditions:
            facts = [condition.fact for condition in rule.conditions]
            with_balance += Fact.BALANCE in facts
            with_date += Fact.DATE in facts
            amounts += sum(c.account is not None for c in rule.conditions)
        else:
            incoming += 1
        widest = max(widest, len(rule.actions))
        n_actions += len(rule.actions)
        actions.extend(rule.actions)
    for action in actions:
        form = action.form
        sources.add(action.source)
        destinations.add(action.destination)
        if form is ActionForm.PERCENTAGE:
            percentages += 1
            hundred |= action.value == 10_000
        elif form is ActionForm.REMAINDER:
            remainders += 1
        else:
            amounts += 1
            if form is ActionForm.FIXED:
                fixeds += 1
                if isinstance(action.value, int) and action.value > 0:
                    fixed_values.append(action.value)
            else:
                overflows += 1
        liability_mentions += roles[action.destination] in _LIABILITY_ROLES
    words = 0
    for name in sources | destinations:
        words |= _keywords(name)
    counts = [0] * len(_ROLE_INDEX)
    liabilities = router = 0
    for name in destinations:
        role = roles[name]
        liabilities += role in _LIABILITY_ROLES
        if (index := _ROLE_INDEX.get(role)) is not None:
            counts[index] += 1
    router = any(roles[name] is Role.ROUTER for name in sources)
    n_rules = len(rules.rules)
    values = [
        _log(incoming),
        _log(with_balance),
        _log(with_date),
        float(percentages > 0),
        float(fixeds > 0),
        float(overflows > 0),
        float(remainders > 0),
        _log(n_rules),
        _log(len(destinations)),
        _log(len(sources)),
        _log(n_actions),
        float(words & 1 > 0 or liabilities > 0),
        float(words & 2 > 0),
        float(words & 4 > 0),
        float(words & 8 > 0),
        _log(liability_mentions),
        float(liabilities > 1),
        float(words & 16 > 0 or router),
        float(words & 32 > 0),
        _log(percentages),
        float(hundred),
        _log(amounts),
        percentages / n_actions,
        fixeds / n_actions,
        remainders / n_actions,
        math.log1p(median(fixed_values) / 100) if fixed_values else 0.0,
        len(sources & destinations) / len(sources | destinations),
        _log(widest),
        (n_rules - incoming) / n_rules,
    ]
    values.extend([_LOG[min(count, 511)] for count in counts])
    return values
