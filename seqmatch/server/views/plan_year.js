"use strict";

// What one account holds at the end of each month of the year: today's rules beside the plan's.

const CHART = { width: 560, height: 150, left: 70, right: 16, top: 12, bottom: 24 };

// Accounts of both years, those first that the plan changes most, then those that hold most.
function accountsOf(planned, today) {
  const last = (year, account) => year?.[account]?.at(-1) ?? 0;
  const names = [...new Set([...Object.keys(planned), ...Object.keys(today ?? {})])];
  const change = (name) => (today ? Math.abs(last(planned, name) - last(today, name)) : 0);
  const held = (name) => Math.max(last(planned, name), last(today, name));
  return names.filter((name) => held(name) > 0).sort((a, b) => change(b) - change(a) || held(b) - held(a));
}

function drawYear(planned, today) {
  const [after, before] = [planned?.picture?.year, today?.picture?.year];
  const names = after ? accountsOf(after, before) : [];
  $("year").hidden = names.length === 0;
  if (!names.length) return;
  const chosen = names.includes($("account").value) ? $("account").value : names[0];
  $("account").replaceChildren(...names.map((name) => make("option", { value: name, selected: name === chosen }, name)));
  const months = after[names[0]]?.length ?? before[names[0]].length;
  const held = (year) => year && (year[chosen] ?? Array(months).fill(0));
  chart(chosen, held(after), held(before));
}

function chart(name, after, before) {
  const { width, height, left, right, top, bottom } = CHART;
  const most = Math.max(1, ...after, ...(before ?? []));
  const across = (month) => left + (month * (width - left - right)) / after.length;
  const up = (cents) => height - bottom - (cents * (height - top - bottom)) / most;
  const line = (held, kind) => {
    const points = [0, ...held].map((cents, month) => `${across(month).toFixed(1)},${up(cents).toFixed(1)}`);
    return make("path", { class: kind, d: `M${points.join("L")}`, "data-held": held.join(" ") });
  };
  const label = (x, y, anchor, words) => make("text", { class: "tick", x, y, "text-anchor": anchor }, words);
  const end = (held) => dollars(held.at(-1));
  const words = before
    ? `After ${after.length} months: ${end(before)} today, ${end(after)} with the plan.`
    : `After ${after.length} months: ${end(after)}.`;
  $("year-told").textContent = words;
  $("chart").replaceChildren(make(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${name}. ${words}` },
    make("line", { class: "axis", x1: left, y1: up(0), x2: width - right, y2: up(0) }),
    label(left - 8, up(0) + 4, "end", "$0"),
    label(left - 8, up(most) + 4, "end", dollars(Math.round(most / 100) * 100)),
    label(left, height - 6, "start", "empty"),
    label(width - right, height - 6, "end", `month ${after.length}`),
    ...(before ? [line(before, "before")] : []),
    line(after, "after"),
  ));
}
