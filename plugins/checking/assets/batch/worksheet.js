// The rows of one sheet of an XLSX workbook, from the events of its XML: checker/worksheet.py.

import { figure, moment, whole } from "./figure.js";
import { first } from "../engine/text.js";
import { strip } from "../../../assets/numerals.js";
import { Refused } from "./refused.js";
import { DAMAGED } from "./xml.js";

export const MOST_ROWS = 200_000;
const MOST_COLUMNS = 500;
// Formatted rows without content after which the table has ended
const EMPTY_ROWS = 20_000;
const CELL = /^([A-Z]{1,3})([0-9]{1,7})/;

/** The number of the column that letters name: A is 1. */
export function numberOf(letters) {
  let number = 0;
  for (let i = 0; i < letters.length; i++) number = number * 26 + letters.charCodeAt(i) - 64;
  return number;
}

/** The letters of a column. */
export function lettersOf(number) {
  let letters = "";
  for (let n = number; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** Handlers that collect rows: {line, cells}; the cells of one begin with its first column. */
export class Rows {
  /** `file`: the sheet's name in messages; `shared`: {texts, dates, epoch}. */
  constructor(file, { texts, dates, epoch }) {
    Object.assign(this, { file, texts, dates, epoch });
    this.ready = [];
    this.ended = false;
    /** Numbers of the columns in which any cell stands, an empty one included. */
    this.columns = new Set();
    this.cells = [];
    this.filled = false;
    this.line = this.column = this.count = this.empty = this.style = 0;
    this.hidden = this.formula = this.wanted = this.phonetic = false;
    this.kind = "";
    this.parts = "";
  }

  start(tag, given) {
    if (tag === "c") this.startCell(given);
    else if (tag === "v" || tag === "t") this.wanted = !this.phonetic;
    else if (tag === "rPh") this.phonetic = true;
    else if (tag === "f") this.formula = true;
    else if (tag === "row") {
      this.line = whole(given("r")) || this.line + 1;
      this.hidden = ["1", "true"].includes(given("hidden"));
      this.column = 0;
    } else if (tag === "mergeCell") {
      const where = given("ref");
      const found = CELL.exec(where);
      const place = found ? this.at(Number(found[2]), numberOf(found[1])) : this.file;
      throw new Refused(`有合并的单元格（${first(where, 20)}）；请取消合并，每行填全`, place);
    }
  }

  text(words) {
    if (this.wanted) this.parts += words;
  }

  end(tag) {
    if (tag === "v" || tag === "t") this.wanted = false;
    else if (tag === "rPh") this.phonetic = false;
    else if (tag === "c") this.endCell();
    else if (tag === "row") this.endRow();
  }

  at(line, column) {
    return `${this.file}:${line}:${column}`;
  }

  startCell(given) {
    const found = CELL.exec(given("r"));
    this.column = found && found[0] === given("r") ? numberOf(found[1]) : this.column + 1;
    this.columns.add(this.column);
    this.kind = given("t") || "n";
    this.style = whole(given("s")) || 0;
    this.formula = false;
    this.parts = "";
  }

  endCell() {
    const place = this.at(this.line, this.column);
    if (!this.parts) {
      // The computed text of a formula may be empty
      if (this.formula && this.kind !== "str") throw new Refused("公式还没有算出值；请在表格软件里打开、保存后再试", place);
      return;
    }
    const value = this.value(this.parts, place);
    if (value === null) return;
    if (this.column > MOST_COLUMNS) throw new Refused(`列太多，最多 ${MOST_COLUMNS} 列`, place);
    while (this.cells.length < this.column) this.cells.push(null);
    this.cells[this.column - 1] = value;
  }

  value(raw, place) {
    switch (this.kind) {
      case "s": {
        const at = whole(raw);
        if (at === null || at >= this.texts.length) throw new Refused(DAMAGED, place);
        return strip(this.texts[at]) ? this.texts[at] : null;
      }
      case "b":
        return raw === "1";
      case "e":
        throw new Refused(`单元格里是错误值“${first(raw, 20)}”`, place);
      case "str":
      case "inlineStr":
      case "d":
        return strip(raw) ? raw : null;
      default: {
        const number = figure(raw, place);
        return this.dates.has(this.style) ? moment(number, this.epoch, place) : number;
      }
    }
  }

  endRow() {
    if (!this.cells.length) {
      this.ended = ++this.empty >= EMPTY_ROWS;
      return;
    }
    if (this.hidden) throw new Refused("这一行是隐藏的；请取消隐藏，或删去", this.at(this.line, 1));
    this.empty = 0;
    if (++this.count > MOST_ROWS + 1) throw new Refused(`行太多，最多 ${MOST_ROWS} 行；请存成 CSV`, this.at(this.line, 1));
    this.ready.push({ line: this.line, cells: this.cells });
    this.cells = [];
  }
}
