"""Rules in sentences between roles: no name and no amount leaves, and any encoder of texts can read them."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.errors import ArgumentError
from seqmatch.features.users.rule_sentences import rule_sentences, rule_vectors
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.rule import RuleSet

RULES = (
    "When funds are received: 17.31% of incoming funds goes from Zqvanta's paycheck to Taxes; "
    "$7,531.97 moves from Zqvanta's paycheck to Rent; "
    "5.00% of incoming funds goes from Zqvanta's paycheck to IRS taxes."
)


class Words:
    """An encoder whose every dimension counts one word; keeps what it was asked to read."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.read: list[str] = []

    def encode(self, sentences: list[str]) -> list[list[float]]:
        self.read = sentences
        return [[float(sentence.split().count(word)) for word in self.words] for sentence in sentences]


def rules_of(text: str) -> RuleSet:
    rules = parse_rules(text)
    assert rules.rules and not rules.unparsed
    return rules


def test_a_sentence_tells_form_and_roles_each_once() -> None:
    assert rule_sentences(rules_of(RULES)) == (
        "a fixed amount from income goes to rent",
        "a percentage of income goes to taxes",
    )


def test_what_is_due_is_told_apart_from_what_is_left() -> None:
    text = "When funds are received: Funds move from Paycheck to Visa Card; Funds move from Paycheck to Emergency Fund."
    assert rule_sentences(rules_of(text)) == (
        "income pays or tops up credit card",
        "whatever is left in income goes to emergency fund",
    )


def test_an_encoder_reads_no_name_and_no_number() -> None:
    encoder = Words("taxes")
    rule_vectors(encoder, [rules_of(RULES)])
    read = " ".join(encoder.read)
    assert "taxes" in read
    assert "zqvanta" not in read.lower()
    assert not any(character.isdigit() for character in read)


def test_a_user_is_the_mean_direction_of_their_sentences() -> None:
    vectors = rule_vectors(Words("taxes", "rent"), [rules_of(RULES), RuleSet()])
    assert vectors[0].tolist() == [0.5, 0.5]
    assert np.isnan(vectors[1]).all()


def test_a_sentence_is_encoded_once_for_all_users() -> None:
    encoder = Words("taxes")
    rule_vectors(encoder, [rules_of(RULES)] * 3)
    assert len(encoder.read) == len(set(encoder.read)) == 2


class Broken:
    def __init__(self, answer: object) -> None:
        self.answer = answer

    def encode(self, sentences: list[str]) -> object:
        return self.answer


@pytest.mark.parametrize("answer", [[1.0, 2.0], [[1.0]], [[1.0], [float("nan")]]], ids=["flat", "short", "nan"])
def test_an_encoder_that_answers_anything_else_is_refused(answer: object) -> None:
    with pytest.raises(ArgumentError, match="for 2 sentences"):
        rule_vectors(Broken(answer), [rules_of(RULES)])
