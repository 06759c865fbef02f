"use strict";

// The money flow of suggest_automations or check_automations. Another income is asked of check_automations: one
// simulator is the truth, and it stands on the server.

const PICTURE = "seqmatch/picture";
const STEP = 272; // pixels from column to column as the server laid them out
const LEAST_STEP = 138;
const LABEL = 184;
const BOX = 12;
const TOP = 8;
const NARROW = window.matchMedia("(max-width: 599px)");
const PAUSE = 120; // milliseconds without a move of the slider before it is asked

let rulesText = null; // what is simulated
let first = null; // the month as the assistant asked for it
let shown = null;
let asked = null; // income on its way to the server
let wanted = null; // income to ask for next

const key = (ribbon) => `${ribbon.source}\u0000${ribbon.destination}`;

// A month: what the two tools tell alike.
function monthOf(result) {
  const told = result.structuredContent ?? {};
  const plan = told.plan ?? told;
  if (!plan.simulation) return null;
  return {
    income: plan.simulation.income_cents,
    simulation: plan.simulation,
    findings: plan.findings ?? [],
    remarks: told.plan ? plan.notes ?? [] : [],
    unread: (told.unparsed ?? []).length,
    cohort: told.cohort,
    picture: inReadingOrder(result._meta?.[PICTURE] ?? null),
  };
}

function inReadingOrder(picture) {
  picture?.bars.sort((a, b) => a.x - b.x || a.middle - b.middle);
  return picture;
}

function rulesOf(result) {
  const told = result.structuredContent ?? {};
  return told.plan?.rules_text ?? rulesText ?? told.rules?.map((rule) => rule.rule_text).join("\n\n") ?? null;
}

function show(month) {
  shown = month;
  const { simulation, income } = month;
  $("title").textContent = income ? `Where ${dollars(income)} goes in a month` : "No money moves";
  const told = [`${dollars(simulation.moved_cents)} moved`, `${dollars(simulation.unallocated_cents)} without a purpose`];
  const failures = simulation.failures ?? [];
  if (failures.length) told.push(failures.length === 1 ? "1 action fails" : `${failures.length} actions fail`);
  if (first && income !== first.income) told.push(`the plan was made for ${dollars(first.income)}`);
  $("summary").textContent = income ? `${told.join(" · ")}.` : "There is no rule to run.";
  $("summary").classList.toggle("bad", failures.length > 0);
  $("flow").hidden = !income;
  if (income) {
    drawPicture(month.picture);
    listPayments(month);
  }
  drawNotes(month);
  $("cohort").textContent = month.cohort ? cohortWords(month.cohort) : "";
}

function drawNotes({ simulation, findings, remarks, unread }) {
  const failures = (simulation.failures ?? []).map(({ rule, action, reason, times }) => {
    const where = action === undefined ? `Rule ${rule}` : `Rule ${rule}, action ${action}`;
    return make("li", { class: "bad" }, `${where} fails${times > 1 ? ` ${times} times` : ""}: ${reason}.`);
  });
  const others = findings.map((finding) =>
    make("li", { class: finding.severity === "error" ? "bad" : undefined }, finding.message),
  );
  const unreadWords = unread ? [make("li", { class: "bad" }, `${unread} piece(s) of the rules could not be read.`)] : [];
  const all = [...failures, ...unreadWords, ...others, ...remarks.map((remark) => make("li", {}, remark))];
  $("notes").hidden = all.length === 0;
  $("notes").querySelector("ul").replaceChildren(...all);
}

// The flow diagram, its columns moved together as far as labels allow; beyond that it scrolls sideways.
function drawPicture(picture) {
  const drawable = picture !== null && picture.bars.length > 0;
  $("picture").hidden = $("told").hidden = $("legend").hidden = !drawable;
  $("remark").hidden = !picture?.remark;
  $("remark").textContent = picture?.remark ?? "";
  if (!drawable) return;
  const room = $("picture").clientWidth;
  const squeeze = Math.max(LEAST_STEP / STEP, Math.min(1, (room - LABEL) / picture.width));
  const width = Math.max(picture.width * squeeze + LABEL, Math.min(room, 240));
  const height = picture.height + 2 * TOP;
  const focused = document.activeElement?.dataset?.account;

  const ribbons = picture.ribbons.map((ribbon) =>
    make(
      "path",
      { class: `${ribbon.width ? "line" : "ribbon"} g-${ribbon.group}`, d: ribbon.path, "stroke-width": ribbon.width || undefined },
      make("title", {}, `${ribbon.source} to ${ribbon.destination}: ${dollars(ribbon.cents)}`),
    ),
  );
  const bars = picture.bars.map((bar) => {
    const x = bar.x * squeeze;
    const last = bar.x + STEP > picture.width;
    return make(
      "g",
      { class: `account g-${bar.group}`, role: "img", "aria-label": `${bar.name}: ${bar.note}`, "data-account": bar.name, "data-room": last ? LABEL - BOX - 8 : STEP * squeeze - BOX - 14 },
      make("title", {}, `${bar.name}: ${bar.note}`),
      make("rect", { class: "box", x, y: bar.middle - bar.height / 2, width: BOX, height: Math.max(bar.height, 2), rx: 2 }),
      make("text", { class: "name", x: x + BOX + 6, y: bar.middle - 3 }, bar.label),
      make("text", { class: "note", x: x + BOX + 6, y: bar.middle + 13 }, bar.note),
    );
  });
  const svg = make(
    "svg",
    { width, height, viewBox: `0 ${-TOP} ${width} ${height}`, role: "group", "aria-label": `Money flow: ${picture.summary}. Arrow keys go from account to account.` },
    make("g", { transform: `scale(${squeeze} 1)` }, ...ribbons),
    ...bars,
  );
  $("picture").replaceChildren(svg);
  bars.forEach((bar) => bar.querySelectorAll("text").forEach((text) => fit(text, Number(bar.dataset.room))));
  followable(svg, bars, ribbons, picture);
  bars.find((bar) => bar.dataset.account === focused)?.focus();
  $("legend").replaceChildren(...picture.groups.map((group) => make("li", { class: `g-${group}` }, GROUP_NAMES[group])));
}

// Cuts a label to the room it has; the whole of it is in the tooltip, the list and what is told below.
function fit(text, room) {
  if (text.getComputedTextLength() <= room) return;
  let words = [...text.textContent.replace(/, keeps .*/, "")];
  text.textContent = words.join("");
  while (words.length > 1 && text.getComputedTextLength() > room) {
    words = words.slice(0, -1);
    text.textContent = `${words.join("").trimEnd()}…`;
  }
}

function followable(svg, bars, ribbons, picture) {
  const rest = "Point at an account, or go there with the arrow keys, to follow its money.";
  const follow = (at) => {
    const { name, note } = picture.bars[at];
    const into = picture.ribbons.filter((ribbon) => ribbon.destination === name);
    const out = picture.ribbons.filter((ribbon) => ribbon.source === name);
    svg.classList.add("following");
    ribbons.forEach((path, i) =>
      path.classList.toggle("followed", picture.ribbons[i].source === name || picture.ribbons[i].destination === name),
    );
    const parts = [
      into.length ? `from ${into.map((ribbon) => `${ribbon.source} ${dollars(ribbon.cents)}`).join(", ")}` : "",
      out.length ? `to ${out.map((ribbon) => `${ribbon.destination} ${dollars(ribbon.cents)}`).join(", ")}` : "",
    ];
    $("told").textContent = `${name}: ${note}${parts.some(Boolean) ? " — " : ""}${parts.filter(Boolean).join("; ")}.`;
  };
  const leave = () => {
    svg.classList.remove("following");
    $("told").textContent = rest;
  };
  $("told").textContent = rest;
  roving(bars, follow);
  bars.forEach((bar, at) => {
    bar.addEventListener("pointerenter", () => follow(at));
    bar.addEventListener("pointerleave", leave);
    bar.addEventListener("blur", leave);
  });
}

// The same payments as a table by source, with what another income changes; without a picture, what accounts hold.
function listPayments({ picture, simulation, income }) {
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
    make("th", { scope: "col" }, picture ? "To" : "At the end of the month"),
    make("th", { scope: "col", class: "number" }, "A month"),
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

// The slider goes in round steps from (nearly) nothing to three times the income, and through the income itself.
function offerSlider(income) {
  const step = Math.max(100, 10 ** (Math.floor(Math.log10(income)) - 1));
  const slider = $("slider");
  slider.step = step;
  slider.min = income % step || step;
  slider.max = Number(slider.min) + step * Math.ceil((3 * income) / step);
  setIncome(income);
  $("back").textContent = `Back to ${dollars(income)}`;
  const able = host.canAsk() && rulesText !== null;
  for (const control of [slider, $("typed")]) control.disabled = !able;
  $("what-if").hidden = !able;
}

function setIncome(cents) {
  $("slider").value = cents;
  $("slider").setAttribute("aria-valuetext", dollars(cents));
  $("typed").value = cents % 100 ? (cents / 100).toFixed(2) : cents / 100;
  $("back").disabled = cents === first?.income;
}

let pause = null;

function wish(cents) {
  setIncome(cents);
  wanted = cents;
  clearTimeout(pause);
  pause = setTimeout(askNext, PAUSE);
}

async function askNext() {
  if (asked !== null || wanted === null) return;
  asked = wanted;
  wanted = null;
  $("flow").setAttribute("aria-busy", "true");
  try {
    const result = await host.ask("check_automations", { rules_text: rulesText, monthly_income_cents: asked });
    $("trouble").hidden = true;
    const month = { ...monthOf(result), remarks: first.remarks };
    show(month);
    host.tell(
      `In the money flow view the person set the monthly income to ${dollars(month.income)}: ${$("summary").textContent}`,
    );
  } catch (error) {
    $("trouble").textContent = `That income could not be simulated: ${error.message}`;
    $("trouble").hidden = false;
  }
  $("flow").removeAttribute("aria-busy");
  asked = null;
  if (wanted !== null) askNext();
}

function typedCents() {
  const cents = Math.round(100 * Number($("typed").value));
  return Number.isFinite(cents) && cents > 0 ? cents : null;
}

host.on("ui/notifications/tool-input", (params) => {
  if (typeof params.arguments?.rules_text === "string") rulesText = params.arguments.rules_text;
});

host.on("ui/notifications/tool-result", (result) => {
  const month = result.isError ? null : monthOf(result);
  if (!month) {
    $("summary").textContent = "There is no plan to show; the assistant's words tell why.";
    return;
  }
  rulesText = rulesOf(result);
  first = month;
  show(month);
  if (month.income) offerSlider(month.income);
});

host.on("ui/notifications/tool-cancelled", () => {
  $("summary").textContent = "The assistant stopped before there was a plan.";
});

$("slider").addEventListener("input", () => wish(Number($("slider").value)));
$("typed").addEventListener("change", () => {
  const cents = typedCents();
  if (cents) wish(cents);
  else setIncome(shown.income);
});
$("back").addEventListener("click", () => wish(first.income));

const arrange = () => {
  $("list").open = NARROW.matches;
  $("list").querySelector("summary").hidden = NARROW.matches;
  if (shown?.income) drawPicture(shown.picture);
};
NARROW.addEventListener("change", arrange);
arrange();
let drawnAt = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (Math.abs(contentRect.width - drawnAt) < 1) return;
  drawnAt = contentRect.width;
  if (shown?.income) drawPicture(shown.picture);
}).observe($("picture"));

host.start("seqmatch-plan", VIEW_VERSION);
