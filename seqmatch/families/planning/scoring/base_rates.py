"""How often life changes, as public statistics of the United States publish it. No model, and nothing about a person.

A rate of a year says little about one household: it is an average over all people of that age or housing. Over several
years the share of people with at least one event is at most 1 - (1 - rate)^years: people differ, the same move again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Event = Literal["child", "move", "job", "marriage", "divorce"]
Housing = Literal["rent", "own", "other"]
Partner = Literal["none", "partner", "married"]
NCHS = "National Center for Health Statistics, Births: Final Data for 2022, NVSR 73(2)"
MOVERS_RENT = "U.S. Census Bureau, CPS Annual Social and Economic Supplement, movers 2016 to 2017"
MOVERS_ALL = "U.S. Census Bureau, CPS Annual Social and Economic Supplement, movers 2020 to 2021"
TENURE = "U.S. Bureau of Labor Statistics, Employee Tenure in 2022 (January 2022)"
MARRIAGES = "National Center for Health Statistics, National Marriage and Divorce Rate Trends, 2022"
BIRTHS = ((15, 0.0136), (20, 0.0575), (25, 0.0935), (30, 0.0975), (35, 0.0553), (40, 0.0126))
"""From which age on, and births a year per woman, until 44."""
LAST_BIRTHS = 44
YEARS_IN_JOB = ((25, 2.8), (35, 4.7), (45, 6.9), (55, 9.8))
"""From which age on, and the median of years with the employer, until 64."""
LAST_IN_JOB = 64


@dataclass(frozen=True)
class Household:
    """What a person said of themselves; None: not told.

    Attributes
    ----------
    age : of the person, years.
    mother_age : of the woman in the household who might have a child; None also where there is none.
    """

    age: int | None = None
    housing: Housing | None = None
    partner: Partner | None = None
    mother_age: int | None = None
    employed: bool | None = None


@dataclass(frozen=True)
class BaseRate:
    """One published figure.

    Attributes
    ----------
    at_most : chance of at least one event in the years asked about, upper end; None where the figure is no rate of such
        people.
    says : the figure as it is published.
    """

    event: Event
    says: str
    source: str
    year: int
    at_most: float | None = None


def outlook(household: Household, years: int) -> list[BaseRate]:
    """What is published about households like this, over ``years`` years.

    Examples
    --------
    >>> [one.event for one in outlook(Household(age=31, housing="rent", employed=True), 3)]
    ['move', 'job']
    """
    found = [*_child(household.mother_age, years), *_move(household.housing, years)]
    if household.employed and household.age is not None:
        found += _job(household.age)
    if household.partner == "married":
        said = "2.4 divorces a year per 1,000 people of any age and status, in 45 states and D.C."
        found.append(BaseRate("divorce", said, MARRIAGES, 2022))
    elif household.partner is not None:
        said = "6.2 marriages a year per 1,000 people of any age and status."
        found.append(BaseRate("marriage", said, MARRIAGES, 2022))
    return found


def _child(age: int | None, years: int) -> list[BaseRate]:
    if age is None or not BIRTHS[0][0] <= age <= LAST_BIRTHS:
        return []
    none = 1.0
    for one in range(age, min(age + years, LAST_BIRTHS + 1)):
        none *= 1 - _at(BIRTHS, one)
    first = max(start for start, _ in BIRTHS if start <= age)
    said = f"{1000 * _at(BIRTHS, age):.1f} births a year per 1,000 women of {first} to {first + 4}, partnered or not."
    return [BaseRate("child", said, NCHS, 2022, round(1 - none, 2))]


def _move(housing: Housing | None, years: int) -> list[BaseRate]:
    if housing == "rent":
        said = "21.7 % of people in rented homes had lived elsewhere a year before."
        return [BaseRate("move", said, MOVERS_RENT, 2017, round(1 - (1 - 0.217) ** years, 2))]
    if housing is None:
        return []
    said = "8.4 % of all people had lived elsewhere a year before; in homes of their own fewer."
    return [BaseRate("move", said, MOVERS_ALL, 2021, round(1 - (1 - 0.084) ** years, 2))]


def _job(age: int) -> list[BaseRate]:
    if not YEARS_IN_JOB[0][0] <= age <= LAST_IN_JOB:
        return []
    first = max(start for start, _ in YEARS_IN_JOB if start <= age)
    median = _at(YEARS_IN_JOB, age)
    said = f"Half of employees of {first} to {first + 9} had been with their employer for less than {median} years."
    return [BaseRate("job", said, TENURE, 2022)]


def _at(table: tuple[tuple[int, float], ...], age: int) -> float:
    return next(value for start, value in reversed(table) if start <= age)
