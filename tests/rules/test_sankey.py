"""The picture of a plan: everything is in it, nothing overlaps, and nothing in it is more than a picture."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqmatch.errors import ArgumentError
from seqmatch.rules.drawing.diagram import LABEL, MOST_FLOWS, Flow, payments_without_amount
from seqmatch.rules.drawing.layout import GAP, ROW, lay_out
from seqmatch.rules.drawing.svg import sankey_svg
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.plain_text import plain

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>\x1b[31m\u202e\x00&\"'"

_names = st.sampled_from(["Pay", "Hub", "Rent", "Fun", HOSTILE, "", "↩ \x1fHub", "A" * 500, "\ud800", "日本" * 30])
_flows = st.lists(st.builds(Flow, _names, _names, st.integers(0, 10**12)), max_size=20)


def _texts(svg: str, kind: str) -> list[str]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return [text.text or "" for text in found if text.get("class") == f"sq-{kind}"]


def _labels(svg: str) -> dict[str, str]:
    return dict(zip(_texts(svg, "name"), _texts(svg, "note"), strict=True))


HOUSEHOLD = """
Salary > Hub 420000, Freelance > Taxes 30000, Freelance > Hub 70050, Salary > 401(k) 50000, Hub > Bills 210000,
Hub > Groceries 60000, Hub > Savings 55000, Hub > Visa Card 40000, Salary > Rainy Day Fund 10000, Bills > Rent 150000,
Bills > Electric 14500, Bills > Visa Card 20000, Savings > Vacation 20000, Savings > Rainy Day Fund 15000,
Groceries > Costco 45000, Taxes > Savings 5000, Rainy Day Fund > Hub 2500, Hub > Rent 9999, Freelance > Costco 100
"""


def test_a_household_is_drawn_as_in_household_svg() -> None:
    """Look at the new picture in a browser before you overwrite the old one with it."""
    flows = [
        Flow(source, destination, int(cents))
        for source, destination, cents in re.findall(r"\s*([^,]+) > ([^,]+) (\d+)", HOUSEHOLD)
    ]
    arrivals = {"Salary": 500_000, "Freelance": 110_000, "Savings": 5_000}
    unstated = [("Hub", "Visa Card"), ("Hub", "Student Loan")]
    svg = sankey_svg(flows, "One month", arrivals, unstated)
    assert svg == (Path(__file__).parent / "household.svg").read_text(encoding="utf-8")


def test_every_account_stands_beside_its_amount() -> None:
    svg = sankey_svg(
        [
            *(Flow("Pay", "Rent", 135_000), Flow("Pay", "Hub", 300_000)),
            *(Flow("Hub", "Savings", 100_050), Flow("Rent", "Landlord", 135_000)),
        ],
        "One month",
        {"Pay": 500_000},
    )
    assert _labels(svg) == {
        "Pay": "$5,000, keeps $650",
        "Rent": "$1,350",
        "Hub": "$3,000, keeps $1,999.50",
        "Savings": "$1,000.50",
        "Landlord": "$1,350",
    }
    assert _texts(svg, "title") == ["One month"]


def test_payments_between_the_same_accounts_are_one_band_with_their_sum() -> None:
    svg = sankey_svg([Flow("Pay", "Rent", 100), Flow("Pay", "Rent", 250), Flow("Pay", "Fun", 0)], "T", {"Pay": 0})
    assert re.findall("<title>(.* to .*)</title>", svg) == ["Pay to Rent: $3.50"]


def test_money_that_comes_back_goes_to_a_second_box_of_its_account() -> None:
    svg = sankey_svg([Flow("Pay", "Hub", 900), Flow("Hub", "Rent", 500), Flow("Rent", "Hub", 200)], "T")
    assert _labels(svg) == {"Pay": "$9", "Hub": "$11, keeps $6", "Rent": "$5, keeps $3", "↩ Hub": "$2 comes back"}


def test_a_plan_in_which_nothing_moves_says_so() -> None:
    svg = sankey_svg([], "T")
    assert _texts(svg, "small") == ["No money moves."]
    assert 'viewBox="0 0 560 140"' in svg


def test_of_too_many_payments_the_largest_are_drawn_and_the_rest_is_summed_up() -> None:
    svg = sankey_svg([Flow("Pay", f"Account {n}", 100 * (n + 1)) for n in range(MOST_FLOWS + 2)], "T")
    assert (len(_labels(svg)), "Account 1" in _labels(svg), "Account 2" in _labels(svg)) == (
        MOST_FLOWS + 1,
        False,
        True,
    )
    assert _texts(svg, "small")[-1] == "2 smaller payments, $3 in all, are not drawn."


def test_payments_whose_amount_nobody_said_are_told_of_and_not_drawn() -> None:
    rules = parse_rules("When funds are received: Funds move from Pay to Visa Card; $5.00 moves from Pay to Rent.")
    unstated = payments_without_amount(rules)
    assert _texts(sankey_svg([Flow("Pay", "Rent", 500)], "T", unstated=unstated), "small")[-1] == (
        "1 payment is not drawn: the rules do not say how much."
    )
    told = sankey_svg([Flow("Pay", "Rent", 500), Flow("Pay", "Visa Card", 900)], "T", unstated=unstated)
    assert "not drawn" not in told


def test_long_names_are_cut_in_the_label_and_told_in_the_tooltip() -> None:
    name = "Car Insurance and Registration for Both"
    svg = sankey_svg([Flow("Pay", name, 100)], "T")
    assert list(_labels(svg)) == ["Pay", plain(name, LABEL)]
    assert f"<title>{name}: $1</title>" in svg


def test_a_picture_describes_itself_and_wears_light_and_dark() -> None:
    svg = sankey_svg([Flow("Pay", "Rent", 100)], "One month")
    root = ElementTree.fromstring(svg)
    said = {part.get("id"): part.text for part in root if part.get("id")}
    assert [said[key] for key in (root.get("aria-labelledby") or "").split()] == [
        "One month",
        "2 accounts, $1 moved: Pay to Rent $1",
    ]
    assert root.get("role") == "img" and "prefers-color-scheme:dark" in svg


@pytest.mark.parametrize(("payments", "rest"), [(12, ""), (13, "; and 1 more"), (15, "; and 3 more")])
def test_of_many_payments_twelve_are_described(payments: int, rest: str) -> None:
    svg = sankey_svg([Flow("Pay", f"A{n}", 100 * (n + 1)) for n in range(payments)], "T")
    described = ElementTree.fromstring(svg).findtext(f"{SVG}desc") or ""
    assert described.count("Pay to A") == 12
    assert described.endswith(f"Pay to A{payments - 12} ${payments - 11}{rest}")


def test_a_picture_is_as_wide_as_its_legend_needs() -> None:
    names = ("Rent", "Visa Card", "Taxes", "Savings", "Vacation", "Payroll", "Qx Zq")
    svg = sankey_svg([Flow("Pay", name, 100) for name in names], "T", {"Pay": 700})
    assert len(_texts(svg, "small")) == 1 + len({"income", *names})
    assert 'viewBox="0 0 767 ' in svg


def test_a_payment_below_zero_is_refused() -> None:
    with pytest.raises(ArgumentError):
        sankey_svg([Flow("Pay", "Rent", -1)], "T")
    with pytest.raises(ArgumentError):
        sankey_svg([], "T", {"Pay": -1})


@given(_flows, _names)
@settings(max_examples=100, deadline=None)
def test_whatever_the_names_it_is_a_picture_and_nothing_more(flows: list[Flow], title: str) -> None:
    svg = sankey_svg(flows, title)
    root = ElementTree.fromstring(svg.encode())
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "path", "text"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if "href" in name or name.startswith("on")}
    assert "url(" not in svg and "@import" not in svg
    assert all(character == "\n" or character.isprintable() for character in svg)
    assert svg == sankey_svg(flows, title)


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(1, 5), st.integers(1, 10**7)), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_boxes_do_not_overlap_and_bands_stay_on_them(payments: list[tuple[int, int, int]]) -> None:
    flows: dict[tuple[str, str], int] = {}
    for source, further, cents in payments:
        edge = (str(source), str(source + further))
        flows[edge] = flows.get(edge, 0) + cents
    totals: dict[str, int] = defaultdict(int)
    for account in {name for edge in flows for name in edge}:
        totals[account] = max(
            sum(c for e, c in flows.items() if e[0] == account), sum(c for e, c in flows.items() if e[1] == account)
        )

    layout = lay_out(flows, totals)

    columns = defaultdict(list)
    for box in layout.boxes.values():
        columns[box.column].append(box)
        assert box.y >= -0.001 and box.y + box.room <= layout.height + 0.001
    for column in columns.values():
        for upper, lower in pairwise(sorted(column, key=lambda box: box.y)):
            assert upper.y + upper.room + GAP <= lower.y + 0.001
    for band in layout.bands:
        for name, point in ((band.edge[0], band.points[0]), (band.edge[1], band.points[-1])):
            box = layout.boxes[name]
            assert abs(point[1] - box.middle) + band.thickness / 2 <= box.height / 2 + 0.001
        assert layout.boxes[band.edge[0]].column < layout.boxes[band.edge[1]].column


def test_a_picture_is_no_taller_than_its_fullest_column_needs() -> None:
    flows = {("Hub", f"Account {n}"): 100 for n in range(9)} | {("Account 8", f"Bill {n}"): 30 for n in range(3)}
    totals = {"Hub": 900, "Account 8": 100} | {edge[1]: cents for edge, cents in flows.items()}
    layout = lay_out(flows, totals)
    assert layout.height == pytest.approx(9 * ROW + 8 * GAP)
    from_hub = sum(band.thickness for band in layout.bands if band.edge[0] == "Hub")
    assert from_hub == pytest.approx(0.62 * 9 * (ROW + GAP))  # the rest of the height is air between the bands


def test_accounts_are_ordered_so_that_bands_do_not_cross() -> None:
    flows = {("Pay", "First"): 500, ("Pay", "Second"): 500, ("Second", "Last"): 500, ("First", "Next"): 500}
    boxes = lay_out(flows, {"Pay": 1000, "First": 500, "Second": 500, "Last": 500, "Next": 500}).boxes
    assert (boxes["First"].y < boxes["Second"].y) is (boxes["Next"].y < boxes["Last"].y)


def test_bands_are_as_thick_as_their_amounts() -> None:
    flows = {("Pay", "Rent"): 400_000, ("Pay", "Fun"): 100_000}
    thickness = {
        band.edge: band.thickness
        for band in lay_out(flows, {"Pay": 500_000} | {b: c for (_, b), c in flows.items()}).bands
    }
    assert thickness["Pay", "Rent"] == pytest.approx(4 * thickness["Pay", "Fun"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rent", "Rent"),
        ("  two\nlines\tand\x00more ", "two lines an…"),
        ("Emergency Fund", "Emergency Fu…"),
        ("\u202eabc\u2066", "abc"),
        ("日本日本日本日本", "日本日本日本…"),
        ("a" + "\u0301" * 50 + "b", "a\u0301\u0301b"),
        ("a\u0301" * 3, "a\u0301" * 3),
        ("日本日本日本a", "日本日本日本a"),
        ("abcdefghijkl m", "abcdefghijkl…"),
        ("👩\u200d👧 Kids", "👩\u200d👧 Kids"),
        ("👩\u200d👧 Kids Fun", "👩\u200d👧 Kids Fun"),
        ("👩\u200d👧 Kids Fund", "👩\u200d👧 Kids Fu…"),
        ("e\u0301" * 13, "e\u0301" * 13),
        ("\ud800\x1b", ""),
    ],
)
def test_names_are_shown_on_one_line_of_bounded_width(text: str, shown: str) -> None:
    assert plain(text, 13) == shown
