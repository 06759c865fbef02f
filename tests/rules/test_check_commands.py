"""``seqmatch rules check`` and ``seqmatch rules simulate`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from seqmatch.cli.rules import commands
from seqmatch.errors import ArgumentError, RuleTextError

TEXT = (
    "When funds are received: 10.00% of incoming funds goes from Income to [bold]Savings[/bold]\x1b[31m; "
    "$900.00 moves from Income to Rent; $50.00 moves from Income to Fun.\n\n"
    "When date equal 32: $5.00 moves from Income to Fun.\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rules.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments], catch_exceptions=False)


def test_findings_are_printed_one_a_line(file: Path) -> None:
    result = _run("check", file)
    assert (result.exit_code, result.stdout) == (
        0,
        "error   never_runs             Rule 2, condition 1: this never holds (days are 1 to 31, balances 0 or more,"
        " transfers above 0). Correct the number or the comparison.\n"
        "rules: 2, error: 1, warning: 0, info: 0\n",
    )


def test_findings_as_json_are_one_document(file: Path) -> None:
    found = json.loads(_run("check", file, "--json").stdout)
    assert (found["rules"], found["counts"], found["unparsed"]) == (2, {"error": 1, "warning": 0, "info": 0}, [])
    assert [(finding["severity"], finding["code"], finding["rule"]) for finding in found["findings"]] == [
        ("error", "never_runs", 2)
    ]


def test_strict_exits_with_1_only_where_there_is_an_error(file: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean.txt"
    clean.write_text("When funds are received: Funds move from Income to Savings.", encoding="utf-8")
    assert (_run("check", file, "--strict").exit_code, _run("check", clean, "--strict").exit_code) == (1, 0)


def test_what_was_not_read_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("\nSave more.", encoding="utf-8")
    assert "line 2 was not read: A rule starts with `When `." in _run("check", path).stdout


def test_a_simulated_month_is_text_a_person_can_read(file: Path) -> None:
    result = _run("simulate", file, "--income", "1000")
    assert (result.exit_code, result.stdout) == (
        0,
        "$1,000.00 arrived, $0.00 stay unallocated.\n"
        "\n"
        "Moved\n"
        "         $100.00  “Income” to “[bold]Savings[/bold] [31m”\n"
        "         $900.00  “Income” to “Rent”\n"
        "\n"
        "Balances at the end\n"
        "         $100.00  “[bold]Savings[/bold] [31m”\n"
        "         $900.00  “Rent”\n"
        "\n"
        "What did not move\n"
        "  rule 1, action 3: the source account holds less than the amount\n",
    )


def test_a_simulation_as_json_holds_every_move_and_conserves_money(file: Path) -> None:
    found = json.loads(_run("simulate", file, "--income", "$950", "--months", "2", "--json").stdout)
    savings = "[bold]Savings[/bold]\x1b[31m"
    assert found == {
        "income_cents": 190_000,
        "balances": {"Income": 76_000, savings: 19_000, "Rent": 90_000, "Fun": 5_000},
        "moved_cents": 114_000,
        "unallocated_cents": 76_000,
        "unallocated": {"Income": 76_000},
        "below_minimum": 0,
        "arrivals": [
            {"day": "2026-01-01", "account": "Income", "cents": 95_000},
            {"day": "2026-02-01", "account": "Income", "cents": 95_000},
        ],
        "moves": [
            {"day": "2026-01-01", "rule": 1, "action": 1, "source": "Income", "destination": savings, "cents": 9_500},
            {"day": "2026-02-01", "rule": 1, "action": 1, "source": "Income", "destination": savings, "cents": 9_500},
            {"day": "2026-02-01", "rule": 1, "action": 2, "source": "Income", "destination": "Rent", "cents": 90_000},
            {"day": "2026-02-01", "rule": 1, "action": 3, "source": "Income", "destination": "Fun", "cents": 5_000},
        ],
        "failures": [
            {
                "rule": 1,
                "action": 2,
                "reason": "insufficient_funds",
                "message": "the source account holds less than the amount",
                "times": 1,
                "first_day": "2026-01-01",
            },
        ],
        "without_amount": [],
    }
    assert sum(found["balances"].values()) == found["income_cents"]


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("4200", 420_000), ("$4,200", 420_000), ("4200.5", 420_050), ("$1,234,567.89", 123_456_789), ("0", 0)],
)
def test_an_income_is_typed_in_dollars(file: Path, typed: str, cents: int) -> None:
    assert json.loads(_run("simulate", file, "--income", typed, "--json").stdout)["income_cents"] == cents


@pytest.mark.parametrize("typed", ["4,20", "1,2345", "-5", "4200.505", "4.200,00", "much", "", "9" * 30, "٤٢"])
def test_what_is_no_amount_is_refused_with_how_to_write_one(file: Path, typed: str) -> None:
    result = _run("simulate", file, f"--income={typed}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--income" in result.stderr and ("4200.50" in result.stderr or "at most" in result.stderr)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Save more.", "line 1"),
        ("When date equal 1: $1.00 moves from Pay to Rent.\n\nSave more.", "line 3"),
        ("", "no rules"),
    ],
)
def test_a_simulation_of_less_than_all_rules_is_refused(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "rules.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleTextError) as refused:
        _run("simulate", path)
    assert part in str(refused.value)


CARDS = (
    "When funds are received: Funds move from Income to Visa Blue; Funds move from Income to Amex Gold;"
    " $100.00 moves from Income to Savings.\n"
)


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "cards.txt"
    path.write_text(CARDS, encoding="utf-8")
    return path


def test_payments_without_an_amount_move_what_the_caller_says(cards: Path) -> None:
    told = ("--income", "1000", "--amount", "Visa Blue=250", "--amount", "Amex Gold=$50.50", "--json")
    run = json.loads(_run("simulate", cards, *told).stdout)
    assert run["balances"] == {"Income": 59_950, "Visa Blue": 25_000, "Amex Gold": 5_050, "Savings": 10_000}
    assert run["without_amount"] == []


def test_payments_without_an_amount_are_asked_for(cards: Path) -> None:
    said = _run("simulate", cards, "--income", "1000", "--amount", "Visa Blue=250").stdout
    assert "Payments without an amount in the rules: nothing moves until --amount says what they come to" in said
    assert said.endswith("  “Amex Gold”\n")


@pytest.mark.parametrize("typed", ["Visa Blu=250", "Visa Blue", "=5", "Visa Blue=lots"])
def test_an_amount_for_no_account_or_of_no_money_is_refused_with_what_to_write(cards: Path, typed: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        _run("simulate", cards, "--amount", typed)
    assert "Visa Blue" in str(refused.value)


def test_a_year_of_an_income_shows_in_the_check(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("When funds are received: $900.00 moves from Income to Rent.", encoding="utf-8")
    assert _run("check", path, "--strict", "--income", "1000").exit_code == 0
    short = _run("check", path, "--strict", "--income", "500")
    assert (short.exit_code, short.stdout.split()[:2]) == (1, ["error", "runs_short"])
    assert _run("check", path, "--strict").exit_code == 0


@pytest.mark.parametrize("text", ["", "Save more.\nPlease.", "# nothing yet"])
def test_a_text_without_a_single_rule_is_not_converted_to_an_empty_plan(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleTextError) as refused:
        _run("convert", path)
    assert str(path) in str(refused.value.path)
