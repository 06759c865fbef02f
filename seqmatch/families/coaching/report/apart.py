"""The report's figures of the recurrent network, which were measured apart."""

from __future__ import annotations

from typing import Any

from seqmatch.families.coaching.report.cells import cell
from seqmatch.lifecycle.measuring.strategy_figures import lstm_figures
from seqmatch.lifecycle.pages.markup import paragraph, table

SOURCES = {"cards.csv.gz": "cards", "accounts.csv.gz": "accounts"}


def network_section() -> list[str]:
    """Weekly and four-week errors of an LSTM with attention beside what answers and the median of eight weeks."""
    rows = [
        (
            SOURCES.get(source, source),
            method,
            _cell(figures["weekly_wape"]),
            _cell(figures["total_wape"]),
            f"{found['people']:,} people, {found['windows']:,} windows",
        )
        for source, found in lstm_figures().items()
        for method, figures in found["methods"].items()
    ]
    return [
        table(("histories", "method", "single weeks, WAPE", "4-week total, WAPE", "counted"), rows),
        paragraph(
            "A network is a rival, not a part of the product. It was measured by the developers on people and times "
            "held out, not on the histories of this page; it would serve where it wins."
        ),
    ]


def _cell(one: dict[str, Any]) -> str:
    low, high = one["ci95"]
    return cell(one["value"], (low, high))
