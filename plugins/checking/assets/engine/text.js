// Texts as Python has them: lengths and places are counted in code points.

import { BLANK, strip } from "../../../assets/numerals.js";

const START = new RegExp(`^[${BLANK}]+`);
const EVERY_BLANK = new RegExp(`[${BLANK}]+`, "g");
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;
const ASTRAL = /[\ud800-\udbff]/;
const WIDE = "０１２３４５６７８９．，：％－";
const NARROW = "0123456789.,:%-";
const FOLDED = new Map([...WIDE].map((char, i) => [char, NARROW[i]]));
const EVERY_WIDE = new RegExp(`[${WIDE}]`, "g");

/** Without white space at both ends. */
export const stripped = (text) => strip(text);

/** Without white space at the start. */
export const lstripped = (text) => text.replace(START, "");

/** Without any white space. */
export const squeezed = (text) => text.replace(EVERY_BLANK, "");

/** The number of characters. */
export function length(text) {
  return ASTRAL.test(text) ? text.replace(PAIR, "x").length : text.length;
}

/** The first `count` characters. */
export function first(text, count) {
  if (text.length <= count) return text;
  return ASTRAL.test(text) ? [...text].slice(0, count).join("") : text.slice(0, count);
}

/** The order of two texts by code points. */
export function compare(a, b) {
  if (a === b) return 0;
  if (!ASTRAL.test(a) && !ASTRAL.test(b)) return a < b ? -1 : 1;
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = left[i].codePointAt(0) - right[i].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

/** Full-width digits and signs to half-width. */
export const fold = (text) => text.replace(EVERY_WIDE, (char) => FOLDED.get(char));

/** What stands before the first `mark`, the mark ("" for none), and what follows it. */
export function partition(text, mark) {
  const at = text.indexOf(mark);
  if (at < 0) return [text, "", ""];
  return [text.slice(0, at), mark, text.slice(at + mark.length)];
}

/** Each value once, in order. */
export const distinct = (values) => (values.length < 2 ? values : [...new Set(values)]);
