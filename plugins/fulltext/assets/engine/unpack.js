// From the text of an index file to its columns: docs/search-format.md, 索引文件.

export const FORMAT = 1;
const CODES = 0x80;
const WHOLE = "/"; // marks an id or citation that does not begin with its parent's

/** The index that handbook/search/pack.py wrote. Throws where it is none, or of another format. */
export function unpack(text) {
  const packed = JSON.parse(text);
  if (packed.format !== FORMAT) throw new Error("format");
  const { format, build, alphabet, ...rest } = packed;
  const data = { build, ...translate(rest, [...alphabet].map((char) => char.charCodeAt(0))) };
  let first = 0;
  data.regulations = data.regulations.map(([slug, title, body, status, effective, topics, size]) => {
    const entry = { slug, title, body, status, effective, topics, first, last: first + size };
    first += size;
    return entry;
  });
  data.bodies = data.bodies.map(([slug, name, ...shorts]) => ({ slug, name, shorts }));
  data.depths = [...data.depths].map((char) => char.charCodeAt(0) - 97);
  data.ids = chain(data, data.ids, "__");
  data.words = chain(data, data.words, "");
  for (const name of ["vocabulary", "variants", "looks"]) data[name] = list(data[name]);
  const { language } = data;
  language.stop = list(language.stop);
  language.intents = language.intents.map(([name, ...parts]) => {
    const [cues, words, evidence, kinds] = parts.map(list);
    return { name, cues, words, evidence, kinds };
  });
  if ([data.ids, data.headings, data.texts].some((column) => column.length !== first)) {
    throw new Error("length");
  }
  return data;
}

const list = (text) => text.split(" ").filter(Boolean);

/** All strings of a value with the characters back that the alphabet stands for, keys excepted. */
function translate(value, alphabet) {
  if (typeof value === "string") return spelt(value, alphabet);
  if (Array.isArray(value)) return value.map((part) => translate(part, alphabet));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, translate(part, alphabet)]));
}

function spelt(text, alphabet) {
  const codes = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    codes[i] = code >= CODES && code < 0x800 ? alphabet[code - CODES] : code;
  }
  let found = "";
  for (let i = 0; i < codes.length; i += 4096) {
    found += String.fromCharCode.apply(null, codes.subarray(i, i + 4096));
  }
  return found;
}

/** Ids or citations, each put behind its parent's. */
function chain({ regulations, depths }, packed, joint) {
  const values = [];
  for (const { first, last } of regulations) {
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
