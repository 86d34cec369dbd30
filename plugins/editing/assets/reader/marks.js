// Widths and dresses of labels, numerals in print: handbook/pointers.py, handbook/numerals.py.

import { ENCLOSED_CHARS, strip } from "../../../assets/numerals.js";
import { table, translator } from "./grammar.js";

const ENCLOSED_MARKS = table("enclosedMarks");
const ENCLOSED = new Set(ENCLOSED_CHARS);
const IN_PAREN = { 一: "(一)", 1: "(1)", A: "(A)" };

/** Half-width brackets, digits and colons. */
export const fold = translator(table("wide"));

export const isEnclosed = (char) => ENCLOSED.has(char);

/** How the number of a printed label is dressed: 四、 → 一, （三） → (一). */
export function markOf(label) {
  const core = strip(fold(label)).replace(/[、.: ]+$/, "");
  if (core === "" || core === "〔缺号〕") return "";
  const [first] = core;
  if (ENCLOSED.has(first)) {
    return ENCLOSED_MARKS.find(([low, high]) => low <= first && first <= high)?.[2] ?? "①";
  }
  const [inner] = core.replace(/^[() ]+|[() ]+$/g, "");
  if (inner === undefined) return "";
  const plain = inner > "\x7f" ? "一" : /[0-9]/.test(inner) ? "1" : "A";
  if (first === "(") return IN_PAREN[plain];
  return plain === "1" && core.endsWith(")") ? "1)" : plain;
}

/** The Chinese numeral of a whole number below 100,000,000. */
export function toHan(value) {
  if (value < 10000) return thousands(value);
  const [high, low] = [Math.floor(value / 10000), value % 10000];
  return `${toHan(high)}万${low > 0 && low < 1000 ? "零" : ""}${low ? thousands(low) : ""}`;
}

function thousands(given) {
  if (given === 0) return "零";
  let [out, zero, value] = ["", false, given];
  for (const [unit, name] of [[1000, "千"], [100, "百"], [10, "十"], [1, ""]]) {
    const digit = Math.floor(value / unit);
    value %= unit;
    if (digit) out += (zero && out ? "零" : "") + "零一二三四五六七八九"[digit] + name;
    zero = !digit;
  }
  return out.startsWith("一十") ? out.slice(1) : out;
}
