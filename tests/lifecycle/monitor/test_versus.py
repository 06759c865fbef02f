"""Champion against challenger, looked at after every outcome."""

from __future__ import annotations

import math

import numpy as np
import pytest

from seqmatch.lifecycle.monitor.always_valid import ALPHA, share_interval
from seqmatch.lifecycle.monitor.versus import Outcomes, compare, difference_interval, evidence_of_any

ENOUGH = math.log(1 / ALPHA)


def first_alarm(share_a: float, share_b: float, to_b: float, looks: int, seed: int) -> int | None:
    """After how many outcomes a difference is seen, looked at after each; None: never."""
    rng = np.random.default_rng(seed)
    to = rng.random(looks) < to_b
    hits = rng.random(looks) < np.where(to, share_b, share_a)
    counts = [np.cumsum(hits & ~to), np.cumsum(~to), np.cumsum(hits & to), np.cumsum(to)]
    for look in range(looks):
        if evidence_of_any(*(int(one[look]) for one in counts)) > ENOUGH:
            return look + 1
    return None


@pytest.mark.parametrize(("share", "to_b"), [(0.7, 0.5), (0.95, 0.2)])
def test_where_there_is_no_difference_hardly_anybody_ever_sees_one(share: float, to_b: float) -> None:
    alarms = [first_alarm(share, share, to_b, 250, seed) is not None for seed in range(60)]
    assert sum(alarms) <= 0.05 * len(alarms)


def test_fifteen_points_are_seen_within_fifteen_hundred_users_nearly_always() -> None:
    found = [first_alarm(0.6, 0.75, 0.5, 1_500, seed) for seed in range(10)]
    assert sum(one is not None for one in found) >= 0.9 * len(found)


def test_the_interval_holds_the_truth_after_every_tenth_user_of_a_long_watch() -> None:
    left_out = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        a, b = np.cumsum(rng.random(200) < 0.6), np.cumsum(rng.random(200) < 0.75)
        between = (difference_interval(int(a[of - 1]), of, int(b[of - 1]), of) for of in range(20, 201, 20))
        left_out += any(not low <= 0.15 <= high for low, high in between)
    assert left_out <= 1


def test_it_is_narrower_than_the_difference_of_two_intervals() -> None:
    low_a, high_a = share_interval(300, 500, ALPHA / 2)
    low_b, high_b = share_interval(350, 500, ALPHA / 2)
    low, high = difference_interval(300, 500, 350, 500)
    assert high - low < 0.9 * ((high_b - low_a) - (low_b - high_a))
    assert low < 0.1 < high


def test_outcomes_between_no_and_yes_are_taken_too() -> None:
    low, high = difference_interval(50.5, 100, 80.25, 100)
    assert 0 < low < 0.2975 < high


def of(version: str, judged: int, share: float, users: int | None = None) -> Outcomes:
    return Outcomes(version, users or judged, round(judged * share), judged)


def test_the_verdict_follows_what_is_known() -> None:
    assert compare(of("a", 500, 0.6), of("b", 500, 0.8)).verdict == "challenger better"
    assert compare(of("a", 500, 0.8), of("b", 500, 0.6)).verdict == "champion better"
    nothing = compare(of("a", 0, 0.0), of("b", 0, 0.0))
    assert (nothing.verdict, nothing.difference, nothing.interval) == ("not yet known", None, (-1.0, 1.0))
    missing = compare(of("a", 500, 0.6, 9_000), of("b", 500, 0.8, 500), canary_pct=10)
    assert missing.verdict == "not comparable"


def test_so_many_more_as_it_says_do_tell_if_it_goes_on_like_this() -> None:
    seen = compare(of("a", 100, 0.60), of("b", 100, 0.70))
    assert seen.verdict == "not yet known" and seen.more is not None
    each = 100 + seen.more // 2
    a_little_more, less = each * 21 // 20, each * 9 // 10
    assert compare(of("a", a_little_more, 0.60), of("b", a_little_more, 0.70)).verdict == "challenger better"
    assert compare(of("a", less, 0.60), of("b", less, 0.70)).verdict == "not yet known"


def test_nobody_says_how_many_more_of_a_handful_or_of_two_alike() -> None:
    assert compare(of("a", 10, 0.5), of("b", 10, 0.7)).more is None
    assert compare(of("a", 100, 0.5), of("b", 100, 0.5)).more is None
