"""``find_recurring``: who pays and is paid again and again, what changed, what has ended."""

from __future__ import annotations

import datetime as dt

from seqmatch.families.coaching.advice.news import lapsed, money, risen
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.families.coaching.answers.whose import Told
from seqmatch.families.coaching.person import Person
from seqmatch.schemas.answers.coaching import Basis, PriceChangeTold, RecurringAnswer, StreamTold
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

MOST_SHOWN = 100
MOST_QUESTIONS = 5
MONTHS = 12


def basis_of(person: Person) -> Basis:
    """What an answer by rules rests on."""
    return Basis(
        transactions=len(person.frame),
        first=person.first,
        as_of=person.today,
        method="rules",
        currency=person.currency,
    )


def find_recurring(told: Told) -> RecurringAnswer:
    """The streams of a person, by the day they are due next; ended ones last."""
    person = told.person
    streams = (*person.outside[:MOST_SHOWN], *told.confirmed)
    running = [one for one in streams if one.status != "ended"]
    unsure = list(told.unsure)
    if len(person.outside) > MOST_SHOWN:
        unsure.append(f"Only the first {MOST_SHOWN} of {len(person.outside)} are listed.")
    own = len(person.streams) - len(person.outside)
    if own:
        unsure.append(f"{own} regular transfers between own accounts and charges of the bank are left out.")
    if told.confirmed:
        unsure.append(f"{len(told.confirmed)} listed because the person confirmed them; the rows do not show them now.")
    if person.days < 366:
        unsure.append("Bills that come once a year do not show in less than a year of history.")
    return RecurringAnswer(
        streams=[stream_told(one) for one in streams],
        monthly_out_cents=_monthly(running, "out"),
        monthly_in_cents=_monthly(running, "in"),
        questions=_questions(streams, person.today),
        unsure=unsure,
        basis=basis_of(person),
    )


def stream_told(one: Stream) -> StreamTold:
    """A stream as answers tell it; the payee is words of the statement, letters only."""
    change = one.price_change
    return StreamTold(
        payee=one.payee,
        direction=one.direction,
        cadence=one.cadence,
        kind=one.kind,
        amount_cents=one.amount_cents,
        low_cents=one.low_cents,
        high_cents=one.high_cents,
        yearly_cents=round(one.amount_cents * TIMES_A_YEAR[one.cadence]),
        last_date=one.last,
        next_date=one.next_due,
        status=one.status,
        times=one.times,
        missed=one.missed,
        price_change=PriceChangeTold(date=change.date, before_cents=change.before_cents, after_cents=change.after_cents)
        if change is not None
        else None,
        account=one.account,
    )


def _monthly(streams: list[Stream], direction: str) -> int:
    return round(
        sum(one.amount_cents * TIMES_A_YEAR[one.cadence] / MONTHS for one in streams if one.direction == direction)
    )


def _questions(streams: tuple[Stream, ...], today: dt.date) -> list[str]:
    """What only the person knows: whether an end or a rise was meant."""
    asked = []
    for one in streams:
        if lapsed(one, today):
            asked.append(f"{quoted(one.payee)} was due on {one.next_due} and has not been paid since. Did you end it?")
        elif (rise := risen(one, today)) is not None:
            asked.append(
                f"{quoted(one.payee)} rose from {money(rise.before_cents)} to {money(rise.after_cents)} on "
                f"{rise.date}. Did you know, and is it still worth it?"
            )
    return asked[:MOST_QUESTIONS]


def recurring_text(answer: RecurringAnswer) -> str:
    """The answer in words."""
    running = [one for one in answer.streams if one.status != "ended"]
    ended = len(answer.streams) - len(running)
    many = (
        "No payment comes"
        if not running
        else "1 payment comes"
        if len(running) == 1
        else f"{len(running)} payments come"
    )
    lines = [f"{many} again, as of {answer.basis.as_of}"]
    if running:
        lines[0] += f": about {money(answer.monthly_out_cents)} out and {money(answer.monthly_in_cents)} in per month"
    lines[0] += "."
    if ended:
        lines[0] += f" {ended} {'has' if ended == 1 else 'have'} ended."
    lines += [_line(one) for one in answer.streams]
    lines += [f"Ask: {one}" for one in answer.questions]
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])


def _line(one: StreamTold) -> str:
    amount = money(one.amount_cents)
    if one.kind == "variable" and one.low_cents != one.high_cents:
        amount = f"about {amount} ({money(one.low_cents)} to {money(one.high_cents)})"
    said = f"- {one.direction} {quoted(one.payee)}: {amount} {one.cadence.replace('_', ' ')}"
    if one.status == "ended":
        said += f", ended: last paid {one.last_date}"
    elif one.status == "late":
        said += f", late: the last one is overdue, the next is due {one.next_date}"
    else:
        said += f", next {one.next_date}"
    if one.price_change is not None:
        change = one.price_change
        said += f"; was {money(change.before_cents)} until {change.date}"
    if one.missed:
        said += f"; {one.missed} missed"
    return said + "."
