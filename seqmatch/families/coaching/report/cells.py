"""How a figure is written in a table."""

from __future__ import annotations


def cell(value: float | None, ci95: tuple[float, float] | None) -> str:
    """Three decimals and the interval; nothing where there is no figure."""
    if value is None:
        return ""
    return f"{value:.3f}" if ci95 is None else f"{value:.3f} ({ci95[0]:.3f} to {ci95[1]:.3f})"
