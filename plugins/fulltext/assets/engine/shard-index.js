// An opened sharded index: answers what a SearchIndex does, from parts loaded on demand.
//
// What is not loaded yet is noted as wanted and taken for present, or WAIT is thrown; the answer is
// then worked out anew (main.js) until nothing is wanted.

import { Column } from "./corpus.js";
import { SearchIndex } from "./search-index.js";
import { Parts } from "./shard-parts.js";
import { NOTHING, OWN, addressTerm, decodeList, readNumbers, shardOf, splitShard, termsOfPhrase, termsOfWord } from "./shard-lists.js";
import { scoreLists } from "./shard-score.js";
import { Sounds } from "./sounds.js";

// Units of a block.
const SIZE = 16;
const REFINED = 12;
const VERIFIED = 8;
const REGULATIONS = 8;
const KEPT = 2000;
const JOINT = "__";
const EMPTY = { id: "", words: "", depth: 0, heading: "", text: "", above: [] };

export class ShardedIndex extends SearchIndex {
  constructor(data) {
    super(data);
    this.parts = new Parts();
    this.refined = REFINED;
    const fold = (values) => new Column(this.folder.foldAll(values));
    this.corpus = new ShardedCorpus(
      this,
      fold(data.regulations.map((entry) => entry.title)),
      fold(data.bodies.map((body) => [body.name, ...body.shorts].join("，"))),
    );
    this.readWords();
    const lengths = readNumbers(data.shards.spread);
    /** Word of the vocabulary → about how many units hold it. */
    this.spread = new Map([...data.vocabulary].sort().map((word, i) => [word, 2 ** lengths[i] >> 1]));
    /** For each regulation the first of its units that have text. */
    this.leading = readNumbers(data.shards.leading).map((mask, number) => {
      const { first } = data.regulations[number];
      return [...mask.toString(2)].reverse().flatMap((bit, i) => (bit === "1" ? [first + i] : []));
    });
    this.lists = new Map();
  }

  /** The list of a term, with `rest` what does not fit into it; undefined while it is loading. */
  postings(term, rest = false) {
    const kind = rest ? "t" : "p";
    const known = this.lists.get(kind + term);
    if (known) return known;
    const name = `${kind}/${shardOf(term, this.data.shards.count)}`;
    const record = this.parts.get(name, splitShard)?.get(term);
    if (record === undefined) return this.parts.has(name) ? NOTHING : undefined;
    if (this.lists.size > KEPT) this.lists.clear();
    let found = NOTHING;
    try {
      found = decodeList(record);
    } catch {
      this.parts.lost.add(name);
    }
    this.lists.set(kind + term, found);
    return found;
  }

  /** The lists of some terms; waits for all of them at once. */
  listsOf(terms, rest = false) {
    const found = terms.map((term) => this.postings(term, rest));
    if (found.includes(undefined)) this.parts.wait();
    return found;
  }

  scoreUnits(query) {
    return scoreLists(this, query);
  }

  block(number) {
    return this.parts.get(`b/${number}`, (text) => (text ? this.readBlock(text, number * SIZE) : []));
  }

  readBlock(text, first) {
    const [kept, rows] = JSON.parse(text);
    let above = kept.map(([id, words, heading]) => ({ id, words, heading }));
    return rows.map(([depth, id, words, heading, body], i) => {
      if (this.entry(first + i).first === first + i) above = [];
      above = above.slice(0, depth);
      const parent = above.at(-1);
      const unit = {
        id: whole(id, parent ? parent.id + JOINT : ""),
        words: whole(words, parent ? parent.words : ""),
        depth, heading, text: body, above: above.map((other) => other.heading),
      };
      above = [...above, unit];
      return unit;
    });
  }

  /** Waits for the texts of some units. */
  read(units) {
    for (const unit of units) this.block(Math.floor(unit / SIZE));
    this.parts.wait();
  }

  unit(number) {
    const block = this.block(Math.floor(number / SIZE));
    if (!block) this.parts.wait();
    return block[number % SIZE] ?? EMPTY;
  }

  headingsAbove(number) {
    return this.unit(number).above;
  }

  /** The first text below a unit that stands in its block. */
  textBelow(number) {
    const block = this.block(Math.floor(number / SIZE));
    const { last } = this.entry(number);
    for (let i = number + 1; i < last && i % SIZE; i++) {
      const unit = block[i % SIZE];
      if (!unit || unit.depth <= block[number % SIZE].depth) break;
      if (unit.text) return unit.text;
    }
    return "";
  }

  context(number) {
    const { above, heading } = this.unit(number);
    const own = [...above, heading].map((value) => this.folder.fold(value));
    return [this.corpus.titles.values[this.owner[number]], ...own].filter(Boolean).join(" ");
  }

  named(steps, titles) {
    if (titles.length) return titles.slice(0, REGULATIONS);
    const [{ units }] = this.listsOf([addressTerm(steps)]);
    return [...new Set(units.map((unit) => this.owner[unit]))].slice(0, REGULATIONS);
  }

  /** Of each unit of some regulations: {unit, words, filled, end}. */
  outlines(numbers) {
    const found = numbers.map((n) => this.parts.get(`o/${n}`, (text) => (text ? readOutline(text) : [])));
    this.parts.wait();
    return found.map((rows, i) => {
      const { first, last } = this.data.regulations[numbers[i]];
      return rows.map((row) => ({ ...row, unit: first + row.at, end: row.end < 0 ? last : first + row.end }));
    });
  }

  get sounds() {
    if (!this.heard) {
      const found = this.parts.get("s/0", (text) => (text ? JSON.parse(text) : [["", ""], [], ""]));
      this.parts.wait();
      const [sounds, readings, looks] = found;
      this.heard = new Sounds(sounds, readings, looks.split(" ").filter(Boolean));
    }
    return this.heard;
  }
}

const whole = (value, prefix) => (value.startsWith("/") ? value.slice(1) : prefix + value);

function readOutline(text) {
  const [depths, filled, packed] = JSON.parse(text);
  const rows = [];
  let above = [];
  packed.forEach((own, at) => {
    const depth = depths.charCodeAt(at) - 97;
    for (const row of above.splice(depth)) row.end = at;
    const row = { at, words: whole(own, above.at(-1)?.words ?? ""), filled: filled[at] === "1", end: -1 };
    rows.push(row);
    above = [...above, row];
  });
  return rows;
}

class ShardedCorpus {
  constructor(index, titles, bodies) {
    this.index = index;
    this.titles = titles;
    this.bodies = bodies;
    this.headings = new Column("");
    this.counts = new Map();
  }

  /** About how many units, titles and bodies hold a word; 1 while that is not known. */
  count(word) {
    const spread = this.index.spread.get(word);
    if (spread !== undefined) return spread;
    let found = this.counts.get(word);
    if (found === undefined) {
      const terms = termsOfWord(word);
      const lists = terms.map((term) => this.index.postings(term));
      if (lists.includes(undefined)) return 1;
      found = this.candidates(lists).size;
      for (const column of [this.titles, this.bodies]) found += new Set(column.find(word)).size;
      if (this.counts.size > KEPT) this.counts.clear();
      this.counts.set(word, found);
    }
    return found;
  }

  /** The units that may have all terms of some lists: unit → lowest level. */
  candidates(lists) {
    const ordered = [...lists].sort((a, b) => a.total - b.total);
    ordered.sort((a, b) => b.complete - a.complete);
    const best = new Map();
    if (!ordered.length) return best;
    const [shortest, ...others] = ordered;
    shortest.units.forEach((unit, i) => best.set(unit, shortest.levels[i]));
    for (const { units, levels, complete } of others) {
      const strict = complete || !shortest.complete;
      const seen = new Map();
      for (let i = 0; i < units.length; i++) if (best.has(units[i])) seen.set(units[i], levels[i]);
      for (const [unit, level] of best) {
        const other = seen.get(unit);
        if (other !== undefined) best.set(unit, Math.min(level, other));
        else if (strict) best.delete(unit);
      }
    }
    return best;
  }

  /** The units that may hold a squeezed phrase, in order; those that do, where they are few. */
  phrase(squeezed) {
    const { index } = this;
    const terms = termsOfPhrase(squeezed);
    const lists = index.listsOf(terms);
    let found = [];
    if (lists.every((list) => list.complete)) {
      for (const [unit, level] of this.candidates(lists)) if (level >= OWN) found.push(unit);
    } else {
      found = this.full(terms, lists);
    }
    found.sort((a, b) => a - b);
    if (squeezed.length <= 2 || found.length > VERIFIED) return found;
    index.read(found);
    return found.filter((unit) => index.holds(unit, squeezed));
  }

  /** All units of the shortest list that no complete list leaves out. */
  full(terms, lists) {
    let at = 0;
    lists.forEach((list, i) => {
      const less = list.total - lists[at].total;
      if (less < 0 || (!less && terms[i] < terms[at])) at = i;
    });
    const units = ownOf(lists[at]);
    if (!lists[at].complete) {
      for (const unit of ownOf(this.index.listsOf([terms[at]], true)[0])) units.add(unit);
    }
    const sets = lists.filter((list) => list.complete).map(ownOf);
    return [...units].filter((unit) => sets.every((set) => set.has(unit)));
  }
}

const ownOf = ({ units, levels }) => new Set(units.filter((_, i) => levels[i] >= OWN));
