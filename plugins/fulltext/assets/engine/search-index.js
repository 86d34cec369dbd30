// An opened index: its data, and what is worked out from them.

import { Corpus } from "./corpus.js";
import { FigureReader } from "./figures.js";
import { Folder } from "./fold.js";
import { pinyinOf } from "./pinyin.js";
import { Sounds } from "./sounds.js";
import { typosOf } from "./typos.js";
import { unpack } from "./unpack.js";

const SENTENCE = /[^。;；!！?？\n]+[。;；!！?？\n]?/g;
const SLICE = 200; // units between two pauses

/** Opens the text of an index file; yields where the page may breathe, returns a SearchIndex. */
export function* opening(text) {
  const data = unpack(text);
  yield;
  const index = new SearchIndex(data);
  const columns = [
    data.texts,
    data.headings,
    data.regulations.map((entry) => `${entry.title} ${entry.topics}`),
    data.bodies.map((body) => [body.name, ...body.shorts].join("，")),
  ].map((column) => index.folder.foldAll(column));
  yield;
  index.corpus = new Corpus(...columns);
  const filled = index.corpus.texts.values.filter(Boolean);
  const total = filled.reduce((sum, value) => sum + value.length, 0);
  index.meanLength = filled.length ? total / filled.length : 1;
  yield;
  index.readWords();
  yield;
  return index;
}

/** Works out beforehand what a search would otherwise wait for; yields as `opening` does. */
export function* warming(index) {
  index.figures;
  yield;
  index.kinds;
  pinyinOf(index);
  yield;
  typosOf(index);
  yield;
  for (let unit = 0; unit < index.size; unit++) {
    index.sentences(unit);
    if (unit % SLICE === 0) yield;
  }
}

/** Everything a search reads. */
export class SearchIndex {
  constructor(data) {
    this.data = data;
    this.size = data.texts.length;
    this.weights = data.weights;
    this.folder = new Folder(data.variants);
    this.reader = new FigureReader(data.language);
    /** For each unit the number after the last one below it. */
    this.ends = new Uint32Array(this.size);
    /** For each unit the number of its regulation. */
    this.owner = new Uint32Array(this.size);
    data.regulations.forEach((entry, number) => {
      this.owner.fill(number, entry.first, entry.last);
      const open = [];
      for (let i = entry.first; i < entry.last; i++) {
        while (open.length && data.depths[open.at(-1)] >= data.depths[i]) this.ends[open.pop()] = i;
        open.push(i);
      }
      for (const i of open) this.ends[i] = entry.last;
    });
    this.split = new Map();
  }

  readWords() {
    const fold = (value) => this.folder.fold(value);
    const { language, synonyms, vocabulary } = this.data;
    this.synonyms = synonyms.map((group) => group.map(fold));
    /** Folded word → numbers of the groups of synonyms it stands in. */
    this.groups = new Map();
    this.synonyms.forEach((group, number) => {
      for (const word of group) this.groups.set(word, [...(this.groups.get(word) ?? []), number]);
    });
    this.stop = new Set(language.stop.map(fold));
    this.singles = new Map(language.singles.map(([char, ...words]) => [char, words]));
    this.words = new Set([...vocabulary, ...this.groups.keys()]);
    this.cutting = new Set([...this.words, ...this.stop]);
    this.longest = 1;
    for (const word of this.cutting) this.longest = Math.max(this.longest, word.length);
  }

  /** The figures of each unit's text. */
  get figures() {
    if (this.counted) return this.counted;
    const { text, rows, values } = this.corpus.texts;
    this.counted = values.map(() => []);
    for (const figure of this.reader.find(text)) this.counted[rows[figure.start]].push(figure);
    return this.counted;
  }

  /** Kind of figure → units whose text has one. */
  get kinds() {
    if (this.sorts) return this.sorts;
    this.sorts = new Map();
    this.figures.forEach((figures, unit) => {
      for (const kind of new Set(figures.map((figure) => this.reader.kind(figure)))) {
        if (!this.sorts.has(kind)) this.sorts.set(kind, []);
        this.sorts.get(kind).push(unit);
      }
    });
    return this.sorts;
  }

  get sounds() {
    const { sounds, readings, looks } = this.data;
    return (this.heard ??= new Sounds(sounds, readings, looks));
  }

  /** All words in the order of their codes. */
  get sorted() {
    return (this.inOrder ??= [...this.words].sort());
  }

  /** The units above one, outermost first. */
  above(unit) {
    const { depths } = this.data;
    const found = [];
    let depth = depths[unit];
    for (let i = unit - 1; i >= this.entry(unit).first && depth; i--) {
      if (depths[i] < depth) {
        found.unshift(i);
        depth = depths[i];
      }
    }
    return found;
  }

  /** Title, headings above and own heading of a unit, folded. */
  context(unit) {
    const { headings, titles } = this.corpus;
    const own = [...this.above(unit), unit].map((i) => headings.values[i]);
    return [titles.values[this.owner[unit]], ...own].filter(Boolean).join(" ");
  }

  /** The sentences of a unit's text: {start, end, folded, offsets, figures}. */
  sentences(unit) {
    let found = this.split.get(unit);
    if (!found) {
      found = [];
      for (const match of this.data.texts[unit].matchAll(SENTENCE)) {
        const offsets = [];
        const folded = this.folder.fold(match[0], offsets);
        if (!folded) continue;
        const start = match.index;
        const figures = this.reader.find(folded);
        found.push({
          start, end: start + match[0].length, folded, figures, offsets: offsets.map((at) => start + at),
        });
      }
      this.split.set(unit, found);
    }
    return found;
  }

  /** The regulation that a unit belongs to. */
  entry(unit) {
    return this.data.regulations[this.owner[unit]];
  }

  /** The printed citation of a unit. */
  citation(unit) {
    const title = this.entry(unit).title.replaceAll("《", "〈").replaceAll("》", "〉");
    return `《${title}》${this.data.words[unit]}`;
  }
}
