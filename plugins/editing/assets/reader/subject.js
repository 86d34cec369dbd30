// One text under inspection, and the way from it to a place in the file: handbook/linting/subject.py.

import { length } from "../../../checking/assets/engine/text.js";
import { paths } from "./drafts.js";
import { unescape } from "./markdown.js";
import { withLineFeeds } from "./read.js";
import { Remarks } from "./remarks.js";

export class Subject {
  /** `provisions` as read from `text`. */
  constructor(provisions, text) {
    this.top = provisions;
    this.chains = [...paths(provisions)];
    this.provisions = this.chains.map((chain) => chain.at(-1));
    this.lines = withLineFeeds(text).split("\n");
    this.remarks = new Remarks();
  }

  /** A remark at a provision's label, or at an offset (of UTF-16) in its text. */
  report(code, provision, message, offset = -1) {
    const place = offset < 0 ? this.label(provision) : this.inside(provision, offset);
    this.remarks.add(...place, code, message);
  }

  label(provision) {
    const number = Math.max(provision.lines[0], 1);
    const line = this.lines[number - 1] ?? "";
    return [number, /^[ \t\u3000\u00a0#]*/.exec(line)[0].length + 1];
  }

  inside(provision, given) {
    const offset = length(provision.text.slice(0, given));
    const piece = this.pieces(provision).findLast(({ start }) => start <= offset);
    if (!piece) return this.label(provision);
    const column = Math.min(piece.begin + offset - piece.start, piece.columns.length - 1);
    return [piece.line, piece.columns[column] + 1];
  }

  /** What each physical line holds of a provision's text; [] where they do not agree with it. */
  pieces(provision) {
    const chars = [...provision.text];
    const physical = [];
    for (let n = provision.lines[0]; n < provision.lines[1]; n++) {
      if (/[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(this.lines[n - 1])) {
        physical.push(n);
      }
    }
    const feeds = () => chars.flatMap((char, i) => (char === "\n" ? [i + 1] : []));
    const starts = [0, ...(provision.level === "table" ? feeds() : provision.breaks)];
    if (physical.length < starts.length) return [];
    return physical.slice(-starts.length).map((line, i) => {
      let { shown, columns } = shownLine(this.lines[line - 1]);
      const words = chars.slice(starts[i], starts[i + 1]).join("");
      const at = shown.lastIndexOf(words.replace(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/, ""));
      if (at < 0) columns = [0];
      return { start: starts[i], line, begin: at < 0 ? 0 : length(shown.slice(0, at)), columns };
    });
  }
}

/** A line of Markdown as shown, and for each character of that its offset in the line. */
function shownLine(raw) {
  const chars = [...raw];
  if (!raw.includes("\\") && !raw.includes("&")) {
    return { shown: raw, columns: [...chars.keys(), chars.length] };
  }
  let shown = "";
  const columns = [];
  for (let at = 0; at < chars.length; ) {
    let end = at + 1;
    if (chars[at] === "\\" && end < chars.length) end++;
    else if (chars[at] === "&" && chars.slice(at, at + 40).includes(";")) end = chars.indexOf(";", at) + 1;
    const piece = unescape(chars.slice(at, end).join(""));
    const size = length(piece);
    for (let i = 0; i < size; i++) columns.push(size === end - at ? at + i : end - 1);
    shown += piece;
    at = end;
  }
  return { shown, columns: [...columns, chars.length] };
}
