"use strict";

// The goals of plan_goals on one timeline: what each pot holds month by month, with its band, and when it is due.

const PICTURE = "seqmatch/picture";
const CHART = { height: 84, left: 62, right: 14, top: 10, bottom: 20 };
const DAY = 86_400_000;
let plan = null;
let drawn = { months: [], bands: [] };

const timeOf = (date) => Date.parse(`${date}T00:00:00Z`);
const dayWords = (date, year) =>
  new Date(timeOf(date)).toLocaleDateString("en-US", { day: "numeric", month: "short", year: year ? "numeric" : undefined, timeZone: "UTC" });

const monthWords = (time) => new Date(time).toLocaleDateString("en-US", { month: "short", year: "numeric", timeZone: "UTC" });

// Amounts without a sign: transactions need not name a currency.
const amount = (cents) => dollars(Math.round(cents / 100) * 100).replace("$", "");

function verdictOf(goal) {
  const due = `due ${dayWords(goal.deadline, true)}`;
  if (!goal.fits) return `does not fit · ${due}`;
  return goal.full_on ? `full ${dayWords(goal.full_on, true)} · ${due}` : `fits · ${due}`;
}

function likelyOf({ odds, paths, rescue, needed_cents: needed }) {
  const told = [needed ? `${amount(needed)} more are needed` : "Nothing more is needed"];
  if (odds) told.push(`odds ${percent(odds.probability)} (${percent(odds.interval80[0])} to ${percent(odds.interval80[1])})`);
  else if (paths) told.push(`fills on ${percent(paths.share)} of the simulated paths`);
  if (!rescue) return `${told.join(" · ")}.`;
  const later = rescue.later_months == null ? "" : `${rescue.later_months} months later, `;
  const more = `${amount(rescue.more_monthly_cents)} more a month`;
  return `${told.join(" · ")}. What would save it: ${later}${more}, or ${amount(rescue.smaller_by_cents)} smaller.`;
}

function chartOf(goal, band, first, last, width) {
  const { height, left, right, top, bottom } = CHART;
  const across = (date) => left + ((timeOf(date) - first) * (width - left - right)) / Math.max(DAY, last - first);
  const most = Math.max(1, goal.target_cents);
  const up = (cents) => height - bottom - (Math.min(cents, most) * (height - top - bottom)) / most;
  const saved = goal.target_cents - goal.needed_cents;
  const when = (month) => (drawn.months[month] < goal.deadline ? drawn.months[month] : goal.deadline);
  const point = (cents, month) => `${across(when(month)).toFixed(1)},${up(cents).toFixed(1)}`;
  const start = `${left},${up(saved).toFixed(1)}`;
  const line = (held) => [start, ...held.map(point)].join("L");
  const words = (x, y, anchor, text) => make("text", { class: "tick", x, y, "text-anchor": anchor }, text);
  const due = across(goal.deadline);
  const label = `${goal.name}: ${verdictOf(goal)}`;
  const cursor = make("line", { class: "cursor", y1: top, y2: height - bottom, visibility: "hidden" });
  const svg = make(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, tabindex: band ? "0" : undefined },
    make("line", { class: "axis", x1: left, x2: width - right, y1: up(0), y2: up(0) }),
    make("line", { class: "target", x1: left, x2: width - right, y1: up(most), y2: up(most) }),
    words(left - 8, up(most) + 4, "end", amount(most)),
    words(left - 8, up(0) + 4, "end", "0"),
    words(left, height - 4, "start", monthWords(first)),
    words(width - right, height - 4, "end", monthWords(last)),
    ...(band
      ? [
          make("path", { class: "band", d: `M${line(band[2])}L${[start, ...band[0].map(point)].reverse().join("L")}Z` }),
          make("path", { class: "middle", d: `M${line(band[1])}` }),
        ]
      : []),
    make("line", { class: "due", x1: due, x2: due, y1: top - 6, y2: height - bottom }),
    ...(goal.full_on ? [make("circle", { class: "full", cx: across(goal.full_on), cy: up(most), r: 5 })] : []),
    cursor,
  );
  if (band) follow(svg, cursor, goal, band, (month) => across(when(month)));
  return svg;
}

// Tells the month that the arrow keys go to, or the one under the pointer.
function follow(svg, cursor, goal, band, across) {
  const last = band[1].length - 1;
  let at = -1;
  const tell = (month) => {
    at = Math.max(0, Math.min(last, month));
    const x = across(at);
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.setAttribute("visibility", "visible");
    const [low, middle, high] = band.map((held) => amount(held[at]));
    $("told").textContent =
      `${goal.name} on ${dayWords(drawn.months[at], true)}: ${middle}, on eight paths in ten ${low} to ${high}.`;
  };
  const leave = () => {
    cursor.setAttribute("visibility", "hidden");
    $("told").textContent = "";
  };
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    tell(at + step);
  });
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) * svg.viewBox.baseVal.width) / box.width;
    const apart = band[1].map((_, month) => Math.abs(across(month) - x));
    tell(apart.indexOf(Math.min(...apart)));
  });
  svg.addEventListener("pointerleave", leave);
  svg.addEventListener("blur", leave);
}

function show() {
  const width = Math.max(260, $("goals").clientWidth - 24); // of the page, so that words keep their size on a phone
  const last = Math.max(...plan.goals.flatMap(({ deadline, full_on: full }) => [timeOf(deadline), full ? timeOf(full) : 0]));
  const first = drawn.months.length ? timeOf(drawn.months[0]) - 30 * DAY : Math.min(last - DAY, Date.now());
  $("goals").replaceChildren(
    ...plan.goals.map((goal, place) =>
      make(
        "section",
        { class: "goal" },
        make(
          "h2",
          {},
          make("span", {}, `${goal.place}. ${goal.name}`),
          make("span", goal.fits ? {} : { class: "bad" }, verdictOf(goal)),
        ),
        chartOf(goal, drawn.bands[place], first, last, width),
        make("p", { class: "faint" }, likelyOf(goal)),
      ),
    ),
  );
}

function summaryOf({ goals, buffer_cents: buffer, free_monthly_cents: free }) {
  const fitting = goals.filter(({ fits }) => fits).length;
  return `${fitting} of ${goals.length} goals fit. ${amount(buffer)} stay on the pay account; about ${amount(free)} a month is free and fills one pot after the other.`;
}

function list(id, lines) {
  $(id).hidden = !lines.length;
  $(id).querySelector("ul, ol").replaceChildren(...lines.map((one) => make("li", {}, one)));
}

host.on("ui/notifications/tool-result", (result) => {
  const told = result.isError ? null : result.structuredContent;
  if (!told?.goals?.length) {
    $("summary").textContent = "There is no plan to show; the assistant's words tell why.";
    return;
  }
  plan = told;
  drawn = result._meta?.[PICTURE] ?? drawn;
  $("summary").textContent = summaryOf(told);
  $("key").hidden = false;
  list("rules", told.rules_text.split("\n\n"));
  list("notes", told.unsure ?? []);
  show();
});

host.on("ui/notifications/tool-cancelled", () => {
  $("summary").textContent = "The assistant stopped before there was a plan.";
});

let drawnAt = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (!plan || Math.round(contentRect.width) === drawnAt) return;
  drawnAt = Math.round(contentRect.width);
  show();
}).observe($("goals"));

host.start("seqmatch-goals", VIEW_VERSION);
