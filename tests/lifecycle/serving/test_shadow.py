"""Work beside the answers: all of it in a quiet spell, a share of it under load."""

from __future__ import annotations

from time import monotonic, sleep, thread_time

from seqmatch.lifecycle.serving.shadow import Shadow


def burn(seconds: float) -> None:
    """Spend processor time, as a model does."""
    until = thread_time() + seconds
    while thread_time() < until:
        pass


def test_a_quiet_server_does_all_of_it_in_order() -> None:
    done: list[int] = []
    shadow = Shadow()
    for number in range(50):
        shadow.later(lambda number=number: done.append(number))  # type: ignore[misc]
    shadow.finish()
    assert done == list(range(50))
    assert (shadow.dropped, shadow.failed) == (0, 0)


def test_a_busy_server_spends_no_more_than_the_share_and_drops_the_oldest() -> None:
    spent: list[float] = []
    shadow = Shadow(share=0.05, most_waiting=10)

    def work() -> None:
        burn(0.1)
        spent.append(0.1)

    began = monotonic()
    while monotonic() - began < 2.0:
        shadow.later(work)
        sleep(0.005)
    elapsed = monotonic() - began
    assert sum(spent) <= 0.05 * elapsed + 0.5 + 0.1  # the share, the burst, and the piece that ends it
    assert shadow.dropped > 0


def test_work_that_fails_is_counted_and_the_next_is_done() -> None:
    done: list[str] = []
    shadow = Shadow()
    shadow.later(lambda: 1 / 0)
    shadow.later(lambda: done.append("next"))
    shadow.finish()
    assert (shadow.failed, done) == (1, ["next"])
