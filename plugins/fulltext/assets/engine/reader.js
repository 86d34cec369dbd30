// From the words of a query to groups: synonyms, figures, pinyin, typos, what is asked for:
// docs/search-format.md, 四. A group is {typed, weight, ways, asked, extra}; a way to say it is
// {word, weight, figure, squeezed, kind}.

import { cut } from "./cut.js";
import { squeeze } from "./fold.js";
import { pinyinOf } from "./pinyin.js";
import { typosOf } from "./typos.js";

const makeWay = (word, weight, more = {}) => ({
  word, weight, figure: null, squeezed: false, kind: "", ...more,
});
const makeGroup = (typed, weight, ways, asked = false, extra = false) => ({
  typed, weight, ways, asked, extra,
});
const isSingle = (piece) => !piece.known && piece.text.length === 1 && piece.text >= "\u3400";

export class Reader {
  constructor(index) {
    this.index = index;
    this.weights = index.weights;
    this.groups = [];
    this.corrections = [];
  }

  count(word) {
    return this.index.corpus.count(word);
  }

  /** Takes a document number (藏政发〔2003〕47号); returns what replaces it in the query. */
  document([whole, name, year, serial]) {
    const number = `${year}${serial}号`;
    const word = squeeze(this.index.folder.fold(name)) + number;
    const ways = [makeWay(word, 1, { squeezed: true })];
    if (word !== number) ways.push(makeWay(number, this.weights.synonym, { squeezed: true }));
    this.groups.push(makeGroup(whole, this.weights.document, ways));
    return " ";
  }

  /** Takes a quoted phrase as one thing. */
  phrase(typed) {
    const word = squeeze(this.index.folder.fold(typed));
    this.add(makeGroup(typed, this.weights.document, [makeWay(word, 1, { squeezed: true })]));
  }

  /** Reads a folded query; returns what it asks for (the name of an intent) or "". */
  read(typed) {
    const folded = this.correct(typed);
    const pieces = this.cut(folded);
    const figures = this.figures(folded, pieces);
    const before = this.groups.length;
    let run = [];
    let at = 0;
    for (const piece of pieces) {
      if (piece.start < at) continue;
      const figure = figures.find((f) => f.start <= piece.start && piece.start < f.end);
      const unknown = !piece.known && !figure;
      if (run.length && (!unknown || piece.start !== run.at(-1).end)) {
        this.run(folded, run);
        run = [];
      }
      if (figure) {
        this.figure(folded, figure);
        at = figure.end;
      } else if (unknown) {
        run.push(piece);
      } else if (!this.index.stop.has(piece.text)) {
        this.word(piece.text);
      }
    }
    if (run.length) this.run(folded, run);
    if (this.groups.length === before) {
      for (const { text } of pieces) {
        if (this.count(text)) this.add(makeGroup(text, this.weights.single, [makeWay(text, 1)]));
      }
    }
    const intent = this.intent(folded, pieces);
    this.pairs(folded, before);
    return intent;
  }

  cut(folded) {
    return cut(folded, this.index.cutting, this.index.longest);
  }

  /** Two words side by side that stand so in the texts as well: 接待标准. */
  pairs(folded, first) {
    const groups = this.groups.slice(first).filter((group) => group.typed.length > 1 && !group.asked);
    const words = groups.map((group) => group.typed);
    for (let i = 0; i + 1 < words.length; i++) {
      const both = words[i] + words[i + 1];
      if (folded.includes(both) && this.count(both)) {
        this.add(makeGroup(both, this.weights.pair, [makeWay(both, 1)], false, true));
      }
    }
  }

  /** The query with characters replaced that sound or look like the right ones. */
  correct(folded) {
    const pieces = this.cut(folded);
    for (let i = 0; i < pieces.length; ) {
      let j = i;
      while (j < pieces.length && isSingle(pieces[j]) && pieces[j].end - pieces[i].start === j - i + 1) j++;
      if (j > i) {
        const start = pieces[i].start;
        const end = pieces[j - 1].end;
        if (!this.count(folded.slice(start, end))) {
          const found = typosOf(this.index).correct(folded, start, end);
          if (found) {
            this.corrections.push(found);
            folded = folded.slice(0, found.start) + found.meant + folded.slice(found.end);
          }
        }
      }
      i = Math.max(j, i + 1);
    }
    return folded;
  }

  /** The first intent that the query shows; what answers it becomes a group. */
  intent(folded, pieces) {
    const squeezed = squeeze(folded);
    const stops = pieces.map((piece) => piece.text).filter((text) => this.index.stop.has(text));
    const shows = (cue) =>
      cue.length > 1 ? squeezed.includes(cue) : stops.some((stop) => stop.includes(cue));
    const found = this.index.data.language.intents.find((intent) => intent.cues.some(shows));
    if (!found) return "";
    const weight = this.weights.stands_in;
    const ways = [
      ...found.kinds.map((kind) => makeWay(kind, weight, { kind })),
      ...found.evidence.map((word) => makeWay(word, weight)),
    ];
    const at = this.groups.findIndex((group) => found.words.includes(group.typed));
    if (at < 0) {
      this.groups.push(makeGroup(found.name, this.weights.asked, ways, true, true));
    } else {
      const group = this.groups[at];
      this.groups[at] = { ...group, ways: [...group.ways, ...ways], asked: true };
    }
    return found.name;
  }

  /** The figures that are not part of a longer word (一次性告知). */
  figures(folded, pieces) {
    const words = pieces.filter((p) => p.known && !this.index.stop.has(p.text));
    const starts = new Set(pieces.map((piece) => piece.start));
    return this.index.reader.find(folded, true).filter(
      (f) => starts.has(f.start) && !words.some((p) => p.start <= f.start && f.end < p.end),
    );
  }

  figure(folded, figure) {
    const typed = folded.slice(figure.start, figure.end);
    const weight = figure.value === 1 ? this.weights.one : this.weights.sum;
    const ways = [makeWay(typed, 1, { figure }), makeWay(typed, this.weights.literal)];
    this.add(makeGroup(typed, weight, ways));
  }

  /** A word of the vocabulary; a long one counts as the words that make it up. */
  word(word, whole = new Map()) {
    const { singles, words } = this.index;
    const ways = new Map([[word, 1]]);
    const offer = (other, weight) => ways.has(other) || ways.set(other, weight);
    for (const number of this.index.groups.get(word) ?? []) {
      for (const other of this.index.synonyms[number]) offer(other, this.weights.synonym);
    }
    const parts = word.length >= 4 ? this.parts(word) : [];
    if (parts.length) {
      ways.delete(word);
      for (const part of parts) this.word(part, ways);
      return;
    }
    for (const other of whole.keys()) offer(other, this.weights.synonym);
    if (word.length === 1) {
      for (const other of singles.get(word) ?? []) offer(other, this.weights.abbreviated);
    }
    if (word.length === 3) {
      for (const part of [word.slice(0, 2), word.slice(1)]) {
        if (words.has(part)) offer(part, this.weights.part);
      }
    }
    if (word.length === 2) offer(word[1] + word[0], this.weights.turned);
    const weight = word.length > 1 || ways.size > 1 ? 1 : this.weights.single;
    if (word.length === 1 && ways.size > 1) ways.set(word, this.weights.single);
    this.add(makeGroup(word, weight, this.present(ways)));
  }

  /** The vocabulary's words of two and more characters that make up `word`. */
  parts(word) {
    const { words } = this.index;
    for (let i = 2; i < word.length - 1; i++) {
      const tail = word.slice(i);
      if (words.has(word.slice(0, i))) {
        const rest = words.has(tail) ? [tail] : this.parts(tail);
        if (rest.length) return [word.slice(0, i), ...rest];
      }
    }
    return [];
  }

  /** Pieces in a row that the vocabulary has not: a rare word, or several, or pinyin. */
  run(folded, run) {
    const typed = folded.slice(run[0].start, run.at(-1).end);
    if (typed.length > 1 && this.count(typed)) {
      this.add(makeGroup(typed, 1, [makeWay(typed, 1)]));
      return;
    }
    for (let i = 0; i < run.length; i++) {
      const { text } = run[i];
      const pair = i + 1 < run.length ? text + run[i + 1].text : "";
      if (pair && this.count(pair)) {
        this.add(makeGroup(pair, 1, [makeWay(pair, 1)]));
        i++;
      } else if (text.length > 1 && !this.count(text)) {
        this.latin(text);
      } else {
        this.word(text);
      }
    }
  }

  latin(typed) {
    for (const part of pinyinOf(this.index).read(typed) ?? []) {
      const ways = new Map();
      let weight = 1;
      for (const word of part) {
        ways.set(word, weight);
        weight *= this.weights.unsure;
      }
      this.add(makeGroup(part[0], 1, this.present(ways)));
    }
  }

  /** The ways whose word stands in the corpus; all of them where none does. */
  present(ways) {
    const all = [...ways].map(([word, weight]) => makeWay(word, weight));
    const found = all.filter((way) => this.count(way.word));
    return found.length ? found : all;
  }

  add(group) {
    const own = JSON.stringify(group);
    if (!this.groups.some((other) => JSON.stringify(other) === own)) this.groups.push(group);
  }
}
