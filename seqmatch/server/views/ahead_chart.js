"use strict";

// The balance of one account at the end of each day ahead: a band, its middle, and what is due.

const CHART = { height: 260, left: 84, right: 14, top: 14, bottom: 40 };
const DAY = 86_400_000;
let currency = null; // of the person; null where the transactions name none

// With the sign of the currency, or none where it is not known.
function money(cents) {
  const sign = cents < 0 ? "−" : "";
  const digits = cents % 100 ? 2 : 0;
  const form = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const amount = Math.abs(cents) / 100;
  try {
    return sign + amount.toLocaleString("en-US", currency ? { ...form, style: "currency", currency } : form);
  } catch {
    return sign + amount.toLocaleString("en-US", form); // no currency that a browser knows how to write
  }
}

const dayOf = (first, number) => new Date(Date.parse(`${first}T00:00:00Z`) + number * DAY);
const dayWords = (day) => day.toLocaleDateString("en-US", { day: "numeric", month: "short", timeZone: "UTC" });

// The path with something more or less left each week.
function shifted(path, weekly) {
  const add = (held) => held.map((cents, number) => cents + Math.round((weekly * (number + 1)) / 7));
  return { ...path, p10: add(path.p10), p50: add(path.p50), p90: add(path.p90) };
}

function lowestOf(path, days = 30) {
  const held = path.p50.slice(0, days);
  const number = held.indexOf(Math.min(...held));
  return { number, cents: held[number] };
}

// Round numbers between the least and the most, about four of them.
function ticksOf(least, most) {
  const rough = Math.max(1, (most - least) / 4);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * size).find((one) => one >= rough);
  const ticks = [];
  for (let cents = Math.ceil(least / step) * step; cents <= most; cents += step) ticks.push(cents);
  return ticks;
}

function drawChart(account, path, before, events) {
  const { height, left, right, top, bottom } = CHART;
  const width = Math.max(280, $("chart").clientWidth); // of the page, so that words keep their size on a phone
  const all = [...path.p10, ...path.p90, ...(before?.p50 ?? []), account.floor_cents ?? 0];
  const [least, most] = [Math.min(0, ...all), Math.max(1, ...all)];
  const across = (number) => left + (number * (width - left - right)) / Math.max(1, path.p50.length - 1);
  const up = (cents) => height - bottom - ((cents - least) * (height - top - bottom)) / (most - least);
  const point = (cents, number) => `${across(number).toFixed(1)},${up(cents).toFixed(1)}`;
  const line = (held, kind) => make("path", { class: kind, d: `M${held.map(point).join("L")}` });
  const level = (cents, kind) =>
    make("line", { class: kind, x1: left, y1: up(cents), x2: width - right, y2: up(cents) });
  const words = (x, y, anchor, text) => make("text", { class: "tick", x, y, "text-anchor": anchor }, text);
  const back = path.p10.map(point).reverse();
  const lowest = lowestOf(path);
  const last = path.p50.length - 1;
  const marks = events
    .map((event) => ({ ...event, number: Math.round((Date.parse(event.date) - Date.parse(path.first)) / DAY) }))
    .filter(({ number }) => number >= 0 && number <= last)
    .map(({ number, amount_cents, payee, date }) =>
      make(
        "polygon",
        {
          class: amount_cents > 0 ? "in" : "out",
          points: trianglePoints(across(number), height - bottom + 4, amount_cents > 0),
        },
        make("title", {}, `${date}: ${payee}, ${money(amount_cents)}`),
      ),
    );
  const known = account.lowest != null; // without a balance today the path tells what moves, not what is there
  const changes = `The balance is not known; by ${dayWords(dayOf(path.first, last))} it changes by about ${money(path.p50[last])}.`;
  const told = !known ? changes : `Expected ${money(path.p50[last])} on ${dayWords(dayOf(path.first, last))}; lowest of 30 days ${money(
    lowest.cents,
  )} on ${dayWords(dayOf(path.first, lowest.number))}.`;
  const cursor = make("line", { class: "cursor", y1: top, y2: height - bottom, visibility: "hidden" });
  const svg = make(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": told, tabindex: "0" },
    ...ticksOf(least, most).flatMap((cents) => [level(cents, "axis"), words(left - 8, up(cents) + 4, "end", money(cents))]),
    ...(account.floor_cents ? [level(account.floor_cents, "floor")] : []),
    make("path", { class: "band", d: `M${path.p90.map(point).join("L")}L${back.join("L")}Z` }),
    ...(before ? [line(before.p50, "before")] : []),
    line(path.p50, "middle"),
    ...(known ? [make("circle", { class: "lowest", cx: across(lowest.number), cy: up(lowest.cents), r: 5 })] : []),
    ...marks,
    words(left, height - 6, "start", dayWords(dayOf(path.first, 0))),
    words(width - right, height - 6, "end", dayWords(dayOf(path.first, last))),
    cursor,
  );
  follow(svg, cursor, across, path, told, width, known);
  $("chart").replaceChildren(svg);
  $("told").textContent = told;
}

function trianglePoints(x, y, upwards) {
  return upwards
    ? `${x - 5},${y + 9} ${x + 5},${y + 9} ${x},${y}`
    : `${x - 5},${y} ${x + 5},${y} ${x},${y + 9}`;
}

// Tells the day under the pointer, or the one that the arrow keys go to.
function follow(svg, cursor, across, path, told, width, known) {
  const last = path.p50.length - 1;
  let at = 0;
  const tell = (number) => {
    at = Math.max(0, Math.min(last, number));
    cursor.setAttribute("x1", across(at));
    cursor.setAttribute("x2", across(at));
    cursor.setAttribute("visibility", "visible");
    const [low, middle, high] = [path.p10[at], path.p50[at], path.p90[at]].map(money);
    const what = known ? "" : "a change of ";
    $("told").textContent = `${dayWords(dayOf(path.first, at))}: ${what}${middle}, eight times in ten between ${low} and ${high}.`;
  };
  const leave = () => {
    cursor.setAttribute("visibility", "hidden");
    $("told").textContent = told;
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) * width) / box.width;
    tell(Math.round(((x - CHART.left) * last) / (width - CHART.left - CHART.right)));
  });
  svg.addEventListener("pointerleave", leave);
  svg.addEventListener("blur", leave);
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 7, PageUp: -7 }[event.key];
    if (!step) return;
    event.preventDefault();
    tell(at + step);
  });
}
