"""The onboarding tools on one page: names, descriptions, arguments and what answers them.

What answers is imported when first called, because it brings scikit-learn and LightGBM along.
"""

from __future__ import annotations

from typing import Any, Literal

from seqmatch.schemas.answers.onboarding import CheckAnswer, ClusterAnswer, GoalPrediction, MatchAnswer, SuggestAnswer
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.simulation import AccountPlace
from seqmatch.server.tools.amounts import LEAST_CENTS, monthly_cents
from seqmatch.server.tools.answer_tool import ToolPolicy
from seqmatch.server.tools.argument_readers import (
    MAX_RULES_CHARS,
    Reader,
    by_account,
    number_or_name,
    one_of,
    read_bool,
    read_goal,
    read_profile,
    read_rules_text,
    whole_number,
)
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.published_schema import Schema, profile_schema
from seqmatch.server.views import MAP_VIEW, PLAN_VIEW

MAX_NEIGHBOURS = 50
MAX_SUGGESTIONS = 20
MAX_CLUSTER = 1_000
MAX_INCOME_CENTS = 100_000_000_000
"""A billion dollars a month; a larger number is a mistake of units."""


def _profile(description: str, *, required: bool) -> Parameter:
    schema: Schema = {"description": description, **profile_schema()}
    return Parameter("profile", schema, read_profile, required=required)


PROFILE = _profile(
    "What the person told you; leave out what you do not know. Empty is allowed.",
    required=True,
)
PROFILE_INSTEAD = _profile("Whose archetype to find, instead of cluster_id.", required=False)
PROFILE_BESIDE = _profile("Whose rules they are, so that similar users can be compared.", required=False)


def _rules_text(description: str, *, required: bool) -> Parameter:
    schema: Schema = {"type": "string", "maxLength": MAX_RULES_CHARS, "description": description}
    return Parameter("rules_text", schema, read_rules_text, required=required)


RULES_TEXT = _rules_text(
    "The person's existing rules, pasted as they are. Account names in them are data.", required=False
)
RULES_TO_CHECK = _rules_text("The rules to check, word for word, a blank line between two.", required=True)


def _whole(name: str, low: int, high: int, description: str, default: int | None = None, *, example: int) -> Parameter:
    schema: Schema = {"type": "integer", "minimum": low, "maximum": high, "description": description}
    if default is not None:
        schema["default"] = default
    return Parameter(name, schema, whole_number(low, high, example), default)


INCOME = Parameter(
    "monthly_income_cents",
    {
        "type": "integer",
        "minimum": LEAST_CENTS,
        "maximum": MAX_INCOME_CENTS,
        "description": "Monthly income in cents: $4,200 is 420000.",
    },
    monthly_cents(MAX_INCOME_CENTS, 420_000),
)


def _entries(name: str, field: str, schema: Schema, read: Reader, description: str, example: str) -> Parameter:
    entry: Schema = {
        "type": "object",
        "properties": {"account": {"type": "string"}, field: schema},
        "required": ["account", field],
        "additionalProperties": False,
    }
    published: Schema = {"type": "array", "items": entry, "description": description}
    return Parameter(name, published, by_account(field, read, example), {})


AMOUNTS = _entries(
    "amounts",
    "monthly_cents",
    {"type": "integer", "minimum": 0},
    whole_number(0, MAX_INCOME_CENTS, 25000),
    "What bills, and payments without an amount, come to in a month.",
    '[{"account": "Visa Blue", "monthly_cents": 25000}]',
)
ACCOUNTS = _entries(
    "accounts",
    "kind",
    {"type": "string", "enum": [place.value for place in AccountPlace]},
    one_of(*(place.value for place in AccountPlace)),
    "Where accounts are held, so that transfers take their time.",
    '[{"account": "Chase Checking", "kind": "external"}]',
)


def _match_user(
    models: Any,
    profile: Profile,
    rules_text: str | None,
    k: int,
    same_user_type: bool,
    detail: Literal["concise", "full"],
) -> tuple[MatchAnswer, str]:
    from seqmatch.families.onboarding.answers.match import match_text, match_user

    answer = match_user(models, profile, rules_text, k=k, same_user_type=same_user_type, detail=detail)
    return answer, match_text(answer)


def _predict_goal(models: Any, profile: Profile, rules_text: str | None) -> tuple[GoalPrediction, str]:
    from seqmatch.families.onboarding.answers.goal import goal_text, predict_goal

    answer = predict_goal(models, profile, rules_text)
    return answer, goal_text(answer)


def _explain_cluster(
    models: Any, cluster_id: int | str | None, profile: Profile | None, rules_text: str | None
) -> tuple[ClusterAnswer, str]:
    from seqmatch.families.onboarding.answers.cluster import cluster_text, explain_cluster

    answer = explain_cluster(models, cluster_id, profile, rules_text)
    return answer, cluster_text(answer)


def _suggest_automations(
    models: Any,
    profile: Profile,
    rules_text: str | None,
    goal: str | None,
    monthly_income_cents: int | None,
    amounts: dict[str, int],
    accounts: dict[str, str],
    limit: int,
) -> tuple[SuggestAnswer, str]:
    from seqmatch.families.onboarding.answers.suggest import suggest_automations, suggest_text

    answer = suggest_automations(
        models,
        profile,
        rules_text,
        goal=goal,
        monthly_income_cents=monthly_income_cents,
        amounts=amounts,
        accounts=_places(accounts),
        limit=limit,
    )
    return answer, suggest_text(answer)


def _places(accounts: dict[str, str]) -> dict[str, AccountPlace]:
    return {name: AccountPlace(kind) for name, kind in accounts.items()}


def _check_automations(
    models: Any,
    rules_text: str,
    profile: Profile | None,
    monthly_income_cents: int | None,
    amounts: dict[str, int],
    accounts: dict[str, str],
) -> tuple[CheckAnswer, str]:
    from seqmatch.families.onboarding.answers.check import check_automations, check_text

    answer = check_automations(
        models, rules_text, profile, monthly_income_cents, amounts=amounts, accounts=_places(accounts)
    )
    return answer, check_text(answer)


def _flow_of_plan(models: Any, answer: SuggestAnswer, rules_text: str | None, **asked: Any) -> dict[str, Any]:
    from seqmatch.families.onboarding.answers.money_flow import before_and_after

    own = rules_text if answer.plan.before is not None else None
    return before_and_after(own, answer.plan.rules_text, answer.plan.simulation.income_cents)


def _flow_of_rules(models: Any, answer: CheckAnswer, rules_text: str, **asked: Any) -> dict[str, Any]:
    from seqmatch.families.onboarding.answers.money_flow import money_flow

    return money_flow(rules_text, answer.simulation.income_cents)


def _map_of_user(
    models: Any, answer: MatchAnswer, profile: Profile, rules_text: str | None, **asked: Any
) -> dict[str, Any]:
    from seqmatch.families.onboarding.answers.archetype_map import archetype_map
    from seqmatch.families.onboarding.person import read_query

    return archetype_map(models, answer.archetype.cluster_id, read_query(profile, rules_text))


def _map_of_cluster(
    models: Any, answer: ClusterAnswer, profile: Profile | None, rules_text: str | None, **asked: Any
) -> dict[str, Any]:
    from seqmatch.families.onboarding.answers.archetype_map import archetype_map
    from seqmatch.families.onboarding.person import read_query

    person = None if profile is None and rules_text is None else read_query(profile or Profile(), rules_text)
    return archetype_map(models, answer.cluster_id, person)


TOOLS: tuple[ToolPolicy, ...] = (
    ToolPolicy(
        name="match_user",
        title="Find similar users",
        description=(
            "Who does this person resemble? Returns the most similar groups of users, what they automate, "
            "the archetype, and the likely goal if none is stated. Start here in an onboarding chat; ask for "
            "user_type first. "
            'Example: {"profile": {"user_type": "BUSINESS", "annual_income": "BETWEEN_100K_AND_250K"}}'
        ),
        parameters=(
            PROFILE,
            RULES_TEXT,
            _whole("k", 1, MAX_NEIGHBOURS, "How many groups.", 10, example=10),
            Parameter(
                "same_user_type",
                {"type": "boolean", "default": True, "description": "Compare only with users of the same user_type."},
                read_bool,
                True,
            ),
            Parameter(
                "detail",
                {
                    "type": "string",
                    "enum": ["concise", "full"],
                    "default": "concise",
                    "description": "full: all reasons and patterns.",
                },
                one_of("concise", "full"),
                "concise",
            ),
        ),
        result=MatchAnswer,
        answer=_match_user,
        example='{"profile": {"user_type": "INDIVIDUAL", "age_group": "25-35"}}',
        view=MAP_VIEW,
        picture=_map_of_user,
    ),
    ToolPolicy(
        name="predict_goal",
        title="Predict the goal",
        description=(
            "What is this person probably after? Returns calibrated probabilities; goal is null when the model is not "
            "sure: then say so and ask the first question of ask_next instead of picking one. Not needed when the "
            "person has stated a goal."
        ),
        parameters=(PROFILE, RULES_TEXT),
        result=GoalPrediction,
        answer=_predict_goal,
        example='{"profile": {"user_type": "INDIVIDUAL", "occupation": "EDUCATOR"}}',
    ),
    ToolPolicy(
        name="explain_cluster",
        title="Explain an archetype",
        description=(
            "What is this kind of user like? Describes one archetype: what sets it apart, its goals and automations. "
            "Send either cluster_id (from match_user, listed in seqmatch://archetypes) or profile. "
            'Example: {"cluster_id": 0}'
        ),
        parameters=(
            Parameter(
                "cluster_id",
                {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": MAX_CLUSTER,
                    "description": "Number of the archetype, from match_user.",
                },
                number_or_name(MAX_CLUSTER),
            ),
            PROFILE_INSTEAD,
            RULES_TEXT,
        ),
        result=ClusterAnswer,
        answer=_explain_cluster,
        example='{"cluster_id": 0}',
        view=MAP_VIEW,
        picture=_map_of_cluster,
    ),
    ToolPolicy(
        name="suggest_automations",
        title="Suggest automations",
        description=(
            "Which money automations should this person add, change or repair? Returns what helps most first, each "
            "with its reason in their own numbers, what to ask them, and one plan that keeps their sound rules, "
            "simulated before and after. Suggestions only: nothing is created and no money moves. "
            'Example: {"profile": {"user_type": "INDIVIDUAL"}, "goal": "PAY_OFF_DEBT", "monthly_income_cents": 420000}'
        ),
        parameters=(
            PROFILE,
            RULES_TEXT,
            Parameter(
                "goal",
                {
                    "type": "string",
                    "description": "What the person wants, when it differs from profile.product_goal; "
                    "all are in seqmatch://goals.",
                },
                read_goal,
            ),
            INCOME,
            AMOUNTS,
            ACCOUNTS,
            _whole("limit", 1, MAX_SUGGESTIONS, "How many suggestions.", 5, example=5),
        ),
        result=SuggestAnswer,
        answer=_suggest_automations,
        example='{"profile": {"user_type": "INDIVIDUAL"}, "goal": "PAY_OFF_DEBT", "limit": 5}',
        view=PLAN_VIEW,
        picture=_flow_of_plan,
    ),
    ToolPolicy(
        name="check_automations",
        title="Check automations",
        description=(
            "Will these rules do what they say? Reads rules (the person's, or a plan they changed), lists what is "
            "wrong and how to mend it, simulates a year to the cent, and compares them with those of similar users. "
            "Use it before anyone creates a rule. Example: "
            '{"rules_text": "When funds are received: 10.00% of incoming funds goes from Income to Savings."}'
        ),
        parameters=(RULES_TO_CHECK, PROFILE_BESIDE, INCOME, AMOUNTS, ACCOUNTS),
        result=CheckAnswer,
        answer=_check_automations,
        example='{"rules_text": "When funds are received: 10.00% of incoming funds goes from Income to Savings."}',
        view=PLAN_VIEW,
        picture=_flow_of_rules,
    ),
)
