"""Foreign lives: a second generator of household money with known truth, written by other hands than the first.

FOR JUDGING ONLY. Whoever builds or tunes a model does not read this package, does not train on its rows and does not
choose thresholds by its scores. It exists because a generator flatters whoever learned from it.
All of it is synthetic; payees, towns and people are invented.

What is in it: see ``generate``. Six frames:

- ``transactions``: the history. ``category``, ``stream``, ``habit``, ``pair``, ``retry`` are truth, hidden from models.
  ``balance_cents`` is the account's after the row, null where the bank tells none. Rows are in booking order.
- ``future``: the same columns for the 90 days after the history. Never part of ``transactions``.
- ``streams``: what recurs, as of the last day. ``kind``: bill, loan, income, own_transfer, card_payment, interest.
  A transfer between own accounts has a stream on each side (the arriving one ends in ``-in``). A stream with one or two
  ``payments`` is true but hardly knowable: judges filter by ``payments``. ``amount_cents`` is the last paid amount of
  fixed streams and the median of the last six of variable ones. ``next_due`` is the date of the next true payment
  (retries aside), null when ended, and null too in the few cases where the future holds none (cancelled or out of money
  before the next date). ``missed_due`` is the first date an ended stream failed to come; null: its end cannot be seen
  yet. ``price_changed`` is about the price list: a trial, a last instalment and the noise of variable bills are none.
  A returned debit and its second try both belong to the stream; the return itself does not. ``payee`` is in
  the bank's text, perhaps cut short, except for cheques, own transfers, card bills and interest.
- ``people``: archetype, traits, usual income, floor, and the lowest end-of-day balance of the main account in the 30
  days after the history.
- ``goals``: ``reached_on`` and ``met`` look up to 200 days past the history: they are truth, not features.
- ``accounts``: opening balance (before the first visible row), closing balance on the last day, limits.

Habits are no streams, however regular: lottery ticket, workday parking, weekly class, prepaid top-up, cash on Friday.
The rule is in ``habits``. Gig payouts have no cadence and are no stream.

From the command line: ``python -m tests.foreign_lives OUT --people 200 --days 730 --seed 1`` writes
``transactions.csv`` for the model and ``truth_*.csv``; line by line ``truth_rows.csv`` belongs to ``transactions.csv``.
"""

from .generate import Foreign, generate

__all__ = ["Foreign", "generate"]
