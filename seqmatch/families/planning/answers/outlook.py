"""What is published about households like this one, and what to ask before: never guessed from transactions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seqmatch.families.planning.scoring.base_rates import Household, outlook
from seqmatch.schemas.answers.planning_changes import OutlookAsked, OutlookRate, OutlookTold

COUNTRY = "USD"
YEARS = 3
_ASK = {
    "age": "How old are you?",
    "housing": "Do you rent, or own your home?",
    "partner": "Do you live with a partner, and are you married?",
    "mother_age": "Might a child come? If so, how old is the mother? Leave it out if they would rather not say.",
    "employed": "Are you employed?",
}


def outlook_told(said: Mapping[str, Any], currency: str | None) -> OutlookTold:
    """Published rates for what a person said of themselves, and the questions that are open.

    Parameters
    ----------
    said : fields of Household, and ``years``.
    currency : of the transactions; other than dollars, no figure is told.
    """
    years = int(said.get("years", YEARS))
    household = Household(**{name: said[name] for name in _ASK if name in said})
    here = currency in (None, COUNTRY)
    return OutlookTold(
        years=years,
        rates=[
            OutlookRate(event=one.event, says=one.says, at_most=one.at_most, source=one.source, year=one.year)
            for one in (outlook(household, years) if here else [])
        ],
        ask=[OutlookAsked(field=name, question=asked) for name, asked in _ASK.items() if name not in said],
        why_not=None if here else "Only figures of the United States are here, and these transactions are elsewhere.",
    )


def outlook_text(told: OutlookTold) -> list[str]:
    """Lines of text."""
    lines = [f"Published for people like this in the United States, over {told.years} years; no forecast of theirs:"]
    for one in told.rates:
        most = "" if one.at_most is None else f" In {told.years} years at most {one.at_most:.0%} see one."
        lines.append(f"- {one.event}: {one.says}{most} ({one.source})")
    if not told.rates:
        lines = ["No published figure: " + (told.why_not or "ask about age and household first.")]
    return [*lines, *(f"- ask ({one.field}): {one.question}" for one in told.ask)]
