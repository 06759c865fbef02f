"""Run the days of one household: what is due meets what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .bankdays import DAY, month_length, shift
from .books import Books, Row
from .household import Event


class Ledger(Books):
    """Meets events in day order; works out card bills and interest, sweeps surplus, watches goals."""

    def run(self) -> list[Row]:
        """Book all days from the first to the last."""
        for contract in self.home.contracts:
            plan = contract.plan(self.home.country, self.home.first, self.home.until + DAY * 420, self.rng)
            for day, cents in plan:
                event = Event(
                    contract.account, contract.channel, "", contract.sign * cents, contract.category, contract=contract
                )
                event.payee, event.ref, event.mcc, event.to = (
                    contract.name(day),
                    contract.ref,
                    contract.mcc,
                    contract.to,
                )
                self.home.add(day, event)
        day = self.home.first
        while day <= self.home.until:
            events = self.home.plan.pop(day, [])
            events.sort(key=lambda event: (event.amount <= 0, event.optional))
            for event in events:
                self.meet(day, event)
            self.close(day)
            day += DAY
        return self.rows

    def meet(self, day: date, event: Event) -> None:
        """Decide what becomes of an event."""
        contract, account = event.contract, self.home.accounts[event.account]
        if contract is not None:
            if contract.kind == "own_transfer" and contract.end is not None and day >= contract.end and not event.pair:
                return
            if contract.live and not event.pair:
                self.live(day, event)
                return
        if event.amount >= 0 or event.pair:
            self.post(day, event)
            return
        if event.channel in ("card", "online", "abroad", "atm"):
            self.purchase(day, event, account)
        elif event.channel == "own_out":
            if self.room(event.account) + event.amount >= 0:
                self.move(day, event)
        elif self.room(event.account) + event.amount >= 0 or self.rescue(day, event):
            self.post(day, event)
        elif event.channel in ("dd", "cheque"):
            self.bounce(day, event)

    def live(self, day: date, event: Event) -> None:
        """Amounts that depend on the books: interest and card bills."""
        contract = event.contract
        assert contract is not None
        if contract.live == "interest":
            cents = int(self.earned["savings"])
            self.earned["savings"] -= cents
            if cents > 0:
                self.post(day, replace(event, amount=cents))
            return
        owed = max(0, -self.statement["card"])
        cents = owed if contract.live == "card_full" else min(owed, max(2500, round(owed * 0.03)))
        if contract.live == "card_minimum" and self.rng.random() < 0.12:
            cents = max(cents, min(owed, round(self.home.income * 0.1)))
        if cents == 0:
            return
        if self.room(event.account) < cents:
            low = min(owed, max(2500, round(owed * 0.03)))
            if self.room(event.account) < low:
                self.post(day, Event("card", "fee", "", -1500, "fees"))
                return
            cents = low
        self.move(day, replace(event, amount=-cents))

    def close(self, day: date) -> None:
        """All that happens at the end of a day."""
        self.bank_closes(day)
        self.person_closes(day)

    def bank_closes(self, day: date) -> None:
        """Card statements and interest, savings interest earned, overdraft fees."""
        home, main = self.home, self.home.main
        if "card" in self.balance:
            card = home.accounts["card"]
            if day.day == (card.due_day + 5) % 28 + 1:
                carried = (
                    self.balance["card"] if card.minimum_only else min(0, self.balance["card"] - self.statement["card"])
                )
                if card.minimum_only and carried < -5000 and self.room("card") > -carried * 2 // 100:
                    self.post(day, Event("card", "card_interest", "", carried * 18 // 1000, "card interest"))
                self.statement["card"] = self.balance["card"]
        if "savings" in self.balance:
            self.earned["savings"] += max(0, self.balance["savings"]) * 0.025 / 365
        low = self.balance[main]
        self.lowest[day] = low
        last = day.day == month_length(day.year, day.month)
        if low < 0:
            self.earned[main] += -low * 0.2 / 365
        if last and self.earned[main] >= 100 and self.fee_account:
            self.post(day, Event(main, "fee", "", -int(self.earned[main]), "fees"))
            self.earned[main] = 0.0

    def person_closes(self, day: date) -> None:
        """Surplus put aside, goals reached, pots filled by hand."""
        home, rng, main = self.home, self.rng, self.home.main
        low = self.balance[main]
        if day.day == 3 and low > home.income * 0.7 and ("sweeps" in home.traits or low > home.income * 1.8):
            self.sweep(day, low)
        for goal in home.goals:
            if goal.reached_on is None and day >= goal.starts and self.balance[goal.account] >= goal.target:
                goal.reached_on = day
                if goal.contract is not None and rng.random() < 0.6:
                    goal.contract.end = day + DAY
                if goal.buys:
                    self.spend_goal(day, goal.account, goal.name)
            elif goal.reached_on is None and goal.contract is None and day.day == 28 and day >= goal.starts:
                cents = round(goal.monthly * rng.uniform(0.2, 1.8) / 100) * 100
                if rng.random() < 0.8 and self.balance[main] > cents + home.income * 0.1:
                    self.move(day, Event(main, "own_out", "", -cents, "transfer", to=goal.account, habit="pot by hand"))

    def sweep(self, day: date, low: int) -> None:
        """Put a surplus aside by hand: to savings, or out of sight (a broker that is not linked)."""
        cents = round((low - self.home.income * 0.5) * self.rng.uniform(0.4, 0.95) / 5000) * 5000
        if cents <= 0:
            return
        if "savings" in self.balance:
            self.move(day, Event(self.home.main, "own_out", "", -cents, "transfer", to="savings", habit="sweep"))
        else:
            broker = Event(self.home.main, "transfer", "Broker Depot", -cents, "investment", habit="sweep")
            self.post(day, broker)

    def spend_goal(self, day: date, pot: str, name: str) -> None:
        """Take the pot out again some days later and buy what it was for."""
        cents = self.balance[pot]
        back = shift(self.home.country, day + DAY * self.rng.randint(2, 40), "next")
        self.pairs += 1
        pair = f"{self.home.user}-t{self.pairs:04d}"
        out = Event(pot, "own_out", "", -cents, "transfer", to=self.home.main, pair=pair, habit="goal bought")
        self.later(back, out)
        self.later(back, replace(out, account=self.home.main, to=pot, amount=cents, channel="own_in"))
        buy = Event(
            self.home.main, "card", name.title() + " Purchase", -round(cents * 0.98), "goal purchase", "goal bought"
        )
        self.later(back + DAY, buy)
