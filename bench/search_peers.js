// Drivers of the searches that bench/search_peers.py compares. In the browser: `peers.NAME(…)` sets
// one up, `peers.ask(query)` gives {units, took}. With node it writes MiniSearch's index:
// node search_peers.js FOLDER bigrams|words.

const SHOWN = 10;
const PER_PAGE = 3;

/** Pairs of Han characters; runs of letters and digits. */
function bigrams(text) {
  const found = [];
  for (const [run] of text.toLowerCase().matchAll(/[\u3400-\u9fff]+|[a-z0-9.]+/g)) {
    if (run < "\u3400" || run.length === 1) found.push(run);
    else for (let i = 0; i + 1 < run.length; i++) found.push(run.slice(i, i + 2));
  }
  return found;
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const words = (text) =>
  [...segmenter.segment(text.toLowerCase())].filter((part) => part.isWordLike).map((part) => part.segment);

const options = (cut) => ({
  fields: ["title", "heading", "text"],
  tokenize: { bigrams, words }[cut],
  searchOptions: { boost: { title: 2 }, tokenize: { bigrams, words }[cut] },
});

/** The sections of pages in the order shown, at most some of a page; anchors are #u and a number. */
function sections(groups) {
  const found = [];
  for (const anchors of groups) {
    const own = anchors.map((anchor) => /u([0-9]+)$/.exec(anchor)?.[1]).filter(Boolean);
    found.push(...own.slice(0, PER_PAGE));
  }
  return found.slice(0, SHOWN);
}

/** Messages to a worker and back, one at a time. */
function talker(worker) {
  return (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(message);
    });
}

const peers = {
  async ask(query) {
    const start = performance.now();
    const units = await this.search(query);
    const took = performance.now() - start;
    this.sinceSetup ??= performance.now() - this.began;
    return { units, took };
  },

  async ours(engine, index) {
    const numbers = await (await fetch("numbers.json")).json();
    this.began = performance.now();
    const talk = talker(new Worker(engine));
    await talk({ id: 1, file: new URL(index, location.href).href });
    this.search = async (query) => {
      const { value, error } = await talk({ id: 2, ask: { query, limit: SHOWN, own: "", only: {} } });
      if (error) throw new Error(error);
      return value.hits.map((hit) => numbers[hit.path]);
    };
  },

  async material(file) {
    this.began = performance.now();
    const data = await (await fetch("search/search_index.json")).json();
    const talk = talker(new Worker(file));
    await talk({ type: 0, data: { ...data, options: { suggest: false } } });
    this.search = async (query) => {
      const { data: found } = await talk({ type: 2, data: query });
      const items = found?.items ?? [];
      return sections(items.map((group) => group.map((item) => item.location)));
    };
  },

  async pagefind() {
    this.began = performance.now();
    const engine = await import(new URL("pagefind/pagefind.js", location.href).href);
    await engine.init();
    this.search = async (query) => {
      const { results } = await engine.search(query);
      const pages = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
      return sections(pages.map((page) => page.sub_results.map((part) => part.anchor?.id ?? "")));
    };
  },

  async minisearch(cut) {
    this.began = performance.now();
    await new Promise((resolve) => {
      const script = Object.assign(document.createElement("script"), { src: "minisearch.js", onload: resolve });
      document.head.append(script);
    });
    const texts = await (await fetch("texts.json")).json();
    const index = globalThis.MiniSearch.loadJSON(await (await fetch("index.json")).text(), options(cut));
    this.search = async (query) => {
      const found = index.search(query).slice(0, SHOWN);
      return found.filter(({ id }) => texts[id]).map(({ id }) => id);
    };
  },
};
globalThis.peers = peers;

if (typeof process !== "undefined" && process.argv) {
  const [, , folder, cut] = process.argv;
  const fs = require("node:fs");
  const MiniSearch = require(`${folder}/minisearch.js`);
  const index = new MiniSearch(options(cut));
  const texts = JSON.parse(fs.readFileSync(`${folder}/texts.json`, "utf-8"));
  index.addAll(
    texts
      .map(([title, heading, text], id) => ({ id, title, heading, text }))
      .filter(({ heading, text }) => text || heading.trim()),
  );
  fs.writeFileSync(`${folder}/index.json`, JSON.stringify(index));
}
