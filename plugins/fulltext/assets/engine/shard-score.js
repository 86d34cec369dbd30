// Scores from lists: docs/search-shards.md. As score.js, with what a list's levels are worth.

import { ln } from "./score.js";
import { OWN, termsOfWord, valueTerm } from "./shard-lists.js";

const SHARED = 0.75;
// The level of a unit without text that has a term in its heading.
const BARE = 15;
const OPS = ["=", "<", "<=", ">", ">=", "-"];

/** Per unit `scores` and how many groups it has (`held`); per group its `inverse` frequency;
 * `doubtful`: {group, best} of groups whose units are not all known. */
export function scoreLists(index, query) {
  const { size: n, weights } = index;
  const asked = query.groups.map((group) => waysOf(index, group, query));
  for (const ways of asked) for (const way of ways) request(index, way);
  index.parts.wait();
  const bare = new Set();
  const groups = asked.map((ways) => ways.map((way) => scoreWay(index, way, bare)));
  const units = new Set();
  const numbers = new Set();
  for (const way of groups.flat()) {
    for (const unit of way.values.keys()) units.add(unit);
    for (const number of way.entries.keys()) numbers.add(number);
  }
  for (const number of numbers) for (const unit of index.leading[number]) units.add(unit);
  const scores = new Float64Array(n);
  const share = new Float64Array(n);
  const held = new Uint16Array(n);
  const inverse = [];
  const doubtful = [];
  let total = 0;
  query.groups.forEach((group, i) => {
    const { best, spread } = scoreGroup(index, groups[i], units);
    const rarity = group.weight * ln(1 + (n - spread + 0.5) / (spread + 0.5));
    inverse.push(rarity);
    total += rarity;
    for (const [unit, value] of best) {
      scores[unit] += rarity * (value / (value + weights.k));
      share[unit] += rarity;
      if (!group.extra) held[unit]++;
    }
    if (!group.extra && !groups[i].every((way) => way.complete)) doubtful.push({ group, best });
  });
  for (const unit of units) {
    if (scores[unit] === 0) continue;
    const covered = share[unit] / total;
    let factor = 1 - weights.coverage + weights.coverage * covered * covered;
    if (bare.has(unit)) factor = factor * weights.headless;
    scores[unit] = scores[unit] * factor;
  }
  index.data.regulations.forEach(({ first }, number) => {
    const title = index.corpus.titles.values[number];
    const isIn = ({ extra, ways }) => extra || ways.some((way) => !way.kind && title.includes(way.word));
    if (!query.groups.length || !query.groups.every(isIn)) return;
    for (const unit of index.leading[number]) {
      scores[unit] += (total * weights.primacy) / (1 + (unit - first) / 8);
    }
  });
  const all = [...units].filter((unit) => held[unit]);
  for (const { best } of doubtful) for (const unit of all) if (!best.has(unit)) held[unit]++;
  return { scores, held, inverse, doubtful };
}

/** The weighted frequency of a group by unit, and in how many units it stands. */
function scoreGroup(index, ways, units) {
  const { regulations } = index.data;
  const best = new Map();
  const shared = new Set();
  let spread = 0;
  let beside = 0;
  const raise = (unit, value) => {
    if (value > (best.get(unit) ?? 0)) best.set(unit, value);
  };
  for (const { weight, values, own, entries, spread: known } of ways) {
    if (weight >= SHARED) {
      for (const unit of own) shared.add(unit);
      spread = Math.max(spread, known);
    }
    if (entries.size) {
      for (const number of entries.keys()) beside += regulations[number].last - regulations[number].first;
      for (const unit of units) {
        raise(unit, ((values.get(unit) ?? 0) + (entries.get(index.owner[unit]) ?? 0)) * weight);
      }
    } else {
      for (const [unit, value] of values) raise(unit, value * weight);
    }
  }
  spread = Math.max(spread, shared.size) || beside || best.size;
  return { best, spread: Math.min(spread, index.size) };
}

/** The ways of a group; what answers a question is one list. */
function waysOf(index, group, query) {
  if (!group.asked) return group.ways;
  const { name, evidence } = index.data.language.intents.find((intent) => intent.name === query.intent);
  const isAnswer = (way) => way.kind || evidence.includes(way.word);
  const { weight } = group.ways.find(isAnswer);
  return [...group.ways.filter((way) => !isAnswer(way)), { word: "", weight, answer: `!${name}` }];
}

const termsOf = (way) => (way.answer ? [way.answer] : termsOfWord(way.word));

/** Asks for the lists of a way. */
function request(index, way) {
  if (way.squeezed) return;
  const terms = way.figure ? figureTerms(index, way.figure).flatMap(({ terms }) => terms) : termsOf(way);
  for (const term of terms) index.postings(term);
}

function scoreWay(index, way, bare) {
  const { weights, data, corpus } = index;
  if (way.figure) return scoreFigure(index, way);
  if (way.squeezed) {
    const found = corpus.phrase(way.word);
    const values = new Map(found.map((unit) => [unit, weights.text]));
    return { weight: way.weight, values, own: found, entries: new Map(), spread: found.length, complete: true };
  }
  const lists = index.listsOf(termsOf(way));
  const { worth } = data.shards;
  const values = new Map();
  const own = [];
  for (const [unit, level] of corpus.candidates(lists)) {
    values.set(unit, worth[level]);
    if (level >= OWN) own.push(unit);
    if (level === BARE) bare.add(unit);
  }
  const complete = lists.some((list) => list.complete);
  const spread = complete ? own.length : lists.length ? Math.min(...lists.map((list) => list.own)) : 0;
  const entries = new Map();
  const add = (number, weight) => entries.set(number, (entries.get(number) ?? 0) + weight);
  for (const number of new Set(corpus.titles.find(way.word))) add(number, weights.title);
  for (const body of new Set(corpus.bodies.find(way.word))) {
    data.regulations.forEach((entry, number) => entry.body === body && add(number, weights.body));
  }
  return { weight: way.weight, values, own, entries, spread, complete };
}

/** For each unit in which a figure may be written: {unit, value, terms: its own, its bounds}. */
function figureTerms(index, figure) {
  const own = index.reader.units.get(figure.unit);
  if (!own) return [{ unit: "", value: figure.value, terms: [`=${valueTerm(figure.value)}`] }];
  const found = [];
  for (const other of index.reader.units.values()) {
    if (other.kind !== own.kind) continue;
    const value = (figure.value * own.size) / other.size;
    const written = valueTerm(value);
    const terms = written ? [`=${other.name}${written}`, `~${other.name}`] : [`~${other.name}`];
    found.push({ unit: other.name, value, terms });
  }
  return found;
}

/** The units with that value in any unit of its kind, and with a range or bound around it. */
function scoreFigure(index, { figure, weight }) {
  const values = new Map();
  const exact = new Set();
  const offer = (unit, other) => {
    const alike = index.reader.alike(figure, other);
    const value = index.weights.text * alike;
    if (alike > 0 && value > (values.get(unit) ?? 0)) values.set(unit, value);
    if (alike >= 0.5) exact.add(unit);
  };
  for (const { unit: name, value, terms } of figureTerms(index, figure)) {
    for (const [i, { units, levels, values: bounds }] of index.listsOf(terms).entries()) {
      units.forEach((unit, k) => {
        const op = OPS[levels[k]];
        if (terms[i][0] === "~") {
          const [low, last] = (bounds[k] ?? "").split("~");
          if (op && low && last) offer(unit, { value: Number(low), unit: name, op, last: Number(last) });
        } else if (!name) {
          offer(unit, figure);
        } else if (op) {
          offer(unit, { value, unit: name, op, last: value });
        }
      });
    }
  }
  const own = exact.size ? [...exact] : [...values.keys()];
  return { weight, values, own, entries: new Map(), spread: own.length, complete: true };
}
