"""Draw a whole household from its own random numbers: accounts, incomes, bills, goals, habits."""

from __future__ import annotations

from datetime import date
from random import Random

from . import words
from .bankdays import DAY
from .bills import bills
from .contracts import PER_MONTH, Contract, Rule
from .episodes import episodes, holidays
from .habits import habits
from .household import LEVEL, Account, Goal, Household
from .incomes import incomes
from .printing import draw_bank

AHEAD = 90  # days of truth after the history
RUN_ON = 200  # days run after the history, so that goals can end
ARCHETYPES = (
    ("salaried", 26),
    ("two_earners", 18),
    ("hourly", 14),
    ("gig_worker", 9),
    ("job_loser", 8),
    ("pensioner", 10),
    ("benefits_parent", 8),
    ("student", 7),
)
GOALS = ("emergency fund", "holiday", "car", "wedding", "house deposit", "new kitchen", "laptop", "christmas")


def accounts(home: Household, rng: Random) -> None:
    """Current or joint account, perhaps savings, a second current account, a credit card."""
    level = LEVEL[home.country]

    def open_account(name: str, kind: str, opening: int = 0, limit: int = 0) -> Account:
        bank = draw_bank(rng, home.country, kind == "card")
        home.accounts[name] = Account(name, kind, bank, f"{rng.randrange(10**7, 10**8)}", opening, limit)
        return home.accounts[name]

    limit = round(rng.choice((0, 0, 20000, 50000, 100000)) * level)
    if home.archetype == "two_earners" and rng.random() < 0.6:
        open_account("joint", "joint", 0, limit)
    if home.main == "current" or rng.random() < 0.5:
        open_account("current", "current", rng.randint(2000, 60000), limit if home.main == "current" else 0)
    if rng.random() < 0.6:
        open_account("savings", "savings", round(rng.lognormvariate(12.2, 1.2)))
    if home.archetype not in ("student", "benefits_parent") and rng.random() < 0.6:
        card = open_account("card", "card", 0, 100000 * rng.randint(2, 9))
        card.due_day, card.minimum_only = rng.randint(1, 28), rng.random() < 0.3
        home.card_share = rng.choice((0.1, 0.4, 0.9))
        if card.minimum_only:
            card.opening = -rng.randint(20000, 150000)
    for name in ("card", "savings", "current"):
        late = name in home.accounts and name != home.main and rng.random() < 0.12
        if late:  # linked to the app later than the others
            home.accounts[name].since = home.first + DAY * rng.randint(
                10, max(11, (home.cut - home.first).days * 3 // 4)
            )


def own_transfer(home: Household, rng: Random, to: str, monthly: int, start: date) -> Contract:
    """A standing order to an own account, at a calendar day or in step with weekly pay."""
    cadence = rng.choices(("monthly", "weekly", "fortnightly"), (75, 12, 13))[0]
    cents = max(500, round(monthly / PER_MONTH[cadence] / 500) * 500)
    rule = Rule(cadence, start, day=rng.choice((1, 2, 5, 16, 26, 28)), move=rng.choice(("next", "next", "none")))
    contract = Contract("", "own_transfer", "transfer", to, home.main, -1, rule, [(start, cents)], "own_out", start)
    contract.to = to
    return home.sign(contract, rng)


def goals(home: Household, rng: Random) -> int:
    """Pots with a target, a deadline and perhaps a standing order; returns cents a month that they take."""
    taken, span = 0, (home.cut - home.first).days
    for number, name in enumerate(rng.sample(GOALS, rng.choices((0, 1, 2, 3), (35, 35, 20, 10))[0])):
        pot = f"pot-{number + 1}"
        bank = home.accounts[home.main].bank
        opening = rng.choice((0, 0, rng.randint(1000, 50000)))
        home.accounts[pot] = Account(pot, "pot", bank, f"{rng.randrange(10**7, 10**8)}", opening)
        monthly = max(2000, round(home.income * rng.uniform(0.01, 0.06) / 500) * 500)
        starts = home.first + DAY * rng.randint(0, max(1, span * 2 // 3))
        deadline = min(home.until - DAY, starts + DAY * rng.randint(120, 600))
        months = max(1.0, (deadline - starts).days / 30.44)
        target = max(10000, round((opening + monthly * months * rng.uniform(0.6, 1.7)) / 5000) * 5000)
        contract = own_transfer(home, rng, pot, monthly, starts) if rng.random() < 0.75 else None
        home.goals.append(Goal(name, pot, target, starts, deadline, monthly, contract, rng.random() < 0.4))
        taken += monthly
    if "savings" in home.accounts and rng.random() < 0.45:
        monthly = round(home.income * rng.uniform(0.01, 0.08) / 500) * 500
        own_transfer(home, rng, "savings", monthly, home.first - DAY * rng.randint(0, 300))
        taken += monthly
    if home.main == "joint" and "current" in home.accounts:  # pocket money to the second current account
        own_transfer(home, rng, "current", round(home.income * 0.05), home.first - DAY * rng.randint(30, 300))
        taken += round(home.income * 0.05)
    return taken


def live_contracts(home: Household, rng: Random) -> None:
    """Card bill, interest and account fees: amounts that only the ledger knows, or that the bank sets."""
    start = home.first - DAY * 400
    if "card" in home.accounts:
        card = home.accounts["card"]
        rule = Rule("monthly", start, day=card.due_day, move="next")
        live = "card_minimum" if card.minimum_only else "card_full"
        home.sign(
            Contract(
                "",
                "card_payment",
                "card payment",
                "card",
                home.main,
                -1,
                rule,
                [(start, 0)],
                "card_out",
                start,
                live=live,
                to="card",
            ),
            rng,
        )
    if "savings" in home.accounts:
        cadence = rng.choices(("monthly", "quarterly", "yearly"), (60, 20, 20))[0]
        rule = Rule(cadence, date(start.year, 12, 1), day=31, move="none")
        home.sign(
            Contract(
                "", "interest", "interest", "bank", "savings", 1, rule, [(start, 0)], "interest", start, live="interest"
            ),
            rng,
        )
    if rng.random() < 0.3:
        rule = Rule(
            "quarterly" if home.country == "de" and rng.random() < 0.5 else "monthly",
            start,
            day=rng.choice((1, 28, 31)),
            move="next",
        )
        cents = rng.choice((300, 500, 690, 990, 1200))
        home.sign(
            Contract("", "bill", "account fee", "bank", home.main, -1, rule, [(start, cents)], "account_fee", start),
            rng,
        )


def household(index: int, seed: int, start: date, days: int) -> Household:
    """Household ``index`` of a seed: the same whatever the number of people."""
    rng = Random(f"foreign-lives/{seed}/{index}")
    country = rng.choices(("us", "uk", "de", "nl"), (40, 30, 18, 12))[0]
    archetype = rng.choices([name for name, _ in ARCHETYPES], [weight for _, weight in ARCHETYPES])[0]
    length = days
    draw = rng.random()
    if draw < 0.12:
        length = rng.randint(50, 70)  # new here
    elif draw < 0.3:
        length = rng.randint(100, 420)
    cut = start + DAY * (days - 1)
    first = cut - DAY * (min(length, days) - 1)
    home = Household(
        f"p{seed}-{index:05d}", archetype, country, words.city(rng, country), first, cut, cut + DAY * RUN_ON
    )
    home.traits |= {
        trait for trait, share in (("sparse", 0.08), ("rescues", 0.6), ("sweeps", 0.5)) if rng.random() < share
    }
    home.traits |= {"new"} if min(length, days) <= 75 else set()
    accounts(home, rng)
    incomes(home, rng)
    bills(home, rng)
    saved = goals(home, rng)
    live_contracts(home, rng)
    due = sum(
        c.price(cut) * PER_MONTH[c.rule.cadence]
        for c in home.contracts
        if c.sign < 0 and c.kind in ("bill", "loan") and (not c.end or c.end > cut)
    )
    spare = round((home.income - due - saved) * rng.uniform(0.85, 1.15))
    holidays(home, rng)
    habits(home, rng, max(spare, round(home.income * 0.12)))
    episodes(home, rng)
    main = home.accounts[home.main]
    main.opening = round(home.income * rng.uniform(0.02, 0.6))
    home.care = rng.choice((0.0, 0.0, 0.02, 0.05, 0.1))
    home.floor = rng.choice((None, 0, 10000, 20000, 50000)) if rng.random() < 0.8 else None
    return home
