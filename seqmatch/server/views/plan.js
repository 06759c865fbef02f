"use strict";

// The money flow of suggest_automations or check_automations. Another income is asked of check_automations: one
// simulator is the truth, and it stands on the server.

const PICTURE = "seqmatch/picture";
const NARROW = window.matchMedia("(max-width: 599px)");
const PAUSE = 120; // milliseconds without a move of the slider before it is asked

let rulesText = null; // the rules that the income goes through: the plan's, or those that were checked
let ownRules = null; // what the person has today, where a plan stands beside it
let side = "planned"; // or "today"
const first = { planned: null, today: null }; // the month as the assistant asked for it
const shown = { planned: null, today: null };
let asked = null; // income on its way to the server
let wanted = null; // income to ask for next

// What a plan does with an income: the first month as a picture, the year in figures; the two tools tell alike.
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

// Today's rules beside the plan; null where there are none, or where nothing is drawn.
function todayOf(result) {
  const before = result.structuredContent?.plan?.before;
  const picture = result._meta?.[PICTURE]?.today;
  if (!before || !picture || !ownRules) return null;
  return { income: before.income_cents, simulation: before, findings: [], remarks: [], unread: 0, picture: inReadingOrder(picture) };
}

function inReadingOrder(picture) {
  picture?.bars.sort((a, b) => a.x - b.x || a.middle - b.middle);
  return picture;
}

function rulesOf(result) {
  const told = result.structuredContent ?? {};
  return told.plan?.rules_text ?? rulesText ?? told.rules?.map((rule) => rule.rule_text).join("\n\n") ?? null;
}

function show() {
  const month = shown[side];
  const { simulation, income } = month;
  $("title").textContent = income ? `Where ${dollars(income)} goes in a month` : "No money moves";
  const told = [
    `In ${simulation.months} months: ${dollars(simulation.moved_cents)} moved`,
    `${dollars(simulation.unallocated_cents)} without a purpose`,
  ];
  const failures = simulation.failures ?? [];
  if (failures.length) told.push(failures.length === 1 ? "1 action fails" : `${failures.length} actions fail`);
  if (income !== first.planned.income) told.push(`the plan was made for ${dollars(first.planned.income)}`);
  $("summary").textContent = income ? `${told.join(" · ")}.` : "There is no rule to run.";
  $("summary").classList.toggle("bad", failures.length > 0);
  $("flow").hidden = !income;
  if (income) {
    drawPicture(month.picture);
    listPayments(month, first[side]);
    drawYear(shown.planned, shown.today);
  }
  drawNotes(month);
  $("cohort").textContent = shown.planned.cohort ? cohortWords(shown.planned.cohort) : "";
}

function drawNotes({ simulation, findings, remarks, unread }) {
  const failures = (simulation.failures ?? []).map(({ rule, action, reason, times, first_month }) => {
    const where = action === undefined ? `Rule ${rule}` : `Rule ${rule}, action ${action}`;
    return make("li", { class: "bad" }, `${where} fails${times > 1 ? ` ${times} times` : ""}, first in month ${first_month}: ${reason}.`);
  });
  const others = findings.map((finding) =>
    make("li", { class: finding.severity === "error" ? "bad" : undefined }, finding.message),
  );
  const unreadWords = unread ? [make("li", { class: "bad" }, `${unread} piece(s) of the rules could not be read.`)] : [];
  const all = [...failures, ...unreadWords, ...others, ...remarks.map((remark) => make("li", {}, remark))];
  $("notes").hidden = all.length === 0;
  $("notes").querySelector("ul").replaceChildren(...all);
}

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
  $("back").disabled = cents === first.planned?.income;
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
    const through = (rules) => host.ask("check_automations", { rules_text: rules, monthly_income_cents: asked });
    const today = first.today && monthOf(await through(ownRules));
    shown.planned = { ...monthOf(await through(rulesText)), remarks: first.planned.remarks };
    shown.today = today;
    $("trouble").hidden = true;
    show();
    host.tell(
      `In the money flow view the person set the monthly income to ${dollars(asked)}: ${$("summary").textContent}`,
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
  if (typeof params.arguments?.rules_text === "string") rulesText = ownRules = params.arguments.rules_text;
});

host.on("ui/notifications/tool-result", (result) => {
  const month = result.isError ? null : monthOf(result);
  if (!month) {
    $("summary").textContent = "There is no plan to show; the assistant's words tell why.";
    return;
  }
  rulesText = rulesOf(result);
  first.planned = shown.planned = month;
  first.today = shown.today = todayOf(result);
  $("sides").hidden = $("key").hidden = first.today === null;
  show();
  if (month.income) offerSlider(month.income);
});

host.on("ui/notifications/tool-cancelled", () => {
  $("summary").textContent = "The assistant stopped before there was a plan.";
});

$("slider").addEventListener("input", () => wish(Number($("slider").value)));
$("typed").addEventListener("change", () => {
  const cents = typedCents();
  if (cents) wish(cents);
  else setIncome(shown.planned.income);
});
$("back").addEventListener("click", () => wish(first.planned.income));
for (const which of ["today", "planned"]) {
  $(which).addEventListener("click", () => {
    side = which;
    for (const other of ["today", "planned"]) $(other).setAttribute("aria-pressed", String(other === which));
    show();
  });
}
$("account").addEventListener("change", () => drawYear(shown.planned, shown.today));

const arrange = () => {
  $("list").open = NARROW.matches;
  $("list").querySelector("summary").hidden = NARROW.matches;
  if (shown[side]?.income) drawPicture(shown[side].picture);
};
NARROW.addEventListener("change", arrange);
arrange();
let drawnAt = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (Math.abs(contentRect.width - drawnAt) < 1) return;
  drawnAt = contentRect.width;
  if (shown[side]?.income) drawPicture(shown[side].picture);
}).observe($("picture"));

host.start("seqmatch-plan", VIEW_VERSION);
