"""Changes of a life as questions, through the MCP door. The people are synthetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from mcp import Client

from seqmatch.estimators.anomalies.level_shift import unusual_window
from seqmatch.families.planning.evaluation.noticed import measure
from seqmatch.server.app import build_server
from seqmatch.settings import default_settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(default_settings(), toolsets=("planning",))) as opened:
        yield opened


def monthly(name: str, cents: int, day: int, first: int = 0, last: int = 13, **at: int) -> list[dict[str, Any]]:
    """Rows of the months from 2025-06 (0) to 2026-06 (12); ``from_month`` and ``then`` change the amount."""
    rows = []
    for month in range(first, last):
        date = dt.date(2025 + (month + 5) // 12, (month + 5) % 12 + 1, day)
        amount = at["then"] if month >= at.get("from_month", 99) else cents
        rows.append({"date": str(date), "description": name, "amount_cents": amount})
    return rows


STEADY = monthly("ACME PAYROLL", 300_000, 1) + monthly("RENT MAPLE STREET", -120_000, 3) + monthly("GYM", -4_000, 9)


async def asked(client: Client, rows: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    done = await client.call_tool("detect_changes", {"transactions": rows, "as_of": "2026-06-30"})
    assert not done.is_error, done.content[0].text  # type: ignore[union-attr]
    assert done.structured_content is not None
    return done.structured_content, done.content[0].text  # type: ignore[union-attr]


async def test_a_life_without_change_gives_no_question(client: Client) -> None:
    told, text = await asked(client, STEADY)
    assert "changes" not in told
    assert text.startswith("Nothing of the last 120 days looks like a change")


async def test_a_raise_and_a_nursery_are_asked_about_the_dearer_one_first(client: Client) -> None:
    rows = monthly("ACME PAYROLL", 300_000, 1, from_month=11, then=315_000) + STEADY[13:]
    rows += monthly("LITTLE OAK NURSERY", -42_000, 4, first=10)
    told, text = await asked(client, rows)
    assert [(one["kind"], one["since"], one["yearly_cents"]) for one in told["changes"]] == [
        ("new_childcare", "2026-04-04", -504_000),
        ("pay_up", "2026-05-01", 180_000),
    ]
    assert all(one["question"].endswith("?") for one in told["changes"])
    assert "went from about $3,000.00 to $3,150.00" in text and "nothing of this is certain" in text


async def test_one_large_pay_is_a_bonus_and_no_raise(client: Client) -> None:
    told, _ = await asked(client, monthly("ACME PAYROLL", 300_000, 1, from_month=12, then=450_000) + STEADY[13:])
    assert "changes" not in told


async def test_another_rent_after_the_old_one_is_one_question_about_a_move(client: Client) -> None:
    rows = STEADY[:13] + monthly("RENT MAPLE STREET", -120_000, 3, last=10) + STEADY[26:]
    rows += monthly("HARBOUR APARTMENTS", -140_000, 3, first=10)
    told, _ = await asked(client, rows)
    (one,) = told["changes"]
    assert (one["kind"], one["before_cents"], one["after_cents"]) == ("moved", 120_000, 140_000)
    assert "Have they moved?" in one["question"]


async def test_pay_that_stops_and_a_membership_that_ends_are_told_apart(client: Client) -> None:
    rows = monthly("ACME PAYROLL", 300_000, 1, last=11) + STEADY[13:26] + monthly("GYM", -4_000, 9, last=11)
    rows += [{"date": "2026-06-29", "description": "CORNER SHOP", "amount_cents": -500}]
    told, _ = await asked(client, rows)
    assert [one["kind"] for one in told["changes"]] == ["pay_stopped", "bill_ended"]


def test_spending_alarms_are_rare_and_a_doubling_is_seen() -> None:
    rng = np.random.default_rng(5)
    alarms = [unusual_window(rng.lognormal(10, 0.5, 50), alarms=0.01) is not None for _ in range(300)]
    assert np.mean(alarms) <= 0.06
    weeks = np.concatenate([rng.lognormal(10, 0.3, 40), rng.lognormal(10.7, 0.3, 8)])
    last, usual = unusual_window(weeks) or (0.0, 1.0)
    assert last > 1.5 * usual


def test_more_questions_are_right_than_those_of_three_simple_rules() -> None:
    ours, rival = measure(users=2, seed=3, step=120)
    assert ours.precision[0] > rival.precision[0]
    assert ours.false_alarms[0] < rival.false_alarms[0] / 3


async def outlook(client: Client, said: dict[str, Any], currency: str = "USD") -> tuple[dict[str, Any], str]:
    rows = [{**row, "currency": currency} for row in STEADY]
    done = await client.call_tool("detect_changes", {"transactions": rows, "as_of": "2026-06-30", "outlook": [said]})
    assert not done.is_error and done.structured_content is not None, done.content[0].text  # type: ignore[union-attr]
    return done.structured_content["outlook"], done.content[0].text  # type: ignore[union-attr]


async def test_published_rates_are_told_with_source_and_year_for_what_they_said(client: Client) -> None:
    told, text = await outlook(client, {"age": 31, "housing": "rent", "mother_age": 31, "employed": True, "years": 2})
    rates = {one["event"]: one for one in told["rates"]}
    assert list(rates) == ["child", "move", "job"]
    assert rates["child"]["at_most"] == round(1 - (1 - 0.0975) ** 2, 2) and rates["child"]["year"] == 2022
    assert rates["move"]["at_most"] == round(1 - (1 - 0.217) ** 2, 2)
    assert "at_most" not in rates["job"] and "2.8 years" in rates["job"]["says"]
    assert all(one["source"] in text for one in told["rates"]) and "no forecast of theirs" in text


async def test_what_they_did_not_say_is_asked_and_never_guessed(client: Client) -> None:
    told, text = await outlook(client, {})
    assert "rates" not in told
    assert [one["field"] for one in told["ask"]] == ["age", "housing", "partner", "mother_age", "employed"]
    assert "How old are you?" in text
    told, _ = await outlook(client, {"age": 70, "employed": True, "partner": "married"})
    assert [one["event"] for one in told["rates"]] == ["divorce"]  # no figure of employees beyond 64


async def test_figures_of_another_country_are_not_told(client: Client) -> None:
    told, text = await outlook(client, {"age": 31, "housing": "rent"}, currency="EUR")
    assert "rates" not in told and "Only figures of the United States" in text
