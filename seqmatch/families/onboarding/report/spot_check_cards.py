"""The spot checks as cards: the person, the match and the reasons."""

from __future__ import annotations

from html import escape
from typing import Any

from seqmatch.schemas.goal import GOAL_TEXT


def spot_check_cards(checks: list[dict[str, Any]]) -> str:
    return '<div class="cards">' + "\n".join(_card(number, check) for number, check in enumerate(checks, 1)) + "</div>"


def _card(number: int, check: dict[str, Any]) -> str:
    who = ", ".join(check["facts"]) or "only facts too rare to show"
    stated = f"a goal about {check['stated_group']} (not told to the model)" if check["stated_group"] else ""
    matches = "".join(
        f"<li><b>{match['similarity']:.2f}</b><span>{match['size']} people: "
        f"{escape(', '.join(match['because'])) or _quiet('rarer facts, not told')}</span></li>"
        for match in check["matches"]
    )
    groups = (
        ", ".join(f"{group} {share:.0%}" for group, share in check["matched_groups"].items())
        or "none of them states one"
    )
    patterns = "; ".join(f"{entry['pattern']} ({entry['share']:.0%} of them)" for entry in check["patterns"])
    guesses = ", ".join(f"{GOAL_TEXT[entry['goal']]} {entry['probability']:.0%}" for entry in check["predicted"])
    sure = "" if check["confident"] else " — not sure"
    lines = [
        f"<h3>{number}<span>{'rules known' if check['rules_known'] else 'new user'}</span></h3>",
        f"<p><strong>{escape(who[:1].upper() + who[1:])}.</strong></p>",
        f"<p>States {escape(stated)}.</p>" if stated else f"<p>{_quiet('No stated goal that can be shown.')}</p>",
        f"<p>Matched groups, with what most of each share with the person:</p><ul>{matches}</ul>",
        f"<p>Goal groups they state: {escape(groups)}.</p>",
        f"<p>What they automate: {escape(patterns)}.</p>" if patterns else "",
        f"<p>Predicted: {escape(guesses)}{sure}.</p>",
        f'<p class="quiet">Archetype: {escape(check["archetype"])}.</p>' if check["archetype"] else "",
    ]
    return '<article class="card">' + "".join(lines) + "</article>"


def _quiet(text: str) -> str:
    return f'<span class="quiet">{escape(text)}</span>'


def spot_check_summary(checks: list[dict[str, Any]]) -> str:
    """How many of the cards hold what one would expect."""
    told = [check for check in checks if check["stated_group"]]
    same = sum(check["matched_groups"].get(check["stated_group"], 0) for check in told) / max(len(told), 1)
    near = sum(min(match["similarity"] for match in check["matches"]) >= 0.5 for check in checks if check["matches"])
    goals = (
        f" Where the person's goal can be shown, {same:.0%} of the goals that their matches state are of the same "
        "group, although no goal entered the comparison."
        if told
        else ""
    )
    return (
        f"{len(checks)} people of every user type and goal group, none of whom was learned from; every other one is "
        "asked for as a new user, without rules. Facts shown of a person hold together for at least five users; rarer "
        f"ones entered the comparison but are not shown. On {near} of {len(checks)} cards all five groups have a "
        f"similarity of 0.5 or more.{goals}"
    )
