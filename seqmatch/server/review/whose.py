"""The person of the store that a review is about, and what the families say of them, each asked at most once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqmatch.families.coaching.models import COACHING
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.planning.models import PLANNING
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.tools import coaching, planning
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.coaching_categories import guess
from seqmatch.server.tools.onboarding import TOOLS

if TYPE_CHECKING:
    from seqmatch.families.coaching.answers.whose import Told
    from seqmatch.lifecycle.versions.family import Family
    from seqmatch.schemas.answers.coaching import CoachAnswer, ForecastAnswer, ReviewAnswer
    from seqmatch.schemas.answers.onboarding import SuggestAnswer
    from seqmatch.schemas.answers.planning import GoalPlanAnswer
    from seqmatch.schemas.answers.planning_changes import ChangesAnswer
    from seqmatch.schemas.profile import Profile
    from seqmatch.server.tools.answer_tool import ToolPolicy
    from seqmatch.store.coaching.goals import SavingsGoal
    from seqmatch.store.engine import Store

SUGGEST = next(one for one in TOOLS if one.name == "suggest_automations")


class Whose:
    """A person. Every answer is that of the tool of the same name.

    Parameters
    ----------
    user : of the store; None: whoever has no name.
    profile, rules_text : as of onboarding, where they are known; the store keeps neither.

    Raises
    ------
    ArgumentError : the store has no transactions of this user.
    StoreError : the store cannot be reached.
    """

    def __init__(
        self,
        host: ModelHost,
        store: Store,
        user: str | None,
        profile: Profile | None = None,
        rules_text: str | None = None,
    ) -> None:
        from seqmatch.families.coaching.answers.whose import person_in_store

        self._host, self._store = host, store
        self.user, self.profile, self.rules_text = user, profile, rules_text
        self.told: Told = person_in_store(store, user, guess=guess)
        self.versions: dict[str, str] = {}

    @cached_property
    def review(self) -> ReviewAnswer:
        found: ReviewAnswer = self._ask(COACHING, coaching.REVIEW, self.told)
        return found

    @cached_property
    def forecast(self) -> ForecastAnswer:
        found: ForecastAnswer = self._ask(COACHING, coaching.FORECAST, self.told, days=30, floors={})
        return found

    @cached_property
    def next_step(self) -> CoachAnswer:
        """Of the balanced strategy: the coach learns from its own tool alone, where each choice has a propensity."""
        found: CoachAnswer = self._ask(COACHING, coaching.COACH, self.told, declined=())
        return found

    @cached_property
    def changes(self) -> ChangesAnswer:
        values = read_arguments(planning.DETECT_CHANGES.parameters, {"user": self.user})
        found: ChangesAnswer = self._ask(PLANNING, planning.DETECT_CHANGES, self._store, **values)
        return found

    @cached_property
    def suggestions(self) -> SuggestAnswer:
        profile = self.profile.model_dump(mode="json", exclude_none=True) if self.profile else {}
        said = {"profile": profile, "rules_text": self.rules_text}
        found: SuggestAnswer = self._ask(ONBOARDING, SUGGEST, **read_arguments(SUGGEST.parameters, said))
        return found

    @cached_property
    def goals(self) -> list[SavingsGoal]:
        """Goals that are active and not past their day, the nearest deadline first."""
        from seqmatch.store.coaching.goals import goals_of

        return goals_of(self._store, self.user, self.told.person.today)

    def plan(self, goals: list[SavingsGoal]) -> GoalPlanAnswer:
        said = [
            {
                "name": one.name,
                "target_cents": one.target_cents,
                "saved_cents": one.saved_cents,
                "deadline": str(one.deadline),
            }
            for one in goals
        ]
        asked = {"goals": said, "user": self.user, "balance_cents": self._held_where_pay_arrives()}
        values = read_arguments(planning.PLAN_GOALS.parameters, asked)
        found: GoalPlanAnswer = self._ask(PLANNING, planning.PLAN_GOALS, self._store, **values)
        return found

    def _held_where_pay_arrives(self) -> int | None:
        """The balance of the account that most of the pay comes to, cents; None where it is not known."""
        pay = max(
            self.told.person.streams, key=lambda one: one.amount_cents if one.direction == "in" else 0, default=None
        )
        account = self.told.person.accounts.get(pay.account or "") if pay is not None else None
        return None if account is None else account.balance_cents

    def _ask(self, family: Family[Any], policy: ToolPolicy, *about: Any, **values: Any) -> Any:
        models = self._host.live(family)
        self.versions[family.name] = models.version
        return policy.answer(models, *about, **values)[0]
