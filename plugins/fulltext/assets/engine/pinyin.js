// Words that a Latin string may mean: jiedai, gongwu jiedai, gwjd, also unfinished (jied).

const LONGEST = 40;
const FEWEST = 2;
const INITIALS = 12;

export class Pinyin {
  constructor(index) {
    this.index = index;
    /** Pinyin → words of the texts read so. */
    this.words = new Map();
    for (const word of index.sorted) {
      if (word.length > 1 && word[0] >= "\u3400" && word[0] <= "\u9fff") {
        const key = index.sounds.reading(word).join("");
        if (!this.words.has(key)) this.words.set(key, []);
        this.words.get(key).push(word);
      }
    }
    const initials = (text) => [text, index.sounds.initials(text)];
    const { titles, headings } = index.corpus;
    this.titles = titles.values.map(initials);
    this.headings = [...new Set(headings.values)].map(initials);
  }

  /** For each part of `latin` (small letters) the words it may be, likeliest first; or null. */
  read(latin) {
    if (latin.length < FEWEST || latin.length > LONGEST) return null;
    return this.full(latin) ?? this.initials(latin);
  }

  /** Cut into the pinyin of words, as few as possible; the last may be unfinished. */
  full(latin) {
    const n = latin.length;
    const best = [0];
    const back = [0];
    for (let end = 1; end <= n; end++) {
      for (let start = 0; start < end; start++) {
        if (best[start] === undefined || !this.words.has(latin.slice(start, end))) continue;
        if (best[end] === undefined || best[start] + 1 < best[end]) {
          best[end] = best[start] + 1;
          back[end] = start;
        }
      }
    }
    const cuts = [];
    let end = n;
    if (best[n] === undefined) {
      end = best.length - 1;
      const rest = latin.slice(end);
      if (rest.length < (end ? 2 : 3)) return null;
      const words = [];
      for (const [key, found] of this.words) if (key.startsWith(rest)) words.push(...found);
      if (!words.length) return null;
      cuts.push(this.likeliest(words));
    }
    for (; end; end = back[end]) {
      cuts.push(this.likeliest(this.words.get(latin.slice(back[end], end))));
    }
    return cuts.reverse();
  }

  /** Characters in a row of a title or heading, or a word, with these initials. */
  initials(latin) {
    if (latin.length > INITIALS || !/^[a-z]+$/.test(latin)) return null;
    for (const texts of [this.titles, this.headings]) {
      const found = new Set();
      for (const [text, initials] of texts) {
        const at = initials.indexOf(latin);
        if (at >= 0) found.add(text.slice(at, at + latin.length));
      }
      if (found.size && (latin.length > 2 || texts === this.titles)) return [this.likeliest(found)];
    }
    const { sorted, sounds } = this.index;
    const words = sorted.filter((w) => w.length === latin.length && sounds.initials(w) === latin);
    return words.length ? [this.likeliest(words)] : null;
  }

  /** At most four words, those that stand in more provisions first. */
  likeliest(words) {
    const count = (word) => this.index.corpus.count(word);
    const present = [...new Set(words)].filter(count);
    present.sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
    return present.length ? present.slice(0, 4) : [...words].slice(0, 1);
  }
}

/** The pinyin of an index, worked out once. */
export const pinyinOf = (index) => (index.pinyin ??= new Pinyin(index));
