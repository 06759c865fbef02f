"""The evaluation report, opened offline: every figure is drawn, nothing is asked of anyone, nothing goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page
from shown import SCREENSHOTS, Watched

from seqmatch.data.synthetic.people.generate import generate, write

pytestmark = pytest.mark.anyio

FIGURES = [
    "Can the probabilities be believed?",
    "Which groups of goals are told apart?",
    "What does the predictor look at?",
    "Is more data worth it?",
    "How close to the best possible? (synthetic)",
    "How fast does doubt fall?",
    "Where do they stand?",
    "Why this many groups?",
    "Is the recommender better than a list of what is popular?",
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a generated cohort just large enough for every figure, as the command line writes it."""
    folder = tmp_path_factory.mktemp("report")
    write(generate(users=260, seed=5, preset="exam"), folder / "cohort")
    ran = subprocess.run(
        [
            *(sys.executable, "-c", "from seqmatch.cli.main import main; main()", "evaluate", "--json"),
            *("--profiles", str(folder / "cohort" / "profiles.csv"), "--rules", str(folder / "cohort" / "rules.csv")),
            *("--report", str(folder / "out")),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "SEQMATCH_DEBUG": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    return folder / "out" / "report.html"


@pytest.fixture(params=["light", "dark"])
async def opened(request: pytest.FixtureRequest, browser: Browser, report: Path) -> AsyncIterator[Watched]:
    context = await browser.new_context(
        viewport={"width": 1000, "height": 800}, color_scheme=request.param, offline=True, reduced_motion="reduce"
    )
    held = Watched(await context.new_page())
    await held.watch(report.as_uri(), report.read_text(encoding="utf-8"), {})
    await held.page.goto(report.as_uri())
    yield held
    await context.close()


async def marks_of(page: Page) -> list[dict[str, Any]]:
    """Of each figure: its title, the size it is shown in, and how many of its marks can be seen."""
    found: list[dict[str, Any]] = await page.locator("figure").evaluate_all(
        """figures => figures.map(figure => {
            const svg = figure.querySelector("svg").getBoundingClientRect();
            const marks = [...figure.querySelectorAll("svg path, svg rect, svg circle, svg text, svg line")];
            const seen = marks.filter(mark => {
                const box = mark.getBoundingClientRect();
                const style = getComputedStyle(mark);
                const painted = style.fill !== "none" || style.stroke !== "none";
                return (box.width > 0 || box.height > 0) && painted && style.visibility === "visible"
                    && box.right <= svg.right + 2 && box.left >= svg.left - 2;
            });
            const title = figure.querySelector("figcaption strong").textContent;
            return { title, width: svg.width, height: svg.height, seen: seen.length };
        })"""
    )
    return found


async def test_every_figure_is_drawn_and_nothing_is_asked_of_anyone(opened: Watched) -> None:
    figures = await marks_of(opened.page)
    assert [figure["title"] for figure in figures] == FIGURES
    for figure in figures:
        assert figure["width"] > 200 and figure["height"] > 100
        assert figure["seen"] >= 10
    opened.assert_quiet()


async def test_the_page_is_read_in_the_colours_of_the_system(opened: Watched, request: pytest.FixtureRequest) -> None:
    dark = request.node.callspec.params["opened"] == "dark"
    paper, ink = await opened.page.locator("body").evaluate(
        "body => [getComputedStyle(body).backgroundColor, getComputedStyle(body).color]"
    )
    brightness = [sum(int(part) for part in colour[4:-1].split(",")) for colour in (paper, ink)]
    assert (brightness[0] < brightness[1]) is dark


async def test_it_fits_a_phone(opened: Watched) -> None:
    await opened.page.set_viewport_size({"width": 360, "height": 740})
    assert await opened.page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_links_lead_to_their_sections(opened: Watched) -> None:
    links = opened.page.locator('a[href^="#"]')
    targets = await links.evaluate_all("all => all.map(link => document.querySelector(link.hash)?.tagName)")
    assert targets and set(targets) == {"SECTION"}
    await links.last.click()
    assert await opened.page.evaluate("document.querySelector(location.hash).getBoundingClientRect().top < innerHeight")
    opened.assert_quiet()


async def test_its_figures_are_kept_to_be_looked_at(opened: Watched, request: pytest.FixtureRequest) -> None:
    theme = request.node.callspec.params["opened"]
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    figures = opened.page.locator("figure")
    for number in range(await figures.count()):
        kept = SCREENSHOTS / f"report-{theme}-{number}.png"
        await figures.nth(number).screenshot(path=kept)
        assert kept.stat().st_size > 2_000
