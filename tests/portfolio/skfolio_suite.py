"""Objectives through the MCP door, with skfolio installed; run by `make portfolio`. All prices are synthetic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from mcp import Client

from seqmatch.errors import TrainingError
from seqmatch.estimators.optimisation.allocation import OBJECTIVES, risk_shares, shares_of
from seqmatch.server.app import build_server
from seqmatch.settings import default_settings

pytestmark = pytest.mark.anyio
CALM, WILD = 0.004, 0.02
"""Deviation of a day; returns of the assets do not depend on each other."""


def returns(days: int = 300) -> np.ndarray:
    return np.random.default_rng(3).normal(0.0004, [CALM, WILD, 0.01], (days, 3))


def prices(days: int = 300) -> list[dict[str, Any]]:
    closes = 100 * np.cumprod(1 + returns(days), axis=0)
    return [
        {"asset": asset, "closes": closes[:, place].round(6).tolist()}
        for place, asset in enumerate(("Bonds", "Crypto", "World"))
    ]


LOTS = [
    {"asset": "Crypto", "value_cents": 600_000, "basis_cents": 600_000},
    {"asset": "World", "value_cents": 300_000, "basis_cents": 300_000},
    {"asset": "Bonds", "value_cents": 100_000, "basis_cents": 100_000},
]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(default_settings(), toolsets=("planning",))) as opened:
        yield opened


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_shares_add_up_to_one_and_none_is_above_the_largest_share(objective: str) -> None:
    shares = shares_of(returns(), objective, 0.6)
    assert shares.sum() == pytest.approx(1) and shares.min() >= 0 and shares.max() <= 0.6001


def test_minimum_variance_of_independent_assets_is_inverse_variance() -> None:
    seen = np.cov(returns(), rowvar=False)
    exact = np.linalg.solve(seen, np.ones(3))
    assert shares_of(returns(), "min-variance") == pytest.approx(exact / exact.sum(), abs=1e-3)


def test_risk_parity_lets_every_asset_carry_the_same_risk() -> None:
    shares = shares_of(returns(), "risk-parity")
    assert risk_shares(shares, np.cov(returns(), rowvar=False)) == pytest.approx([1 / 3] * 3, abs=1e-3)


def test_prices_in_which_nothing_gained_bear_no_mean_variance() -> None:
    with pytest.raises(TrainingError, match="No asset gained"):
        shares_of(-np.abs(returns()), "mean-variance")


async def test_an_objective_is_aimed_at_by_lots_and_told_beside_equal_parts(client: Client) -> None:
    asked = {"lots": LOTS, "objective": "risk-parity", "prices": prices(), "band": 0.02}
    done = await client.call_tool("rebalance_portfolio", asked)
    text = done.content[0].text  # type: ignore[union-attr]
    assert not done.is_error and done.structured_content is not None, text
    told = done.structured_content
    assert told["action"] == "sell" and told["sold"][0]["asset"] == "Crypto"
    assert all(abs(one["after"] - one["target"]) <= 0.0201 for one in told["shares"])
    risk = {one["asset"]: one for one in told["prices"]["assets"]}
    assert risk["Crypto"]["risk_share_before"] > 0.9 and risk["Crypto"]["risk_share_after"] < 0.6
    assert [one["name"] for one in told["prices"]["tested"]] == ["as held", "risk-parity", "equal parts (1/N)"]
    calmer = told["prices"]["tested"][1]["volatility_from_equal"]
    assert calmer["ci95"][0] < calmer["value"] < calmer["ci95"][1] < 0  # less than 1/N, beyond chance
    assert "1/N" in text and "told from chance" in text


async def test_the_same_question_has_the_same_answer(client: Client) -> None:
    asked = {"lots": LOTS, "objective": "hrp", "prices": prices()}
    first, second = [(await client.call_tool("rebalance_portfolio", asked)).structured_content for _ in range(2)]
    assert first == second
