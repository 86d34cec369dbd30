// The way in: in a worker it answers messages, in a page (opened from a folder, where there are no
// workers) the same by function calls.
//
// Index files call `handbookIndex(sum, text)`: the text of an index and its check sum.

import { adler } from "../../../assets/checksum.js";
import { facets } from "./facets.js";
import { opening, warming } from "./search-index.js";
import { understand } from "./query.js";
import { search } from "./rank.js";
import { remarks } from "./remarks.js";
import { shown } from "./show.js";
import { nearest, suggest } from "./suggest.js";
import { unpack } from "./unpack.js";

const REHEARSALS = 20;

/** What opens the other form of an index: sharded.js sets it where it is needed. */
export const forms = { sharded: null };

let delivered = null;
let index = null;

globalThis.handbookIndex = (sum, text) => {
  delivered = adler(text) === sum ? text : null;
};
globalThis.handbookPart = (name, sum, text) => {
  if (adler(text) === sum) index.parts.put(name, text);
};

/** Opens what was delivered, in steps; returns {build, facets}. Throws where it is damaged. */
function* open() {
  if (delivered === null) throw new Error("damaged");
  const text = delivered;
  delivered = null;
  const data = unpack(text);
  yield;
  index = data.shards ? forms.sharded(data) : yield* opening(data);
  return { build: index.data.build, facets: facets(index.data) };
}

/** Answers as `answer` does; yields the names of the parts that have to be loaded before. */
function* answering(ask) {
  for (;;) {
    try {
      const found = answer(ask);
      if (!index.parts?.wanted.size) {
        index.parts?.trim();
        return found;
      }
    } catch (error) {
      if (!error.waits) throw error;
    }
    yield [...index.parts.wanted];
  }
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
  if (index.parts) return;
  yield* warming(index);
  for (const { title } of index.data.regulations.slice(0, REHEARSALS)) {
    answer({ query: title, limit: 10 });
    yield;
  }
}

/** Runs a generator to its end, `meanwhile` with what it yields. */
function run(steps, meanwhile = () => {}) {
  let step = steps.next();
  while (!step.done) {
    meanwhile(step.value);
    step = steps.next();
  }
  return step.value;
}

/** Runs a generator step by step, other messages in between. */
function inSteps(steps) {
  if (!steps.next().done) setTimeout(inSteps, 0, steps);
}

/** In a worker: loads parts, one by one and past every cache those that did not come. */
function load(names, folder) {
  const address = (name) => `${folder}${name}.js`;
  const attempt = (...files) => {
    try {
      importScripts(...files);
    } catch {
      // said by `lose`, where it does not come the second time either
    }
  };
  attempt(...names.map(address));
  for (const name of names) if (!index.parts.has(name)) attempt(`${address(name)}?${Date.now()}`);
  for (const name of names) if (!index.parts.has(name)) index.parts.lose(name);
}

globalThis.handbookSearch = { open, answer, answering, warm, parts: () => index.parts };

if (typeof importScripts === "function") {
  let folder = "";
  onmessage = ({ data: { id, file, ask } }) => {
    try {
      if (file) {
        importScripts(file);
        folder = file.replace(/[^/]*$/, "");
        const value = run(open());
        folder += `${value.build}/`;
        postMessage({ id, value });
        setTimeout(inSteps, 0, warm());
      } else {
        postMessage({ id, value: run(answering(ask), (names) => load(names, folder)) });
      }
    } catch (error) {
      postMessage({ id, error: String(error) });
    }
  };
}
