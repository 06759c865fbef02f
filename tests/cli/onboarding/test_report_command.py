"""``seqmatch evaluate --report``: one page that a browser opens offline, and a model card; of nobody in particular."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from seqmatch.cli.main import main
from seqmatch.data.synthetic.people.generate import generate, write
from seqmatch.lifecycle.pages import drawing

SECTIONS = ["short", "figures", "targets", "goals", "asking", "archetypes", "automations", "checks", "how"]
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


class Written(NamedTuple):
    page: Path
    html: str
    card: str
    document: dict[str, object]
    identifiers: set[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The report of a small cohort in which every account called Savings has a name nobody else uses."""
    folder = tmp_path_factory.mktemp("report")
    made = generate(users=140, seed=5, preset="exam")
    write(made, folder / "cohort")
    rules = folder / "cohort" / "rules.csv"
    rules.write_text(rules.read_text(encoding="utf-8").replace("Savings", "Zyxwoble Fund"), encoding="utf-8")
    assert "Zyxwoble" in rules.read_text(encoding="utf-8")
    ran = subprocess.run(
        [
            *(
                sys.executable,
                "-c",
                "from seqmatch.cli.main import main; main()",
                "evaluate",
                "--json",
                "--divisions",
                "1",
            ),
            *("--profiles", str(folder / "cohort" / "profiles.csv"), "--rules", str(rules)),
            *("--report", str(folder / "out")),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "SEQMATCH_DEBUG": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    page = folder / "out" / "report.html"
    return Written(
        page,
        page.read_text(encoding="utf-8"),
        (folder / "out" / "card.md").read_text(encoding="utf-8"),
        json.loads(ran.stdout),
        set(made.profiles["ORGANIZATION_ID"].to_list()),
    )


def test_the_figures_are_printed_as_without_a_report(written: Written) -> None:
    assert set(written.document) == {"cohort", "goal", "similarity", "archetypes", "automations"}


def test_every_section_is_there_and_in_the_table_of_contents(written: Written) -> None:
    assert re.findall(r'<section id="(\w+)">', written.html) == SECTIONS
    assert re.findall(r'<a href="#(\w+)">', written.html) == SECTIONS


def test_every_figure_has_a_drawing_and_a_conclusion(written: Written) -> None:
    figures = re.findall(r"<figure>.*?</figure>", written.html, flags=re.DOTALL)
    assert len(figures) >= 7
    for figure in figures:
        assert figure.count("<svg ") == 1
        assert len(re.findall(r'<p class="conclusion">[^<]{40,}</p>', figure)) == 1


def test_the_page_refers_to_nothing_but_itself_and_runs_nothing(written: Written) -> None:
    assert set(re.findall(r"https?://[^\s\"'<>)]+", written.html)) <= NAMESPACES
    assert not re.search(r"<(script|link|img|iframe|object|embed|base|form)\b", written.html)
    assert not re.search(r"@import|url\((?!#)|\bon\w+=\"|javascript:|\bsrc=", written.html)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', written.html))
    assert "default-src 'none'" in written.html


def test_ids_are_unique_on_the_page(written: Written) -> None:
    ids = re.findall(r'\bid="([^"]+)"', written.html)
    assert len(ids) == len(set(ids))


def test_every_element_that_is_opened_is_closed(written: Written) -> None:
    class Balance(HTMLParser):
        opened: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                self.opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.opened.pop() == tag

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            pass

    parser = Balance()
    parser.feed(written.html)
    assert parser.opened == []


def test_no_account_name_and_no_identifier_is_told(written: Written) -> None:
    for text in (written.html, written.card):
        assert "Zyxwoble" not in text
        assert not any(identifier in text for identifier in written.identifiers)
        assert not re.search(r"user-\d{5}", text)


def test_data_that_only_looks_synthetic_is_not_called_synthetic(written: Written) -> None:
    assert "the operator&#x27;s data" in written.html
    assert "Synthetic" not in written.html


def test_the_card_holds_the_same_figures_and_says_what_the_models_are_not_for(written: Written) -> None:
    goal = written.document["goal"]
    assert isinstance(goal, dict)
    value = f"{goal['top3_accuracy']['value']:.3f}"
    assert f"| goal, top-3 accuracy | {value} |" in written.card
    assert f'<th scope="row">goal, top-3 accuracy</th><td class="number">{value}</td>' in written.html
    assert "not for credit, pricing, eligibility" in written.card
    assert len(re.findall(r"<article", written.html)) == 20


def test_light_and_dark_and_paper_have_their_style(written: Written) -> None:
    assert {"prefers-color-scheme: dark", "print"} <= set(re.findall(r"@media \(?([^){]+?)\)? ?\{", written.html))


def test_without_the_extra_it_is_said_at_once_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["seqmatch", "evaluate", "--report", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "seqmatch: --report: Drawing the report needs the extra `plots`. "
        "Install it with: pip install 'seqmatch[plots]'\n"
    )
    assert not (tmp_path / "out").exists()
