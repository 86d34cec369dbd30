// From the text of an index file to its columns: docs/search-format.md, 索引文件 and 网页上的索引.

import { decode } from "./fold.js";

export const FORMAT = 1;
const CODES = 0x80;
// Marks an id or citation that does not begin with its parent's
const WHOLE = "/";
const HAN = "一二三四五六七八九十";
const LAST = /([0-9]{1,9}|[一二三四五六七八九十]+)([^0-9一二三四五六七八九十]*)$/;

/** The index that a build wrote. Throws where it is none, or of another format. */
export function unpack(text) {
  // The alphabet is the last of the three keys that are not written in it.
  const end = text.indexOf('",', text.indexOf('"alphabet":"') + 12) + 1;
  const { format, build, alphabet } = JSON.parse(`${text.slice(0, end)}}`);
  if (format !== FORMAT) throw new Error("format");
  const data = JSON.parse(`{${spelt(text.slice(end + 1), alphabet)}`);
  data.build = build;
  const [inner, outer] = data.marks;
  for (const name of ["ids", "words", "headings", "texts"]) data[name] = data.depths ? data[name].split(inner) : [];
  for (const name of ["bodies", "regulations", "synonyms", "readings"]) {
    data[name] = data[name] ? data[name].split(outer).map((row) => row.split(inner)) : [];
  }
  const [pairs, others] = data.vocabulary.split(outer).map(list);
  data.vocabulary = others.concat(
    ...pairs.map(([first, ...seconds]) => seconds.map((second) => first + second)),
  );
  let first = 0;
  data.regulations = data.regulations.map(([slug, title, body, status, effective, topics, size]) => {
    const last = first + Number(size);
    const entry = { slug, title, body: Number(body), status, effective, topics, first, last };
    first = last;
    return entry;
  });
  data.bodies = data.bodies.map(([slug, name, ...shorts]) => ({ slug, name, shorts }));
  data.depths = [...data.depths].map((char) => char.charCodeAt(0) - 97);
  data.ids = chain(data, countOn(data, data.ids), "__");
  const words = countOn(data, data.words).map((own) => (own === " " ? "" : own));
  data.words = chain(data, words, "");
  for (const name of ["variants", "looks"]) data[name] = list(data[name]);
  const { language } = data;
  language.stop = list(language.stop);
  language.intents = language.intents.map(([name, ...parts]) => {
    const [cues, words, evidence, kinds] = parts.map(list);
    return { name, cues, words, evidence, kinds };
  });
  data.size = first;
  const length = data.shards ? 0 : first; // the units of a sharded index are in its parts
  if ([data.ids, data.headings, data.texts].some((column) => column.length !== length)) {
    throw new Error("length");
  }
  return data;
}

const list = (text) => text.split(" ").filter(Boolean);

/** A text with what the symbols of the alphabet stand for. */
function spelt(text, alphabet) {
  const symbols = alphabet.split(" ");
  const end = CODES + symbols.length;
  const longest = symbols.reduce((most, { length }) => Math.max(most, length), 1);
  const single = Uint16Array.from(symbols, (symbol) => (symbol.length > 1 ? 0 : symbol.charCodeAt(0)));
  const units = new Uint16Array(text.length * longest);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < CODES || code >= end) units[at++] = code;
    else if (single[code - CODES]) units[at++] = single[code - CODES];
    else {
      const symbol = symbols[code - CODES];
      for (let n = 0; n < symbol.length; n++) units[at++] = symbol.charCodeAt(n);
    }
  }
  return decode(units.subarray(0, at));
}

/** A number raised by one, in the digits in which it is written, below a hundred. */
function raised(number) {
  const last = HAN.indexOf(number.at(-1));
  if (last < 0) return String(Number(number) + 1);
  if (last === 9) return number + HAN[0];
  if (last < 8) return number.slice(0, -1) + HAN[last + 1];
  if (number.length < 3) return number.length > 1 ? "二十" : "十";
  return `${HAN.charAt(HAN.indexOf(number.at(-3)) + 1)}十`;
}

/** Ids or citations with those that follow from the sibling before. */
function countOn({ regulations, depths }, column) {
  const found = [];
  for (const { first, last } of column.length ? regulations : []) {
    const siblings = [];
    for (let i = first; i < last; i++) {
      found[i] =
        column[i] || siblings[depths[i]].replace(LAST, (_, number, rest) => raised(number) + rest);
      siblings.length = depths[i];
      siblings.push(found[i]);
    }
  }
  return found;
}

/** Ids or citations, each put behind its parent's. */
function chain({ regulations, depths }, packed, joint) {
  const values = [];
  for (const { first, last } of packed.length ? regulations : []) {
    const above = [];
    for (let i = first; i < last; i++) {
      above.length = depths[i];
      const prefix = above.length ? above.at(-1) + joint : "";
      values[i] = packed[i].startsWith(WHOLE) ? packed[i].slice(1) : prefix + packed[i];
      above.push(values[i]);
    }
  }
  return values;
}
