// Figures that a rewording changes: checker/coverage.py, checker/impact/figures.py.

import { squeezed } from "../../../checking/assets/engine/text.js";
import { matchAt, pattern } from "../reader/grammar.js";

const FIGURE = pattern("coverage.figure", "g");
const NO_FIGURE = pattern("coverage.noFigure");
const PHRASE = pattern("coverage.phrase", "y");

/** [words, unit] of the figures of a text. */
function figuresIn(given) {
  const text = squeezed(given);
  const found = [];
  for (const match of text.matchAll(FIGURE)) {
    const [whole, , unit] = match;
    if ("第〔[".includes(whole[0])) continue;
    const start = match.index + ("（(".includes(whole[0]) ? 1 : 0);
    const before = text.slice(Math.max(0, start - 2), start);
    const document = (before && "〕］])）第".includes(before.at(-1))) && unit === "号";
    if (document || NO_FIGURE.test(before) || matchAt(PHRASE, text, start)) continue;
    found.push([text.slice(start, match.index + whole.length), unit ?? "%"]);
  }
  return found;
}

/** [old, new] of the figures in which two texts differ; "" where there is none. */
export function figureChanges(old, now) {
  let [left, right] = [figuresIn(old), figuresIn(now)];
  const same = (a, b) => a && b && a[0] === b[0];
  while (left.length && same(left[0], right[0])) [left, right] = [left.slice(1), right.slice(1)];
  while (left.length && same(left.at(-1), right.at(-1))) {
    [left, right] = [left.slice(0, -1), right.slice(0, -1)];
  }
  const found = [];
  for (const [words, unit] of left) {
    const at = right.findIndex((figure) => figure[1] === unit);
    const after = at < 0 ? "" : right.splice(at, 1)[0][0];
    if (words !== after) found.push([words, after]);
  }
  return [...found, ...right.map(([words]) => ["", words])];
}
