"use strict";

// Every payment in words: the picture for whoever cannot see it, or has no room for it.

const key = (ribbon) => `${ribbon.source}\u0000${ribbon.destination}`;

// The same payments as a table by source, with what another income changes; without a picture, what accounts hold.
function listPayments({ picture, simulation, income }, first) {
  const rows = picture
    ? picture.ribbons
    : simulation.balances.map(({ account, cents }) => ({ source: "", destination: account, cents, group: "other" }));
  const before = new Map((first?.picture?.ribbons ?? []).map((ribbon) => [key(ribbon), ribbon.cents]));
  const changed = picture && first && income !== first.income;
  const now = new Set(rows.map(key));
  const gone = changed ? first.picture.ribbons.filter((ribbon) => !now.has(key(ribbon))).map((r) => ({ ...r, cents: 0 })) : [];
  const most = Math.max(1, ...rows.map((row) => row.cents));
  const sources = new Map();
  for (const row of [...rows, ...gone]) sources.set(row.source, [...(sources.get(row.source) ?? []), row]);
  const order = picture ? picture.bars.map((bar) => bar.name) : [""];
  const sorted = [...sources].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const head = make("thead", {}, make("tr", {},
    make("th", { scope: "col" }, picture ? "To" : `After ${simulation.months} months`),
    make("th", { scope: "col", class: "number" }, picture ? "First month" : "Held"),
    ...(changed ? [make("th", { scope: "col", class: "number" }, "Change")] : []),
  ));
  const bodies = sorted.map(([source, payments]) => make("tbody", {},
    ...(source ? [make("tr", {}, make("th", { scope: "rowgroup", colspan: 3 }, `From ${source}`))] : []),
    ...payments.map((row) => make("tr", { class: `g-${row.group}`, "data-payment": `${row.source} > ${row.destination}` },
      make("td", {}, row.destination, bar(row.cents / most)),
      make("td", { class: "number" }, dollars(row.cents)),
      ...(changed ? [make("td", { class: "number faint" }, changeWords(row.cents - (before.get(key(row)) ?? 0)))] : []),
    )),
  ));
  $("payments").replaceChildren(head, ...bodies);
  $("list").querySelector("summary").textContent = picture ? "Every payment as a list" : "What the accounts hold";
  if (!picture) $("list").open = true;
}

function bar(share) {
  const made = make("span", { class: "bar" });
  made.style.width = `${Math.max(0.5, 100 * share)}%`;
  return made;
}

const changeWords = (cents) => (cents === 0 ? "same" : `${cents > 0 ? "+" : ""}${dollars(cents)}`);
