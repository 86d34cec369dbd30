// Words with one character mistaken for another by sight or sound: 接侍 → 接待, 制渡 → 制度.

import { LIKE_SOUND, LOOKS } from "./sounds.js";

const MOST = 6;

export class Typos {
  constructor(index) {
    this.index = index;
    /** A word with one character hidden → words. */
    this.masks = new Map();
    for (const word of index.sorted) {
      for (let i = 0; i < word.length && word.length >= 2 && word.length <= MOST; i++) {
        const masked = hide(word, i);
        if (!this.masks.has(masked)) this.masks.set(masked, []);
        this.masks.get(masked).push(word);
      }
    }
  }

  /** The likeliest correction of a piece of `folded` that covers part of `start:end`, or null. */
  correct(folded, start, end) {
    const { corpus, sounds, words } = this.index;
    let chosen = null;
    for (let at = Math.max(0, start - MOST + 1); at < end; at++) {
      const last = Math.min(folded.length, at + MOST);
      for (let to = Math.max(at + 2, start + 1); to <= last; to++) {
        const typed = folded.slice(at, to);
        if (typed.includes(" ") || words.has(typed) || corpus.count(typed)) continue;
        for (let i = Math.max(0, start - at); i < typed.length && at + i < end; i++) {
          for (const meant of this.masks.get(hide(typed, i)) ?? []) {
            const likeness = sounds.alike(typed[i], meant[i]);
            if (likeness < (meant.length === 2 ? LOOKS : LIKE_SOUND)) continue;
            const key = [likeness * meant.length, corpus.count(meant), meant];
            if (!chosen || after(key, chosen.key)) chosen = { start: at, end: to, typed, meant, key };
          }
        }
      }
    }
    return chosen;
  }
}

const hide = (word, i) => `${word.slice(0, i)}*${word.slice(i + 1)}`;

/** Whether a key is greater than another, first part first. */
function after(one, two) {
  const i = one.findIndex((part, k) => part !== two[k]);
  return i >= 0 && one[i] > two[i];
}

/** The typos of an index, worked out once. */
export const typosOf = (index) => (index.typos ??= new Typos(index));
