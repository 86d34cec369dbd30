// How characters are read, and which sound or look alike.

const FUZZY_START = [["zh", "z"], ["ch", "c"], ["sh", "s"], ["l", "n"]];
const FUZZY_END = [["ing", "in"], ["eng", "en"], ["ang", "an"]];
const SAME_SOUND = 1;
export const LIKE_SOUND = 0.6;
export const LOOKS = 0.9;

/** The common characters of GB 2312 (rows 16 to 55) in their order. */
function common() {
  const bytes = new Uint8Array(40 * 94 * 2);
  let at = 0;
  for (let row = 16; row < 56; row++) {
    for (let cell = 0; cell < 94; cell++) {
      bytes[at++] = 0xa0 + row;
      bytes[at++] = 0xa1 + cell;
    }
  }
  // The last five cells are empty in GB 2312; decoders for the web fill them.
  return [...new TextDecoder("gbk").decode(bytes)].slice(0, -5);
}

export class Sounds {
  /** The columns `sounds`, `readings` and `looks` of the index. */
  constructor([runs, others], readings, looks) {
    this.syllables = new Map();
    const chars = common();
    let at = 0;
    for (const [, syllable, length] of runs.matchAll(/([a-z-]+)([0-9]+)/g)) {
      for (let i = 0; i < Number(length); i++, at++) {
        if (syllable !== "-") this.syllables.set(chars[at], syllable);
      }
    }
    for (const [, syllable, more] of others.matchAll(/([\x00-\x1f\x21-\x7f]*)([^\x00-\x7f]+)/g)) {
      for (const char of more) this.syllables.set(char, syllable);
    }
    this.readings = new Map(readings.map(([word, text]) => [word, text.split(" ")]));
    this.pairs = new Set();
    for (const line of looks) {
      for (const other of line.slice(1)) this.pairs.add(line[0] + other).add(other + line[0]);
    }
  }

  /** The syllables of a word; a character without reading stands for itself. */
  reading(word) {
    return this.readings.get(word) ?? [...word].map((char) => this.syllables.get(char) ?? char);
  }

  /** The first letters of the syllables: 公务接待 → gwjd. */
  initials(word) {
    return this.reading(word).map((syllable) => syllable[0]).join("");
  }

  /** How likely a person means `other` who wrote `char`; 0 for not at all. */
  alike(char, other) {
    if (char === other) return 0;
    const own = this.syllables.get(char);
    const its = this.syllables.get(other);
    let found = 0;
    if (own && its && fuzzy(own) === fuzzy(its)) found = own === its ? SAME_SOUND : LIKE_SOUND;
    return found < LOOKS && this.pairs.has(char + other) ? LOOKS : found;
  }
}

/** A syllable with the differences left out that many do not hear: zhang → zan. */
function fuzzy(syllable) {
  const start = FUZZY_START.find(([written]) => syllable.startsWith(written));
  if (start) syllable = start[1] + syllable.slice(start[0].length);
  const end = FUZZY_END.find(([written]) => syllable.endsWith(written));
  return end ? syllable.slice(0, -end[0].length) + end[1] : syllable;
}
