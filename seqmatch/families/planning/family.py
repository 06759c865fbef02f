"""The planning family: goals that get met, written as rules, and portfolios within their bands."""

from seqmatch.families.planning.models import PLANNING
from seqmatch.lifecycle.declared import Declared

DECLARED = Declared(
    PLANNING,
    toolsets="seqmatch.server.tools.planning_service",
    commands=("seqmatch.cli.planning.plan", "seqmatch.cli.planning.training", "seqmatch.cli.planning.score"),
    answers="seqmatch.schemas.answers.planning_answers",
)
