"""Accept rates read after every answer, and the advice to ramp, wait or stop."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.lifecycle.monitor.always_valid import (
    Received,
    log_evidence,
    ramp_advice,
    sample_ratio_off,
    share_interval,
)


def test_the_interval_holds_after_every_answer_of_a_long_watch() -> None:
    left_out = 0
    for seed in range(200):
        hits = np.cumsum(np.random.default_rng(seed).random(1_000) < 0.7)
        looks = (1, 2, 5, *range(10, 1_001, 10))
        left_out += any(not low <= 0.7 <= high for low, high in (share_interval(int(hits[of - 1]), of) for of in looks))
    assert left_out <= 0.05 * 200


def test_an_interval_read_at_one_time_only_would_be_left_far_more_often() -> None:
    left_out = 0
    for seed in range(200):
        hits = np.cumsum(np.random.default_rng(seed).random(1_000) < 0.7)
        for of in range(10, 1_001, 10):
            share = hits[of - 1] / of
            if abs(share - 0.7) > 1.96 * max(share * (1 - share) / of, 1e-9) ** 0.5:
                left_out += 1
                break
    assert left_out > 0.2 * 200


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (0, 10), (10, 10), (7, 10), (700, 1_000)])
def test_an_interval_holds_its_own_share(hits: int, of: int) -> None:
    low, high = share_interval(hits, of)
    assert 0 <= low <= (hits / of if of else 0.5) <= high <= 1


def test_evidence_refuses_counts_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="between"):
        log_evidence(5, 3, 0.5)


def test_a_fair_canary_raises_no_sample_ratio_alarm_and_a_leaking_one_does() -> None:
    rng = np.random.default_rng(1)
    alarms = sum(sample_ratio_off(int(rng.binomial(2_000, 0.1)), 2_000, 0.1) for _ in range(500))
    assert alarms == 0
    assert sample_ratio_off(120, 2_000, 0.1)


def received(arm: str, units: int, share: float, judged: int) -> Received:
    return Received(arm, units, round(share * judged), judged)


@pytest.mark.parametrize(
    ("challenger", "advice"),
    [
        (received("challenger", 1_000, 0.80, 800), "ramp"),
        (received("challenger", 1_000, 0.70, 20), "wait"),
        (received("challenger", 1_000, 0.40, 800), "stop"),
        (received("challenger", 500, 0.80, 800), "stop"),
        (received("challenger", 1_000, 0.0, 0), "wait"),
    ],
)
def test_the_advice_follows_what_is_known(challenger: Received, advice: str) -> None:
    incumbent = received("incumbent", 9_000, 0.65, 7_000)
    told = ramp_advice(incumbent, challenger, 10)
    assert told.advice == advice
    assert told.sample_ratio_off == (challenger.units == 500)
