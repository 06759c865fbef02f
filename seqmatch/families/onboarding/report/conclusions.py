"""Conclusions of the report, in sentences made from the figures."""

from __future__ import annotations

from math import comb, sqrt
from typing import Any

ROUGHLY = 0.1
"""Half an interval wider than this leaves open whether probabilities are right."""
HALF_A_POINT = 0.005
NEARLY_ALL = 0.8
TOLD_APART = 0.1
"""A group is told apart where its own users are called so by this much more of them than the others."""


def percent(share: float) -> str:
    return f"{share:.0%}"


def in_short(document: dict[str, Any]) -> list[str]:
    """The report in a few sentences."""
    goal, similarity = document["goal"], document["similarity"]
    clusters, automations = document["archetypes"], document["automations"]
    top3, loss = goal["top3_accuracy"], goal["log_loss"]
    beyond = top3["ci95"][0] > top3["baseline"]
    lifts = {name: automations[name]["ndcg_lift_over_popularity"] for name in ("new_user", "known_rules")}
    lines = [
        f"The goal is among the three most probable for {percent(top3['value'])} of users; always answering the three "
        f"commonest goals reaches {percent(top3['baseline'])}. "
        + ("The gain is beyond chance: " if beyond else "The difference may be chance: ")
        + f"the 95 % interval is {percent(top3['ci95'][0])} to {percent(top3['ci95'][1])}.",
        f"Log-loss is {loss['value']:.3f} against {loss['baseline']:.3f} of the base rates and "
        f"{goal['baselines']['seed_recipe']['log_loss']:.3f} of the seed's recipe; probabilities are off by "
        f"{goal['ece']['value']:.3f} on average.",
        f"Of the five most similar users, {percent(similarity['goal_group_match_at_5']['value'])} share the goal group "
        f"when no goal enters the comparison, against {percent(similarity['goal_group_match_at_5']['baseline'])} by "
        "chance.",
        f"There are {clusters['k']['value']:.0f} archetypes, silhouette {clusters['silhouette']['value']:.2f} against "
        f"{clusters['silhouette_null']['value']:.2f} where there is nothing to find; learned again from other samples "
        f"they agree to {clusters['stability_ari']['value']:.2f}.",
        f"Suggested automations are worth {lifts['new_user']['value']:.2f} times the popular ones for a new user and "
        f"{lifts['known_rules']['value']:.2f} times when half of the rules are known.",
    ]
    limit = document.get("ceiling", {}).get("goal", {}).get("top3_accuracy")
    if limit:
        lines.insert(
            1,
            f"No model can reach more than {percent(limit)} here in the long run: seqmatch reaches "
            + (
                f"{percent(top3['value'] / limit)} of that."
                if top3["value"] <= limit
                else "it, and a little more by the luck of this sample."
            ),
        )
    return lines


def reliability(rows: list[dict[str, Any]]) -> str:
    """What the groups say together: one beyond its interval is chance, nine on one side of the line are not."""
    users = sum(row["users"] for row in rows)
    gap = sum(row["users"] * (row["was"] - row["said"]) for row in rows) / users
    spread = 1.96 * sqrt(sum(row["users"] * row["was"] * (1 - row["was"]) for row in rows)) / users
    below, above = (sum(sign * (row["was"] - row["said"]) > HALF_A_POINT for row in rows) for sign in (-1, 1))
    outside = sum(not row["low"] <= row["said"] <= row["high"] for row in rows)
    wide = max((row["high"] - row["low"]) / 2 for row in rows)
    if (gap < -spread or _one_sided(below, above)) and gap < 0:
        verdict = (
            f"It is too sure of itself: in {below} of {len(rows)} groups it is right less often than it says, by "
            f"{_points(-gap)} on average. Read its probabilities as an order, not as odds."
        )
    elif (gap > spread or _one_sided(above, below)) and gap > 0:
        verdict = (
            f"In {above} of {len(rows)} groups it is right more often than it says, by {_points(gap)} on average: its "
            "doubt is on the safe side."
        )
    elif outside > 1:
        verdict = "Where it does not, it errs to both sides: read its probabilities as an order, not as odds."
    elif wide > ROUGHLY:
        verdict = (
            "Nothing here speaks against its probabilities, but there are too few users to say more: an error of up to "
            f"{_points(wide)} would not show."
        )
    else:
        verdict = "The stated probabilities can be taken at their word."
    return (
        f"Users in {len(rows)} groups of equal size, from the least to the most certain answer. On the dashed line the "
        f"model is right as often as it says. It runs through {len(rows) - outside} of the {len(rows)} intervals. "
        f"{verdict}"
    )


def _one_sided(many: int, few: int) -> bool:
    """Whether so many of the groups on one side are beyond chance (sign test, 5 %)."""
    of = many + few
    return many > few and 2 * sum(comb(of, k) for k in range(many, of + 1)) / 2**of < 0.05


def _points(share: float) -> str:
    return f"{100 * share:.0f} points" if round(100 * share) != 1 else "1 point"


def confusion(rows: list[dict[str, Any]]) -> str:
    """A group is recognised where those who state it are called so more often than the others are."""
    users = {row["stated"]: row["users"] for row in rows}
    called = {(row["stated"], row["predicted"]): row["share"] or 0.0 for row in rows}

    def of_others(group: str) -> float:
        others = [one for one in users if one != group]
        named = sum(users[one] * called.get((one, group), 0.0) for one in others)
        return named / sum(users[one] for one in others) if others else 0.0

    words = "Each line adds up to 100 % of those who state the group."
    everyone = sum(users.values())
    for group in sorted({row["predicted"] for row in rows}):
        share = sum(count * called.get((one, group), 0.0) for one, count in users.items()) / everyone
        if share >= NEARLY_ALL and len(users) > 1:
            words += f" Nearly everyone ({percent(share)}) is called {group}, whatever they state."
    told = {group: called.get((group, group), 0.0) - of_others(group) for group in users}
    best = max(told, key=lambda group: told[group])
    own, other = called.get((best, best), 0.0), of_others(best)
    if len(users) > 1 and told[best] >= TOLD_APART:
        words += (
            f" {best.capitalize()} is told apart best: {percent(own)} of those who state it are called so, and "
            f"{percent(other)} of the others."
        )
    elif len(users) > 1:
        words += (
            f" No group is told apart: even {best}, the best, is what {percent(own)} of those who state it are called, "
            f"and {percent(other)} of the others."
        )
    never = sorted(group for group in users if called.get((group, group), 0.0) < 0.05)
    if never:
        words += (
            f" Hardly ever recognised: {', '.join(never)}. For these the top three and the probabilities tell more "
            "than the first guess."
        )
    return words


def importance(rows: list[dict[str, Any]]) -> str:
    total = sum(row["effect"] for row in rows)
    from_rules = sum(row["effect"] for row in rows if row["subject"] != "profile") / total if total else 0.0
    inner = str.maketrans("“”", "‘’")
    leading = " and ".join(f"“{row['feature'].translate(inner)}”" for row in rows[:2])
    return (
        f"Predictions are moved most by {leading}. Of the effects shown, {percent(from_rules)} come "
        "from rules and the roles of accounts, the rest from the profile. An effect says what the model looks at, not "
        "what makes people choose a goal."
    )


def learning_curve(rows: list[dict[str, Any]]) -> str:
    first, after, gain = rows[0]["log_loss"], rows[-1]["log_loss"], rows[-1]["gain"]
    low, high = gain["ci95"]
    if low > 0:
        verdict = "That is beyond chance, so more labelled users are worth having."
    elif high < 0.01:
        verdict = "It has levelled out: more users of this kind bring little, better questions would bring more."
    else:
        verdict = "That may be chance: whether still more users would help cannot be told from these."
    return (
        f"Log-loss goes from {first['value']:.3f} with {rows[0]['users']:,} labelled users to {after['value']:.3f} "
        f"with {rows[-1]['users']:,}. The last quarter of them changed it by {-gain['value']:+.3f} (95 % interval "
        f"{-high:+.3f} to {-low:+.3f}, the same held-out users). {verdict}"
    )


def signal(rows: list[dict[str, Any]]) -> str:
    reached = [row["reached"]["value"] / row["ceiling"] for row in rows if row["signal"] > 0]
    return (
        "The synthetic cohort drawn again with weaker and stronger goals. The upper line is the score of the model "
        f"that drew it, which nothing can beat in the long run; seqmatch reaches {percent(min(reached))} to "
        f"{percent(max(reached))} of it where goals show at all."
    )


def asking(found: dict[str, Any]) -> list[str]:
    """What counts as confident, and what the orders are worth."""
    orders = {row["order"]: row for row in found["orders"]}
    ours, columns, drawn = orders["ask_next"], orders["column order"], orders["random order"]
    if found["rule"] == "threshold":
        rule = (
            f"Confident means that the leading goal reaches the classifier's own threshold, {percent(found['level'])}."
        )
    else:
        rule = (
            "The classifier's own threshold for naming a goal is reached by too few people from the profile alone, so "
            f"confident means here that the remaining doubt has fallen to {found['level']:.2f} bits, which is what the "
            "whole profile leaves for half of the people."
        )
    verdict = (
        f"Asking what ask_next proposes takes {ours['questions']:.1f} questions on average, column order "
        f"{columns['questions']:.1f} and random order {drawn['questions']:.1f}. "
    )
    if ours["ci95"][1] < columns["ci95"][0]:
        verdict += (
            f"It saves {columns['questions'] - ours['questions']:.1f} questions against the columns, beyond chance."
        )
    elif ours["ci95"][0] > columns["ci95"][1]:
        verdict += "For the goal alone columns are the better order, beyond chance; ask_next looks beyond the goal."
    else:
        verdict += "It does not differ from column order beyond chance."
    if ours["ci95"][0] > drawn["ci95"][1]:
        verdict += " Random order takes fewer, beyond chance."
    counted = (
        f"Counted are the {found['counted']} of {found['people']} people whose whole profile makes confident. They "
        "were not learned from, nothing is known of them at the start, and their rules stay unknown."
    )
    return [rule, counted, verdict]


def archetype_map(found: dict[str, Any]) -> str:
    drawn = sum(cell["users"] for cell in found["map"]["cells"])
    hidden = found["map"]["hidden_users"]
    return (
        "Users by the two directions in which their rules differ most. Each hexagon stands for at least five users and "
        "has the colour of their commonest archetype, the fuller the more users; "
        f"{drawn:,} users are drawn, {hidden:,} in sparser places are not, so that nobody can be found. The groups "
        "were formed in more dimensions than a page has: where colours meet here they may still be apart, and a number "
        "without hexagons is an archetype whose users are spread too thinly to draw."
    )


def ks(found: dict[str, Any]) -> str:
    chosen = next(row for row in found["ks"] if row["chosen"])
    ratio = chosen["null"] / chosen["silhouette"]
    verdict = "the groups are more than noise" if ratio < 0.8 else "the groups are hardly more than noise"
    return (
        f"The ringed k = {chosen['k']} has the best product of silhouette and stability among those whose smallest "
        f"group holds at least 3 % of users. Where columns are shuffled, so that there is nothing to find, the "
        f"silhouette is {chosen['null']:.2f}, {ratio:.2f} of ours: {verdict}."
    )


def lift(automations: dict[str, Any]) -> str:
    words: list[str] = []
    for situation, title in (("new_user", "For a new user"), ("known_rules", "With half of the rules known")):
        found = automations[situation]["ndcg_lift_over_popularity"]
        beyond = "beyond chance" if found["ci95"][0] > 1 else "which may be chance"
        words.append(
            f"{title} the recommender reaches {found['value']:.2f} times the popular list's score "
            f"({found['ci95'][0]:.2f} to {found['ci95'][1]:.2f}, {beyond})."
        )
    return " ".join(words)
