"""``seqmatch match|goal|cluster|suggest``: the tools' answers, without an assistant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.money import dollars
from seqmatch.cli.output import print_json
from seqmatch.errors import ArgumentError
from seqmatch.settings import MODELS_READ, Settings, default_settings

if TYPE_CHECKING:
    from pydantic import BaseModel

    from seqmatch.families.onboarding.models import OnboardingModels
    from seqmatch.schemas.profile import Profile

ProfileOption = Annotated[Path | None, typer.Option("--profile", help="JSON file of profile fields; - is stdin.")]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="Text file of the person's rules.")]
ModelsOption = Annotated[Path | None, typer.Option("--models", help=MODELS_READ)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the tool's JSON and nothing else.")]


def _models(folder: Path | None) -> OnboardingModels:
    from seqmatch.families.onboarding.models import ONBOARDING
    from seqmatch.lifecycle.serving.host import ModelHost

    return ModelHost(default_settings(folder)).live(ONBOARDING)


def _text(path: Path) -> str:
    try:
        if str(path) == "-":
            return typer.get_text_stream("stdin").read()
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ArgumentError("The file is not UTF-8 text. Save it as UTF-8.", path=str(path)) from None
    except OSError:
        raise ArgumentError("The file cannot be opened. Name a file that exists.", path=str(path)) from None


def profile_in(path: Path | None) -> Profile:
    from seqmatch.schemas.profile_reading import parse_profile

    if path is None:
        raise ArgumentError("Name a JSON file of profile fields.", path="--profile", example="--profile profile.json")
    try:
        data = json.loads(_text(path))
    except (ValueError, RecursionError):
        raise ArgumentError("The file is not JSON.", path=str(path), example='{"user_type": "INDIVIDUAL"}') from None
    return parse_profile(data)


def rules_in(path: Path | None) -> str | None:
    return None if path is None else _text(path)


def _show(answer: BaseModel, text: str, as_json: bool) -> None:
    if as_json:
        print_json(answer.model_dump(mode="json"))
    else:
        typer.echo(text)


@app.command()
def match(
    profile: ProfileOption = None,
    rules: RulesOption = None,
    k: Annotated[int, typer.Option("-k", help="How many groups of similar users; with --among, users.")] = 10,
    any_type: Annotated[bool, typer.Option("--any-type", help="Compare users of every type.")] = False,
    full: Annotated[bool, typer.Option("--full", help="All shared facts and patterns.")] = False,
    among: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--among", metavar="PROFILES RULES", help="Your own CSV files: name single users of them."),
    ] = None,
    models: ModelsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who does this person resemble, and what do those people automate? With --among: which of your own users?"""
    if among is not None:
        _match_among(profile, rules, *among, k, any_type, as_json)
        return
    from seqmatch.families.onboarding.answers.match import match_text, match_user

    answer = match_user(
        _models(models),
        profile_in(profile),
        rules_in(rules),
        k=k,
        same_user_type=not any_type,
        detail="full" if full else "concise",
    )
    _show(answer, match_text(answer), as_json)


def _match_among(
    profile: Path | None, rules: Path | None, profiles: Path, all_rules: Path, k: int, any_type: bool, as_json: bool
) -> None:
    from seqmatch.data.users.cohort import read_cohort
    from seqmatch.families.onboarding.answers.among import among_text, match_among

    person, text = profile_in(profile), rules_in(rules)
    found = match_among(read_cohort(profiles, all_rules), person, text, k, not any_type, Settings.seed)
    if as_json:
        print_json(found)
    else:
        typer.echo(among_text(found))


@app.command()
def goal(
    profile: ProfileOption = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Text file of the person's rules; with --profiles, CSV of rules.")
    ] = None,
    profiles: Annotated[
        Path | None, typer.Option("--profiles", help="CSV of profiles: predict for everyone who states no goal.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="CSV to write the likely goals into.")] = None,
    models: ModelsOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is this person after? Or, with --profiles and --out, everyone in a file who does not say."""
    if profiles is not None or out is not None:
        _goals_of_file(profile, rules, profiles, out, models, as_json)
        return
    from seqmatch.families.onboarding.answers.goal import goal_text, predict_goal

    answer = predict_goal(_models(models), profile_in(profile), rules_in(rules))
    _show(answer, goal_text(answer), as_json)


def _goals_of_file(
    profile: Path | None,
    rules: Path | None,
    profiles: Path | None,
    out: Path | None,
    models: Path | None,
    as_json: bool,
) -> None:
    from seqmatch.cli.onboarding.goal_file import fill_in_goals

    if profile is not None:
        raise ArgumentError(
            "Ask about one person (--profile) or about a file (--profiles, --rules, --out), not both.", path="--profile"
        )
    if profiles is None or rules is None or out is None:
        raise ArgumentError(
            "A whole file takes all three of --profiles, --rules and --out.",
            path="--profiles/--rules/--out",
            example="--profiles profiles.csv --rules rules.csv --out goals.csv",
        )
    fill_in_goals(_models(models), profiles, rules, out, as_json)


@app.command()
def cluster(
    cluster_id: Annotated[int | None, typer.Option("--id", help="Number of the archetype.")] = None,
    profile: ProfileOption = None,
    rules: RulesOption = None,
    models: ModelsOption = None,
    as_json: JsonOption = False,
) -> None:
    """What kind of automator is this?"""
    from seqmatch.families.onboarding.answers.cluster import cluster_text, explain_cluster

    person = None if profile is None else profile_in(profile)
    answer = explain_cluster(_models(models), cluster_id, person, rules_in(rules))
    _show(answer, cluster_text(answer), as_json)


@app.command()
def suggest(
    profile: ProfileOption = None,
    rules: RulesOption = None,
    stated_goal: Annotated[str | None, typer.Option("--goal", help="The goal to serve.")] = None,
    income: Annotated[
        int | None,
        typer.Option("--income", metavar="AMOUNT", parser=dollars, help="Income of a month: 4200 or $4,200."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="How many suggestions.")] = 5,
    models: ModelsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which automations should this person set up?"""
    from seqmatch.families.onboarding.answers.suggest import suggest_automations, suggest_text

    answer = suggest_automations(
        _models(models),
        profile_in(profile),
        rules_in(rules),
        goal=stated_goal,
        monthly_income_cents=income,
        limit=limit,
    )
    _show(answer, suggest_text(answer), as_json)
