"use strict";

// The archetypes and the person's own place, from match_user or explain_cluster. Another archetype's card is asked of
// explain_cluster when it is chosen.

const PICTURE = "seqmatch/picture";
const WIDTH = 480;
const HEIGHT = 340;
const MARGIN = 44;
const MOST = 8; // rows of a table

const cards = new Map(); // cluster_id -> the result of explain_cluster
let kinds = [];
let mine = null;

function place(picture) {
  const points = picture.archetypes.flatMap(({ x, y, half }) => [[x, y], ...half]);
  if (picture.you) points.push([picture.you.x, picture.you.y]);
  const [xs, ys] = [0, 1].map((side) => points.map((point) => point[side]));
  const scale = (values, size) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value) => MARGIN + ((value - low) / (high - low || 1)) * (size - 2 * MARGIN);
  };
  const [across, up] = [scale(xs, WIDTH), scale(ys, HEIGHT)];
  return ([x, y]) => [across(x), HEIGHT - up(y)].map((value) => Math.round(10 * value) / 10);
}

const colour = (id) => `a-${id % COLOURS}`;

function drawMap(picture) {
  const at = place(picture);
  const halves = picture.archetypes.map(({ cluster_id: id, name, half }) =>
    make("polygon", { class: `half ${colour(id)}`, "data-kind": id, points: half.map((p) => at(p).join(",")).join(" ") }, make("title", {}, `${id}: ${name}`)),
  );
  const middles = picture.archetypes.map(({ cluster_id: id, name, x, y }) => {
    const [cx, cy] = at([x, y]);
    return make("g", { class: colour(id), "data-kind": id },
      make("title", {}, `${id}: ${name}`),
      make("circle", { class: "disc", cx, cy, r: 13 }),
      make("text", { class: "digit", x: cx, y: cy }, id),
    );
  });
  const [across, up] = picture.axes;
  const words = [
    make("text", { class: "end", x: 10, y: 22 }, `↑ ${up.high}`),
    make("text", { class: "end", x: 10, y: HEIGHT - 10 }, `↓ ${up.low}`),
  ];
  $("across").replaceChildren(make("span", {}, `← ${across.low}`), make("span", {}, `${across.high} →`));
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": mapWords(picture) }, ...halves, ...words, ...middles, ...youMark(picture, at));
  $("map").replaceChildren(svg);
  for (const part of [...halves, ...middles]) part.addEventListener("click", () => choose(Number(part.dataset.kind)));
}

function youMark({ you }, at) {
  if (!you) return [];
  const [x, y] = at([you.x, you.y]);
  const star = Array.from({ length: 10 }, (_, i) => {
    const [reach, turn] = [i % 2 ? 5 : 12, (Math.PI * i) / 5];
    return `${(x + reach * Math.sin(turn)).toFixed(1)},${(y - reach * Math.cos(turn)).toFixed(1)}`;
  });
  const left = x > WIDTH - 80;
  return [
    make("polygon", { class: "you", id: "you", points: star.join(" ") }, make("title", {}, "You")),
    make("text", { class: "you-name", x: x + (left ? -16 : 16), y: y - 8, "text-anchor": left ? "end" : "start" }, "You"),
  ];
}

function mapWords(picture) {
  const names = picture.archetypes.map(({ cluster_id: id, name }) => `${id}: ${name}`).join("; ");
  const you = picture.you ? ` You stand with ${picture.cluster_id}.` : "";
  return `A map of ${picture.archetypes.length} kinds of automators. ${names}.${you}`;
}

function readingWords({ you }) {
  const how = "Each shape holds half of the users of its kind; the map shows the two directions in which users differ most.";
  if (!you) return how;
  if (you.from === "rules") return `${how} Your place comes from your rules.`;
  return `${how} Without rules of yours to go by, your place is the middle of ${you.from} similar users.`;
}

function listKinds() {
  const buttons = kinds.map(({ cluster_id: id, name, share }) =>
    make("button", { type: "button", class: colour(id), "data-kind": id, "aria-pressed": "false" },
      make("span", { class: "digit" }, id),
      make("span", {}, name),
      make("span", { class: "number faint" }, percent(share)),
      ...(id === mine ? [make("span", { class: "mine" }, "★ You")] : []),
    ),
  );
  $("kinds").replaceChildren(...buttons);
  roving(buttons, () => {});
  buttons.forEach((button) => button.addEventListener("click", () => choose(Number(button.dataset.kind))));
}

async function choose(id) {
  for (const part of document.querySelectorAll("[data-kind]")) {
    const pressed = Number(part.dataset.kind) === id;
    if (part.tagName === "BUTTON") part.setAttribute("aria-pressed", pressed);
    else part.classList.toggle("pressed", pressed);
  }
  const kind = kinds.find((other) => other.cluster_id === id);
  $("chosen").hidden = false;
  $("chosen").dataset.kind = id;
  $("name").textContent = `${id}: ${kind.name}`;
  $("description").textContent = kind.description ?? "";
  tellMore(cards.get(id));
  if (cards.has(id) || !host.canAsk()) return;
  try {
    const result = await host.ask("explain_cluster", { cluster_id: id });
    cards.set(id, result.structuredContent);
    if ($("chosen").dataset.kind === String(id)) tellMore(cards.get(id));
  } catch {
    // the description stands without the figures
  }
}

function tellMore(card) {
  const tables = card
    ? [
        shares("What they automate", card.automations.map(({ pattern, share }) => [pattern, share])),
        shares("Goals they state", card.goals.map(({ goal, share }) => [inWords(goal), share])),
      ]
    : [];
  $("more").replaceChildren(...tables);
}

const inWords = (goal) => goal[0] + goal.slice(1).toLowerCase().replaceAll("_", " ");

function shares(title, rows) {
  if (!rows.length) return "";
  const most = [...rows].sort(([, a], [, b]) => b - a).slice(0, MOST);
  return make("table", {}, shareHead(title, "of them"), make("tbody", {}, ...most.map(([words, share]) => shareRow(words, share))));
}

const shareHead = (title, of) =>
  make("thead", {}, make("tr", {}, make("th", { scope: "col" }, title), make("th", { scope: "col", class: "number" }, of)));

function shareRow(words, share) {
  const bar = make("span", { class: "bar" });
  bar.style.width = `${Math.max(0.5, 100 * share)}%`;
  return make("tr", {}, make("td", {}, words, bar), make("td", { class: "number" }, percent(share)));
}

host.on("ui/notifications/tool-result", (result) => {
  const told = result.structuredContent;
  if (result.isError || !told) {
    $("summary").textContent = "There is nothing to show; the assistant's words tell why.";
    return;
  }
  const own = told.archetype ?? told;
  const picture = result._meta?.[PICTURE] ?? null;
  kinds = picture?.archetypes ?? [own];
  mine = told.archetype || picture?.you ? own.cluster_id : null;
  const card = told.archetype ? null : told;
  if (card) cards.set(card.cluster_id, card);
  const share = kinds.find((kind) => kind.cluster_id === own.cluster_id)?.share;
  const whose = mine === null ? "" : "You are among: ";
  $("summary").textContent = `${whose}${own.name}${share === undefined ? "" : `, ${percent(share)} of all users`}.`;
  $("found").hidden = picture === null;
  if (picture) {
    drawMap(picture);
    listKinds();
    $("reading").textContent = readingWords(picture);
  }
  choose(own.cluster_id);
  $("similar").hidden = !told.common_patterns?.length;
  $("patterns").replaceChildren(
    shareHead(told.similar_users?.length ? `Of the ${told.similar_users.reduce((people, group) => people + group.size, 0)} most similar users` : "Of all who fit equally well", "do so"),
    make("tbody", {}, ...(told.common_patterns ?? []).slice(0, MOST).map(({ pattern, share }) => shareRow(pattern, share))),
  );
  $("cohort").textContent = told.cohort ? cohortWords(told.cohort) : "";
});

host.on("ui/notifications/tool-cancelled", () => {
  $("summary").textContent = "The assistant stopped before there was an answer.";
});

host.start("seqmatch-map", VIEW_VERSION);
