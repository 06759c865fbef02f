"""Drift is told from noise: small samples raise no alarm by themselves, and a real shift is seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqmatch.lifecycle.monitor.drift import drift, label_of, noise_of, psi
from seqmatch.lifecycle.monitor.histogram import FEWEST, Histogram, of_categories, of_numbers

SHOPS = ("groceries", "dining", "fuel", "rent", "health")
SHARES = (0.4, 0.3, 0.15, 0.1, 0.05)


def spending(rows: int, rng: np.random.Generator, richer: float = 0.0) -> dict[str, object]:
    """A table of eight columns as a family sees them; ``richer`` moves the amounts by so many standard deviations."""
    table: dict[str, object] = {f"number {n}": rng.gamma(1 + n, size=rows) for n in range(5)}
    table["amount"] = rng.normal(richer, 1, rows)
    table["hour"] = np.where(rng.random(rows) < 0.3, np.nan, rng.integers(0, 24, rows))
    table["category"] = list(rng.choice(SHOPS, rows, p=SHARES))
    return table


def histograms(table: dict[str, object]) -> dict[str, Histogram]:
    return {
        name: of_categories(column) if name == "category" else of_numbers(column)  # type: ignore[arg-type]
        for name, column in table.items()
    }


REFERENCE = histograms(spending(5_000, np.random.default_rng(0)))


@pytest.mark.parametrize("rows", [100, 500, 2_000])
def test_without_drift_at_most_one_report_in_twenty_raises_an_alarm(rows: int) -> None:
    reports = 200
    alarms = 0
    for seed in range(reports):
        now = spending(rows, np.random.default_rng(1_000 + seed))
        alarms += any(one.verdict == "drift" for one in drift(REFERENCE, now))  # type: ignore[arg-type]
    assert alarms <= 0.05 * reports


@pytest.mark.parametrize("rows", [100, 500, 2_000])
def test_a_real_shift_is_seen_and_named(rows: int) -> None:
    found = [drift(REFERENCE, spending(rows, np.random.default_rng(seed), richer=1.0))[0] for seed in range(20)]  # type: ignore[arg-type]
    assert {(one.column, one.verdict) for one in found} == {("amount", "drift")}


def test_with_a_hundred_rows_the_customary_label_alone_would_cry_wolf() -> None:
    columns = [
        one
        for seed in range(50)
        for one in drift(REFERENCE, spending(100, np.random.default_rng(seed)))  # type: ignore[arg-type]
    ]
    assert sum(one.label != "none" for one in columns) > 0.5 * len(columns)
    assert sum(one.verdict == "drift" for one in columns) <= 0.01 * len(columns)


def test_too_few_rows_are_not_called_stable() -> None:
    few = drift(REFERENCE, spending(20, np.random.default_rng(3)))  # type: ignore[arg-type]
    assert {one.verdict for one in few} <= {"not enough data", "drift"}
    assert drift(REFERENCE, {"amount": []})[0].verdict == "not enough data"


@pytest.mark.parametrize(
    ("value", "label"), [(0.0, "none"), (0.05, "slight"), (0.1, "moderate"), (0.25, "major"), (3.0, "major")]
)
def test_the_customary_labels(value: float, label: str) -> None:
    assert label_of(value) == label


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=12), st.integers(1, 50))
def test_the_index_is_zero_for_the_same_shares_and_never_negative(counts: list[int], times: int) -> None:
    expected = np.array(counts)
    assert psi(expected, expected) == pytest.approx(0)
    assert psi(expected, expected[::-1]) >= 0
    assert psi(expected * times, expected) < 2


def test_noise_shrinks_with_the_sample() -> None:
    counts = REFERENCE["amount"].counts
    sizes = [noise_of(counts, rows, 0.95) for rows in (100, 500, 2_000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0.1 > sizes[1]


def test_a_version_keeps_no_bin_of_a_small_group() -> None:
    rng = np.random.default_rng(5)
    amounts = of_numbers(np.append(rng.normal(size=300), [9_999.99]))
    assert min(amounts.counts[:-1]) >= FEWEST
    assert 9_999.99 not in (amounts.edges or ())
    shops = of_categories(["groceries"] * 40 + ["Aunt Ida's Parlour"] * 3)
    assert shops.categories == ("groceries",)
    assert shops.counts == (40, 0, 0)


def test_histograms_survive_being_kept() -> None:
    for histogram in REFERENCE.values():
        assert Histogram.from_json(histogram.to_json()) == histogram
