"""``seqmatch rules simulate --payments FILE``: bills of a CSV or JSON file leave accounts, or are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

RULES = (
    "When funds are received: 50.00% of incoming funds goes from Paycheck to Bills; Funds move from Paycheck to Fun."
)
CSV = 'account,amount,date,cadence,name\nBills,900,2026-01-31,monthly,Rent\nBills,"$1,200.00",2026-02-10,,Car\n'
JSON = json.dumps(
    [
        {"account": "Bills", "amount": 900, "date": "2026-01-31", "cadence": "monthly", "name": "Rent"},
        {"account": "Bills", "amount": "1200", "date": "2026-02-10", "until": None, "name": "Car"},
    ]
)


@pytest.fixture
def simulated(seqmatch: Any, tmp_path: Path) -> Any:
    def run(content: str, *options: object) -> Any:
        (tmp_path / "rules.txt").write_text(RULES)
        (tmp_path / "bills").write_text(content)
        given = ("--income", "2500", "--months", "3", "--payments", tmp_path / "bills")
        return seqmatch("rules", "simulate", tmp_path / "rules.txt", *given, *options)

    return run


@pytest.mark.parametrize("content", [CSV, JSON], ids=["csv", "json"])
def test_the_command_pays_the_bills_of_a_file_and_says_which_fail(simulated: Any, content: str) -> None:
    told = json.loads(simulated(content, "--json").out)
    assert (told["paid_cents"], told["balances"]["Bills"]) == (300_000, 75_000)
    assert [(one["day"], one["name"]) for one in told["payments"]] == [
        ("2026-01-31", "Rent"),
        ("2026-02-10", "Car"),
        ("2026-03-31", "Rent"),
    ]
    assert told["failed_payments"] == [
        {"day": "2026-02-28", "account": "Bills", "cents": 90_000, "short_by_cents": 50_000, "name": "Rent"}
    ]
    text = simulated(content).out
    assert "$3,000.00 left in 3 payments." in text
    assert "2026-02-28: “Rent” $900.00 from “Bills”, short by $500.00" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("account,amount,date\nBils,5,2026-01-01\n", "Bills"),
        ("account,amount,date,cadence\nBills,5,2026-01-01,montly\n", "monthly"),
        ("account,amount,date\nBills,five,2026-01-01\n", "no amount"),
        ("account,amount,date\nBills,0,2026-01-01\n", "more than nothing"),
        ("account,amount,date\nBills,5,1 May\n", "YYYY-MM-DD"),
        ("account,amount,date\nBills,5,2031-01-01\n", "No payment is due"),
        ("account,amount\nBills,5\n", "date"),
        ("account,amount,date,colour\nBills,5,2026-01-01,red\n", "cadence"),
        ("account,amount,date\nBills,5,2026-01-01,9,9\n", "more fields"),
        ("account,amount,date\nBills,5\n", "YYYY-MM-DD"),
        ('account,amount,date\n"Bills,5,2026-01-01\n', "quotes"),
        ("account,amount,date\n", "no payment"),
        ("", "missing"),
        ("[1]", "JSON"),
        ('{"account": "Bills"}', "JSON"),
        ('[{"account": ["Bills"], "amount": 5, "date": "2026-01-01"}]', "text or a number"),
    ],
)
def test_a_file_of_bills_that_cannot_be_read_is_refused_in_one_line(simulated: Any, content: str, said: str) -> None:
    ran = simulated(content)
    assert (ran.code, said in ran.err, len(ran.err.splitlines()), "Traceback" in ran.err) == (2, True, 1, False)
