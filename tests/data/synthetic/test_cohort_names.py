"""Account names of the synthetic cohort say what the account is for, to the one who reads names: ``roles_of``."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from seqmatch.data.synthetic.people.names import account_name, manner_of
from seqmatch.data.synthetic.people.rules import write_rules
from seqmatch.data.synthetic.people.tables import reference_tables
from seqmatch.rules.accounts.roles import role_of, roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import ActionForm, Role


@pytest.mark.parametrize("role", list(Role))
def test_a_name_is_read_as_the_role_it_was_made_for(role: Role) -> None:
    luck = Random(1)
    names = [account_name(role, manner_of(luck), luck, set()) for _ in range(500)]
    misread = Counter(name for name in names if role_of(name) is not role)
    assert misread.total() <= 5, misread.most_common(5)


def test_a_user_never_gives_two_accounts_one_name() -> None:
    luck = Random(2)
    manner, taken = manner_of(luck), set[str]()
    names = [account_name(Role.BILLS, manner, luck, taken).strip().casefold() for _ in range(60)]
    assert len(set(names)) == 60


def test_written_rules_show_the_patterns_wanted_and_no_others() -> None:
    luck = Random(3)
    sentences = reference_tables()["sentences"]
    named = [role for role in Role if role is not Role.UNKNOWN]  # a pot may tell what an unreadable name is for
    exact = 0
    for _ in range(100):
        kinds = luck.sample([(role, form) for role in named for form in ActionForm], k=luck.randint(1, 12))
        wants = Counter({kind: luck.randint(1, 3) for kind in kinds})
        rules = write_rules(
            wants,
            luck.randint(1, wants.total()),
            income_band="OVER_250K",
            sentences=sentences,
            luck=luck,
        )
        read = parse_rules(render_rules(rules))
        roles = roles_of(read)
        exact += Counter((roles[action.destination], action.form) for action in read.actions) == wants
    assert exact >= 97


def test_no_rule_feeds_its_own_source() -> None:
    luck = Random(4)
    wants = Counter({(Role.CHECKING, ActionForm.PERCENTAGE): 5, (Role.ROUTER, ActionForm.REMAINDER): 4})
    for _ in range(50):
        rules = write_rules(wants, 6, income_band=None, sentences=reference_tables()["sentences"], luck=luck)
        assert [a for rule in rules for a in rule.actions if a.source == a.destination] == []
