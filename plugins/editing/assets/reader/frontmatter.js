// Front matter as `handbook` writes it, a small part of YAML: handbook/frontmatter.py.
//
// What is written in another way of YAML is not guessed at: `Unread`.

import { strip } from "../../../assets/numerals.js";
import { STYLE } from "./labels.js";
import { Refused } from "./remarks.js";

/** Front matter that only the command can read; `line` is that of the file. */
export class Unread extends Error {
  constructor(line) {
    super("文头里有这一页不认得的写法");
    this.line = line;
  }
}

const TEXTS = ["title", "number", "issuer", "status"];
const DATES = ["adopted", "issued", "effective", "repealed"];
const LISTS = ["topics", "promulgation", "supersedes", "amends", "amended_by", "nesting"];
const NESTED = {
  source: ["file", "sha256", "range"],
  applies_from: ["date", "reason"],
  commencement: ["provisions", "effective"],
};
// A plain scalar without anything that YAML gives a meaning to
const PLAIN = /^(?![-?:] )[^\s#&*!|>'"%@`{}[\],][^#:{}[\],]*$/;

/** [metadata or null, body, number of the body's first line]. Throws Refused, Unread. */
export function split(text) {
  if (!text.startsWith("---\n")) return [null, text, 1];
  let end = text.indexOf("\n---\n", 3);
  if (end < 0) {
    if (!text.endsWith("\n---")) throw new Refused("文头没有结束：缺第二行 ---");
    end = text.length - 4;
  }
  const body = end + 5;
  const count = text.slice(0, body).split("\n").length;
  return [metadata(text.slice(4, end + 1)), text.slice(body), count];
}

function metadata(head) {
  const found = {};
  const lines = head.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const fail = () => {
      throw new Unread(at + 2);
    };
    if (!lines[at]) continue;
    const [, key, written] = /^([a-z_]+):(?: (.*))?$/.exec(lines[at]) ?? fail();
    if (key in found) fail();
    if (NESTED[key] && !written) {
      const parts = [];
      while (/^(?:  |- )/.test(lines[at + 1] ?? "")) parts.push(lines[++at]);
      found[key] = nested(key, parts, fail);
    } else if (LISTS.includes(key)) {
      found[key] = list(written ?? "", fail);
    } else if (TEXTS.includes(key)) {
      found[key] = scalar(written ?? "", fail);
    } else if (DATES.includes(key)) {
      found[key] = day(written ?? "", fail);
    } else fail();
  }
  if (found.nesting?.some((style) => !Object.values(STYLE).includes(style))) throw new Unread(2);
  if (found.applies_from && found.effective) throw new Unread(2);
  return { title: found.title ?? "", nesting: found.nesting ?? [], fields: found };
}

/** A text, plain or in quotes. */
function scalar(written, fail) {
  let text = strip(written);
  if (text !== written) fail();
  if (text.startsWith('"')) {
    try {
      text = JSON.parse(text);
    } catch {
      fail();
    }
  } else if (/^'(?:[^']|'')*'$/.test(text)) text = text.slice(1, -1).replaceAll("''", "'");
  else if (!PLAIN.test(text) || text === "~" || text === "null" || /[\t\x85\ufeff\u2028\u2029]/.test(text)) fail();
  if (!strip(text)) fail();
  return strip(text);
}

function list(written, fail) {
  const inner = /^\[(.+)\]$/.exec(written)?.[1] ?? fail();
  const parts = inner.match(/'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^,'"]+/g) ?? fail();
  if (parts.join(",").length !== inner.replace(/, /g, ",").length) {
    const again = parts.map(strip).filter(Boolean).join(", ");
    if (again !== inner) fail();
  }
  return parts.map((part) => scalar(strip(part), fail));
}

function day(written, fail) {
  const text = scalar(written, fail);
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text < "0001") fail();
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) fail();
  return text;
}

/** Fields below a key; `commencement` is a list of such. */
function nested(key, lines, fail) {
  const rows = [];
  for (const line of lines) {
    const [, dash, name, written] = /^(- |  )([a-z0-9]+): (.*)$/.exec(line) ?? fail();
    const isList = key === "commencement";
    if (dash === "- " ? !isList : isList && !rows.length) fail();
    if (dash === "- " || !rows.length) rows.push({});
    const row = rows.at(-1);
    if (!NESTED[key].includes(name) || name in row) fail();
    if (name === "range") {
      const [, start, end] = /^\[([0-9]{1,15}), ([0-9]{1,15})\]$/.exec(written) ?? fail();
      if (Number(start) > Number(end)) fail();
      row[name] = [Number(start), Number(end)];
    } else row[name] = (name === "date" || name === "effective" ? day : scalar)(written, fail);
  }
  if (!rows.length || rows.some((row) => NESTED[key].some((name) => !(name in row)))) fail();
  return key === "commencement" ? rows : rows[0];
}
