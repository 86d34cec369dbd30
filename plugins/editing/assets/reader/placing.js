// Where a provision can stand below those that are open, and what each place costs:
// handbook/placing.py. A number is a list: 十二之一 → [12, 1]; an open list is {style, number}.

import { DIVISION_STYLES, RANK, STYLE } from "./labels.js";

const [LOST, MIXED_MARK, MIXED, GAP, REPEATED, BACKWARD, RESTART, LATE] = [1, 2, 3, 4, 5, 6, 7, 8];
const MARKS = new Map([
  [STYLE.HAN_COMMA, "一"], [STYLE.HAN_DOT, "一"], [STYLE.DIGIT_COMMA, "1"], [STYLE.DIGIT_DOT, "1"],
  [STYLE.DIGIT_HALF_PAREN, "1)"], [STYLE.DIGIT_PAREN, "1)"],
]);
const isItem = (style) =>
  style !== STYLE.ARTICLE && style !== STYLE.APPENDIX && !DIVISION_STYLES.has(style);

/** A canonical number as a list: "12-1" → [12, 1]; letters a, b … → 1, 2 …; "" → []. */
export function orderOf(number) {
  const parts = number.split("-").filter(Boolean);
  return parts.map((p) => (/^[0-9]/.test(p) ? Number(p) : p.codePointAt(0) - 96));
}

/** -1, 0, 1: lists in the order of their members. */
export function compareNumbers(one, other) {
  for (let i = 0; i < one.length && i < other.length; i++) {
    if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1;
  }
  return Math.sign(one.length - other.length);
}

/** The number that is expected after `number`; 1 after none. */
export const after = (number) => (number.length ? [number[0] + 1] : [1]);

const filled = (number, otherwise) => (number.length ? number : otherwise);
const isFirst = (number) => number.length === 1 && number[0] === 1;

function follows(number, last) {
  if (number.length === last.length) {
    const head = number.slice(0, -1).every((part, i) => part === last[i]);
    return number.length > 0 && head && number.at(-1) === last.at(-1) + 1;
  }
  if (number.length === last.length + 1) {
    return number.slice(0, -1).every((part, i) => part === last[i]) && number.at(-1) === 1;
  }
  return number.length === 1 && last.length > 0 && number[0] === last[0] + 1;
}

function step(number, last) {
  if (!number.length) return LOST;
  if (follows(number, last)) return 0;
  const way = compareNumbers(number, last);
  return way > 0 ? GAP : way === 0 ? REPEATED : BACKWARD;
}

function start(number, last) {
  if (isFirst(number)) return 0;
  if (!number.length) return LOST;
  return last.length && follows(number, last) ? MIXED_MARK : LATE;
}

const choice = (cost, depth, continues, style, number) => ({
  cost, placement: { depth, continues }, opened: { style, number },
});

/**
 * The places where an entry can stand below `path`, best-looking first.
 *
 * entry: {label, plain, depth, orDeeper}; before: {stated, last: Map, afterPlain}.
 */
export function choices(entry, path, before) {
  const { label } = entry;
  if (!label) {
    const depth = Math.min(entry.depth ?? belowDivisions(path), path.length);
    return [choice(0, depth, depth < path.length, null, [])];
  }
  const { style } = label;
  const number = orderOf(label.number);
  const last = before.last.get(style) ?? [];
  if (entry.depth === null && !before.stated.size && path.length && plainlyGoesOn(style, number, path)) {
    return [choice(0, path.length - 1, true, style, number)];
  }
  if (entry.depth !== null && !(entry.orDeeper && path.length > entry.depth)) {
    const depth = Math.min(entry.depth, path.length);
    return [choice(0, depth, depth < path.length, style, filled(number, after(last)))];
  }
  const least = entry.depth ?? 0;
  if (style === STYLE.APPENDIX || DIVISION_STYLES.has(style)) {
    const depth = Math.max(divisionDepth(style, path), least);
    return [choice(0, depth, depth < path.length, style, number)];
  }
  if (before.stated.has(style)) return [asStated(style, number, path, before)];
  let found = (style === STYLE.ARTICLE ? article : item)(style, number, path, before);
  if (least) found = found.filter(({ placement }) => placement.depth >= least);
  return found.length ? found : [child(style, number, path, before)];
}

function plainlyGoesOn(style, number, path) {
  const inner = path.at(-1);
  return (
    style === inner.style &&
    compareNumbers(number, [1]) > 0 &&
    follows(number, inner.number) &&
    path.slice(0, -1).every((outer) => outer.style !== style)
  );
}

function child(style, number, path, before) {
  const cost = start(number, before.last.get(style) ?? []);
  return choice(cost, path.length, false, style, filled(number, [1]));
}

function divisionDepth(style, path) {
  if (style === STYLE.APPENDIX) return 0;
  const alike = path.findIndex((opened) => opened.style === style);
  return alike < 0 ? belowDivisions(path, style) : alike;
}

/** The depth below the open 编章节 (those above `style`) and appendix. */
function belowDivisions(path, style = null) {
  const depth = path.findIndex(
    (opened) =>
      opened.style !== STYLE.APPENDIX &&
      !(DIVISION_STYLES.has(opened.style) && (style === null || RANK[opened.style] < RANK[style])),
  );
  return depth < 0 ? path.length : depth;
}

function asStated(style, number, path, before) {
  const own = before.stated.get(style);
  const at = path.findIndex((o) => o.style !== null && (before.stated.get(o.style) ?? -1) >= own);
  const depth = at < 0 ? path.length : at;
  const restarts = at < 0 || (before.afterPlain && isFirst(number));
  const opened = filled(number, after(before.last.get(style) ?? []));
  return choice(0, depth, !restarts, style, opened);
}

function article(style, number, path, before) {
  const depth = path.findIndex((opened) => opened.style === style);
  if (depth >= 0) {
    const open = path[depth].number;
    return [choice(step(number, open), depth, true, style, filled(number, after(open)))];
  }
  const last = before.last.get(style) ?? [];
  return [choice(0, path.length, false, style, filled(number, after(last)))];
}

/** An item goes on an open list of its style, or one that waits for its number, or opens one. */
function item(style, number, path, before) {
  const found = [];
  const one = isFirst(number);
  let inside = -1;
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const opened = path[depth];
    if (opened.style === style) {
      inside = Math.max(inside, depth);
      if (one) found.push(choice(before.afterPlain ? 0 : RESTART, depth, false, style, number));
      else {
        const next = filled(number, after(opened.number));
        found.push(choice(step(number, opened.number), depth, true, style, next));
      }
    } else if (
      opened.style !== null && number.length && !one && isItem(opened.style) &&
      follows(number, opened.number)
    ) {
      const mark = MARKS.get(style);
      const alike = mark !== undefined && mark === MARKS.get(opened.style);
      found.push(choice(alike ? MIXED_MARK : MIXED, depth, true, style, number));
    }
  }
  const below = path.slice(inside + 1).some((o) => o.style === STYLE.ARTICLE || o.style === null);
  if (inside < 0 || below) {
    const made = child(style, number, path, before);
    if (inside >= 0) made.cost += LOST;
    found.push(made);
  }
  return found.sort((a, b) => a.cost - b.cost || b.placement.depth - a.placement.depth);
}
