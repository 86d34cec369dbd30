// What stands between blank lines: handbook/blocks.py.

import { strip } from "../../../assets/numerals.js";
import { matchAt, pattern } from "./grammar.js";
import { DIVISION_STYLES } from "./labels.js";
import { FORM, KIND } from "./lines.js";
import { escapeNumber, markup, unescape } from "./markdown.js";
import { length } from "../../../checking/assets/engine/text.js";
import { last } from "./words.js";

export const LAYOUT = { SAME_LINE: "same-line", NEXT_LINE: "next-line", NEXT_BLOCK: "next-block" };
const DELIMITER = pattern("blocks.delimiter", "y");
const SPECIAL = pattern("blocks.special");
const SENTENCE_END = pattern("blocks.sentenceEnd");

/**
 * The blocks that `lines` make up: {lines: [from, to), column, text, breaks, layout, label, heading,
 * hashes, table, unparsed}.
 */
export function readBlocks(lines, form, remarks) {
  const blocks = [];
  let group = [];
  for (const line of lines) {
    if (group.length && !line.blank && belongs(line, group, form)) {
      group.push(line);
      continue;
    }
    if (group.length) {
      close(group, form, blocks, remarks);
      if (!line.blank && form !== FORM.LOOSE && group.at(-1).kind !== KIND.HEADING) {
        remarks.add(
          line.number, line.column, "missing-blank-line",
          "这一行另起一条或一段，前面要空一行，否则网页预览会把它和上一段连在一起",
        );
      }
    }
    group = [line];
  }
  if (group.length) close(group, form, blocks, remarks);
  return blocks;
}

/** Whether a line without blank line before it goes on with the block. */
function belongs(line, group, form) {
  const [head] = group;
  if (head.kind === KIND.TABLE) return line.kind === KIND.TABLE;
  if (line.kind !== KIND.TEXT || line.hashes || (head.hashes && head.kind === KIND.TEXT)) return false;
  if (form === FORM.LOOSE) {
    return head.kind !== KIND.HEADING && !SENTENCE_END.test(last(group.at(-1).text, 8));
  }
  return true;
}

function block(lines, column, text, more = {}) {
  return {
    lines, column, text, breaks: [], layout: LAYOUT.SAME_LINE, label: null, heading: null, hashes: 0,
    table: false, unparsed: false, ...more,
  };
}

function close(group, form, blocks, remarks) {
  const [head] = group;
  const { label } = head;
  const lines = [head.number, group.at(-1).number + 1];
  if (group.length === 1 && isSimple(head, form)) {
    const text = label ? strip(head.text.slice(label.end)) : head.text;
    blocks.push(block(lines, head.column, text, { label }));
  } else if (head.kind === KIND.TABLE) {
    closeTable(group, lines, form, blocks, remarks);
  } else if (head.kind === KIND.TEXT && head.hashes) {
    const message =
      head.hashes === 1
        ? "# 只用于正文最前面的标题；这里要用 ## 或更多的 #"
        : "这个标题没有文字；补上文字，或删去 #";
    remarks.add(head.number, head.column, "stray-heading", message);
    blocks.push(block(lines, head.column, head.text, { unparsed: true }));
  } else {
    closeWords(group, lines, form, blocks, remarks);
  }
}

function closeWords(group, lines, form, blocks, remarks) {
  const [head] = group;
  const { label } = head;
  let heading = null;
  let words = label ? head.text.slice(label.end) : head.text;
  if (head.kind === KIND.HEADING) [heading, words] = [shown(words, form), ""];
  const pieces = group.slice(1).map(({ text }) => shown(text, form)).filter(Boolean);
  let layout = pieces.length && !words ? LAYOUT.NEXT_LINE : LAYOUT.SAME_LINE;
  const own = words && shown(words, form);
  if (own) pieces.unshift(own);
  let { text, breaks } = join(pieces);
  if (label && heading === null && DIVISION_STYLES.has(label.style)) {
    [heading, text, breaks, layout] = [text, "", [], LAYOUT.SAME_LINE];
    if (form === FORM.TEXT) {
      remarks.add(
        head.number, head.column, "division-not-heading",
        `“${label.text}”是编章节，要写成标题（行首加 ## 和一个空格）`,
      );
    }
  }
  if (form === FORM.TEXT) {
    for (const line of group) {
      const raw = line.escaped ? escapeNumber(line.text) : line.text;
      if (line.kind !== KIND.HEADING && markup(raw)) {
        remarks.add(
          line.number, line.column, "markup",
          "这里的符号会被当作 Markdown 的列表、链接等；按原样显示要在符号前加 \\",
        );
      }
    }
  }
  const { hashes } = head;
  blocks.push(block(lines, head.column, text, { breaks, layout, label, heading, hashes }));
}

/** Whether the line is a paragraph whose characters all stand for themselves. */
function isSimple(line, form) {
  if (line.kind > KIND.LABEL || line.hashes) return false;
  if (form === FORM.CORPUS) return true;
  return !(line.label && DIVISION_STYLES.has(line.label.style)) && !SPECIAL.test(line.text);
}

function closeTable(group, lines, form, blocks, remarks) {
  const [head] = group;
  if (group.length > 1 && matchAt(DELIMITER, group[1].text)) {
    blocks.push(block(lines, head.column, group.map(({ text }) => text).join("\n"), { table: true }));
    return;
  }
  remarks.add(
    head.number, head.column, "broken-table",
    "以 | 开头却不是表格：第二行应为 |---|---| 这样的分隔行；这里按普通文字处理",
  );
  const { text, breaks } = join(group.map((line) => shown(line.text, form)).filter(Boolean));
  blocks.push(block(lines, head.column, text, { breaks }));
}

const shown = (words, form) => strip(form === FORM.TEXT ? unescape(words) : words);

/** The lines of a paragraph as one, and where they break (in characters). */
function join(pieces) {
  let text = pieces[0] ?? "";
  const breaks = [];
  let size = length(text);
  for (let i = 1; i < pieces.length; i++) {
    const piece = pieces[i];
    if (/^[0-9A-Za-z]{2}$/.test(pieces[i - 1].at(-1) + piece[0])) {
      text += " ";
      size++;
    }
    breaks.push(size);
    text += piece;
    size += length(piece);
  }
  return { text, breaks };
}
