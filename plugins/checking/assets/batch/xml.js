// Reads XML piece by piece: elements and texts, nothing that runs, no document type.

import { Refused } from "./refused.js";

/** What is said of a part that is not as spreadsheet programs write it. */
export const DAMAGED = "XLSX 文件的内容已损坏";
const DECLARED = "XLSX 文件里有不该有的声明（DOCTYPE），不读取";
// Characters of one tag
const LONGEST = 2 ** 20;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

const damaged = () => new Refused(DAMAGED);

/** A text without references. */
export function plain(text) {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (!lines.includes("&")) return lines;
  return lines.replace(/&([^;&]{0,12});?/g, (all, name) => {
    if (!all.endsWith(";")) throw damaged();
    const code = /^#x[0-9a-f]+$/i.test(name) ? Number(`0${name.slice(1)}`) : /^#[0-9]+$/.test(name) ? Number(name.slice(1)) : -1;
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    if (!Object.hasOwn(NAMED, name)) throw damaged();
    return NAMED[name];
  });
}

/** A name without its prefix. */
export const local = (name) => name.slice(name.indexOf(":") + 1);

/** Feeds handlers: start(tag, attributes), end(tag), text(words); names without prefix. */
export class Xml {
  /** `handlers.start` gets a function that gives an attribute ("" where there is none). */
  constructor(handlers) {
    this.handlers = handlers;
    this.rest = "";
    /** Where the present token begins, and what it is. */
    this.offset = 0;
    this.token = "";
    this.open = [];
    this.seen = false;
  }

  /** The next piece. */
  feed(piece) {
    const text = this.rest + piece;
    let at = 0;
    for (;;) {
      const mark = text.indexOf("<", at);
      if (mark < 0) break;
      const end = endOf(text, mark);
      if (end < 0) {
        if (text.length - mark > LONGEST) throw damaged();
        break;
      }
      if (mark > at) this.words(text.slice(at, mark));
      this.token = text.slice(mark, end);
      this.offset = this.begun(mark);
      this.tag(this.token);
      at = end;
    }
    this.before = this.begun(at);
    this.rest = text.slice(at);
  }

  /** The place in the whole of a place in the present text. */
  begun(at) {
    return (this.before ?? 0) + at;
  }

  /** Nothing follows. */
  end() {
    if (this.rest.trim() || this.open.length || !this.seen) throw damaged();
  }

  words(text) {
    if (this.open.length) this.handlers.text(plain(text));
    else if (text.replace(/^\ufeff/, "").trim()) throw damaged();
  }

  tag(token) {
    if (token.startsWith("<![CDATA[")) {
      if (!this.open.length) throw damaged();
      this.handlers.text(token.slice(9, -3));
    } else if (token.startsWith("<!--") || token.startsWith("<?")) return;
    else if (token.startsWith("<!")) throw new Refused(DECLARED);
    else if (token[1] === "/") this.close(token.slice(2, -1).trimEnd());
    else this.begin(token);
  }

  close(name) {
    if (this.open.pop() !== name) throw damaged();
    this.handlers.end(local(name));
  }

  begin(token) {
    const empty = token.endsWith("/>");
    const inner = token.slice(1, empty ? -2 : -1);
    const [name] = /^[^\s/<>=]+/.exec(inner) ?? [""];
    if (!name || (this.seen && !this.open.length)) throw damaged();
    this.seen = true;
    this.open.push(name);
    const given = inner.length > name.length ? attributes(inner, name.length) : null;
    this.handlers.start(local(name), (key) => given?.get(key) ?? "");
    if (empty) this.close(name);
  }
}

/** Where a token that begins at `mark` has ended; -1 where it has not. */
function endOf(text, mark) {
  for (const [begin, close] of [["<!--", "-->"], ["<![CDATA[", "]]>"], ["<?", "?>"]]) {
    if (text.startsWith(begin, mark)) {
      const end = text.indexOf(close, mark + begin.length);
      return end < 0 ? -1 : end + close.length;
    }
    // What has begun may yet become one of these
    if (text.length - mark < begin.length && begin.startsWith(text.slice(mark))) return -1;
  }
  const end = text.indexOf(">", mark);
  if (end < 0) return -1;
  // A ">" may stand in an attribute
  const tag = text.slice(mark, end);
  const quotes = tag.split('"').length - 1;
  if (quotes % 2 === 0 && !tag.includes("'")) return end + 1;
  let quote = "";
  for (let at = mark + 1; at < text.length; at++) {
    const char = text[at];
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === ">") return at + 1;
  }
  return -1;
}

function attributes(inner, start) {
  const found = new Map();
  ATTRIBUTE.lastIndex = start;
  let end = start;
  for (let match; (match = ATTRIBUTE.exec(inner)); end = ATTRIBUTE.lastIndex) {
    const name = local(match[1]);
    if (!match[1].startsWith("xmlns")) found.set(name, plain(match[2] ?? match[3]));
  }
  if (inner.slice(end).trim()) throw damaged();
  return found;
}

/** The text of bytes that come piece by piece: UTF-8, or UTF-16 with its mark. */
export const texts = async function* (pieces) {
  let decoder = null;
  try {
    for await (const piece of pieces) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      yield decoder.decode(piece, { stream: true });
    }
    if (decoder) yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError ? damaged() : error;
  }
};

function encodingOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const [, named] = /^<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)/.exec(String.fromCharCode(...bytes.subarray(0, 200))) ?? [];
  if (named && !/^(utf-?8|us-ascii)$/i.test(named)) throw damaged();
  return "utf-8";
}
