"use strict";

// The picture of a money flow, from bars and ribbons that the server laid out, and the way from account to account.

const STEP = 272; // pixels from column to column as the server laid them out
const LEAST_STEP = 138;
const LABEL = 184;
const BOX = 12;
const TOP = 8;

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
