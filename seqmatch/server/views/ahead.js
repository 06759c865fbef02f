"use strict";

// The forecast of forecast_cash_flow. What more or less spending would change is worked out here: it shifts the days
// by what is left each week, and asks nobody.

const PICTURE = "seqmatch/picture";
let forecast = null;
let events = [];

const chosen = () => forecast.accounts.find(({ account }) => account === $("account").value) ?? forecast.accounts[0];
const share = () => Number($("slider").value) / 100;
const weekly = () => -Math.round(share() * forecast.typical_week_cents);

function show() {
  const account = chosen();
  const change = weekly();
  const path = shifted(account.path, change);
  $("typed").textContent = change
    ? `${money(Math.abs(change))} ${change > 0 ? "less" : "more"}`
    : `as usual, ${money(forecast.typical_week_cents)}`;
  $("slider").setAttribute("aria-valuetext", $("typed").textContent);
  $("back").disabled = change === 0;
  drawChart(account, path, change ? account.path : null, events);
  $("key").querySelector(".k-lowest").hidden = account.lowest == null;
  $("key").querySelector(".k-floor").hidden = !account.floor_cents;
}

function summaryOf({ total_28d: total, accounts }) {
  const told = [
    total.p90 > 0
      ? `About ${money(total.p50)} will be spent in 28 days, eight times in ten ${money(total.p10)} to ${money(total.p90)}`
      : "Nothing is expected to be spent in 28 days",
  ];
  for (const { account, balance_cents: balance, floor_cents: floor, odds_below_floor: odds } of accounts) {
    if (!(odds > 0.2)) continue;
    const low = money(floor ?? 0);
    told.push(balance < (floor ?? 0) ? `${account} is below ${low} already` : `${account} falls below ${low} with odds of ${percent(odds)}`);
  }
  return `${told.join(" · ")}.`;
}

function listBills({ next_pay: pay, bills_before_pay: bills = [] }) {
  $("bills").hidden = !bills.length;
  if (pay) $("bills-title").textContent = `Before the next pay on ${dayWords(dayOf(pay.date, 0))}`;
  $("due").replaceChildren(
    ...bills.map(({ date, payee, amount_cents }) =>
      make(
        "tr",
        {},
        make("td", { class: "number" }, dayWords(dayOf(date, 0))),
        make("td", {}, payee),
        make("td", { class: "number" }, money(amount_cents)),
      ),
    ),
  );
}

host.on("ui/notifications/tool-result", (result) => {
  const told = result.isError ? null : result.structuredContent;
  if (!told?.accounts?.length) {
    $("summary").textContent = "There is no forecast to show; the assistant's words tell why.";
    return;
  }
  forecast = told;
  currency = told.basis?.currency ?? null;
  events = result._meta?.[PICTURE]?.events ?? [...(told.bills_before_pay ?? []), ...(told.next_pay ? [told.next_pay] : [])];
  $("summary").textContent = summaryOf(told);
  $("account").replaceChildren(...told.accounts.map(({ account }) => make("option", { value: account }, account || "the account")));
  $("choice").hidden = told.accounts.length < 2;
  $("what-if").hidden = !(told.typical_week_cents > 0);
  $("key").hidden = false;
  listBills(told);
  const unsure = told.unsure ?? [];
  $("notes").hidden = !unsure.length;
  $("notes").querySelector("ul").replaceChildren(...unsure.map((one) => make("li", {}, one)));
  $("odds").hidden = !told.accounts.some(({ odds_below_floor: odds }) => odds > 0.2);
  $("cohort").textContent =
    told.basis?.provenance === "synthetic" ? "Its odds were learned from generated (synthetic) people." : "";
  show();
});

host.on("ui/notifications/tool-cancelled", () => {
  $("summary").textContent = "The assistant stopped before there was a forecast.";
});

$("account").addEventListener("change", show);
let drawnAt = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (!forecast || Math.round(contentRect.width) === drawnAt) return;
  drawnAt = Math.round(contentRect.width);
  show();
}).observe($("chart"));
$("slider").addEventListener("input", show);
$("slider").addEventListener("change", () => {
  const change = weekly();
  if (!change) return;
  const lowest = lowestOf(shifted(chosen().path, change));
  host.tell(
    `In the forecast the person set weekly spending ${money(Math.abs(change))} ${change > 0 ? "lower" : "higher"}: ` +
      `the lowest balance of 30 days would be about ${money(lowest.cents)}.`,
  );
});
$("back").addEventListener("click", () => {
  $("slider").value = 0;
  show();
});

host.start("seqmatch-ahead", VIEW_VERSION);
