// Scores of units: BM25F over the groups of a query: docs/search-format.md, 七.
//
// What a word or group is worth is added up in arrays of all units that are kept between queries
// (`Tally`), so that the time depends on the units that hold it only.

// A way with this weight says the same as what was typed
const SHARED = 0.75;
// Whose values are kept for the next query
const KEPT_WORDS = 400;

/** Natural logarithm of `x` ≥ 1, the same to the last bit as Python's. */
export function ln(x) {
  let halvings = 0;
  while (x >= 2) {
    x = x / 2;
    halvings++;
  }
  if (x < 1) x = 1;
  const z = (x - 1) / (x + 1);
  const square = z * z;
  let total = 0;
  let power = z;
  for (let odd = 1; odd < 22; odd += 2) {
    total = total + power / odd;
    power = power * square;
  }
  return halvings * 0.6931471805599453 + 2 * total;
}

/** Values by unit, most of them 0. */
class Tally {
  constructor(size) {
    this.values = new Float64Array(size);
    this.units = [];
  }

  add(unit, value) {
    if (this.values[unit] === 0) this.units.push(unit);
    this.values[unit] += value;
  }

  raise(unit, value) {
    if (this.values[unit] >= value) return;
    if (this.values[unit] === 0) this.units.push(unit);
    this.values[unit] = value;
  }

  /** What was added up, as {units, values} side by side; afterwards all is 0 again. */
  take() {
    const { units } = this;
    const values = new Float64Array(units.length);
    for (let i = 0; i < units.length; i++) {
      values[i] = this.values[units[i]];
      this.values[units[i]] = 0;
    }
    this.units = [];
    return { units, values };
  }
}

/** The tallies of an index: of a group, of the units that share it, of a word, of what is above. */
const tallies = (index) => (index.tallies ??= Array.from("1234", () => new Tally(index.size)));

/** Per unit `scores` and how many groups it has (`held`); per group its `inverse` frequency. */
export function scoreUnits(index, query) {
  const { size: n, weights } = index;
  const scores = new Float64Array(n);
  const share = new Float64Array(n);
  const held = new Uint16Array(n);
  const inverse = [];
  let total = 0;
  for (const group of query.groups) {
    const { units, values, spread } = scoreGroup(index, group);
    const rarity = group.weight * ln(1 + (n - spread + 0.5) / (spread + 0.5));
    inverse.push(rarity);
    total += rarity;
    for (let i = 0; i < units.length; i++) {
      const unit = units[i];
      scores[unit] += rarity * (values[i] / (values[i] + weights.k));
      share[unit] += rarity;
      if (!group.extra) held[unit]++;
    }
  }
  if (total > 0) {
    for (let unit = 0; unit < n; unit++) {
      if (scores[unit] > 0) {
        const covered = share[unit] / total;
        let factor = 1 - weights.coverage + weights.coverage * covered * covered;
        if (!index.data.texts[unit]) factor = factor * weights.headless;
        scores[unit] = scores[unit] * factor;
      }
    }
  }
  index.data.regulations.forEach((entry, number) => {
    if (!query.groups.length || !query.groups.every((group) => isIn(index, number, group))) return;
    for (let unit = entry.first; unit < entry.last; unit++) {
      if (!index.data.texts[unit]) continue;
      scores[unit] += (total * weights.primacy) / (1 + (unit - entry.first) / 8);
    }
  });
  return { scores, held, inverse };
}

/** Whether a regulation's title holds what a group asks for. */
function isIn(index, number, { extra, ways }) {
  const title = index.corpus.titles.values[number];
  return extra || ways.some((way) => !way.kind && title.includes(way.word));
}

/** The weighted frequency of a group by unit, and in how many units it stands. */
function scoreGroup(index, group) {
  const [best, shared] = tallies(index);
  for (const way of group.ways) {
    const { units, values, own } = scoreWay(index, way);
    for (let i = 0; i < units.length; i++) best.raise(units[i], values[i] * way.weight);
    if (way.weight >= SHARED) for (const unit of own) shared.raise(unit, 1);
  }
  const found = best.take();
  return { ...found, spread: shared.take().units.length || found.units.length };
}

/** The value of a way by unit, and the units that hold it themselves. */
function scoreWay(index, way) {
  if (way.figure) return scoreFigure(index, way.figure);
  if (way.kind) return scoreList(index, index.kinds.get(way.kind) ?? []);
  if (way.squeezed) return scoreList(index, index.corpus.phrase(way.word));
  const known = (index.scored ??= new Map());
  let found = known.get(way.word);
  if (!found) {
    if (known.size > KEPT_WORDS) known.clear();
    known.set(way.word, (found = scoreWord(index, index.corpus.places(way.word))));
  }
  return found;
}

function scoreList(index, own) {
  return { units: own, values: new Float64Array(own.length).fill(index.weights.text), own };
}

function scoreFigure(index, figure) {
  const units = [];
  const values = [];
  const exact = [];
  index.figures.forEach((figures, unit) => {
    let best = 0;
    for (const other of figures) best = Math.max(best, index.reader.alike(figure, other));
    if (best > 0) {
      units.push(unit);
      values.push(index.weights.text * best);
      if (best >= 0.5) exact.push(unit);
    }
  });
  return { units, values, own: exact.length ? exact : units };
}

/** BM25F's weighted frequency of a word: own fields, then what stands above. */
function scoreWord(index, places) {
  const { data, ends, meanLength, weights } = index;
  const [, , own, above] = tallies(index);
  const texts = index.corpus.texts.values;
  for (const [unit, times] of places.texts) {
    const norm = 1 - weights.length + weights.length * (texts[unit].length / meanLength);
    own.add(unit, (weights.text * times) / norm);
    for (let below = unit + 1; below < ends[unit]; below++) above.raise(below, weights.lead);
  }
  for (const unit of places.headings) {
    own.add(unit, weights.heading);
    for (let below = unit + 1; below < ends[unit]; below++) above.raise(below, weights.above);
  }
  const all = ({ first, last }, weight) => {
    for (let unit = first; unit < last; unit++) above.add(unit, weight);
  };
  for (const number of places.titles) all(data.regulations[number], weights.title);
  for (const body of places.bodies) {
    for (const entry of data.regulations) if (entry.body === body) all(entry, weights.body);
  }
  const itself = [...own.units];
  const { units, values } = above.take();
  units.forEach((unit, i) => own.add(unit, values[i]));
  const found = own.take();
  return { ...found, own: itself.length ? itself : found.units };
}
