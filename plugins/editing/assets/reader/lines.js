// Typed physical lines: handbook/lines.py.

import { strip } from "../../../assets/numerals.js";
import { matchAt, pattern } from "./grammar.js";
import { DIVISION_STYLES, parseLabel } from "./labels.js";
import { unescapeNumber } from "./markdown.js";
import { first, length } from "../../../checking/assets/engine/text.js";

export const FORM = { TEXT: "text", CORPUS: "corpus", LOOSE: "loose" };
export const KIND = { TEXT: 0, LABEL: 1, HEADING: 2, TABLE: 3 };
export const DEEPEST = 4;
const HASHES = pattern("lines.hashes", "y");
const SENTENCE_MARK = pattern("lines.sentenceMark");
const REACH = 200;

/** The label of the provision that a paragraph beginning with `line` opens, or null. */
export function opens(line) {
  const label = parseLabel(first(line, REACH));
  if (label && DIVISION_STYLES.has(label.style)) {
    const words = line.slice(label.end);
    if (length(words) > 40 || SENTENCE_MARK.test(words)) return null;
  }
  return label;
}

/** The lines that are not blank: {kind, number, text, blank, column, label, hashes, escaped}. */
export function* readLines(text, from, form) {
  let blank = true;
  let number = from - 1;
  for (const physical of text.split("\n")) {
    number++;
    let line = strip(physical);
    if (!line) {
      blank = true;
      continue;
    }
    const column = physical.indexOf(line[0]) + 1;
    const own = { number, text: line, blank, column, label: null, hashes: 0, escaped: false };
    if (line[0] === "#") {
      yield heading(own, form);
    } else if (line[0] === "|") {
      yield { ...own, kind: KIND.TABLE };
    } else if (form === FORM.CORPUS && line.startsWith("<!--") && line.endsWith("-->")) {
      blank = true; // a mark of the corpus format, no text
      continue;
    } else {
      if (form === FORM.TEXT && line.includes("\\")) {
        line = unescapeNumber(line);
        own.escaped = line !== own.text;
        own.text = line;
      }
      own.label = opens(line);
      if (own.label && form === FORM.CORPUS && DIVISION_STYLES.has(own.label.style)) own.label = null;
      yield { ...own, kind: own.label ? KIND.LABEL : KIND.TEXT };
    }
    blank = false;
  }
}

/** [number of #, words] of a heading line; [0, ""] if it is none. */
export function headingWords(line) {
  const match = matchAt(HASHES, line);
  if (!match) return [0, ""];
  let words = strip(line.slice(match[0].length));
  const open = words.replace(/#+$/, "");
  if (!open || open.endsWith(" ") || open.endsWith("\t")) words = strip(open);
  return [match[0].length, words];
}

function heading(own, form) {
  let [hashes, words] = headingWords(own.text);
  if (!words || hashes === 1) return { ...own, kind: KIND.TEXT, hashes };
  if (form === FORM.TEXT && words.includes("\\")) words = unescapeNumber(words);
  return { ...own, kind: KIND.HEADING, text: words, label: parseLabel(first(words, REACH)), hashes };
}
