// Scores from lists: docs/search-shards-format.md. As score.js, with what a list's levels are worth.

import { ln } from "./score.js";
import { OWN, termsOfWord, valueTerm } from "./shard-lists.js";

const SHARED = 0.75;
// Words whose values are kept for the next query.
const KEPT = 300;
// The level of a unit without text that has a term in its heading.
const BARE = 15;
const OPS = ["=", "<", "<=", ">", ">=", "-"];

/** What is added up by unit, kept between queries; all 0 between two groups. */
const talliesOf = (index) =>
  (index.tallies ??= {
    best: new Float64Array(index.size), base: new Float64Array(index.size), marks: new Uint8Array(index.size),
  });

/** Per unit `scores` and how many groups it has (`held`); per group its `inverse` frequency;
 * `doubtful`: {group, best} of groups whose units are not all known, with those that are. */
export function scoreLists(index, query) {
  const { size: n, weights } = index;
  const asked = query.groups.map((group) => waysOf(index, group, query));
  for (const ways of asked) for (const way of ways) request(index, way);
  index.parts.wait();
  const groups = asked.map((ways) => ways.map((way) => scoreWay(index, way)));
  const units = unitsOf(index, groups.flat());
  const scores = new Float64Array(n);
  const share = new Float64Array(n);
  const held = new Uint16Array(n);
  const inverse = [];
  const doubtful = [];
  let total = 0;
  query.groups.forEach((group, i) => {
    const { found, spread } = scoreGroup(index, groups[i], units);
    const { best } = talliesOf(index);
    const rarity = group.weight * ln(1 + (n - spread + 0.5) / (spread + 0.5));
    inverse.push(rarity);
    total += rarity;
    for (const unit of found) {
      scores[unit] += rarity * (best[unit] / (best[unit] + weights.k));
      share[unit] += rarity;
      if (!group.extra) held[unit]++;
      best[unit] = 0;
    }
    if (!group.extra && !groups[i].every((way) => way.complete)) doubtful.push({ group, best: new Set(found) });
  });
  const bare = new Set(groups.flat().flatMap((way) => way.bare));
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
  const all = doubtful.length ? units.filter((unit) => held[unit]) : [];
  for (const { best } of doubtful) for (const unit of all) if (!best.has(unit)) held[unit]++;
  return { scores, held, inverse, doubtful };
}

/** All units that some ways name, and the first ones of the regulations that they do. */
function unitsOf(index, ways) {
  const { marks } = talliesOf(index);
  const found = [];
  const take = (unit) => {
    if (marks[unit]) return;
    marks[unit] = 1;
    found.push(unit);
  };
  for (const { units, entries } of ways) {
    for (const unit of units) take(unit);
    for (const number of entries.keys()) for (const unit of index.leading[number]) take(unit);
  }
  for (const unit of found) marks[unit] = 0;
  return found;
}

/** The weighted frequency of a group by unit goes into `best`; which units these are (`found`), and
 * in how many the group stands. */
function scoreGroup(index, ways, all) {
  const { regulations } = index.data;
  const { best, base, marks } = talliesOf(index);
  const found = [];
  const shared = [];
  let spread = 0;
  let beside = 0;
  const raise = (unit, value) => {
    if (value <= best[unit]) return;
    if (best[unit] === 0) found.push(unit);
    best[unit] = value;
  };
  for (const { weight, units, values, own, entries, spread: known } of ways) {
    if (weight >= SHARED) {
      for (const unit of own) {
        if (!marks[unit]) shared.push(unit);
        marks[unit] = 1;
      }
      spread = Math.max(spread, known);
    }
    if (entries.size) {
      for (const number of entries.keys()) beside += regulations[number].last - regulations[number].first;
      for (let i = 0; i < units.length; i++) base[units[i]] = values[i];
      for (const unit of all) raise(unit, (base[unit] + (entries.get(index.owner[unit]) ?? 0)) * weight);
      for (const unit of units) base[unit] = 0;
    } else {
      for (let i = 0; i < units.length; i++) raise(units[i], values[i] * weight);
    }
  }
  for (const unit of shared) marks[unit] = 0;
  spread = Math.max(spread, shared.length) || beside || found.length;
  return { found, spread: Math.min(spread, index.size) };
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

/** A way as {weight, units, values, own, bare, entries, spread, complete}: the units that may hold
 * it, what it is worth in them, which hold it themselves, which have a heading only; what titles and
 * bodies add by regulation; in how many units it stands; whether all are known. */
function scoreWay(index, way) {
  const { weights, corpus } = index;
  if (way.figure) return scoreFigure(index, way);
  if (way.squeezed) {
    const units = corpus.phrase(way.word);
    const values = units.map(() => weights.text);
    return {
      weight: way.weight, units, values, own: units, bare: [], entries: new Map(), spread: units.length,
      complete: true,
    };
  }
  const key = way.answer ?? way.word;
  const known = (index.scored ??= new Map());
  if (!known.has(key)) {
    if (known.size > KEPT) known.clear();
    known.set(key, scoreWord(index, way));
  }
  return { ...known.get(key), weight: way.weight };
}

function scoreWord(index, way) {
  const { weights, data, corpus } = index;
  const lists = index.listsOf(termsOf(way));
  const { worth } = data.shards;
  const { units, levels } = lists.length === 1 ? lists[0] : inColumns(corpus.candidates(lists));
  const complete = lists.some((list) => list.complete);
  const own = units.filter((_, i) => levels[i] >= OWN);
  const spread = complete ? own.length : lists.length ? Math.min(...lists.map((list) => list.own)) : 0;
  const entries = new Map();
  const add = (number, weight) => entries.set(number, (entries.get(number) ?? 0) + weight);
  for (const number of new Set(corpus.titles.find(way.word))) add(number, weights.title);
  for (const body of new Set(corpus.bodies.find(way.word))) {
    data.regulations.forEach((entry, number) => entry.body === body && add(number, weights.body));
  }
  const bare = units.filter((_, i) => levels[i] === BARE);
  return { units, values: levels.map((level) => worth[level]), own, bare, entries, spread, complete };
}

const inColumns = (map) => ({ units: [...map.keys()], levels: [...map.values()] });

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
  const units = [...values.keys()];
  const own = exact.size ? [...exact] : units;
  return {
    weight, units, values: [...values.values()], own, bare: [], entries: new Map(), spread: own.length,
    complete: true,
  };
}
