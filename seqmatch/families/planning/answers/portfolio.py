"""``rebalance_portfolio``: do nothing, buy only, or sell by lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seqmatch.errors import ArgumentError
from seqmatch.estimators.optimisation.rebalance import Lot, Rebalanced, Terms, buy_only, held_by_asset, rebalance
from seqmatch.families.planning.answers.portfolio_prices import prices_text, prices_told
from seqmatch.families.planning.scoring.prices import Prices, prices_of, targets_for
from seqmatch.schemas.answers.planning import PurchaseTold, RebalanceAnswer, SaleTold, ShareTold


@dataclass(frozen=True)
class AskedPortfolio:
    """A portfolio as it is told.

    Attributes
    ----------
    lots : what is held.
    targets : by asset, shares that add up to 1; of the objective, where one is asked for.
    band : how far a share may be from its target.
    cash : cents to invest.
    objective : what the targets were made for; None: they are the person's own.
    prices : of the past, if any were sent.
    most : the largest share that an objective may give to an asset.
    """

    lots: Sequence[Lot]
    targets: Mapping[str, float]
    band: float
    cash: int
    terms: Terms
    objective: str | None = None
    prices: Prices | None = None
    most: float = 1.0


@dataclass(frozen=True)
class Aim:
    """What a portfolio is to be: the person's targets, or an objective with prices.

    Attributes
    ----------
    targets : ``asset`` and ``share``.
    prices : ``asset`` and ``closes``, oldest first, every ``every``.
    """

    targets: Sequence[Mapping[str, Any]] = ()
    objective: str | None = None
    prices: Sequence[Mapping[str, Any]] = ()
    every: str = "day"
    most: float = 1.0


def portfolio_of(
    lots: Sequence[Mapping[str, Any]], aim: Aim, band: float, cash: int, rates: tuple[float, float, float]
) -> AskedPortfolio:
    """A portfolio from what a question says; ``rates`` are of short gains, of long gains and of trading.

    Raises
    ------
    ArgumentError : an asset with two targets, targets that do not add up to 1, targets and an objective or neither,
        prices that are wanting, or nothing to rebalance.
    ModelError : an objective that needs an extra which is not installed.
    """
    if cash + sum(one["value_cents"] for one in lots) <= 0:
        raise ArgumentError("There is nothing to rebalance.", code="invalid_value", path="lots")
    if bool(aim.targets) == (aim.objective is not None):
        raise ArgumentError("Send targets or an objective, one of the two.", code="invalid_value", path="targets")
    targets = _told_targets(aim.targets) if aim.targets else {}
    held = [Lot(one["asset"], one["value_cents"], one["basis_cents"], one.get("long_held", False)) for one in lots]
    assets = [*dict.fromkeys([*targets, *(lot.asset for lot in held)])]
    prices = prices_of(aim.prices, aim.every, assets)
    if aim.objective == "equal" and prices is None:
        targets = dict.fromkeys(assets, 1 / len(assets))
    elif aim.objective is not None:
        if prices is None:
            raise ArgumentError("This objective needs prices of every asset.", code="missing_argument", path="prices")
        targets = targets_for(prices, aim.objective, aim.most)
    short, long, cost = rates
    terms = Terms(short_rate=short, long_rate=long, cost=cost)
    return AskedPortfolio(held, targets, band, cash, terms, aim.objective, prices, aim.most)


def _told_targets(targets: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    shares = {one["asset"]: float(one["share"]) for one in targets}
    if len(shares) != len(targets):
        raise ArgumentError("An asset has two targets.", code="invalid_value", path="targets")
    whole = sum(shares.values())
    if abs(whole - 1) > 1e-4:
        raise ArgumentError("The shares of the targets add up to 1.", code="invalid_value", path="targets")
    return {asset: share / whole for asset, share in shares.items()}


def rebalance_for(asked: AskedPortfolio) -> RebalanceAnswer:
    """The least that brings a portfolio within its bands.

    Raises
    ------
    ValueError : targets that do not add up to 1, or nothing to rebalance.
    """
    assets = list(dict.fromkeys([*asked.targets, *(lot.asset for lot in asked.lots)]))
    held = held_by_asset(asked.lots, dict.fromkeys(assets, 0))
    aim = {asset: asked.targets.get(asset, 0.0) for asset in assets}
    if not asked.cash and _within(held, aim, asked.band):
        return _answer(asked, held, held, "nothing", "Every share is within its band and there is no cash to invest.")
    bought = buy_only(asked.lots, asked.targets, asked.cash)
    after = {asset: cents + bought.get(asset, 0) for asset, cents in held.items()}
    if asked.cash and sum(bought.values()) and _within(after, aim, asked.band):
        cost = round(asked.terms.cost * sum(bought.values()))
        why = "Buying with the cash brings every share within its band, so nothing is sold and no tax is due."
        return _answer(asked, held, after, "buy", why, bought=bought, cost=cost)
    plan = rebalance(asked.lots, asked.targets, asked.band, asked.cash, asked.terms)
    if plan is None:
        why = "No sale and purchase ends within these bands. Widen the band, or change the targets."
        return _answer(asked, held, held, None, why)
    return _told(asked, held, plan)


def _told(asked: AskedPortfolio, held: Mapping[str, int], plan: Rebalanced) -> RebalanceAnswer:
    after = {asset: cents + plan.bought.get(asset, 0) for asset, cents in held.items()}
    sold = []
    for number, (lot, cents) in enumerate(zip(asked.lots, plan.sold, strict=True), 1):
        after[lot.asset] -= cents
        if cents:
            gain = round(cents * (lot.value - lot.basis) / lot.value)
            sold.append(SaleTold(lot=number, asset=lot.asset, cents=cents, gain_cents=gain))
    why = "Cash alone does not bring every share within its band; these lots cost the least tax and trading."
    return _answer(
        asked,
        held,
        after,
        "sell" if sold else "buy",
        why if sold else "Buying with the cash brings every share within its band.",
        sold=sold,
        bought=plan.bought,
        tax=plan.tax,
        cost=plan.cost,
        cash_left=plan.cash,
    )


def _within(held: Mapping[str, int], aim: Mapping[str, float], band: float) -> bool:
    whole = sum(held.values())
    return whole > 0 and all(abs(cents / whole - aim[asset]) <= band + 1e-6 for asset, cents in held.items())


def _answer(
    asked: AskedPortfolio,
    held: Mapping[str, int],
    after: Mapping[str, int],
    action: str | None,
    why: str,
    *,
    sold: Sequence[SaleTold] = (),
    bought: Mapping[str, int] | None = None,
    tax: int = 0,
    cost: int = 0,
    cash_left: int = 0,
) -> RebalanceAnswer:
    aim = {asset: asked.targets.get(asset, 0.0) for asset in held}
    before_all, after_all = max(1, sum(held.values())), max(1, sum(after.values()))
    return RebalanceAnswer.model_validate(
        {
            "action": action,
            "why": why,
            "sold": list(sold),
            "bought": [PurchaseTold(asset=asset, cents=cents) for asset, cents in (bought or {}).items() if cents],
            "cash_left_cents": cash_left if action else asked.cash,
            "shares": [
                ShareTold(
                    asset=asset,
                    target=round(aim[asset], 6),
                    before=round(held[asset] / before_all, 4),
                    after=round(after[asset] / after_all, 4),
                )
                for asset in held
            ],
            "band": asked.band,
            "equal_share": round(1 / len(held), 4),
            "prices": None
            if asked.prices is None
            else prices_told(asked.prices, held, after, asked.targets, asked.objective, asked.most, asked.terms.cost),
            "within_band": _within(after, aim, asked.band),
            "tax_cents": tax,
            "cost_cents": cost,
            "unsure": [
                "Prices, rates and holding periods are taken as told. A loss may not count where the same asset was or "
                "is bought within 30 days in any account; only these lots are known here.",
                *(["Shares for an objective come from past prices, which need not hold."] if asked.objective else []),
            ],
        }
    )


def rebalance_text(answer: RebalanceAnswer) -> str:
    """The answer as text, complete without the structure."""
    does = {None: "No plan", "nothing": "Do nothing", "buy": "Buy only", "sell": "Sell by lot"}[answer.action]
    lines = [f"{does}. {answer.why}"]
    lines += [
        f"- sell {_money(one.cents)} of lot {one.lot} ({one.asset}), gain {_money(one.gain_cents)}"
        for one in answer.sold
    ]
    lines += [f"- buy {_money(one.cents)} of {one.asset}" for one in answer.bought]
    lines += [f"- {one.asset}: {one.before:.1%} to {one.after:.1%}, target {one.target:.1%}" for one in answer.shares]
    if answer.equal_share is not None:
        lines.append(f"Equal parts (1/N) would be {answer.equal_share:.1%} each.")
    if answer.prices is not None:
        lines += prices_text(answer.prices)
    if not answer.within_band:
        lines.append("Not every share is within its band afterwards.")
    if answer.action in ("buy", "sell"):
        lines.append(f"Tax {_money(answer.tax_cents)}, cost {_money(answer.cost_cents)}.")
    lines += [f"Unsure: {one}" for one in answer.unsure]
    return "\n".join([*lines, answer.not_tax_advice])


def _money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}${abs(cents) / 100:,.2f}"
