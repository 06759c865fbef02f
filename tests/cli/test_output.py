"""Long runs say that they go on, and how long they will take."""

from __future__ import annotations

import pytest

from seqmatch.cli import output
from seqmatch.cli.output import expect, in_words, progress


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_long_run_that_is_piped_says_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr(output, "monotonic", clock)
    with progress("Evaluating", 12) as step:
        for fold in range(12):
            step(f"fold {fold}")
            clock.now += 15
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "Evaluating: 2 of 12 done, now fold 2; 30 seconds so far, about 2 minutes left."
    assert len(lines) == 5  # of twelve steps, those that are twenty seconds apart
    assert "left" in lines[-1]


def test_a_short_run_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Training", 2) as step:
        step("reading")
        step("writing")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (40, "40 seconds"), (89, "89 seconds"), (1200, "20 minutes"), (9000, "2 hours")],
)
def test_times_are_told_as_exactly_as_they_are_known(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_what_will_take_minutes_is_said_before_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    expect("2,000 transactions", 14)
    assert capsys.readouterr() == ("", "")
    expect("175,587 transactions", 1230)
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("175,587 transactions: this takes about 20 minutes.") and err.count("\n") == 1
