"""The plan by lots beside the usual rules, on generated accounts."""

from __future__ import annotations

from seqmatch.families.planning.evaluation.tax_lots import measure


def test_the_plan_by_lots_costs_less_tax_than_every_usual_rule_and_keeps_the_band() -> None:
    ours, *rivals = measure(accounts=25)
    assert ours.without_plan == 0 and ours.within == 1
    assert all(ours.tax < rival.tax for rival in rivals)
    assert ours.less[1] > 0.10  # points below highest cost first, lower end of the interval
