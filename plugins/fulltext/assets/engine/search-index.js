// An opened index: its data, and what is worked out from them.

import { Corpus } from "./corpus.js";
import { FigureReader } from "./figures.js";
import { Folder, squeeze } from "./fold.js";
import { pinyinOf } from "./pinyin.js";
import { scoreUnits } from "./score.js";
import { Sounds } from "./sounds.js";
import { typosOf } from "./typos.js";

const SENTENCE = /[^。;；!！?？\n]+[。;；!！?？\n]?/g;
// Units between two pauses
const SLICE = 200;

/** Opens the data of an index; yields where the page may breathe, returns a SearchIndex. */
export function* opening(data) {
  const index = new SearchIndex(data);
  const columns = [
    data.texts,
    data.headings,
    data.regulations.map((entry) => entry.title),
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
    this.size = data.size;
    /** Units whose sentences are looked at, best first. */
    this.refined = data.weights.refined;
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
      for (let i = entry.first; i < entry.last && data.depths.length; i++) {
        while (open.length && data.depths[open.at(-1)] >= data.depths[i]) this.ends[open.pop()] = i;
        open.push(i);
      }
      for (const i of open) this.ends[i] = entry.last;
    });
    this.split = new Map();
  }

  /** Per unit the scores of a query. */
  scoreUnits(query) {
    return scoreUnits(this, query);
  }

  /** A unit: {id, words, heading, text}. */
  unit(number) {
    const { ids, words, headings, texts } = this.data;
    return { id: ids[number], words: words[number], heading: headings[number], text: texts[number] };
  }

  /** The headings above a unit, outermost first. */
  headingsAbove(number) {
    return this.above(number).map((i) => this.data.headings[i]);
  }

  /** The first text below a unit; "" where there is none. */
  textBelow(number) {
    for (let i = number + 1; i < this.ends[number]; i++) if (this.data.texts[i]) return this.data.texts[i];
    return "";
  }

  /** Numbers of the regulations where an address may point to; `titles`: those it names. */
  named(steps, titles) {
    return titles.length ? titles : [...this.data.regulations.keys()];
  }

  /** Of each unit of some regulations: {unit, words, filled, end}. */
  outlines(numbers) {
    const { regulations, texts, words } = this.data;
    return numbers.map((number) => {
      const rows = [];
      for (let unit = regulations[number].first; unit < regulations[number].last; unit++) {
        rows.push({ unit, words: words[unit], filled: Boolean(texts[unit]), end: this.ends[unit] });
      }
      return rows;
    });
  }

  /** Whether text or heading of a unit hold a squeezed phrase. */
  holds(number, phrase) {
    const { heading, text } = this.unit(number);
    return [text, heading].some((value) => squeeze(this.folder.fold(value)).includes(phrase));
  }

  /** Whether text, headings or title of a unit hold one of the words of a group. */
  says(number, { ways }) {
    const text = `${this.folder.fold(this.unit(number).text)}\n${this.context(number)}`;
    return ways.some((way) => !way.kind && text.includes(way.word));
  }

  readWords() {
    const { language, synonyms, vocabulary } = this.data;
    const folded = this.folder.foldAll([...synonyms.flat(), ...language.stop]).split("\n").values();
    const next = () => folded.next().value;
    this.synonyms = synonyms.map((group) => group.map(next));
    /** Folded word → numbers of the groups of synonyms it stands in. */
    this.groups = new Map();
    this.synonyms.forEach((group, number) => {
      for (const word of group) this.groups.set(word, [...(this.groups.get(word) ?? []), number]);
    });
    this.stop = new Set(language.stop.map(next));
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
      for (const match of this.unit(unit).text.matchAll(SENTENCE)) {
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
    return `《${title}》${this.unit(unit).words}`;
  }
}
