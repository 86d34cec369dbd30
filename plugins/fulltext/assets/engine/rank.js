// The provisions that answer a query, best first: docs/search-format.md, 五 and 八.

import { agree, EXACTLY, foldAddress, readSteps } from "./address.js";
import { holding } from "./query.js";
import { bestSentence } from "./sentences.js";

/** The tier of units that hold all words typed apart; what an address names is above it. */
const ALL_WORDS = 1;
/** What a tier adds to the score that is shown. */
const TIER = 100;
/** Of a sharded index: units whose texts are read at most, for each that is wanted. */
const LOOKED_AT = 4;

/** The best provisions: {hits, total}, a hit {unit, score, complete, sentence}; all for `limit` 0.
 * `own`: slug of the reader's own body. `only`: {bodies, topic, status, since, until}. */
export function search(index, query, limit = 10, own = "", only = {}) {
  const scored = index.scoreUnits(query);
  const { scores, held, inverse } = scored;
  const { bodies, regulations } = index.data;
  for (const entry of regulations) {
    if (!own || bodies[entry.body].slug !== own) continue;
    for (let unit = entry.first; unit < entry.last; unit++) scores[unit] *= index.weights.own;
  }
  const tiers = findTiers(index, query, held);
  const allowed = regulations.map((entry) => allows(only, entry, bodies[entry.body].slug));
  const required = query.exact.length ? holding(index, query.exact) : null;
  const found = [];
  for (let unit = 0; unit < index.size; unit++) {
    if ((scores[unit] > 0 || tiers[unit]) && allowed[index.owner[unit]] && (required?.has(unit) ?? true)) {
      found.push(unit);
    }
  }
  // Where an address says all there is, what it names stays in the order of the text.
  const straight = query.address && (query.titles.length || !query.groups.length);
  const key = (unit) => (straight && tiers[unit] > ALL_WORDS ? 0 : scores[unit]);
  const order = (a, b) => tiers[b] - tiers[a] || key(b) - key(a) || a - b;
  let { first, rest } = parted(found, index.refined, order);
  if (index.parts) {
    const wanted = Math.max(limit, index.refined);
    const nearest = parted(found, LOOKED_AT * wanted, order);
    const kept = settled(index, query, { ...scored, tiers }, nearest.first, wanted);
    first = kept.slice(0, index.refined);
    rest = [...kept.slice(index.refined), ...nearest.rest];
  }
  const sentences = new Map();
  for (const unit of first) {
    const sentence = bestSentence(index, query, inverse, unit);
    sentences.set(unit, sentence);
    scores[unit] += sentence.value;
  }
  first.sort(order);
  const hits = [];
  let least = Infinity;
  const add = (units) => {
    for (const unit of units) {
      least = Math.min(least, TIER * tiers[unit] + scores[unit]);
      const complete = held[unit] === query.wanted;
      hits.push({ unit, score: least, complete, sentence: sentences.get(unit) ?? null });
    }
  };
  add(straight ? first : mixed(index, first, scores, tiers));
  if (!limit || limit > hits.length) add(rest.sort(order));
  return { hits: limit ? hits.slice(0, limit) : hits, total: found.length };
}

/** `units` without the first ones that do not hold what lists cut off left open. */
function settled(index, query, { held, tiers, doubtful }, units, wanted) {
  const kept = [];
  for (let at = 0; at < units.length; at++) {
    if (kept.length === wanted) return [...kept, ...units.slice(at)];
    if (at % wanted === 0) index.read(units.slice(at, at + wanted));
    const unit = units[at];
    if (!query.exact.every((phrase) => index.holds(unit, phrase))) continue;
    kept.push(unit);
    for (const { group, best } of doubtful) {
      if (best.has(unit) || index.says(unit, group)) continue;
      held[unit]--;
      if (tiers[unit] === ALL_WORDS) tiers[unit] = 0;
    }
  }
  return kept;
}

/** The first `size` of `units` in their order, and the rest in none. */
function parted(units, size, order) {
  const first = units.slice(0, size).sort(order);
  const rest = [];
  for (const unit of units.slice(size)) {
    if (order(unit, first[size - 1]) >= 0) {
      rest.push(unit);
      continue;
    }
    let at = size - 1;
    rest.push(first[at]);
    for (; at && order(unit, first[at - 1]) < 0; at--) first[at] = first[at - 1];
    first[at] = unit;
  }
  return { first, rest };
}

/** The same in an order that does not dwell on one regulation. */
function mixed({ owner, weights }, first, scores, tiers) {
  const rest = [...first];
  const seen = new Map();
  const found = [];
  const value = (unit) => scores[unit] * (seen.get(owner[unit]) ?? 1);
  while (rest.length) {
    let at = 0;
    for (let i = 1; i < rest.length; i++) {
      const nearer = tiers[rest[i]] - tiers[rest[at]];
      if (nearer > 0 || (!nearer && value(rest[i]) > value(rest[at]))) at = i;
    }
    const [unit] = rest.splice(at, 1);
    found.push(unit);
    scores[unit] = value(unit);
    seen.set(owner[unit], (seen.get(owner[unit]) ?? 1) * weights.again);
  }
  return found;
}

function allows({ bodies = [], topic, status, since, until }, entry, slug) {
  return (
    (!bodies.length || bodies.includes(slug)) &&
    (!topic || entry.topics.split(" ").includes(topic)) &&
    (!status || status === entry.status) &&
    (!since || entry.effective >= since) &&
    (!until || (entry.effective && entry.effective <= until))
  );
}

/** Which units come before all others: where the address points, what holds all words typed. */
function findTiers(index, query, held) {
  const tiers = new Uint8Array(index.size);
  if (query.spaced) {
    for (let unit = 0; unit < index.size; unit++) if (held[unit] === query.wanted) tiers[unit] = ALL_WORDS;
  }
  if (!query.address) return tiers;
  const { steps, typed } = query.address;
  for (const rows of index.outlines(index.named(steps, query.titles))) {
    for (const { unit, words, filled, end } of rows) {
      const printed = foldAddress(words).replaceAll(" ", "");
      const own = readSteps(printed);
      let good = own ? agree(steps, own) : 0;
      if (!good) continue;
      if (printed === typed) good = EXACTLY; // 四 before (四)
      tiers[unit] = Math.max(tiers[unit], filled ? 2 + 2 * good : 2);
      for (let below = unit + 1; below < end; below++) {
        if (rows[below - rows[0].unit].filled) tiers[below] = Math.max(tiers[below], 1 + 2 * good);
      }
    }
  }
  return tiers;
}
