// Escapes of Markdown: handbook/markdown.py.

import { matchAt, pattern, table } from "./grammar.js";

const ESCAPED = pattern("markdown.escaped", "g");
const ORDERED = pattern("markdown.ordered", "y");
const ORDERED_ESCAPED = pattern("markdown.orderedEscaped", "y");
const MARKUP = pattern("markdown.markup");
const ENTITIES = new Map(Object.entries(table("entities")));
const CHARREFS = table("charrefs");
const HIDDEN = /[\p{C}\p{Z}]/u;

/** The text that CommonMark shows for one line without markup. */
export function unescape(text) {
  if (!text.includes("\\") && !text.includes("&")) return text;
  return text.replace(ESCAPED, (typed, escaped, name) => escaped ?? shown(typed, name));
}

function shown(typed, name) {
  if (name[0] !== "#") return ENTITIES.get(name) ?? typed;
  const char = character(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
  return HIDDEN.test(char) ? typed : char;
}

/** What HTML shows for the number of a character. */
function character(code) {
  if (code < CHARREFS.length) return CHARREFS[code];
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return "\ufffd";
  const none = (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
  return none ? "" : String.fromCodePoint(code);
}

/** Keeps `1. ` at the start from becoming a list. */
export function escapeNumber(text) {
  const match = matchAt(ORDERED, text);
  return match ? `${match[1]}\\${match[2]}${text.slice(match[0].length)}` : text;
}

/** A printed number at the start bare again: `1\. 父母` → `1. 父母`. */
export function unescapeNumber(line) {
  const match = matchAt(ORDERED_ESCAPED, line);
  return match ? match[1] + match[2] + line.slice(match[0].length) : line;
}

/** Whether CommonMark would read `line` as more than its characters. */
export const markup = (line) => MARKUP.test(line);
