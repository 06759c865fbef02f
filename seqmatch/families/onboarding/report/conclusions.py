"""What to conclude from each figure, in sentences made from its numbers."""

from __future__ import annotations

from typing import Any


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
        + ("The gain is real: " if beyond else "The gain may be luck: ")
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
            f"{percent(top3['value'] / limit)} of that.",
        )
    return lines


def reliability(rows: list[dict[str, Any]]) -> str:
    inside = sum(row["low"] <= row["said"] <= row["high"] for row in rows)
    off = [row["was"] - row["said"] for row in rows if not row["low"] <= row["said"] <= row["high"]]
    if len(off) <= 1:
        verdict = "The stated probabilities can be taken at their word."
    elif min(off) > 0:
        verdict = "Elsewhere it is right more often than it says: its doubt is on the safe side."
    elif max(off) < 0:
        verdict = "Elsewhere it is right less often than it says: read its probabilities as an order, not as odds."
    else:
        verdict = "Elsewhere it errs to both sides: read its probabilities as an order, not as odds."
    return (
        f"Users in {len(rows)} groups of equal size, from the least to the most certain answer. On the dashed line the "
        f"model is right as often as it says. It runs through {inside} of the {len(rows)} intervals. {verdict}"
    )


def confusion(rows: list[dict[str, Any]]) -> str:
    own = {row["stated"]: row["share"] or 0.0 for row in rows if row["stated"] == row["predicted"]}
    best = max(own, key=lambda group: own[group])
    never = sorted(group for group, share in own.items() if share < 0.05)
    words = f"Each line adds up to 100 % of those who state the group. {best.capitalize()} is recognised best "
    words += f"({percent(own[best])} of them)."
    if never:
        words += (
            f" Hardly ever recognised: {', '.join(never)}. For these the top three and the probabilities tell more "
            "than the first guess."
        )
    return words


def importance(rows: list[dict[str, Any]]) -> str:
    total = sum(row["effect"] for row in rows)
    from_rules = sum(row["effect"] for row in rows if row["subject"] != "profile") / total if total else 0.0
    leading = " and ".join(f"“{row['feature']}”" for row in rows[:2])
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
    ours, columns = orders["ask_next"], orders["column order"]
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
        f"{columns['questions']:.1f} and random order {orders['random order']['questions']:.1f}. "
    )
    if ours["ci95"][1] < columns["ci95"][0]:
        verdict += (
            f"It saves {columns['questions'] - ours['questions']:.1f} questions against the columns, beyond chance."
        )
    elif ours["ci95"][0] > columns["ci95"][1]:
        verdict += "Here the columns happen to be the better order, beyond chance: ask_next does not pay."
    else:
        verdict += "It does not differ from column order beyond chance."
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
