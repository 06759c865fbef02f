"""The demo: a chat anyone can read, over the real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from seqmatch.cli.before_after import before_after_lines
from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.settings import PACKAGE

RUN = "from seqmatch.cli.main import main; main()"


def seqmatch(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONWARNINGS": "default"}
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("name", ["maya_freelancer", "okafor_family", "sam_student"])
def test_the_demo_plays_a_whole_chat_and_is_plain_when_piped(name: str) -> None:
    played = seqmatch("demo", "--household", name)
    assert (played.returncode, played.stderr) == (0, "")
    for part in (EXAMPLES[name].title, "Person: ", "predict_goal {", "match_user {", "explain_cluster {"):
        assert part in played.stdout
    assert "\nsuggest_automations {" in played.stdout
    assert "One plan, checked and simulated:" in played.stdout
    assert ("\ncheck_automations {" in played.stdout) == bool(EXAMPLES[name].rules_text)
    assert "When funds are received: " in played.stdout
    assert "\x1b" not in played.stdout


def test_the_person_who_never_said_is_asked_and_the_demo_repeats_itself() -> None:
    played = seqmatch("demo")
    assert played.stdout.count("\npredict_goal {") > 1
    assert (
        "Assistant: What would you most like your money to do for you?\n\nPerson: I do not know yet." in played.stdout
    )
    assert seqmatch("demo").stdout == played.stdout


def test_three_people_are_helped_and_each_sees_the_year_before_and_after() -> None:
    played = seqmatch("demo").stdout
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


def test_an_unknown_household_is_refused_with_those_there_are() -> None:
    refused = seqmatch("demo", "--household", "okafor")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Did you mean okafor_family?" in refused.stderr
