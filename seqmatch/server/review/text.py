"""A review in words."""

from __future__ import annotations

from seqmatch.schemas.answers.review import CategoryTold, RecommendationTold, ReviewTold
from seqmatch.server.review.parts import sentence


def review_in_words(review: ReviewTold) -> str:
    """The review as text, complete without the structure."""
    lines = [f"As of {review.as_of}.", *review.executive_summary]
    if review.prioritized_actions:
        lines += ["", "What to do, the most urgent first:"]
        for place, one in enumerate(review.prioritized_actions, 1):
            action = "" if one.action.startswith(one.title) else f" {one.action}"
            lines.append(f"{place}. [{one.priority}] {sentence(one.title)}{action}")
    if (health := review.financial_health_score) is not None:
        lines += ["", "Financial health:"]
        lines += [f"- {one.part}: {one.points:.0f} of 100. {'; '.join(one.facts)}." for one in health.parts]
    for category in review.categories:
        lines += ["", *_category(category)]
    return "\n".join(lines)


def _category(one: CategoryTold) -> list[str]:
    lines = [f"{one.category.replace('_', ' ').capitalize()}:", *one.summary]
    for told in one.recommendations:
        lines += _recommendation(told)
    lines += [f"Needed: {need}" for need in one.needs]
    return lines + [f"Unsure: {what}" for what in one.unsure]


def _recommendation(one: RecommendationTold) -> list[str]:
    standing = "" if one.status == "active" else f" ({one.status})"
    lines = [f"- {sentence(one.title)}{standing} {one.description}"]
    lines += [f"  - {fact}" for fact in one.evidence if fact != one.description]
    lines += [f"  > {line}" for line in (one.rule_text or "").splitlines()]
    if one.caution:
        lines.append(f"  Caution: {one.caution}")
    lines.append(f"  id {one.recommendation_id}, valid until {one.expires_at:%Y-%m-%d}")
    return lines
