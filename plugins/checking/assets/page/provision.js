// A provision opened in place: its words with what stands around them, the quoted words marked.

import { h } from "../../../assets/dom.js";

const SPACE = /\s/;

/**
 * The places of a quote in a text, half-open; white space does not count. Null where it is not there.
 */
export function placeOf(text, quote) {
  const at = [];
  let squeezed = "";
  for (let i = 0; i < text.length; i++) {
    if (SPACE.test(text[i])) continue;
    squeezed += text[i];
    at.push(i);
  }
  const wanted = quote.replace(/\s+/g, "");
  const start = wanted ? squeezed.indexOf(wanted) : -1;
  return start < 0 ? null : [at[start], at[start + wanted.length - 1] + 1];
}

/** A stretch of a text, the part of it that lies in `place` marked. */
function marked(text, from, to, place) {
  const [start, end] = place ?? [0, 0];
  const a = Math.min(Math.max(start, from), to);
  const b = Math.min(Math.max(end, a), to);
  const parts = [text.slice(from, a)];
  if (b > a) parts.push(h("mark", {}, text.slice(a, b)));
  return [...parts, text.slice(b, to)];
}

/** A Markdown table as it is printed. */
function table(text, place) {
  const rows = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const cells = [];
    const rule = /^[\s|:-]+$/.test(line);
    for (const { index, 0: cell } of rule ? [] : line.matchAll(/(?:[^|\\]|\\.)+/g)) {
      if (cell.trim()) cells.push(h(rows.length ? "td" : "th", {}, marked(text, at + index, at + index + cell.length, place)));
    }
    if (cells.length) rows.push(h("tr", {}, cells));
    at += line.length + 1;
  }
  return h("div", { class: "hc-table" }, h("table", {}, h("tbody", {}, rows)));
}

/** The words of a row [id, depth, lead, text], a quote in them marked. */
function words([, depth, lead, text], own, quote) {
  const place = own ? placeOf(text, quote) : null;
  const shape = `hc-words hc-depth-${Math.min(depth, 4)}${own ? "" : " hc-around"}`;
  if (text.startsWith("|")) return h("div", { class: shape }, table(text, place));
  return h("p", { class: shape }, h("b", {}, lead), marked(text, 0, text.length, place));
}

/**
 * What is shown of a provision {regulation, id, quote}: those above it, itself, all below it.
 *
 * `texts`: slug → versions, the present one first, each rows [id, depth, lead, text] in the order
 * of the text. Null where the text is not known.
 */
export function opened(texts, { regulation, id, quote }) {
  const versions = texts?.[regulation] ?? [];
  const holds = (rows) => rows.some((row) => row[0] === id && placeOf(row[3], quote));
  const rows = versions.find(holds);
  if (!rows) return null;
  const at = rows.findIndex((row) => row[0] === id);
  const above = [];
  for (let i = at - 1, depth = rows[at][1]; i >= 0 && depth > 0; i--) {
    if (rows[i][1] >= depth) continue;
    above.unshift(rows[i]);
    depth = rows[i][1];
  }
  let end = at + 1;
  while (end < rows.length && rows[end][1] > rows[at][1]) end++;
  return [...above, ...rows.slice(at, end)].map((row) => words(row, row === rows[at], quote));
}
