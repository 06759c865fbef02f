"""Money in: pay of all cadences, raises, job loss and the next job, benefits, pensions, gigs."""

from __future__ import annotations

from datetime import date
from random import Random

from . import words
from .bankdays import DAY
from .contracts import PER_MONTH, Contract, Rule, rising
from .household import LEVEL, Event, Household

PAY = {
    "us": (("fortnightly", 40), ("weekly", 18), ("twice_monthly", 25), ("last_open", 8), ("monthly", 9)),
    "uk": (("last_open", 34), ("monthly", 40), ("weekly", 12), ("four_weekly", 10), ("fortnightly", 4)),
    "de": (("last_open", 50), ("monthly", 45), ("weekly", 5)),
    "nl": (("monthly", 65), ("last_open", 15), ("four_weekly", 18), ("weekly", 2)),
}


def pick(rng: Random, choices: tuple[tuple[str, int], ...]) -> str:
    """Weighted choice."""
    return rng.choices([name for name, _ in choices], [weight for _, weight in choices])[0]


def pay_rule(rng: Random, country: str, anchor: date, form: str = "") -> Rule:
    """A pay rule; a form not given is drawn by the country's habits."""
    form = form or pick(rng, PAY[country])
    if form == "last_open":
        return Rule("monthly", anchor, how="last_open")
    move = "previous" if rng.random() < 0.75 else "next"
    if form == "monthly":
        return Rule("monthly", anchor, day=rng.choice((1, 15, 20, 23, 24, 25, 26, 27, 28, 31)), move=move)
    if form == "twice_monthly":
        first, second = rng.choice(((1, 15), (15, 31), (5, 20), (10, 25)))
        return Rule("twice_monthly", anchor, day=first, second=second, move=move)
    payday = anchor + DAY * ((rng.choice((3, 4, 4, 4)) - anchor.weekday()) % 7)
    return Rule(form, payday, move="previous")


def job(home: Household, rng: Random, monthly: int, start: date, form: str = "", varies: bool = False) -> Contract:
    """A job: hourly pay varies, salaries rise about once a year."""
    rule = pay_rule(rng, home.country, start, form)
    cents = round(monthly / PER_MONTH[rule.cadence])
    prices = rising(rng, start, home.until, cents, 0.7, (0.01, 0.06))
    if rng.random() < 0.15:  # a promotion
        day = home.first + DAY * rng.randint(40, max(41, (home.cut - home.first).days))
        prices = [p for p in prices if p[0] < day] + [(day, round(prices[-1][1] * rng.uniform(1.08, 1.25)))]
    name = words.payee(rng, home.country, "employer")
    spread = rng.uniform(0.06, 0.18) if varies else rng.choice((0.0, 0.0, 0.0, 0.01))
    contract = Contract("", "income", "salary", name, home.main, 1, rule, prices, "credit", start, spread=spread)
    if rng.random() < 0.06:  # the firm is bought: another name pays
        contract.renamed_on = home.first + DAY * rng.randint(30, max(31, (home.cut - home.first).days))
        contract.payee_later = words.payee(rng, home.country, "employer")
    return home.sign(contract, rng)


def grant(
    home: Household, rng: Random, what: str, category: str, monthly: int, start: date, end: date | None
) -> Contract:
    """A benefit or pension on the calendar of its country."""
    kind = rng.choice(("nth", "four_weekly", "day", "last_open"))
    if kind == "four_weekly" or (home.country == "uk" and rng.random() < 0.4):
        rule = Rule("four_weekly", start + DAY * rng.randint(0, 27), move="previous")
    elif what == "benefit" and category == "unemployment" and home.country == "us":
        rule = Rule(rng.choice(("weekly", "fortnightly")), start, move="next")
    elif kind == "nth":
        rule = Rule("monthly", start, day=rng.randint(2, 4), how="nth", weekday=2, move="previous")
    elif kind == "day":
        rule = Rule("monthly", start, day=rng.randint(1, 12), move="previous")
    else:
        rule = Rule("monthly", start, how="last_open")
    cents = round(monthly / PER_MONTH[rule.cadence])
    prices = rising(rng, start, home.until, cents, 0.8, (0.01, 0.04))
    name = words.payee(rng, home.country, what)
    return home.sign(Contract("", "income", category, name, home.main, 1, rule, prices, "in", start, end), rng)


def gigs(home: Household, rng: Random, monthly: int) -> None:
    """Irregular income: several payouts a month, no cadence. Never a stream."""
    names = [words.payee(rng, home.country, "gig") for _ in range(rng.randint(1, 3))]
    day, mean_gap = home.first, rng.uniform(2.5, 11)
    while day <= home.until:
        amount = max(500, round(monthly * mean_gap / 30.4 * rng.lognormvariate(-0.12, 0.5)))
        home.add(day, Event(home.main, "in", rng.choice(names), amount, "gig income", "gig", ref="4471002"))
        day += DAY * max(1, round(rng.expovariate(1 / mean_gap)))


def lose_job(home: Household, rng: Random, contract: Contract, monthly: int) -> None:
    """End a job within the history; benefits begin after some weeks, perhaps another job later."""
    span = (home.cut - home.first).days
    lost = home.first + DAY * rng.randint(span // 4, max(span // 4, span - 30))
    contract.end = lost
    back = lost + DAY * rng.randint(50, 260)
    home.lean.append((lost, back))
    if rng.random() < 0.75:
        grant(home, rng, "benefit", "unemployment", round(monthly * 0.5), lost + DAY * rng.randint(14, 45), back)
    job(home, rng, round(monthly * rng.uniform(0.8, 1.1)), back)


def incomes(home: Household, rng: Random) -> None:
    """Draw what comes in, by archetype; sets ``home.income``."""
    level, before = LEVEL[home.country], home.first - DAY * rng.randint(30, 900)
    pay = round(level * rng.lognormvariate(12.83, 0.32) / 1000) * 1000 + rng.randint(0, 999)
    kind, span = home.archetype, (home.cut - home.first).days
    if kind in ("pensioner", "benefits_parent", "student"):
        pay = round(pay * {"pensioner": 0.6, "benefits_parent": 0.42, "student": 0.28}[kind])
    home.income = pay
    if kind == "pensioner":
        grant(home, rng, "pension", "pension", round(pay * 0.6), before, None)
        grant(home, rng, "pension", "pension", round(pay * 0.4), before, None)
    elif kind == "benefits_parent":
        grant(home, rng, "benefit", "benefit", round(pay * 0.7), before, None)
        grant(home, rng, "benefit", "child benefit", round(pay * 0.3), before, None)
    elif kind == "gig_worker":
        gigs(home, rng, pay)
    elif kind == "student":
        grant(home, rng, "benefit", "student grant", round(pay * 0.6), before, None)
        job(home, rng, round(pay * 0.4), before, "weekly" if rng.random() < 0.5 else "", varies=True)
    else:
        form = "weekly" if kind == "hourly" and rng.random() < 0.5 else ""
        contract = job(home, rng, pay, before, form, varies=kind == "hourly")
        if kind == "job_loser":
            lose_job(home, rng, contract, pay)
        elif kind != "two_earners" and span > 150 and rng.random() < 0.12:  # another employer, no gap
            contract.end = home.first + DAY * rng.randint(60, span - 20)
            job(home, rng, round(pay * rng.uniform(1.0, 1.2)), contract.end + DAY * rng.randint(1, 12))
        if kind == "two_earners":
            other = round(pay * rng.uniform(0.4, 1.0))
            job(home, rng, other, before - DAY * rng.randint(0, 300), varies=rng.random() < 0.3)
            home.income += other
        if kind != "job_loser" and rng.random() < 0.2:
            grant(home, rng, "benefit", "child benefit", round(18000 * level), before, None)
        if rng.random() < 0.1:
            gigs(home, rng, round(pay * 0.1))
