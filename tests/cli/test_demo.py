"""The demo: a chat anyone can read, over the real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from seqmatch.cli.before_after import before_after_lines
from seqmatch.data.synthetic.coached_person import statement_csv
from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.settings import PACKAGE

RUN = "from seqmatch.cli.main import main; main()"


def in_a_process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONWARNINGS": "default", **variables}
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], env=environment, capture_output=True, text=True, timeout=120
    )


@cache
def default_demo() -> str:
    return in_a_process("demo").stdout


@pytest.mark.parametrize("name", ["maya_freelancer", "okafor_family", "sam_student"])
def test_the_demo_plays_a_whole_chat_and_is_plain_when_piped(seqmatch: Any, name: str) -> None:
    played = seqmatch("demo", "--household", name)
    assert (played.code, played.err) == (0, "")
    for part in (EXAMPLES[name].title, "Person: ", "predict_goal {", "match_user {", "explain_cluster {"):
        assert part in played.out
    assert "\nsuggest_automations {" in played.out
    assert "One plan, checked and simulated:" in played.out
    assert ("\ncheck_automations {" in played.out) == bool(EXAMPLES[name].rules_text)
    assert "When funds are received: " in played.out
    assert "\x1b" not in played.out


def test_the_person_who_never_said_is_asked_and_the_demo_repeats_itself() -> None:
    played = default_demo()
    assert played.count("\npredict_goal {") > 1
    assert "Assistant: What would you most like your money to do for you?\n\nPerson: I do not know yet." in played
    assert in_a_process("demo").stdout == played


def test_three_people_are_helped_and_each_sees_the_year_before_and_after() -> None:
    played = default_demo()
    family, newcomer, freelancer = played.split("Before and after, what each account holds after a year:")[1:]
    rows = {
        row[0]: row[1:] for row in re.findall(r"^  ([\w ]+?) {2,}(-|\$[\d,.]+) +(\$[\d,.]+)$", family, re.MULTILINE)
    }
    today, planned = rows["Bills"]
    assert float(today.strip("$").replace(",", "")) > 2 * float(planned.strip("$").replace(",", ""))
    assert all(today == "-" for today in re.findall(r"^  [\w ]+? {2,}(-|\$\S+) +\$\S+$", newcomer, re.MULTILINE))
    assert re.search(r"^  Taxes +\$0.00 +\$\d", freelancer, re.MULTILINE)


def test_a_plan_that_changes_nothing_says_so() -> None:
    told = {"income_cents": 100, "balances": [{"account": "Rent", "cents": 5}]}
    assert before_after_lines({"simulation": told, "before": told}) == [
        "The plan changes nothing: each account holds what it does today."
    ]


def test_a_reader_who_stops_reading_is_no_crash() -> None:
    playing = subprocess.Popen(
        [sys.executable, "-c", RUN, "demo"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert playing.stdout is not None and playing.stderr is not None
    playing.stdout.readline()
    playing.stdout.close()
    assert (playing.stderr.read(), playing.wait(timeout=60)) == ("", 1)
    playing.stderr.close()


def test_an_unknown_household_is_refused_with_those_there_are(seqmatch: Any) -> None:
    refused = seqmatch("demo", "--household", "okafor")
    assert (refused.code, refused.out) == (2, "")
    assert "Did you mean okafor_family?" in refused.err


def test_the_coaching_chat_finds_what_changed_and_moves_on_from_what_was_answered(tmp_path: Path) -> None:
    mine = tmp_path / "mine.sqlite"
    played = in_a_process("demo", "--family", "coaching", SEQMATCH_STORE=str(mine))
    assert (played.returncode, played.stderr) == (0, "")
    assert not mine.exists()
    assert "“streambox subscription”: 18.99 monthly, next 2026-10-11; was 15.49 until 2026-07-11." in played.stdout
    assert "“ironworks gym membership”: 39.00 monthly, ended: last paid 2026-06-20." in played.stdout
    assert re.search(r"“Checking”: 2,396\.05 today; the lowest of 30 days is about [\d,.]+ \(", played.stdout)
    steps = re.findall(r"^  Next step: (.+)\.$", played.stdout, re.MULTILINE)
    assert steps == [
        "Check whether “ironworks gym membership” was meant to stop",
        "Save on the day the pay comes, before it is spent",
        "Ask “streambox subscription” for the old price, or leave",
    ]
    assert re.search(r"^  Rule: When funds are received: .+ goes from Checking to Savings\.$", played.stdout, re.M)
    assert "\x1b" not in played.stdout


def test_the_statement_of_the_docs_is_the_one_that_the_demo_imports() -> None:
    assert (PACKAGE.parent / "docs" / "examples" / "nadia.csv").read_text("utf-8") == statement_csv()


def test_households_belong_to_the_onboarding_chat(seqmatch: Any) -> None:
    refused = seqmatch("demo", "--family", "coaching", "--household", "okafor_family")
    assert (refused.code, refused.out) == (2, "")
    assert "--household" in refused.err
