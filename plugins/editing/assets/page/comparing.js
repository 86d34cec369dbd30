// What a change does to the provisions: gone, new, reworded, renumbered.
//
// A preview. `handbook diff` weighs surroundings as well and has the last word.

import { squeezed } from "../../../checking/assets/engine/text.js";
import { fold } from "../reader/marks.js";

// Least share of common pairs of characters of reworded provisions; the same with the same id
const ALIKE = 0.5;
const AT_ITS_PLACE = 0.3;

/** Heading and own words: what quotes are looked for in. */
export const wordsOf = ({ heading, text }) => (heading ?? "") + text;
const folded = (provision) => squeezed(fold(wordsOf(provision)));

/** Pairs [old, new] of two lists of provisions; one of a pair may be null. */
export function align(old, now) {
  const pairs = new Map();
  const free = new Set(old);
  const join = (before, after) => {
    pairs.set(after, before);
    free.delete(before);
  };
  const rest = () => now.filter((provision) => !pairs.has(provision));
  const ids = new Map(old.map((provision) => [provision.id, provision]));
  const words = new Map([...old, ...now].map((provision) => [provision, folded(provision)]));
  for (const after of now) {
    const before = ids.get(after.id);
    if (before && words.get(before) && words.get(before) === words.get(after)) join(before, after);
  }
  const places = grouped(free, words);
  for (const after of rest()) {
    const own = words.get(after);
    const before = own && places.get(own)?.find((p) => free.has(p) && p.level === after.level);
    if (before) join(before, after);
  }
  const grams = new Map([...free, ...rest()].map((p) => [p, pairsOf(words.get(p))]));
  const found = [];
  for (const after of rest()) {
    for (const before of free) {
      if (!words.get(after) || !words.get(before)) continue;
      const same = before.id === after.id;
      const share = alike(grams.get(before), grams.get(after));
      if (share >= (same ? AT_ITS_PLACE : ALIKE)) found.push([share + (same ? 0.3 : 0), before, after]);
    }
  }
  found.sort((a, b) => b[0] - a[0]);
  for (const [, before, after] of found) {
    if (free.has(before) && !pairs.has(after)) join(before, after);
  }
  for (const after of rest()) {
    const before = ids.get(after.id);
    if (before && free.has(before) && before.level === after.level) join(before, after);
  }
  return [...now.map((after) => [pairs.get(after) ?? null, after]), ...[...free].map((p) => [p, null])];
}

function grouped(provisions, words) {
  const groups = new Map();
  for (const provision of provisions) {
    const key = words.get(provision);
    groups.set(key, [...(groups.get(key) ?? []), provision]);
  }
  return groups;
}

function pairsOf(words) {
  const found = new Set();
  for (let i = 0; i < words.length - 1; i++) found.add(words.slice(i, i + 2));
  return found.size ? found : new Set([words]);
}

/** Share of common pairs of characters (Dice 1945). */
function alike(one, other) {
  let common = 0;
  for (const pair of one) common += other.has(pair);
  return (2 * common) / (one.size + other.size);
}

/** [{kind: "new" | "gone" | "reworded" | "renumbered", old, now}] in the order of the new text. */
export function changes(old, now) {
  const found = [];
  for (const [before, after] of align(old, now)) {
    if (!before || !after) {
      if (wordsOf(before ?? after)) found.push({ kind: before ? "gone" : "new", old: before, now: after });
      continue;
    }
    const reworded = wordsOf(before) !== wordsOf(after);
    if (reworded) found.push({ kind: "reworded", old: before, now: after });
    else if (before.id !== after.id || before.label !== after.label) {
      found.push({ kind: "renumbered", old: before, now: after });
    }
  }
  return found;
}
