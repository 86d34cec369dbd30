// The provisions that answer a query, best first: docs/search-format.md, 五 and 八.

import { agree, foldAddress, readSteps } from "./address.js";
import { holding } from "./query.js";
import { scoreUnits } from "./score.js";
import { bestSentence } from "./sentences.js";

/** The tier of units that hold all words typed apart; what an address names is above it. */
const ALL_WORDS = 1;
/** What a tier adds to the score that is shown. */
const TIER = 100;

/** All provisions found: {unit, score, complete, sentence}; only the first have a sentence.
 * `own`: slug of the reader's own body. `only`: {bodies, topic, status, since, until}. */
export function search(index, query, own = "", only = {}) {
  const { scores, held, inverse } = scoreUnits(index, query);
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
      found.push({ unit, tier: tiers[unit], score: scores[unit], sentence: null });
    }
  }
  // Where an address says all there is, what it names stays in the order of the text.
  const straight = query.address && (query.titles.length || !query.groups.length);
  const key = (hit) => (straight && hit.tier > ALL_WORDS ? 0 : hit.score);
  const order = (a, b) => b.tier - a.tier || key(b) - key(a) || a.unit - b.unit;
  found.sort(order);
  let first = found.slice(0, index.weights.refined);
  for (const hit of first) {
    hit.sentence = bestSentence(index, query, inverse, hit.unit);
    hit.score += hit.sentence.value;
  }
  first.sort(order);
  if (!straight) first = mixed(index, first);
  const hits = [...first, ...found.slice(first.length)];
  let least = Infinity;
  for (const hit of hits) {
    hit.complete = held[hit.unit] === query.wanted;
    hit.score = least = Math.min(least, TIER * hit.tier + hit.score);
  }
  return hits;
}

/** The same in an order that does not dwell on one regulation. */
function mixed(index, first) {
  const rest = [...first];
  const seen = new Map();
  const found = [];
  const factor = (hit) => seen.get(index.owner[hit.unit]) ?? 1;
  while (rest.length) {
    let at = 0;
    let [tier, best] = [-1, -1];
    rest.forEach((hit, i) => {
      const score = hit.score * factor(hit);
      if (hit.tier > tier || (hit.tier === tier && score > best)) [at, tier, best] = [i, hit.tier, score];
    });
    const [hit] = rest.splice(at, 1);
    seen.set(index.owner[hit.unit], factor(hit) * index.weights.again);
    hit.score = best;
    found.push(hit);
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
  const { regulations, texts, words } = index.data;
  const numbers = query.titles.length ? query.titles : regulations.keys();
  for (const number of numbers) {
    const { first, last } = regulations[number];
    for (let unit = first; unit < last; unit++) {
      const own = readSteps(foldAddress(words[unit]).replaceAll(" ", ""));
      const good = own ? agree(query.address.steps, own) : 0;
      if (!good) continue;
      tiers[unit] = texts[unit] ? 2 + 2 * good : 2;
      for (let below = unit + 1; below < index.ends[unit]; below++) {
        if (texts[below]) tiers[below] = Math.max(tiers[below], 1 + 2 * good);
      }
    }
  }
  return tiers;
}
