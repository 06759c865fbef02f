"""Published rates of life events, reckoned by hand at the edges of every table."""

from __future__ import annotations

import pytest

from seqmatch.families.planning.scoring.base_rates import BaseRate, Household, Housing, outlook


def only(household: Household, years: int = 1) -> BaseRate:
    (one,) = outlook(household, years)
    return one


def test_nothing_is_told_of_a_household_that_said_nothing() -> None:
    assert outlook(Household(), 5) == []


@pytest.mark.parametrize(
    ("age", "years", "at_most", "says"),
    [
        (15, 1, 0.01, "13.6 births a year per 1,000 women of 15 to 19, partnered or not."),
        (24, 1, 0.06, "57.5 births a year per 1,000 women of 20 to 24, partnered or not."),
        (24, 2, 0.15, "57.5 births a year per 1,000 women of 20 to 24, partnered or not."),  # 1 - 0.9425 * 0.9065
        (44, 1, 0.01, "12.6 births a year per 1,000 women of 40 to 44, partnered or not."),
        (44, 9, 0.01, "12.6 births a year per 1,000 women of 40 to 44, partnered or not."),  # no rate from 45 on
        (40, 9, 0.06, "12.6 births a year per 1,000 women of 40 to 44, partnered or not."),  # 1 - 0.9874 ** 5
    ],
)
def test_births_are_those_of_each_year_of_age(age: int, years: int, at_most: float, says: str) -> None:
    told = only(Household(mother_age=age), years)
    assert (told.event, told.year, told.at_most, told.says) == ("child", 2022, at_most, says)


@pytest.mark.parametrize("age", [14, 45])
def test_no_birth_is_told_of_before_15_and_after_44(age: int) -> None:
    assert outlook(Household(mother_age=age), 3) == []


@pytest.mark.parametrize(
    ("housing", "years", "at_most", "year", "share"),
    [
        ("rent", 1, 0.22, 2017, "21.7 %"),
        ("rent", 2, 0.39, 2017, "21.7 %"),  # 1 - 0.783 ** 2 = 0.387
        ("own", 1, 0.08, 2021, "8.4 %"),
        ("other", 3, 0.23, 2021, "8.4 %"),  # 1 - 0.916 ** 3 = 0.231
    ],
)
def test_a_move_has_the_rate_of_those_who_rent_or_of_everybody(
    housing: Housing, years: int, at_most: float, year: int, share: str
) -> None:
    told = only(Household(housing=housing), years)
    assert (told.event, told.at_most, told.year) == ("move", at_most, year)
    assert told.says.startswith(share)


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (25, "Half of employees of 25 to 34 had been with their employer for less than 2.8 years."),
        (34, "Half of employees of 25 to 34 had been with their employer for less than 2.8 years."),
        (35, "Half of employees of 35 to 44 had been with their employer for less than 4.7 years."),
        (64, "Half of employees of 55 to 64 had been with their employer for less than 9.8 years."),
    ],
)
def test_years_in_a_job_are_those_of_the_age(age: int, says: str) -> None:
    told = only(Household(age=age, employed=True))
    assert (told.event, told.says, told.year, told.at_most) == ("job", says, 2022, None)


@pytest.mark.parametrize(
    "household", [Household(24, employed=True), Household(65, employed=True), Household(30), Household(employed=True)]
)
def test_no_job_is_told_of_outside_the_table_or_without_age_and_work(household: Household) -> None:
    assert outlook(household, 1) == []


def test_who_is_married_may_divorce_and_who_is_not_may_marry() -> None:
    married, partner, alone = (only(Household(partner=one)) for one in ("married", "partner", "none"))
    assert (married.event, married.year, married.at_most) == ("divorce", 2022, None)
    assert married.says.startswith("2.4 divorces a year per 1,000 people")
    assert (partner.event, partner.year, partner.at_most) == ("marriage", 2022, None)
    assert partner == alone and partner.says.startswith("6.2 marriages a year per 1,000 people")
