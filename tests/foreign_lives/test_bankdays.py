"""The calendars of three regions, against dates anyone can look up."""

from __future__ import annotations

from datetime import date

import pytest

from foreign_lives.bankdays import easter, is_open, last_open


@pytest.mark.parametrize(
    ("country", "day", "open_"),
    [
        ("uk", date(2024, 3, 29), False),  # Good Friday
        ("us", date(2024, 3, 29), True),
        ("uk", date(2022, 1, 3), False),  # New Year's Day was a Saturday
        ("us", date(2024, 11, 28), False),
        ("de", date(2024, 5, 1), False),
        ("nl", date(2024, 5, 2), True),
    ],
)
def test_bank_holidays(country: str, day: date, open_: bool) -> None:
    assert is_open(country, day) is open_


def test_easter_and_the_last_working_day() -> None:
    assert [easter(year) for year in (2023, 2024, 2025)] == [date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20)]
    assert last_open("uk", 2024, 3) == date(2024, 3, 28)
    assert last_open("us", 2024, 11) == date(2024, 11, 29)
