"""The steps that a situation calls for, the most urgent first.

What is about to go wrong comes first, then what leaks, then what builds. In which order the builders come, and how much
of what is spare they use, is the strategy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from seqmatch.families.coaching.advice.news import lapsed, money, risen
from seqmatch.families.coaching.advice.situation import Situation, months_of
from seqmatch.families.coaching.advice.step import Step, StepKind
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.families.coaching.dataset.account_kinds import is_savings, owes
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule
from seqmatch.schemas.strategy import Strategy
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

LIKELY_LOW = 0.3
"""Odds of falling below the floor within 30 days from which that is the thing to do something about."""
MOST_PERCENT, LEAST_PERCENT = 20, 1
WORTH_REVIEWING = 2_400
"""Cents a year from which a price rise is worth a call."""
LEAST_MONTHLY = 500
OVERSPENT = 0.03
"""Of income, by which spending has to exceed it in the middle month to be said."""
RICH_MONTHS = 12
"""Months of spending always there from which saving on payday is no advice: what piles up is not spent anyway."""
IDLE_MONTHS = 3.0
"""Months of spending on the account of pay from which the rest lies idle."""
URGENT: tuple[StepKind, ...] = (
    "cover_low_balance",
    "check_lapsed_bill",
    "stop_fees",
    "stop_card_interest",
    "spend_less",
)
BUILDERS: dict[Strategy, tuple[StepKind, ...]] = {
    "conservative": ("set_aside_for_bill", "save_on_payday", "review_price_rise", "use_idle_money"),
    "balanced": ("save_on_payday", "set_aside_for_bill", "review_price_rise", "use_idle_money"),
    "aggressive": ("save_on_payday", "use_idle_money", "review_price_rise", "set_aside_for_bill"),
    "personal": ("save_on_payday", "set_aside_for_bill", "use_idle_money", "review_price_rise"),
}
SHARE: dict[Strategy, float] = {"conservative": 0.3, "balanced": 0.5, "aggressive": 0.8, "personal": 0.5}
"""Of what is spare in three months out of four, how much a rule moves."""
SHARE_OF_SEGMENT = {
    "conservative_saver": 0.8,
    "goal_oriented": 0.7,
    "budget_conscious": 0.5,
    "high_spender": 0.4,
    "impulse_buyer": 0.3,
}
"""What the personal strategy uses: those who keep money easily move more of it."""


def steps_of(
    situation: Situation,
    strategy: Strategy = "balanced",
    segment: str | None = None,
    odds: Mapping[str, float] | None = None,
) -> list[Step]:
    """Every step that the situation calls for, the first one first; never empty.

    Parameters
    ----------
    segment : the person's, for the personal strategy.
    odds : account -> odds of a low balance within 30 days.
    """
    share = SHARE_OF_SEGMENT.get(segment or "", 0.5) if strategy == "personal" else SHARE[strategy]
    found = [
        *_low_balance(situation, odds or {}),
        *_lapsed(situation),
        *_fees(situation),
        *_interest(situation),
        *_overspent(situation),
        *_bills(situation),
        *_payday(situation, share),
        *_rises(situation),
        *_idle(situation),
    ]
    order = (*URGENT, *BUILDERS[strategy])
    if any(one.kind == "use_idle_money" for one in found) and _lowest(situation) >= RICH_MONTHS * situation.spending:
        found = [one for one in found if one.kind != "save_on_payday"]
    found.sort(key=lambda one: order.index(one.kind))
    return found or [_nothing(situation)]


def _low_balance(situation: Situation, odds: Mapping[str, float]) -> Iterator[Step]:
    person = situation.person
    overdrawn = {name for name in odds if (person.accounts[name].balance_cents or 0) < 0}
    likely = {name: chance for name, chance in odds.items() if chance >= LIKELY_LOW or name in overdrawn}
    for name in sorted(likely, key=lambda one: (one not in overdrawn, -likely[one]))[:1]:
        account = person.accounts[name]
        reserves = [
            one
            for one in person.accounts.values()
            if is_savings(person, one) and (one.balance_cents or 0) >= LEAST_MONTHLY
        ]
        held = account.balance_cents or 0
        below = held < 0
        soon = "" if below else " before the next bills, or put one off"
        why: tuple[str, ...] = (f"{quoted(name)} is overdrawn by {money(-held)} today.",)
        if not below:
            why = (
                f"{quoted(name)} holds {money(held)} today.",
                f"The odds that it is overdrawn within 30 days are {likely[name]:.0%}.",
            )
        if reserves:
            yield Step(
                "cover_low_balance",
                name,
                f"Move money from {quoted(reserves[0].name)} to {quoted(name)}{soon}",
                (*why, f"{quoted(reserves[0].name)} holds {money(reserves[0].balance_cents or 0)}."),
            )
        else:
            yield Step(
                "cover_low_balance",
                name,
                f"Put off what can wait until more comes in: {quoted(name)} is overdrawn"
                if below
                else f"Put one purchase or bill off until the next pay, so that {quoted(name)} does not run out",
                why,
            )


def _lapsed(situation: Situation) -> Iterator[Step]:
    person = situation.person
    for one in person.outside:
        if lapsed(one, person.today) and one.times >= 3:
            yield Step(
                "check_lapsed_bill",
                one.payee,
                f"Check whether “{one.payee}” was meant to stop",
                (
                    f"It was paid {one.times} times, {money(one.amount_cents)} {cadence(one)}; the last on {one.last}.",
                    f"The next was due on {one.next_due} and did not come.",
                ),
                caution="If you ended it, there is nothing to do.",
            )


def _fees(situation: Situation) -> Iterator[Step]:
    if situation.fees.cents >= LEAST_MONTHLY:
        spending = max(situation.spending, LEAST_MONTHLY)
        times = situation.fees.times
        yield Step(
            "stop_fees",
            "",
            "Keep a cushion where bills are paid from",
            (
                f"{times} {'fee' if times == 1 else 'fees'} for late, returned or uncovered payments cost "
                f"{money(situation.fees.cents)} in three months.",
                f"Leave about {money(spending // 2)}, two weeks' spending, on {quoted(situation.pay_account or '')} "
                "before anything is saved or spent on extras.",
            ),
            yearly_cents=4 * situation.fees.cents,
        )


def _interest(situation: Situation) -> Iterator[Step]:
    if situation.interest.times:
        owed = {
            name: -(one.balance_cents or 0)
            for name, one in situation.person.accounts.items()
            if owes(situation.person, one) and (one.balance_cents or 0) < 0
        }
        most = max(owed, key=lambda one: owed[one]) if owed else None
        why = [f"Interest cost {money(situation.interest.cents)} in three months."]
        if most is not None:
            why.append(f"{quoted(most)} owes {money(owed[most])}.")
        spare = situation.spare or 0
        rule = None
        if situation.pay and most is not None and spare >= LEAST_MONTHLY and situation.pay_account:
            percent = _percent(spare * 0.8, situation)
            if percent:
                rule = _payday_rule(percent, situation.pay_account, most)
        yield Step(
            "stop_card_interest",
            most or "",
            "Pay the card down before saving more",
            tuple(why),
            rule,
            yearly_cents=4 * situation.interest.cents,
        )


def _overspent(situation: Situation) -> Iterator[Step]:
    over, income = situation.over, situation.mean_income
    if over < max(LEAST_MONTHLY, OVERSPENT * income) or income <= 0:
        return
    why = [
        f"In the last months {money(income + over)} a month went out and {money(income)} came in: {money(over)} more "
        "out."
    ]
    held = [one.balance_cents for one in situation.person.accounts.values() if one.balance_cents is not None]
    there = sum(cents for cents in held if cents > 0)
    if there > 0:
        why.append(f"At this pace the {money(there)} on the accounts last about {there / over:.0f} months.")
    yield Step(
        "spend_less",
        "",
        f"Bring spending down by about {money(over)} a month, or say what other money comes in",
        tuple(why),
        yearly_cents=12 * over,
        caution="If income or spending runs over accounts that are not here, this looks worse than it is.",
    )


def _bills(situation: Situation) -> Iterator[Step]:
    pay = situation.pay_account
    monthly = sum(round(one.amount_cents * TIMES_A_YEAR[one.cadence] / 12) for one in situation.occasional)
    if monthly < LEAST_MONTHLY or pay is None or not situation.pay:
        return
    if situation.spare is not None and situation.spare + monthly < 0:
        return
    percent = min(MOST_PERCENT, math.ceil(100 * monthly / max(situation.pay_a_month, 1)))
    bills = [f"“{one.payee}” {money(one.amount_cents)} on {one.next_due}" for one in situation.occasional[:3]]
    yield Step(
        "set_aside_for_bill",
        "",
        "Set a little of each pay aside for the bills that come seldom",
        (
            f"They come to {money(12 * monthly)} a year: {'; '.join(bills)}.",
            f"{percent} % of each pay covers them; then none of them takes a month by surprise.",
        ),
        _payday_rule(percent, pay, "Yearly bills"),
        yearly_cents=12 * monthly,
    )


def _payday(situation: Situation, share: float) -> Iterator[Step]:
    spare, pay = situation.spare, situation.pay_account
    if spare is None or pay is None or not situation.pay:
        return
    free = spare - max(0, situation.saved)
    if free * share < LEAST_MONTHLY:
        return
    percent = _percent(free * share, situation)
    if not percent:
        return
    monthly = round(situation.pay_a_month * percent / 100)
    already = f" You save about {money(situation.saved)} a month already." if situation.saved > LEAST_MONTHLY else ""
    yield Step(
        "save_on_payday",
        "",
        "Save on the day the pay comes, before it is spent",
        (
            f"In three months out of four at least {money(spare)} a month is left.{already}",
            f"{percent} % of each pay is about {money(monthly)} a month. People who save on payday save more than "
            "those who save what is left.",
        ),
        _payday_rule(percent, pay, situation.savings_account or "Savings"),
        yearly_cents=12 * monthly,
    )


def _rises(situation: Situation) -> Iterator[Step]:
    rises = []
    for one in situation.person.outside:
        rise = risen(one, situation.person.today)
        if rise is not None:
            more = round((rise.after_cents - rise.before_cents) * TIMES_A_YEAR[one.cadence])
            if more >= WORTH_REVIEWING:
                rises.append((more, one, rise))
    for more, one, rise in sorted(rises, key=lambda entry: -entry[0]):
        yield Step(
            "review_price_rise",
            one.payee,
            f"Ask “{one.payee}” for the old price, or leave",
            (
                f"It rose from {money(rise.before_cents)} to {money(rise.after_cents)} on {rise.date}: "
                f"{money(more)} more a year.",
            ),
            yearly_cents=more,
        )


def _idle(situation: Situation) -> Iterator[Step]:
    pay = situation.pay_account
    account = situation.person.accounts.get(pay or "")
    if pay is None or account is None or account.balances is None or situation.spending <= 0:
        return
    lowest = _lowest(situation)
    dearest = max(months_of(situation.person, situation.person.spent).tolist(), default=0)
    keep = max(round(IDLE_MONTHS * situation.spending), 2 * dearest)
    if lowest > keep + situation.spending:
        kept = math.ceil(keep / 10_000) * 10_000
        yield Step(
            "use_idle_money",
            pay,
            f"Let what lies idle on {quoted(pay)} work elsewhere",
            (
                f"For three months {quoted(pay)} never held less than {money(lowest)}: "
                f"{lowest / situation.spending:.0f} months of spending.",
                f"The rule keeps {money(kept)} there: three usual months, or two of the dearest.",
            ),
            _sweep_rule(pay, situation.savings_account or "Savings", keep=kept, least=kept + 10_000),
            yearly_cents=lowest - kept,
            caution="Keep more there where a large bill or purchase is coming.",
        )


def _lowest(situation: Situation) -> int:
    """Cents that were always on the account of pay in the last 13 weeks; 0 where nobody tells."""
    account = situation.person.accounts.get(situation.pay_account or "")
    return 0 if account is None or account.balances is None else int(account.balances[-91:].min())


def _nothing(situation: Situation) -> Step:
    if situation.spare is None:
        return Step(
            "tell_more",
            "",
            "Import a longer history first",
            (f"{situation.person.history_told}, too little to advise on; three months are enough to begin with.",),
        )
    if situation.not_seen is not None:
        return Step(
            "tell_more",
            "",
            "Add the account that pay comes to and bills are paid from",
            (situation.not_seen,),
        )
    return Step(
        "nothing",
        "",
        "Nothing needs doing now",
        ("No bill lapsed or rose much, nothing leaks, and what is spare is used or too little to move.",),
    )


def _percent(monthly: float, situation: Situation) -> int:
    """Whole percent of pay, rounded down; 0 where it is less than one."""
    return min(MOST_PERCENT, math.floor(100 * monthly / max(situation.pay_a_month, 1)))


def _payday_rule(percent: int, source: str, target: str) -> Rule:
    return Rule((), (Action(ActionForm.PERCENTAGE, source, target, 100 * percent),))


def _sweep_rule(source: str, target: str, *, keep: int, least: int) -> Rule:
    """Moves what an account holds above ``keep``, once it holds ``least``."""
    enough = Condition(Fact.BALANCE, Operator.AT_LEAST, least, source)
    return Rule((enough,), (Action(ActionForm.OVERFLOW, source, target, keep),))


def cadence(one: Stream) -> str:
    return one.cadence.replace("_", " ")
