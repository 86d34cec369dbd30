// How deep each provision stands: handbook/nesting.py. All readings are carried along in a beam.

import { after, choices, orderOf } from "./placing.js";

const WIDTH = 8;
const HOPELESS = 8;
const PLAIN = { depth: -1, continues: false };

/** {placements, doubts: [{place, depth}]} of entries; `nesting`: styles from the outside in. */
export function nest(entries, nesting) {
  const before = {
    stated: new Map(nesting.map((name, rank) => [name, rank])), last: new Map(), afterPlain: false,
  };
  const done = { placements: [], doubts: [] };
  let beam = [{ cost: 0, path: [], chain: null, doubts: [] }];
  entries.forEach((entry, place) => {
    if (entry.plain) {
      before.afterPlain = true;
      if (beam.length === 1) done.placements.push(PLAIN);
      else beam = beam.map((r) => ({ ...r, chain: { place, placement: PLAIN, before: r.chain } }));
      return;
    }
    if (beam.length === 1) {
      const { path } = beam[0];
      const found = choices(entry, path, before);
      const free = found.length > 1 ? found.filter(({ cost }) => !cost) : found;
      if (free.length === 1) {
        const [{ placement, opened }] = free;
        done.placements.push(placement);
        beam = [{ cost: 0, path: [...path.slice(0, placement.depth), opened], chain: null, doubts: [] }];
      } else {
        beam = settle(extend(beam, place, [found]));
      }
    } else {
      beam = settle(extend(beam, place, beam.map((r) => choices(entry, r.path, before))));
    }
    if (beam.length === 1 && beam[0].chain) {
      commit(beam[0], done);
      beam = [{ cost: 0, path: beam[0].path, chain: null, doubts: [] }];
    }
    if (entry.label) {
      const { style } = entry.label;
      const number = orderOf(entry.label.number);
      before.last.set(style, number.length ? number : after(before.last.get(style) ?? []));
    }
    before.afterPlain = false;
  });
  if (beam.length > 1) commit(doubted(beam[0], beam[1]), done);
  return done;
}

/** Each reading with each of its choices, cheapest first. */
function extend(beam, place, every) {
  const grown = beam.flatMap((reading, i) =>
    every[i].map(({ cost, placement, opened }) => ({
      cost: reading.cost + cost,
      path: [...reading.path.slice(0, placement.depth), opened],
      chain: { place, placement, before: reading.chain },
      doubts: reading.doubts,
    })),
  );
  return grown.sort((a, b) => a.cost - b.cost);
}

/** Of readings that will go on alike only the best is kept, and of all the best few. */
function settle(beam) {
  const best = new Map();
  for (const reading of beam) {
    const key = JSON.stringify(reading.path);
    const better = best.get(key);
    if (better) best.set(key, doubted(better, reading));
    else if (best.size === WIDTH || reading.cost > beam[0].cost + HOPELESS) break;
    else best.set(key, reading);
  }
  return [...best.values()];
}

/** The better of two readings; with a doubt where they part if the worse costs the same. */
function doubted(better, worse) {
  if (better.cost !== worse.cost) return better;
  let [one, other, parted] = [better.chain, worse.chain, null];
  while (one && other && one !== other) {
    const [a, b] = [one.placement, other.placement];
    if (a.depth !== b.depth || a.continues !== b.continues) {
      parted = { place: one.place, depth: b.depth };
    }
    [one, other] = [one.before, other.before];
  }
  return parted ? { ...better, doubts: [...better.doubts, parted] } : better;
}

/** Adds the placements and doubts of the reading that is taken. */
function commit(reading, done) {
  const tail = [];
  for (let link = reading.chain; link; link = link.before) tail.push(link.placement);
  done.placements.push(...tail.reverse());
  const earliest = new Map([...reading.doubts].reverse().map((doubt) => [doubt.place, doubt]));
  done.doubts.push(...[...earliest.keys()].sort((a, b) => a - b).map((place) => earliest.get(place)));
}
