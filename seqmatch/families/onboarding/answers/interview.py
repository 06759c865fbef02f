"""What is known after an interview, what it says of the goal, and what is still worth asking."""

from __future__ import annotations

from seqmatch.families.onboarding.answers.goal import goal_text, predict_goal
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.answers.onboarding import InterviewAnswer
from seqmatch.schemas.goal import GOAL_TEXT
from seqmatch.schemas.profile import Profile


def interview_user(models: OnboardingModels, profile: Profile, rules_text: str | None = None) -> InterviewAnswer:
    """The profile as it stands, the goal predicted from it unless it states one, and what to ask next."""
    prediction = predict_goal(models, profile, rules_text)
    return InterviewAnswer(
        profile=profile.known(),
        goal=None if profile.product_goal else prediction,
        ask_next=prediction.ask_next,
    )


def interview_text(answer: InterviewAnswer) -> str:
    """The same in words, complete on its own."""
    facts = "; ".join(f"{field}: {value}" for field, value in answer.profile.items())
    lines = [f"Known of them: {facts}." if facts else "Nothing is known of them yet."]
    if answer.goal:
        lines.append(goal_text(answer.goal))
    else:
        stated = str(answer.profile["product_goal"])
        lines.append(f"They want to {GOAL_TEXT[stated]} ({stated}): they said so.")
        if answer.ask_next:
            first = answer.ask_next[0]
            lines.append(f'Ask next: "{first.question}" ({first.field}).')
    lines.append("Send this profile to the other tools from now on.")
    return "\n".join(lines)
