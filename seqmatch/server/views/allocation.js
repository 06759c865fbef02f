"use strict";

// What rebalance_portfolio tells: shares before and after, what is traded, and what past prices say.

const ROW = { height: 52, bar: 10, left: 2, right: 2 };
const points = (share) => `${(100 * share).toFixed(1)}%`;
const signed = (share) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;
let portfolio = null;

function detail({ asset, target, before, after }) {
  const band = portfolio.band ?? 0;
  const within = band ? `, band ${points(Math.max(0, target - band))} to ${points(Math.min(1, target + band))}` : "";
  return `${asset}: ${points(before)} before, ${points(after)} after, target ${points(target)}${within}.`;
}

function drawShares() {
  const shares = portfolio.shares ?? [];
  const width = Math.max(280, $("chart").clientWidth); // of the page, so that words keep their size on a phone
  const band = portfolio.band ?? 0;
  const most = Math.max(0.05, ...shares.flatMap(({ before, after, target }) => [before, after, Math.min(1, target + band)]));
  const across = (share) => ROW.left + (Math.min(share, most) * (width - ROW.left - ROW.right)) / most;
  const upright = (share, y, kind) =>
    make("line", { class: kind, x1: across(share), x2: across(share), y1: y, y2: y + 2 * ROW.bar + 8 });
  const bar = (share, y, kind) =>
    make("rect", { class: kind, x: ROW.left, y, width: Math.max(0, across(share) - ROW.left), height: ROW.bar, rx: 2 });
  const rows = shares.map((one, number) => {
    const top = number * ROW.height + 20;
    const low = across(Math.max(0, one.target - band));
    const words = `${points(one.before)} → ${points(one.after)}`;
    return make(
      "g",
      { class: "row", role: "img", "aria-label": detail(one) },
      make("text", { class: "name", x: ROW.left, y: top - 6 }, shortened(one.asset, width)),
      make("text", { class: "shares", x: width - ROW.right, y: top - 6, "text-anchor": "end" }, words),
      make("rect", { class: "band", x: low, y: top - 2, width: across(one.target + band) - low, height: 2 * ROW.bar + 6 }),
      bar(one.before, top, "before"),
      bar(one.after, top + ROW.bar + 2, "after"),
      upright(one.target, top - 3, "target"),
      ...(portfolio.equal_share ? [upright(portfolio.equal_share, top - 3, "equal")] : []),
    );
  });
  const height = shares.length * ROW.height;
  $("chart").replaceChildren(make("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Shares by asset" }, ...rows));
  roving(rows, (at) => {
    $("told").textContent = detail(shares[at]);
  });
}

// A name that leaves room for the shares beside it; the whole of it is told when its row is chosen.
function shortened(name, width) {
  const most = Math.floor((width - 130) / 7.5);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

const line = (...cells) =>
  make("tr", {}, ...cells.map((cell, at) => make("td", at ? { class: "number" } : {}, cell)));
const heads = (...cells) =>
  make("tr", {}, ...cells.map((cell, at) => make("th", at ? { class: "number" } : {}, cell)));

function listTrades({ sold = [], bought = [], tax_cents: tax = 0, cost_cents: cost = 0 }) {
  $("trades").hidden = !sold.length && !bought.length;
  $("list").replaceChildren(
    ...sold.map(({ lot, asset, cents, gain_cents: gain }) =>
      line(`Sell from lot ${lot}, ${asset}`, dollars(cents), `${gain < 0 ? "loss" : "gain"} ${dollars(Math.abs(gain))}`),
    ),
    ...bought.map(({ asset, cents }) => line(`Buy ${asset}`, dollars(cents), "")),
  );
  $("paid").textContent = `Tax ${dollars(tax)} at the rates given, cost ${dollars(cost)}.`;
}

function listPast(prices) {
  $("risk").hidden = !prices?.assets?.length;
  $("past").hidden = !prices?.tested?.length;
  if (!prices) return;
  $("carried").replaceChildren(
    heads("", "volatility", "before", "after"),
    ...prices.assets.map((one) =>
      line(one.asset, points(one.volatility), percent(one.risk_share_before), percent(one.risk_share_after)),
    ),
  );
  const apart = (told) => (told ? `${signed(told.value)} (${signed(told.ci95[0])} to ${signed(told.ci95[1])})` : "–");
  $("past-title").textContent = `The later half of the prices, ${(prices.tested_years ?? 0).toFixed(1)} years, as a year`;
  $("tested").replaceChildren(
    heads("", "volatility", "points from 1/N"),
    ...(prices.tested ?? []).map((one) => line(one.name, points(one.volatility), apart(one.volatility_from_equal))),
  );
}

host.on("ui/notifications/tool-result", (result) => {
  const told = result.isError ? null : result.structuredContent;
  if (!told?.shares?.length) {
    $("summary").textContent = "There is no portfolio to show; the assistant's words tell why.";
    return;
  }
  portfolio = told;
  const does = { nothing: "Do nothing.", buy: "Buy only.", sell: "Sell by lot." }[told.action] ?? "No plan.";
  $("summary").textContent = `${does} ${told.why}`;
  $("key").hidden = false;
  $("key").querySelector(".k-equal").hidden = !told.equal_share;
  $("key").querySelector(".k-band").hidden = !told.band;
  listTrades(told);
  listPast(told.prices);
  const unsure = told.unsure ?? [];
  $("notes").hidden = !unsure.length;
  $("notes").querySelector("ul").replaceChildren(...unsure.map((one) => make("li", {}, one)));
  $("no-advice").textContent = told.not_tax_advice ?? "Arithmetic at the rates given, not tax advice.";
  drawShares();
});

host.on("ui/notifications/tool-cancelled", () => {
  $("summary").textContent = "The assistant stopped before there was a portfolio.";
});

let drawnAt = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (!portfolio || Math.round(contentRect.width) === drawnAt) return;
  drawnAt = Math.round(contentRect.width);
  drawShares();
}).observe($("chart"));

host.start("seqmatch-allocation", VIEW_VERSION);
