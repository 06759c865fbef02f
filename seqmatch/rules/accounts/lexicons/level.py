"""How much a word in an account's name says about what the account is for."""

from __future__ import annotations

from enum import IntEnum

from seqmatch.schemas.rule import Role

Table = dict[Role, str]
"""Role -> its phrases, separated by commas."""


class Level(IntEnum):
    """The lower level wins where a name holds words of several."""

    HEAD = 0
    """What a name ends in and is: ``Geico Income`` is income, whatever Geico sells. No table gives it."""
    SPECIFIC = 1
    """Says the purpose whatever else is said: tax, insurance, credit card."""
    BRAND = 2
    """A company that sells one thing, such as a lender or an insurer: its name says more than ``car`` or ``phone``."""
    PURPOSE = 3
    MERCHANT = 4
    """A shop or a biller: what is bought there says more than its name."""
    GENERAL = 5
    BROAD = 6
    """Bills and spending of no kind: brackets behind such a word say which."""
    CONTAINER = 7
    """What money lies in: savings, checking, a router."""
    EARNED = 8
    BANK = 9
    """A bank, broker or payment service, which holds every kind of account."""
    WEAK = 10
    PERSON = 11
    NEUTRAL = 12
