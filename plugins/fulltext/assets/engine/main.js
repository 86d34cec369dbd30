// The way in: in a worker it answers messages, in a page (opened from a folder, where there are no
// workers) the same by function calls.
//
// Index files call `handbookIndex(sum, text)`: the text of an index and its check sum.

import { facets } from "./facets.js";
import { opening, warming } from "./search-index.js";
import { understand } from "./query.js";
import { search } from "./rank.js";
import { remarks } from "./remarks.js";
import { shown } from "./show.js";
import { nearest, suggest } from "./suggest.js";

const REHEARSALS = 20;

let delivered = null;
let index = null;

globalThis.handbookIndex = (sum, text) => {
  delivered = adler(text) === sum ? text : null;
};

/** Adler-32 of a text's UTF-16 units, low byte first; damaged files are told by it. */
function adler(text) {
  let [a, b] = [1, 0];
  for (let i = 0; i < text.length; ) {
    for (const end = Math.min(text.length, i + 1000); i < end; i++) {
      const code = text.charCodeAt(i);
      a += code & 0xff;
      b += a;
      a += code >> 8;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

/** Opens what was delivered, in steps; returns {build, facets}. Throws where it is damaged. */
function* open() {
  if (delivered === null) throw new Error("damaged");
  const text = delivered;
  delivered = null;
  index = yield* opening(text);
  return { build: index.data.build, facets: facets(index.data) };
}

/** Answers {query, limit, own, only}: {hits, total, remarks, suggestions}. */
function answer({ query, limit, own, only }) {
  const understood = understand(query, index);
  const { hits, total } = search(index, understood, limit, own, only);
  return {
    hits: hits.map((hit) => shown(index, hit)),
    total,
    remarks: remarks(index, understood, hits),
    suggestions: total ? suggest(index, query) : nearest(index, query),
  };
}

/** Works out what later searches need, and searches for some titles so that the code is compiled. */
function* warm() {
  yield* warming(index);
  for (const { title } of index.data.regulations.slice(0, REHEARSALS)) {
    answer({ query: title, limit: 10 });
    yield;
  }
}

/** Runs a generator to its end without pause. */
function run(steps) {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Runs a generator step by step, other messages in between. */
function inSteps(steps) {
  if (!steps.next().done) setTimeout(inSteps, 0, steps);
}

globalThis.handbookSearch = { open, answer, warm };

if (typeof importScripts === "function") {
  onmessage = ({ data: { id, load, ask } }) => {
    try {
      if (load) importScripts(load);
      postMessage({ id, value: load ? run(open()) : answer(ask) });
      if (load) setTimeout(inSteps, 0, warm());
    } catch (error) {
      postMessage({ id, error: String(error) });
    }
  };
}
