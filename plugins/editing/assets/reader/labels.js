// Printed labels at the start of a line: handbook/labels.py.

import { canonical } from "../../../assets/numerals.js";
import { matchAt, pattern, table } from "./grammar.js";

export const STYLE = table("styles");
export const RANK = table("rank");
export const DIVISION_STYLES = new Set(table("divisionStyles"));
const SIMPLE = table("simple");
const UNITS = table("units");
const STARTS = new Set(table("starts"));
const LABEL = pattern("labels.label", "y");
const GAP = pattern("labels.gap", "y");
const BLANK = pattern("labels.blank");
const BLANKS = pattern("labels.blank", "g");
const COLON = pattern("labels.colon", "y");
const APPENDIX_WORDS = pattern("labels.appendixWords", "g");
const REFERENCE_TAIL = pattern("labels.referenceTail", "y");
const ITEM_REFERENCE_TAIL = pattern("labels.itemReferenceTail", "y");
const KINDS = ["sub", ...Object.keys(SIMPLE), "lost", "bare", "ap"];
const EDGES = /^[()（）.．、 \t\u00a0\u3000]+|[()（）.．、 \t\u00a0\u3000]+$/g;
const meanings = new Map();

/** {style, text, number, gap, end, flaw} of the label that `line` begins with, or null. */
export function parseLabel(line) {
  if (!line || !STARTS.has(String.fromCodePoint(line.codePointAt(0)))) return null;
  const match = matchAt(LABEL, line);
  if (!match) return null;
  const kind = KINDS.find((name) => match.groups[name] !== undefined);
  const text = match[0];
  const end = text.length;
  const gap = matchAt(GAP, line, end)[0];
  const rest = end + gap.length;
  if (kind === "ap") return appendix(line, text, end);
  if (kind === "lost") return lost(line, text, gap, rest);
  const { style, number, flaw } = meaning(kind, text);
  if (!number && kind !== "sub") return null;
  if (kind === "sub") {
    if (!gap && matchAt(REFERENCE_TAIL, line, rest)) return null;
  } else if ((kind === "hp" || kind === "dp") && matchAt(ITEM_REFERENCE_TAIL, line, rest)) {
    return null;
  }
  return { style, text, number, gap, end: rest, flaw };
}

function meaning(kind, text) {
  const key = `${kind} ${text}`;
  let found = meanings.get(key);
  if (!found) {
    if (meanings.size > 4096) meanings.clear();
    meanings.set(key, (found = readMeaning(kind, text)));
  }
  return found;
}

/** Style, canonical number ("" if it is none) and flaw of a printed label. */
function readMeaning(kind, text) {
  if (kind === "sub") {
    const { di, dn, unit, sub } = matchAt(LABEL, text).groups;
    let flaw = di === "第" ? "" : "lookalike";
    if (!flaw && BLANK.test(text)) flaw = "inner-space";
    return { style: UNITS[unit], number: canonical((dn + sub).replace(BLANKS, "")), flaw };
  }
  if (kind === "bare") {
    return { style: STYLE.ARTICLE, number: canonical(text.slice(0, -1)), flaw: "lost-mark" };
  }
  const number = canonical(text.replace(EDGES, ""));
  const mixed = "(（".includes(text[0]) && (text[0] === "(") !== text.endsWith(")");
  return { style: SIMPLE[kind], number, flaw: mixed ? "mixed-width" : "" };
}

function appendix(line, printed, after) {
  let [text, end] = [printed, after];
  const digits = text.replace(APPENDIX_WORDS, "");
  const colon = matchAt(COLON, line, end);
  if (colon && !digits) {
    end += colon[0].length;
    text = line.slice(0, end);
  }
  const gap = matchAt(GAP, line, end)[0];
  return {
    style: STYLE.APPENDIX, text: text.replace(/[ \t\u00a0\u3000\u2000-\u200a]+$/, ""),
    number: canonical(digits), gap, end: end + gap.length, flaw: "",
  };
}

function lost(line, text, gap, rest) {
  if (rest >= line.length) return null;
  const style = text === "、" ? STYLE.HAN_COMMA : STYLE.HAN_PAREN;
  return { style, text, number: "", gap, end: rest, flaw: "lost-numeral" };
}
