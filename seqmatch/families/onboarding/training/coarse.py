"""Figures told coarsely enough that no exact amount of one person leaves training."""

from __future__ import annotations


def two_digits(value: float) -> float:
    """``value`` to two significant digits.

    >>> two_digits(1234.5), two_digits(0.0478)
    (1200.0, 0.048)
    """
    return float(f"{value:.2g}")
