// Scores of units: BM25F over the groups of a query: docs/search-format.md, 七.

const SHARED = 0.75; // a way with this weight says the same as what was typed
const KEPT_VALUES = 1e6; // numbers kept for the next query

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

/** Per unit `scores` and how many groups it has (`held`); per group its `inverse` frequency. */
export function scoreUnits(index, query) {
  const { size: n, weights } = index;
  const scores = new Float64Array(n);
  const share = new Float64Array(n);
  const held = new Uint16Array(n);
  const inverse = [];
  let total = 0;
  for (const group of query.groups) {
    const { best, spread } = scoreGroup(index, group);
    const rarity = group.weight * ln(1 + (n - spread + 0.5) / (spread + 0.5));
    inverse.push(rarity);
    total += rarity;
    for (let unit = 0; unit < n; unit++) {
      const value = best[unit];
      if (value > 0) {
        scores[unit] += rarity * (value / (value + weights.k));
        share[unit] += rarity;
        if (!group.extra) held[unit]++;
      }
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
  const best = new Float64Array(index.size);
  const units = new Uint8Array(index.size);
  for (const way of group.ways) {
    const { values, own } = scoreWay(index, way);
    for (let unit = 0; unit < index.size; unit++) {
      const value = values[unit] * way.weight;
      if (value > best[unit]) best[unit] = value;
    }
    if (way.weight >= SHARED) for (const unit of own) units[unit] = 1;
  }
  let spread = 0;
  for (const unit of units) spread += unit;
  if (!spread) for (const value of best) if (value > 0) spread++;
  return { best, spread };
}

function scoreWay(index, way) {
  if (way.figure) return scoreFigure(index, way.figure);
  const known = (index.scored ??= new Map());
  const key = `${way.squeezed}${way.kind} ${way.word}`;
  let found = known.get(key);
  if (!found) {
    if (known.size * index.size > KEPT_VALUES) known.clear();
    found = way.kind
      ? scoreList(index, index.kinds.get(way.kind) ?? [])
      : way.squeezed
        ? scoreList(index, index.corpus.phrase(way.word))
        : scoreWord(index, index.corpus.places(way.word));
    known.set(key, found);
  }
  return found;
}

function scoreList(index, own) {
  const values = new Float64Array(index.size);
  for (const unit of own) values[unit] = index.weights.text;
  return { values, own };
}

function scoreFigure(index, figure) {
  const values = new Float64Array(index.size);
  const exact = [];
  const near = [];
  index.figures.forEach((figures, unit) => {
    let best = 0;
    for (const other of figures) best = Math.max(best, index.reader.alike(figure, other));
    if (best > 0) {
      values[unit] = index.weights.text * best;
      near.push(unit);
      if (best >= 0.5) exact.push(unit);
    }
  });
  return { values, own: exact.length ? exact : near };
}

/** BM25F's weighted frequency of a word: own fields, then what stands above. */
function scoreWord(index, places) {
  const { data, ends, meanLength, weights } = index;
  const values = new Float64Array(index.size);
  const above = new Float64Array(index.size);
  const lengths = index.corpus.texts.values;
  const spread = (unit, weight) => {
    for (let below = unit + 1; below < ends[unit]; below++) {
      if (above[below] < weight) above[below] = weight;
    }
  };
  for (const [unit, times] of places.texts) {
    const norm = 1 - weights.length + weights.length * (lengths[unit].length / meanLength);
    values[unit] = (weights.text * times) / norm;
    spread(unit, weights.lead);
  }
  for (const unit of places.headings) {
    values[unit] += weights.heading;
    spread(unit, weights.above);
  }
  for (const number of places.titles) {
    const { first, last } = data.regulations[number];
    for (let unit = first; unit < last; unit++) above[unit] += weights.title;
  }
  for (const body of places.bodies) {
    for (const entry of data.regulations) {
      if (entry.body !== body) continue;
      for (let unit = entry.first; unit < entry.last; unit++) above[unit] += weights.body;
    }
  }
  let own = [...new Set([...places.texts.keys(), ...places.headings])];
  const all = [];
  for (let unit = 0; unit < index.size; unit++) {
    values[unit] += above[unit];
    if (!own.length && values[unit] > 0) all.push(unit);
  }
  if (!own.length) own = all;
  return { values, own };
}
