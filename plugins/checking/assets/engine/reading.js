// Reads the fields of filled-in forms of one type and body: checker/reading.py.

import { suggest } from "./closest.js";
import { BODY_FIELD, TYPE_KEY } from "./forms.js";
import { tallied } from "./tallies.js";
import { first, stripped } from "./text.js";
import { Unreadable, read } from "./values.js";

// Contents of a field that are remembered; cells of a column often hold the same words.
const REMEMBERED = 4096;
// Mistakes of a form that are named.
const MOST = 20;

export class FormReader {
  constructor(form, body) {
    this.form = form;
    this.body = body;
    this.ways = tallied(form, body);
    this.columns = new Map();
    for (const field of form.fields) {
      if (field.name === BODY_FIELD) continue;
      this.columns.set(field.name, { field, choices: field.choicesOf(body), known: new Map() });
    }
  }

  /** {row, day, problems, doubts} of a document: a Map of field → content. */
  read(document) {
    const row = new Map();
    const problems = [];
    const doubts = [];
    for (const [name, content] of document) {
      const column = this.columns.get(name);
      if (!column) {
        const message = this.unknown(name, content);
        if (message) problems.push({ field: name, message });
        continue;
      }
      const found = remembered(column, content);
      if (found.problem) problems.push({ field: name, message: `“${name}”：${found.problem}` });
      else if (found.value !== null) row.set(name, found.value);
      for (const item of found.strange ?? []) doubts.push({ field: name, message: doubt(column, item) });
    }
    row.set(BODY_FIELD, this.body);
    const dated = this.form.dates.find((name) => row.has(name));
    const day = dated === undefined ? null : Number(row.get(dated));
    return { row, day, problems: problems.slice(0, MOST), doubts };
  }

  unknown(name, content) {
    const empty = content === null || content === undefined;
    if (name === TYPE_KEY || name === BODY_FIELD || empty) return "";
    if (typeof content === "string" && !stripped(content)) return "";
    const hint = suggest(name, [...this.columns.keys()]);
    return `“${this.form.name}”没有字段“${first(name, 30)}”；${hint}`;
  }
}

function doubt({ field, choices }, item) {
  return `“${field.name}”的可选项里没有“${first(item, 30)}”；${suggest(item, choices)}`;
}

function remembered({ field, choices, known }, content) {
  let found = known.get(content);
  if (!found) {
    found = value(field, choices, content);
    if (known.size >= REMEMBERED) known.clear();
    if (!Array.isArray(content)) known.set(content, found);
  }
  return found;
}

/** {value, strange: items of a list that the form does not know} or {problem}. */
function value(field, choices, content) {
  try {
    const found = read(field, choices, content);
    const strange = Array.isArray(found) && choices.length ? found.filter((t) => !choices.includes(t)) : [];
    return { value: found, strange };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message };
    throw error;
  }
}
