// What the page shows of a hit: plain data, so that it can come from a worker.

import { strip } from "../../../assets/numerals.js";

// Characters of a long text that are shown from its best sentence on
const AROUND = 120;
// Characters of what stands below a bare heading
const BELOW = 60;

/** A hit as the page draws it.
 *
 * path: address below the site's root. parts: the text in pieces {text, mark, best}, those of the
 * best sentence and the words in it marked; `cut` where the text begins or ends elsewhere.
 * crumbs: headings above. below: first words of what stands below a bare heading.
 */
export function shown(index, hit) {
  const { unit, score, complete, sentence } = hit;
  const { data } = index;
  const entry = index.entry(unit);
  const { id, words, heading, text } = index.unit(unit);
  return {
    path: `${entry.slug}/#${id}`,
    regulation: entry.slug,
    title: entry.title,
    body: data.bodies[entry.body].name,
    citation: index.citation(unit),
    words,
    heading,
    crumbs: index.headingsAbove(unit).map(strip).filter(Boolean).map(bare),
    status: entry.status,
    effective: entry.effective,
    answers: sentence?.answers ?? false,
    below: text ? "" : firstBelow(index, unit),
    ...excerpt(text, sentence),
    score,
    complete,
  };
}

/** A heading without the mark at its end. */
const bare = (heading) => heading.replace(/[:：。.]$/, "");

function firstBelow(index, unit) {
  const text = index.textBelow(unit);
  return text.length > BELOW ? `${text.slice(0, BELOW)}…` : text;
}

/** Ranges in order; those that meet or overlap made one. */
function joined(ranges) {
  const found = [];
  for (const [from, to] of ranges) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

function excerpt(text, sentence) {
  const best = sentence?.end ? sentence : { start: 0, end: 0, marks: [] };
  const start = text.length > AROUND && best.start > 20 ? best.start : 0;
  const end = Math.min(text.length, Math.max(start + AROUND, best.end));
  const parts = [];
  const add = (from, to, mark) => {
    for (const [a, b, inside] of [
      [from, Math.min(to, best.start), false],
      [Math.max(from, best.start), Math.min(to, best.end), true],
      [Math.max(from, best.end), to, false],
    ]) {
      if (a < b) parts.push({ text: text.slice(a, b), mark, best: inside });
    }
  };
  let at = start;
  for (const [from, to] of joined(best.marks)) {
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  return { parts, cut: [start > 0, end < text.length] };
}
