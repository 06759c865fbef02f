"""Parses rule text into typed rules. What is no rule becomes ``Unparsed`` with a reason, never a guess.

Free text surrounds a few fixed phrases, so the phrases are found first and the names are what is left between them.
Every search is anchored and bounded: the time is linear in the length of the text, whatever the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from seqmatch.errors import RuleTextError
from seqmatch.rules.names import Reading, readings, settle
from seqmatch.rules.phrases import CONDITION, HEAD, NEXT_ACTION, OPENING, Refused, condition_of, number_of
from seqmatch.rules.sentence_forms import ACTIONS, COLON, RULE_EXAMPLE, SEMICOLON, STOP, TO, TRIGGER, WHEN
from seqmatch.schemas.rule import Action, Condition, Number, Rule, RuleSet, Unparsed

MOST_CHARACTERS = 4_000_000
"""Far beyond any user's rules (the longest known text has 22,000); a longer text is an attack or a mistake."""

_PLAIN_HEAD = f"{WHEN}{TRIGGER}{COLON}"
_FROM = " from "  # every opening of an action ends with it


def parse_rules(text: str) -> RuleSet:
    """Everything that ``text`` says, as typed rules in order, and the pieces that are no rule.

    Parameters
    ----------
    text : one user's rules in the rule language, each on a line of its own.

    Raises
    ------
    RuleTextError : not text, or longer than any user's rules can be.

    Examples
    --------
    >>> parse_rules("When funds are received: 10% of incoming funds goes from Pay to Savings.").actions[0].value
    1000
    """
    if not isinstance(text, str):
        raise RuleTextError("Send one string that holds all rules.", path="rules_text", example=RULE_EXAMPLE)
    if len(text) > MOST_CHARACTERS:
        raise RuleTextError(
            f"The text is longer than {MOST_CHARACTERS:,} characters. Send the rules of one person only.",
            code="rules_text_too_long",
            path="rules_text",
        )
    rules: list[Rule] = []
    unparsed: list[Unparsed] = []
    doubtful: dict[str, list[Reading]] = {}
    for line, piece in _pieces(text):
        try:
            rules.append(_rule(piece, doubtful))
        except Refused as refused:
            unparsed.append(Unparsed(line, piece, str(refused)))
    if doubtful:
        rules = _settled(rules, doubtful)
    return RuleSet(tuple(rules), tuple(unparsed))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text cut at its rules: (line from 1, piece). A paragraph that is no rule is one piece."""
    first, piece, is_rule = 0, "", False
    lines: list[str] = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        starts = line.startswith(WHEN) or HEAD.match(line) is not None
        # After ``;`` or ``:`` a rule goes on in the next line; any other line that follows a rule is not part of it.
        if lines and not starts and line and (not is_rule or piece.endswith((";", ":"))):
            lines.append(line)
        else:
            if lines:
                yield first, "\n".join(lines)
            lines = [line] if line and not line.isspace() else []
            first, is_rule = number, starts
        piece = line.rstrip()
    if lines:
        yield first, "\n".join(lines)


def _rule(piece: str, doubtful: dict[str, list[Reading]]) -> Rule:
    """One rule; what its ambiguous actions hold is added to ``doubtful``."""
    if piece.startswith(_PLAIN_HEAD):
        conditions: tuple[Condition, ...] = ()
        at = len(_PLAIN_HEAD)
    else:
        conditions, at = _conditions(piece)
    end = len(piece)
    if piece.endswith(STOP):
        end -= 1
    else:
        bare = piece.rstrip()
        end = len(bare[:-1] if bare.endswith(STOP) else bare.rstrip("; \t\n"))
    watched = {condition.account.strip() for condition in conditions if condition.account is not None}
    actions = _actions(piece[at:end], doubtful, watched)
    if "\n" in piece:
        accounts = [condition.account or "" for condition in conditions]
        if any("\n" in name for action in actions for name in (action.source, action.destination, *accounts)):
            raise Refused("A line ends inside an account's name. Write a rule on one line, or break it after `;` only.")
    return Rule(conditions, actions)


def _conditions(piece: str) -> tuple[tuple[Condition, ...], int]:
    """The conditions of a rule, none for the bare trigger, and where its actions start."""
    head = HEAD.match(piece)
    if head is None:
        raise Refused(f"A rule starts with `{WHEN}`. Write, for example: {RULE_EXAMPLE}")
    if head.group("colon"):
        return (), head.end()
    at = head.end()
    found: list[Condition] = []
    for match in CONDITION.finditer(piece, at):
        found.append(condition_of(piece[at : match.start()], match))
        at = match.end()
        if match.group("colon"):
            return tuple(found), at
    raise Refused(
        f"Between `{WHEN.strip()}` and the first action stands `{TRIGGER}: ` or conditions joined by ` and `, such as"
        " `Rent balance is at least $1,500.00: `, `balance greaterThan 50000: ` (cents) or `date equal 15: `;"
        f" then an action such as `{ACTIONS[0].example}`."
    )


def _actions(body: str, doubtful: dict[str, list[Reading]], watched: Set[str]) -> tuple[Action, ...]:
    """The actions of a rule whose conditions name the accounts ``watched``."""
    actions: list[Action] = []
    parts = body.split(SEMICOLON)
    openings = [OPENING.match(part) for part in parts]
    if None in openings or body.count(_FROM) != len(parts):
        parts = _parts(body)
        openings = [OPENING.match(part) for part in parts]
    for part, match in zip(parts, openings, strict=True):
        if match is None or match.lastindex is None:
            raise Refused("An action reads like one of: " + "; ".join(f"`{s.example}`" for s in ACTIONS) + ".")
        sentence = ACTIONS[match.lastindex - 1]
        value: Number | None = None
        if sentence.unit is not None:
            value = number_of(match[match.lastindex], sentence.unit)
        names = part[match.end() :]
        source, _, destination = names.partition(TO)
        if TO in destination or destination.startswith(TO[1:]):
            found = readings(names)
            own = [pair for pair in found if pair[0].strip() in watched]
            if len(own) == 1:  # a rule mostly watches the account it takes from
                actions.append(Action(sentence.form, *own[0], value))
                continue
            if found:
                doubtful[names] = found
                actions.append(Action(sentence.form, names, "", value, ambiguous=True))
                continue
            source = ""
        if not source or not destination or source.isspace() or destination.isspace():
            raise Refused(f"An action names two accounts, as in `{sentence.example}`.")
        actions.append(Action(sentence.form, source, destination, value))
    return tuple(actions)


def _parts(body: str) -> list[str]:
    """The actions of a rule as text, where names hold more than names should or a hand typed the separators."""
    parts: list[str] = []
    at = 0
    for match in NEXT_ACTION.finditer(body):
        if match[1] is None:
            raise Refused(f"Put `{SEMICOLON}` between two actions of a rule, and each rule on a line of its own.")
        parts.append(body[at : match.start()])
        at = match.end()
    return [*parts, body[at:]]


def _settled(rules: list[Rule], doubtful: dict[str, list[Reading]]) -> list[Rule]:
    """The rules with every ambiguous action (its names still in one piece) read as the user's other names suggest."""
    known = {condition.account for rule in rules for condition in rule.conditions if condition.account is not None}
    for rule in rules:
        for action in rule.actions:
            if not action.ambiguous:
                known.update((action.source, action.destination))
    settled = settle(doubtful, known)

    def read(action: Action) -> Action:
        if not action.ambiguous:
            return action
        source, destination, ambiguous = settled[action.source]
        return replace(action, source=source, destination=destination, ambiguous=ambiguous)

    return [
        replace(rule, actions=tuple(map(read, rule.actions))) if any(a.ambiguous for a in rule.actions) else rule
        for rule in rules
    ]
