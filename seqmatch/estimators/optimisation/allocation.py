"""Shares of a portfolio from returns: minimum variance, mean-variance, hierarchical risk parity, risk parity, 1/N.

Expected returns and covariance are those of the sample. skfolio (BSD-3-Clause, the extra ``portfolio``) solves all but
1/N: it takes about four seconds of processor time to import and is only imported when an objective is asked for.

Not for: saying which objective earns more. Out of sample no difference in return to 1/N is told from chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ModelError, TrainingError

Floats = NDArray[np.float64]
OBJECTIVES = ("min-variance", "mean-variance", "hrp", "risk-parity", "equal")
NEEDED = "This objective needs the extra `portfolio`: pip install 'seqmatch[portfolio]'. Objective equal needs nothing."


def shares_of(returns: Floats, objective: str, most: float = 1.0) -> Floats:
    """Shares that add up to 1, none below 0, shape (n_assets,).

    Parameters
    ----------
    returns : simple returns, a row for each period, shape (n_periods, n_assets).
    objective : one of OBJECTIVES. ``mean-variance`` is the largest ratio of expected return to volatility.
    most : the largest share that an asset may have.

    Raises
    ------
    ModelError : skfolio is not installed.
    TrainingError : the returns bear no such portfolio, such as an expected return that is nowhere above 0.

    Examples
    --------
    >>> shares_of(np.zeros((3, 4)), "equal").tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    assets = returns.shape[1]
    if objective == "equal" or assets == 1:
        return np.full(assets, 1 / assets)
    if np.any(returns.std(axis=0) < 1e-9):
        raise TrainingError("An asset's price never moves. Leave it out and set its share by hand.")
    if objective == "mean-variance" and np.all(returns.mean(axis=0) <= 0):
        raise TrainingError("No asset gained in these prices, so that mean-variance has no answer.")
    try:
        rule = _rule(objective, most)
    except ImportError:
        raise ModelError(NEEDED, code="extra_missing") from None
    try:
        found = np.asarray(rule.fit(returns).weights_, float)
    except Exception as error:  # of a solver of skfolio's choosing
        raise TrainingError(f"These prices bear no {objective} portfolio. Send more of them.") from error
    found = np.clip(found, 0, None)
    return np.asarray(found / found.sum())


def _rule(objective: str, most: float) -> Any:
    from skfolio import RiskMeasure
    from skfolio.optimization import HierarchicalRiskParity, MeanRisk, ObjectiveFunction, RiskBudgeting

    variance = {"risk_measure": RiskMeasure.VARIANCE, "max_weights": most}
    if objective == "min-variance":
        return MeanRisk(**variance)
    if objective == "mean-variance":
        return MeanRisk(objective_function=ObjectiveFunction.MAXIMIZE_RATIO, **variance)
    if objective == "risk-parity":
        return RiskBudgeting(**variance)
    from skfolio.cluster import HierarchicalClustering, LinkageMethod
    from skfolio.seriation import HierarchicalSeriation

    # Single linkage is what was published (López de Prado 2016).
    linked = HierarchicalClustering(linkage_method=LinkageMethod.SINGLE)
    return HierarchicalRiskParity(
        seriation_estimator=HierarchicalSeriation(hierarchical_clustering_estimator=linked), **variance
    )


def risk_shares(shares: Floats, covariance: Floats) -> Floats:
    """What part of the variance of a portfolio each asset carries, shape (n_assets,); adds up to 1.

    An asset that moves against the others carries less than 0. Source: Euler's decomposition of the variance.

    Examples
    --------
    >>> risk_shares(np.array([0.5, 0.5]), np.diag([4.0, 1.0])).tolist()
    [0.8, 0.2]
    """
    carried = shares * (covariance @ shares)
    whole = float(carried.sum())
    return np.asarray(carried / whole) if whole > 0 else np.zeros(len(shares))
