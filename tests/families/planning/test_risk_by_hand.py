"""What a loss would do, what answers state and what holdings show, at both sides of each rule of thumb."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from plain_people import Row, person, stream

from seqmatch.families.planning.scoring.life_words import says
from seqmatch.families.planning.scoring.questionnaire import Stated, read
from seqmatch.families.planning.scoring.risk import Cushion, capacity_level, cushion_of, shown_level

# What they can bear.


def test_without_transactions_nothing_is_known_of_the_cushion() -> None:
    assert cushion_of(None, 500) == Cushion(None, None, None, None)


def test_savings_and_the_pay_account_cover_so_many_months_of_spending() -> None:
    def covered(savings: int | None, balance: int | None = 100, spent: int = 200) -> float | None:
        return cushion_of(person(came=[400], left=[spent], balance=balance), savings).months

    assert (covered(900), covered(0), covered(-900), covered(900, None)) == (5.0, 0.5, 0.0, 4.5)
    assert covered(None) is None is covered(900, spent=0)
    assert covered(900, spent=1) == 1_000


def test_months_of_spending_and_income_are_of_the_last_twelve() -> None:
    home = person(came=[9_000] * 13 + [100] * 6 + [500] * 6, left=[9_000, *[100, 140] * 6])
    told = cushion_of(home, 360)
    assert told.months == 3.0
    assert told.spare == pytest.approx((300 - 120) / 300)


def test_what_is_left_and_what_goes_to_debts_are_shares_of_income() -> None:
    streams = [
        stream("car loan", -1_200, cadence="yearly"),
        stream("gym", -40),
        stream("loan", 70),
        stream("credit card", -20),
    ]
    told = cushion_of(person(streams=streams, came=[400], left=[500]), None)
    assert (told.spare, told.debt) == (-0.25, 0.3)
    none = cushion_of(person(streams=streams, came=[0], left=[500]), None)
    assert (none.spare, none.debt) == (None, None)
    least = cushion_of(person(came=[1], left=[1]), None)
    assert (least.spare, least.debt) == (0.0, 0.0)


def test_the_spread_of_pay_is_told_from_six_months_with_pay_on() -> None:
    def spread(*came: int) -> float | None:
        return cushion_of(person(came=came, left=[1] * len(came)), None).spread

    assert spread(50, 150, 50, 150, 50, 150) == 0.5
    assert spread(50, 150, 50, 150, 50) is None is spread(50, 150, 50, 150, 50, 0)
    assert spread(1, 1, 1, 0, 50, 150, 50, 150, 50, 0, 0, 0, 0, 0, 150) == 0.5  # of the last twelve months
    assert spread(9, *[50, 150] * 6) == 0.5
    assert spread(1, 3, 1, 3, 1, 3) == 0.5  # a cent is pay


def test_where_a_pay_comes_again_its_own_payments_tell_how_steady_it_is() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=7 * at) for at in range(13)]
    rows: list[Row] = [
        (str(at), day, cents, "ACME") for at, (day, cents) in enumerate(zip(days, [9, *[50, 150] * 6], strict=True))
    ]
    pay = stream("acme", 100, transaction_ids=tuple(row[0] for row in rows))
    other: list[Row] = [("gift", days[3], 70_000, "AUNT")]
    assert cushion_of(person([*rows, *other], [pay], came=[7] * 6, left=[1] * 6), None).spread == 0.5  # of twelve
    few = stream("acme", 100, transaction_ids=pay.transaction_ids[:5])
    assert cushion_of(person(rows, [few], came=[7] * 6, left=[1] * 6), None).spread is None


def bears(horizon: int | None = 10, **told: Any) -> tuple[str | None, list[str]]:
    """A cushion with no weak point but what is told."""
    return capacity_level(Cushion(**{"months": 6.0, "spread": 0.10, "spare": 0.10, "debt": 0.10, **told}), horizon)


def test_all_points_strong_is_high_and_says_each_of_them() -> None:
    level, because = bears()
    assert level == "high"
    assert because == [
        "Savings cover 6.0 months of their spending.",
        "The money is needed in 10 years.",
        "10% of income is left in a usual month.",
        "Pay varies by 10% from one time to the next.",
        "Debts take 10% of income.",
    ]


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({"months": 5.9}, "medium"),
        ({"months": 3.0}, "medium"),
        ({"months": 2.9}, "low"),
        ({"horizon": 9}, "medium"),
        ({"horizon": 3}, "medium"),
        ({"horizon": 2}, "low"),
        ({"spare": 0.09}, "medium"),
        ({"spare": 0.0}, "medium"),
        ({"spare": -0.01}, "low"),
        ({"spread": 0.11}, "medium"),
        ({"spread": 0.25, "months": 5.9}, "medium"),
        ({"spread": 0.26, "months": 5.9}, "low"),
        ({"spread": 0.26, "months": 6.0}, "medium"),  # savings even it out
        ({"spread": 0.26, "months": None}, "low"),
        ({"debt": 0.11}, "medium"),
        ({"debt": 0.20}, "medium"),
        ({"debt": 0.21}, "low"),
        ({"debt": 0.0}, "high"),
        ({"debt": None, "spread": None, "spare": None}, "high"),
        ({"months": None}, None),
        ({"horizon": None}, None),
        ({"horizon": None, "debt": 0.21}, "low"),
    ],
)
def test_one_weak_point_is_low_and_all_strong_is_high(told: dict[str, Any], level: str | None) -> None:
    assert bears(**told)[0] == level


def test_weak_points_are_told_first_and_strong_ones_last() -> None:
    because = bears(months=4.0, horizon=12, spare=-0.2, spread=0.05, debt=0.15)[1]
    assert because == [
        "A usual month spends 20% of income more than comes in.",
        "Savings cover 4.0 months of their spending.",
        "Debts take 15% of income.",
        "The money is needed in 12 years.",
        "Pay varies by 5% from one time to the next.",
    ]
    assert "The money is needed in 1 year." in bears(horizon=1)[1]
    assert "0% of income is left in a usual month." in bears(spare=0.0)[1]
    assert len(bears(debt=0.0)[1]) == 4  # no debts are no sentence


def test_of_nobody_nothing_is_said() -> None:
    assert capacity_level(Cushion(None, None, None, None), None) == (None, [])


# What they state.


def stated(*letters: str) -> Stated:
    return read({str(at): letter for at, letter in enumerate(letters)})


def test_no_answer_and_four_answers_bear_no_level() -> None:
    assert stated() == Stated(None, 0.0, 0.0, False)
    assert stated(*"adad") == Stated(None, 2.5, 1.5, False)
    assert stated(*"bbbbb") == Stated("medium", 2.0, 0.0, False)


def test_answers_contradict_each_other_from_a_spread_of_five_quarters_on() -> None:
    assert stated(*"adadad") == Stated(None, 2.5, 1.5, True)
    above, below = stated(*"aabcdd"), stated(*"aabccd")
    assert (above.level, above.contradicts, round(above.spread, 3)) == (None, True, 1.258)
    assert (below.level, below.contradicts, round(below.spread, 3)) == ("medium", False, 1.106)


def test_means_up_to_one_point_nine_are_low_and_from_three_point_one_on_high() -> None:
    assert stated(*"abbbbbbbbb") == Stated("low", 1.9, pytest.approx(0.3), False)
    assert stated(*"bbbbbbbbbb").level == "medium" == stated(*"cccccccccc").level
    assert stated(*"cccccccccd") == Stated("high", 3.1, pytest.approx(0.3), False)


# What they hold.


def shown(in_fall: str | None = None, **held: tuple[Any, int]) -> tuple[str | None, list[str]]:
    return shown_level(held, in_fall)


@pytest.mark.parametrize(
    ("risky", "level"), [(0, "low"), (30, "low"), (31, "medium"), (69, "medium"), (70, "high"), (100, "high")]
)
def test_the_share_that_can_fall_is_low_up_to_three_tenths_and_high_from_seven_on(risky: int, level: str) -> None:
    for kind in ("stocks", "property", "crypto", "other"):
        told, because = shown(a=(kind, risky), b=("cash", 80 - min(risky, 80)), c=("bonds", 20 - max(risky - 80, 0)))
        assert told == level
        assert because[0] == f"{risky}% of what they hold can fall a lot: shares, property, crypto."


def test_a_single_risky_holding_of_more_than_four_tenths_is_asked_about() -> None:
    asks = "The largest is 41%: is it one company, or a fund of many?"
    assert shown(a=("stocks", 41), b=("cash", 59))[1][1:] == [asks]
    assert shown(a=("cash", 59), b=("stocks", 41))[1][1:] == [asks]
    assert shown(a=("stocks", 40), b=("cash", 60))[1][1:] == []
    assert shown(a=("stocks", 41), b=("stocks", 20), c=("cash", 39))[1][1:] == [asks]
    assert shown(a=("stocks", 41))[1][1:] == []  # all there is
    assert shown(a=("cash", 90), b=("bonds", 10))[1][1:] == []
    assert shown(a=("cash", 0), b=("stocks", 0)) == (None, []) == shown()
    assert shown(a=("stocks", 1))[0] == "high"


@pytest.mark.parametrize(
    ("in_fall", "risky", "level"),
    [
        ("sold", 90, None),
        ("sold", 50, None),
        ("sold", 10, "low"),
        ("kept", 90, "high"),
        ("bought", 50, "medium"),
        ("bought", 10, "low"),
    ],
)
def test_a_sale_in_a_fall_beside_risky_holdings_bears_no_level(in_fall: str, risky: int, level: str | None) -> None:
    assert shown(in_fall, a=("stocks", risky), b=("cash", 100 - risky))[0] == level


def test_without_holdings_a_sale_alone_is_low_and_the_rest_is_no_level() -> None:
    assert shown("sold") == ("low", ["When prices fell last they sold."])
    assert shown("kept") == (None, ["When prices fell last they kept what they had."])
    assert shown("bought") == (None, ["When prices fell last they bought more."])


def test_words_of_payees_say_what_a_payment_is_for_as_whole_words_in_any_case() -> None:
    assert says("housing", "MAPLE RENT") and not says("housing", "parenting club")
    assert says("childcare", "little oak day care") and says("debt", "student loan") and says("interest", "zinsen")
    assert not says("debt", "maple rent")
