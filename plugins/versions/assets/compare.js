// The page that compares versions: any two, filters, marks on what changed; the address keeps it.

import { h } from "../../assets/dom.js";
import { differences, KINDS } from "./differing.js";
import { pageOf, versionAt } from "./names.js";
import { parts } from "./wording.js";

const MOST = 60; // as plugins/versions/comparison.py
const page = document.querySelector("[data-comparison]");
const result = page.querySelector("[data-result]");
const form = page.querySelector("[data-chooser]");
const { from, to } = form.elements;
const names = [...from.options].map((option) => option.value);
const made = { from: page.dataset.from, to: page.dataset.to, nodes: [...result.childNodes] };
const texts = new Map();
const waiting = new Map();
let only = "";
let round = 0;

window.handbookVersion = (name, json) => texts.set(name, JSON.parse(json));

function start() {
  const query = new URLSearchParams(location.search);
  const wrong = [from, to].map((select) => ask(select, query.get(select.name))).find((asked) => asked);
  only = KINDS.includes(query.get("only")) ? query.get("only") : "";
  const swap = h("button", { type: "button", onclick: () => { [from.value, to.value] = [to.value, from.value]; show(); } }, "对调");
  form.append(swap);
  form.hidden = false;
  form.addEventListener("change", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  if (wrong) form.after(h("p", { class: "wrong", role: "alert" }, `没有“${wrong.slice(0, 40)}”这个版本，请从上面选。`));
  show();
}

/** Chooses the version that an address asks for; returns what was asked where there is none. */
function ask(select, asked) {
  if (!asked) return "";
  const name = versionAt(names, asked);
  if (name) select.value = name;
  return name ? "" : asked;
}

async function show() {
  const own = (round += 1);
  keep();
  for (const link of page.querySelectorAll(".steps [aria-current]")) link.removeAttribute("aria-current");
  if (from.value === made.from && to.value === made.to) result.replaceChildren(...made.nodes);
  else {
    result.replaceChildren(h("p", { class: "sum", role: "status" }, "正在比较……"));
    const found = await Promise.all([from, to].map(load));
    if (own !== round) return;
    if (found.includes(null)) {
      result.replaceChildren(h("p", { class: "wrong", role: "alert" }, "版本的文字没有取到，请再试一次。"));
      return;
    }
    result.replaceChildren(...drawn(found));
  }
  dress();
}

/** The text of the version that a select has; null where its file cannot be had. */
function load(select) {
  const name = select.value;
  if (texts.has(name)) return texts.get(name);
  if (!waiting.has(name)) {
    waiting.set(name, new Promise((done) => {
      const script = h("script", { src: select.selectedOptions[0].dataset.file });
      script.onload = () => done(texts.get(name) ?? null);
      script.onerror = () => { waiting.delete(name); script.remove(); done(null); };
      document.head.append(script);
    }));
  }
  return waiting.get(name);
}

function drawn([before, after]) {
  const { rows, following } = differences(before.rows, after.rows);
  const fields = before.fields
    .map(([name, old], n) => [name, old, after.fields[n][1]])
    .filter(([, old, now]) => old !== now);
  const counts = KINDS.map((kind) => [kind, rows.filter((row) => row.kinds.includes(kind)).length]);
  const words = counts.filter(([, count]) => count).map(([kind, count]) => `${kind} ${count} 处`).join("、");
  const more = following ? `；另有 ${following} 处只是随上级改了编号` : "";
  const same = from.value === to.value ? "两边是同一个版本" : "条款的文字、编号、位置都相同";
  const sum = h("p", { class: "sum", role: "status" }, `${words || same}${more}。`);
  if (!rows.length && !fields.length) return [sum];
  const heads = [from, to].map((select) =>
    h("th", { scope: "col" }, h("a", { href: versionPage(select.value) }, select.selectedOptions[0].textContent)));
  return [sum, h("table", { class: "changes" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "条款"), heads)),
    h("tbody", {}, fields.map(field), rows.map(line)))];
}

const versionPage = (name) => pageOf(new URL(`${page.dataset.base}${name}/`, location.href.replace(/[?#].*/, "")).href);

const field = ([name, old, now]) =>
  h("tr", { class: "field" }, h("th", { scope: "row" }, name), h("td", { class: "old" }, old || "—"), h("td", { class: "new" }, now || "—"));

function line({ kinds, old, new: now }) {
  const links = [[from, old], [to, now]].filter(([, side]) => side).map(([select, side]) =>
    h("a", { href: `${versionPage(select.value)}#${side.id}` }, side.cite || "引言"));
  if (old && now && old.cite === now.cite) links.shift();
  const cite = links.flatMap((link, n) => (n ? [" → ", link] : [link]));
  const marks = kinds.map((kind) => h("span", { class: "kind" }, kind));
  const letters = old && now && old.words === now.words ? [...now.words] : null;
  const cells = letters
    ? [h("td", { class: "same", colspan: "2" }, letters.slice(0, MOST).join("") + (letters.length > MOST ? "…" : ""))]
    : [h("td", { class: "old" }, old ? old.words : "—"), h("td", { class: "new" }, now ? now.words : "—")];
  return h("tr", { "data-kinds": kinds.join(" ") }, h("th", { scope: "row" }, cite, marks), cells);
}

/** Marks what changed, and offers the kinds of changes that there are. */
function dress() {
  const rows = [...result.querySelectorAll("tr[data-kinds]")];
  for (const row of rows) {
    const [old, now] = [row.querySelector(".old"), row.querySelector(".new")];
    if (old && now && !old.querySelector("del, ins") && !/新增|删去/.test(row.dataset.kinds)) mark(old, now);
  }
  result.querySelector(".kinds")?.remove();
  const count = (kind) => rows.filter((row) => fits(row, kind)).length;
  const offered = KINDS.filter(count);
  if (!offered.includes(only)) only = "";
  const table = result.querySelector("table");
  if (offered.length > 1) {
    const buttons = ["", ...offered].map((kind) => h(
      "button",
      { type: "button", "aria-pressed": String(kind === only), onclick: (event) => choose(kind, event.currentTarget) },
      `${kind || "全部"} ${count(kind)}`,
    ));
    table.before(h("div", { class: "kinds", role: "group", "aria-label": "只看" }, buttons));
  }
  filter(rows);
}

const fits = (row, kind) => !kind || row.dataset.kinds.split(" ").includes(kind);

function choose(kind, button) {
  only = kind;
  for (const one of button.parentElement.children) one.setAttribute("aria-pressed", String(one === button));
  filter([...result.querySelectorAll("tr[data-kinds]")]);
  keep();
}

function filter(rows) {
  for (const row of rows) row.hidden = !fits(row, only);
  for (const row of result.querySelectorAll("tr.field")) row.hidden = only !== "";
}

function mark(old, now) {
  const found = parts(old.textContent, now.textContent);
  const draw = (own, name) => found
    .filter(([kind]) => kind === "=" || kind === own)
    .map(([kind, text]) => (kind === "=" ? text : h(name, {}, text)));
  old.replaceChildren(...draw("-", "del"));
  now.replaceChildren(...draw("+", "ins"));
}

/** The choice stands in the address; from the file system that may be forbidden. */
function keep() {
  const query = new URLSearchParams({ from: from.value, to: to.value });
  if (only) query.set("only", only);
  try {
    history.replaceState(null, "", `?${query}${location.hash}`);
  } catch {
    // The page works without.
  }
}

start();
