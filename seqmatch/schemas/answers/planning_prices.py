"""What prices of the past say of a portfolio."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from seqmatch.schemas.answers.shared import AnswerModel, Interval


class AssetPriced(AnswerModel):
    """One asset in the prices sent. Shares are of the variance and add up to 1; below 0: it lowers the risk."""

    asset: str
    yearly_return: float
    yearly_return_ci95: Interval
    volatility: Annotated[float, Field(description="A year; 0.15 is 15 %.")]
    risk_share_before: float
    risk_share_after: float


class Difference(AnswerModel):
    """From 1/N, a year."""

    value: float
    ci95: Interval


class AllocationTested(AnswerModel):
    """Made from earlier prices only, then held: out of sample, after costs, a year."""

    name: str
    volatility: float
    yearly_return: float
    volatility_from_equal: Difference | None = None
    return_from_equal: Difference | None = None


class PricesTold(AnswerModel):
    assets: list[AssetPriced]
    tested: Annotated[list[AllocationTested], Field(description="Empty: too few prices to test.")] = []
    tested_years: Annotated[float, Field(description="Out of sample; below 2 no return is told apart.")] = 0.0
