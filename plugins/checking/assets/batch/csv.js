// Reads CSV as Python's csv does, from UTF-8 or what spreadsheet programs in China write: GB 18030.

import { strip } from "../../../assets/numerals.js";
import { headerOf } from "./tables.js";
import { Refused } from "./refused.js";
import { MOST_ROWS } from "./worksheet.js";

const CELL = 100_000;
const WRONG = "CSV 写法有误；检查引号";

/** The table of a CSV file: {file, form, header, headerLine, rows}. */
export const tableOf = async function* (bytes, name, stem, pace) {
  const records = recordsOf(decoded(bytes, name), name);
  const head = records.next().value ?? { line: 1, cells: [] };
  if (head.cells.length === 1 && /[;\t]/.test(head.cells[0])) throw new Refused("CSV 要用逗号分隔", name);
  const header = headerOf(head.cells, name);
  const rows = [];
  for (const row of records) {
    if (row.cells.some((cell) => strip(cell))) rows.push(row);
    if (rows.length > MOST_ROWS) throw new Refused(`行太多，最多 ${MOST_ROWS} 行；请分成几个文件`, `${name}:${row.line}`);
    if (pace.due) await pace.rest();
  }
  yield { file: name, form: stem, part: null, header, headerLine: head.line, head: head.cells, columns: null, rows };
};

function decoded(bytes, name) {
  if (bytes.includes(0)) throw new Refused("这不是文本文件（含有空字节）", name);
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Refused("编码不是 UTF-8 也不是 GB 18030", name);
}

/** The records: {line: number of the last line, cells}. */
function* recordsOf(text, name) {
  let [at, line] = [0, 0];
  while (at < text.length) {
    const cells = [];
    let ended = false;
    while (!ended) {
      let cell = "";
      if (text[at] === '"') {
        at++;
        for (;;) {
          const quote = text.indexOf('"', at);
          const end = quote < 0 ? text.length : quote;
          line += linesIn(text, at, end);
          cell += text.slice(at, end);
          if (quote < 0) line += at < text.length && !/[\r\n]$/.test(text) ? 1 : 0;
          at = Math.min(end + 1, text.length);
          if (quote < 0) break;
          if (text[at] !== '"') break;
          cell += '"';
          at++;
        }
      }
      // What follows a closing quote belongs to the cell
      let end = at;
      while (end < text.length && !",\n\r".includes(text[end])) end++;
      cell += text.slice(at, end);
      if (cell.length > CELL) throw new Refused(WRONG, `${name}:${line + 1}`);
      cells.push(cell);
      at = end;
      ended = text[at] !== ",";
      if (!ended) at++;
    }
    if (at < text.length) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
    } else if (!/[\r\n]/.test(text[at - 1] ?? "")) line++;
    yield { line, cells: cells.length === 1 && cells[0] === "" ? [] : cells };
  }
}

function linesIn(text, from, to) {
  let count = 0;
  for (let i = from; i < to; i++) {
    const char = text[i];
    if (char === "\n" || (char === "\r" && text[i + 1] !== "\n")) count++;
  }
  return count;
}
