// Tables of forms, a row each: checker/documents.py.

import { strip } from "../../../assets/numerals.js";
import { partition } from "../engine/text.js";
import { Refused } from "./refused.js";

const TYPE_KEY = "type";
/** The columns that the annotated file has beside those of the form. */
export const ADDED = ["结论", "说明", "条款"];

/** The field names of a header row; a name may carry its unit: 金额（元）. */
export function headerOf(cells, file) {
  const names = cells.map((cell) => (typeof cell === "boolean" ? (cell ? "True" : "") : (cell ?? "")));
  const header = names.map((name) => strip(partition(partition(strip(name), "（")[0], "(")[0]));
  const own = header.map((name) => (ADDED.includes(name) ? "" : name));
  const twice = [...new Set(own.filter((name, i) => name && own.indexOf(name) !== i))].sort();
  if (twice.length) throw new Refused(`表头“${twice.join("”“")}”写了两次`, file);
  if (!own.some(Boolean)) throw new Refused("没有表头：第一行应是字段名", file);
  return own;
}

/** The form in a row: a Map of field → content. Throws Refused where it has more cells than the header. */
export function documentOf({ file, form, header }, { line, cells }) {
  for (let i = header.length; i < cells.length; i++) {
    if (cells[i]) throw new Refused("这一行的格子比表头多", `${file}:${line}:${header.length + 1}`);
  }
  const document = new Map();
  for (let i = 0; i < header.length && i < cells.length; i++) {
    if (header[i] && cells[i] !== "" && cells[i] !== null) document.set(header[i], cells[i]);
  }
  if (!document.has(TYPE_KEY)) document.set(TYPE_KEY, form);
  return document;
}
