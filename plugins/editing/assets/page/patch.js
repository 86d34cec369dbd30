// Two texts as a patch that `git apply` takes: the unified format, three lines of context.

const CONTEXT = 3;
// Beyond it the middle is given as wholly replaced: right all the same, and quick.
const MOST = 1500;

/** The patch of a file; "" where nothing changed. */
export function patch(path, old, now) {
  const steps = difference(lines(old), lines(now));
  const hunks = grouped(steps).map(hunk);
  if (!hunks.length) return "";
  return `--- a/${path}\n+++ b/${path}\n${hunks.join("")}`;
}

/** The lines of a text, each with its line end. */
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** [mark, line, place before, place after] for each line: " " kept, "-" gone, "+" new. */
export function difference(old, now) {
  let [start, tail] = [0, 0];
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  const rest = Math.min(old.length, now.length) - start;
  while (tail < rest && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const kept = middle(old.slice(start, old.length - tail), now.slice(start, now.length - tail));
  const steps = [];
  let [i, j] = [0, 0];
  const upTo = (a, b) => {
    while (i < a) steps.push(["-", old[i], i++, j]);
    while (j < b) steps.push(["+", now[j], i, j++]);
  };
  const keep = () => steps.push([" ", old[i], i++, j++]);
  while (i < start) keep();
  for (const [a, b] of kept) {
    upTo(start + a, start + b);
    keep();
  }
  upTo(old.length - tail, now.length - tail);
  while (i < old.length) keep();
  return steps;
}

/** The pairs of equal lines of a shortest edit (Myers 1986). */
function middle(old, now) {
  if (!old.length || !now.length) return [];
  const trace = [];
  let best = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(MOST, old.length + now.length); d++) {
    trace.push(new Map(best));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && best.get(k - 1) < best.get(k + 1));
      let x = down ? best.get(k + 1) : best.get(k - 1) + 1;
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) x++;
      best.set(k, x);
      if (x >= old.length && x - k >= now.length) return walked(trace, old.length, now.length);
    }
  }
  return [];
}

function walked(trace, endX, endY) {
  const kept = [];
  let [x, y] = [endX, endY];
  for (let d = trace.length - 1; d >= 0; d--) {
    const best = trace[d];
    const k = x - y;
    const before = k === -d || (k !== d && best.get(k - 1) < best.get(k + 1)) ? k + 1 : k - 1;
    const fromX = best.get(before);
    while (x > fromX && y > fromX - before) kept.push([--x, --y]);
    [x, y] = [fromX, fromX - before];
  }
  return kept.reverse();
}

/** Steps in groups: changes with the lines around them. */
function grouped(steps) {
  const groups = [];
  let end = -1;
  steps.forEach(([mark], at) => {
    if (mark === " ") return;
    const from = Math.max(at - CONTEXT, 0);
    if (from > end) groups.push([from, at]);
    groups.at(-1)[1] = Math.min(at + CONTEXT, steps.length - 1);
    [, end] = groups.at(-1);
  });
  return groups.map(([from, to]) => steps.slice(from, to + 1));
}

function hunk(steps) {
  const olds = steps.filter(([mark]) => mark !== "+").length;
  const news = steps.filter(([mark]) => mark !== "-").length;
  const [[, , i, j]] = steps;
  const range = (start, count) => `${count ? start + 1 : start},${count}`;
  const body = steps.map(([mark, line]) =>
    line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range(i, olds)} +${range(j, news)} @@\n${body.join("")}`;
}
