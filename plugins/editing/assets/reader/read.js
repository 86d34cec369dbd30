// text.md → its provisions: handbook/read.py.

import { strip } from "../../../assets/numerals.js";
import { first, length } from "../../../checking/assets/engine/text.js";
import { readBlocks } from "./blocks.js";
import { split } from "./frontmatter.js";
import { pattern, whole } from "./grammar.js";
import { FORM, headingWords, opens, readLines } from "./lines.js";
import { unescape } from "./markdown.js";
import { Refused, Remarks } from "./remarks.js";
import { build } from "./tree.js";

const INFO_END = "<!-- INFO END -->";
const CONTROL = pattern("read.control", "g");
const CONFLICT = pattern("read.conflict");
const SHORT_LINE = whole("read.shortLine");
const MOST_REMARKS = 100;

/** `text` with its lines ending in LF. */
export const withLineFeeds = (text) => text.replace(/\r\n?/g, "\n");

/** [line, column], both from 1, of an offset. */
export function lineAndColumn(text, offset) {
  const before = text.slice(0, offset);
  return [before.split("\n").length, length(before.slice(before.lastIndexOf("\n") + 1)) + 1];
}

/**
 * {title, provisions, remarks, fields}; fields: the front matter, null for none.
 *
 * Throws Refused for what the command refuses too, Unread for front matter it alone can read.
 */
export function read(given) {
  const text = withLineFeeds(given.replace(/^\ufeff/, ""));
  if (!strip(text)) throw new Refused("文件是空的");
  const zero = text.indexOf("\0");
  if (zero >= 0) throw new Refused("这不是文本文件（含有空字符）", ...lineAndColumn(text, zero));
  const conflict = CONFLICT.exec(text);
  if (conflict) {
    throw new Refused(
      "这里有没有解决的合并冲突（<<<<<<<、=======、>>>>>>>）；请选定一种写法，删去这些标记",
      ...lineAndColumn(text, conflict.index),
    );
  }
  const remarks = new Remarks();
  noteControls(text, remarks);
  const head = headOf(text);
  if (!head.titled) {
    const { title } = head.meta;
    const hint = title ? `；暂以“${title}”为标题` : "";
    remarks.add(
      head.titleLine, 1, "missing-title", `正文前要有一行标题，写作“# 标题”${hint}`,
      title ? "warning" : "error",
    );
  }
  const blocks = readBlocks(readLines(head.body, head.from, head.form), head.form, remarks);
  const provisions = build(blocks, head.meta.nesting, remarks);
  const { title, fields } = head.meta;
  return { title, fields: fields ?? null, provisions, remarks: remarks.sorted() };
}

/** What stands before the provisions: {meta, form, titled, titleLine, body, from}. */
function headOf(text) {
  let [meta, body, from] = split(text);
  const start = body.length - body.replace(/^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/, "").length;
  const titleLine = from + body.slice(0, start).split("\n").length - 1;
  const stop = body.indexOf("\n", start);
  const [line, rest] = stop < 0 ? [body.slice(start), ""] : [body.slice(start, stop), body.slice(stop + 1)];
  const [hashes, words] = headingWords(line);
  const titled = hashes === 1 && words !== "";
  if (titled) [body, from] = [rest, titleLine + 1];
  const made = (form, own) => ({ meta: own, form, titled, titleLine, body, from });
  if (!meta && body.includes(INFO_END)) {
    const at = body.indexOf(INFO_END);
    from += body.slice(0, at).split("\n").length - 1;
    body = body.slice(at + INFO_END.length);
    return made(FORM.CORPUS, { title: titled ? words : "", nesting: [] });
  }
  if (titled) {
    const title = unescape(words);
    if (!meta) meta = { title, nesting: [] };
    else if (!meta.title) meta.title = title;
    else if (meta.title !== title) {
      throw new Refused(
        `标题“${first(title, 40)}”和文头的 title“${first(meta.title, 40)}”不一致，请改成一样`, titleLine,
      );
    }
    return made(FORM.TEXT, meta);
  }
  if (meta) return made(FORM.TEXT, meta);
  const shown = strip(line);
  if (!"#|".includes(shown[0]) && SHORT_LINE.test(shown) && !opens(shown)) {
    [body, from] = [rest, titleLine + 1];
    return made(FORM.LOOSE, { title: shown, nesting: [] });
  }
  return made(FORM.LOOSE, { title: "", nesting: [] });
}

function noteControls(text, remarks) {
  let count = 0;
  for (const match of text.matchAll(CONTROL)) {
    if (count++ === MOST_REMARKS) break;
    const [line, column] = lineAndColumn(text, match.index);
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    remarks.add(line, column, "control-character", `这里有看不见的控制字符 U+${code}，请删去`);
  }
}
