// The folded texts in one string each, and where a word stands in them.

import { squeeze } from "./fold.js";

/** One field of all units: folded, one after the other, a line break between them. */
export class Column {
  /** `text`: all values, a line break between them. */
  constructor(text) {
    this.text = text;
    this.values = text.split("\n");
    this.rows = new Uint32Array(text.length + 1);
    this.starts = new Uint32Array(this.values.length + 1);
    let at = 0;
    this.values.forEach((value, row) => {
      this.starts[row] = at;
      this.rows.fill(row, at, (at += value.length + 1));
    });
    this.starts[this.values.length] = at;
  }

  /** The row of each place where `word` stands, in order; never inside a longer number or word. */
  find(word) {
    const found = [];
    if (!word) return found;
    const { text, rows } = this;
    const first = classOf(word.charCodeAt(0));
    const last = classOf(word.charCodeAt(word.length - 1));
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const end = at + word.length;
      const inside =
        (first && at && classOf(text.charCodeAt(at - 1)) === first) ||
        (last && end < text.length && classOf(text.charCodeAt(end)) === last);
      if (!inside) found.push(rows[at]);
    }
    return found;
  }
}

/** 1 digit, 2 Latin letter, 0 anything else. */
function classOf(code) {
  if (code >= 0x30 && code <= 0x39) return 1;
  return code >= 0x61 && code <= 0x7a ? 2 : 0;
}

export class Corpus {
  constructor(texts, headings, titles, bodies) {
    this.texts = new Column(texts);
    this.headings = new Column(headings);
    this.titles = new Column(titles);
    this.bodies = new Column(bodies);
    this.known = new Map();
  }

  /** Where a folded word stands: {texts: row → times, headings, titles, bodies: sets of rows}. */
  places(word) {
    let found = this.known.get(word);
    if (!found) {
      if (this.known.size > 4096) this.known.clear();
      const texts = new Map();
      for (const row of this.texts.find(word)) texts.set(row, (texts.get(row) ?? 0) + 1);
      const headings = new Set(this.headings.find(word));
      const titles = new Set(this.titles.find(word));
      const bodies = new Set(this.bodies.find(word));
      let own = texts.size;
      for (const row of headings) if (!texts.has(row)) own++;
      found = { texts, headings, titles, bodies, count: own + titles.size + bodies.size };
      this.known.set(word, found);
    }
    return found;
  }

  /** In how many units, titles and bodies `word` stands. */
  count(word) {
    return this.places(word).count;
  }

  /** The units whose text or heading holds these characters in a row, marks left out; in order. */
  phrase(squeezed) {
    this.squeezed ??= [this.texts, this.headings].map((c) => new Column(squeeze(c.text)));
    const rows = new Set();
    for (const { text, rows: owner, starts } of this.squeezed) {
      let at = text.indexOf(squeezed);
      while (at >= 0) {
        rows.add(owner[at]);
        at = text.indexOf(squeezed, starts[owner[at] + 1] - 1);
      }
    }
    return [...rows].sort((a, b) => a - b);
  }
}
