"use strict";

// The host that shows this page, spoken to by MCP Apps 2026-01-26: JSON-RPC 2.0 over postMessage.
const host = (() => {
  const VERSION = "2026-01-26";
  const heard = new Map(); // notification -> what to do with its params
  const waiting = new Map(); // id of a request of ours -> its promise
  let capabilities = {};
  let last = 0;

  const send = (message) => window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  const notify = (method, params = {}) => send({ method, params });
  const request = (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      send({ id: last, method, params });
    });

  function settle({ id, result, error }) {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (!promise) return;
    if (error) promise.reject(new Error(String(error.message)));
    else promise.resolve(result);
  }

  function answer({ id, method }) {
    const known = method === "ping" || method === "ui/resource-teardown";
    send(known ? { id, result: {} } : { id, error: { code: -32601, message: "Method not found" } });
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data === null || typeof data !== "object" || data.jsonrpc !== "2.0") return;
    if (typeof data.method !== "string") settle(data);
    else if (data.id !== undefined) answer(data);
    else heard.get(data.method)?.(data.params ?? {});
  });

  function dress(context) {
    if (context?.theme) document.documentElement.dataset.theme = context.theme;
  }

  return {
    // What to do with a notification of the host; to be said before start.
    on: (method, act) => heard.set(method, act),
    // Whether the host passes tool calls on to the server.
    canAsk: () => capabilities.serverTools !== undefined,
    // The structured result and the picture of a tool call; rejects with the tool's own words where it refuses.
    async ask(name, args) {
      const result = await request("tools/call", { name, arguments: args });
      if (result.isError) throw new Error(result.content?.[0]?.text ?? "The tool refused.");
      return result;
    },
    // What the assistant should know of what the person did here, in a sentence.
    tell(text) {
      if (capabilities.updateModelContext === undefined) return;
      request("ui/update-model-context", { content: [{ type: "text", text }] }).catch(() => {});
    },
    async start(name, version) {
      heard.set("ui/notifications/host-context-changed", dress);
      const appCapabilities = { availableDisplayModes: ["inline"] };
      const agreed = await request("ui/initialize", {
        appInfo: { name, version },
        appCapabilities,
        protocolVersion: VERSION,
      });
      capabilities = agreed.hostCapabilities ?? {};
      dress(agreed.hostContext);
      notify("ui/notifications/initialized");
      new ResizeObserver(() => {
        const { width, height } = document.documentElement.getBoundingClientRect();
        notify("ui/notifications/size-changed", { width: Math.ceil(width), height: Math.ceil(height) });
      }).observe(document.documentElement);
    },
  };
})();

const $ = (id) => document.getElementById(id);

// Elements whose words are text, whatever stands in them.
function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "rect", "text", "title", "circle", "polygon", "line"].includes(tag);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

function dollars(cents) {
  const sign = cents < 0 ? "−" : "";
  const whole = Math.floor(Math.abs(cents) / 100).toLocaleString("en-US");
  const rest = Math.abs(cents) % 100;
  return `${sign}$${whole}${rest ? "." + String(rest).padStart(2, "0") : ""}`;
}

const percent = (share) => `${Math.round(100 * share)}%`;

function cohortWords({ size, provenance }) {
  const whose = provenance === "synthetic" ? "generated (synthetic) people" : "of the operator's own users";
  return `Learned from ${size.toLocaleString("en-US")} ${whose}.`;
}

// Moves the focus among elements of which one at a time can be tabbed to.
function roving(elements, act) {
  elements.forEach((element, at) => {
    element.setAttribute("tabindex", at ? "-1" : "0");
    element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
      if (!(event.key in step)) return;
      event.preventDefault();
      elements.at(step[event.key] % elements.length).focus();
    });
    element.addEventListener("focus", () => {
      elements.forEach((other) => other.setAttribute("tabindex", other === element ? "0" : "-1"));
      act(at);
    });
  });
}
