// The nearest of known words, as difflib.get_close_matches of Python finds them.

import { compare, first } from "./text.js";

const LONGEST = 40;
const CUTOFF = 0.4;
const MOST = 3;
const MOST_NAMED = 30;

/** The nearest of the known words, as the end of a message: checker/forms.py, suggest. */
export function suggest(word, known) {
  const near = closest(first(word, LONGEST), known);
  if (near.length) return `是不是“${near.join("”“")}”`;
  const more = known.length > MOST_NAMED ? "……" : "";
  return `可用的有：${known.slice(0, MOST_NAMED).join("、")}${more}`;
}

function closest(word, known) {
  const wanted = new Matcher(word);
  const found = [];
  for (const text of known) {
    const score = wanted.ratio(text);
    if (score >= CUTOFF) found.push({ score, text });
  }
  found.sort((a, b) => b.score - a.score || compare(b.text, a.text));
  return found.slice(0, MOST).map(({ text }) => text);
}

// Python's SequenceMatcher. Words are too short for what it does to characters that are frequent in
// texts of 200 and more.
class Matcher {
  constructor(word) {
    this.word = [...word];
    this.places = new Map();
    this.word.forEach((char, j) => {
      if (!this.places.has(char)) this.places.set(char, []);
      this.places.get(char).push(j);
    });
  }

  /** Twice the characters that match, of all characters. */
  ratio(text) {
    const chars = [...text];
    const total = chars.length + this.word.length;
    return total ? (2 * this.matches(chars, 0, chars.length, 0, this.word.length)) / total : 1;
  }

  /** How many characters match: the longest block, then those before and behind it. */
  matches(chars, start, end, from, to) {
    const [i, j, size] = this.longest(chars, start, end, from, to);
    if (!size) return 0;
    const before = this.matches(chars, start, i, from, j);
    return size + before + this.matches(chars, i + size, end, j + size, to);
  }

  /** The longest block that matches; of equals the first in `chars`, then in the word. */
  longest(chars, start, end, from, to) {
    let best = [start, from, 0];
    let lengths = new Map();
    for (let i = start; i < end; i++) {
      const next = new Map();
      for (const j of this.places.get(chars[i]) ?? []) {
        if (j < from || j >= to) continue;
        const size = (lengths.get(j - 1) ?? 0) + 1;
        next.set(j, size);
        if (size > best[2]) best = [i - size + 1, j - size + 1, size];
      }
      lengths = next;
    }
    return best;
  }
}
