"""Wilson's interval of a share is scipy's."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from seqmatch.estimators.intervals import wilson_interval


@pytest.mark.parametrize(("hits", "of"), [(0, 10), (10, 10), (1, 1), (3, 7), (50, 100), (4_999, 5_000)])
def test_the_interval_of_a_share_is_wilsons(hits: int, of: int) -> None:
    expected = binomtest(hits, of).proportion_ci(confidence_level=0.95, method="wilson")
    low, high = wilson_interval(hits, of)
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-5)
    assert 0 <= low < hits / of or (hits, low) == (0, 0)
