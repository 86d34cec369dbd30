// Reads XLSX workbooks row by row, values as a person sees them: checker/workbook.py.

import { toOrdinal } from "../engine/days.js";
import { whole } from "./figure.js";
import { headerOf } from "./tables.js";
import { Refused } from "./refused.js";
import { Rows } from "./worksheet.js";
import { DAMAGED, Xml, texts } from "./xml.js";
import { TOO_LARGE, Zip } from "./zip.js";

// Of a part that is no sheet and holds no texts
const SMALL = 16 * 2 ** 20;
const LARGEST = 400 * 2 ** 20;
// Characters of shared texts, and for how many one counts beside its own
const TEXTS = 64 * 2 ** 20;
const TEXT = 8;
const DATE_FORMATS = [[14, 22], [27, 36], [45, 47], [50, 58]];
const NOT_DATE = /"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|General|E\+/g;
// How spreadsheet programs name a sheet to which nobody gave a name
const UNNAMED = /^(sheet|工作表)/;
const BUILT_IN = DATE_FORMATS.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, i) => low + i));

/** The visible sheets of a workbook that are not empty: {file, form, part, header, headerLine, columns, rows}. */
export const sheetsOf = async function* (bytes, name, stem, pace) {
  const book = new Workbook(bytes, name, pace);
  const tabs = await book.open();
  for (const tab of tabs) {
    const file = tabs.length === 1 ? name : `${name}[${tab.name}]`;
    const { rows, columns } = await book.rows(tab, file);
    const head = rows.shift();
    if (!head) continue;
    const form = UNNAMED.test(tab.name.toLowerCase()) ? stem : tab.name;
    yield { file, form, part: tab.part, header: headerOf(head.cells, file), headerLine: head.line, head: head.cells, columns, rows };
  }
};

class Workbook {
  constructor(bytes, name, pace) {
    this.zip = new Zip(bytes);
    this.name = name;
    this.pace = pace;
  }

  async open() {
    const main = await this.elements("xl/workbook.xml", ["workbook/workbookPr", "sheets/sheet"]);
    const links = await this.elements("xl/_rels/workbook.xml.rels", ["Relationships/Relationship"]);
    const targets = new Map(links.map(({ given }) => [given("Id"), given("Target")]));
    const tabs = [];
    for (const { path, given } of main) {
      if (path !== "sheets/sheet") continue;
      const target = targets.get(given("id")) ?? "";
      if ((given("state") || "visible") === "visible" && target.includes("worksheets")) {
        tabs.push({ name: given("name"), part: normal(target.startsWith("/") ? target : `xl/${target}`) });
      }
    }
    if (!tabs.length) throw new Refused("没有可见的工作表", this.name);
    const later = main.some(({ given }) => ["1", "true"].includes(given("date1904")));
    this.shared = {
      texts: await this.texts(),
      dates: await this.dates(),
      epoch: later ? toOrdinal(1904, 1, 1) : toOrdinal(1899, 12, 30),
    };
    return tabs;
  }

  /** The texts that cells name by their number, without how they are pronounced. */
  async texts() {
    const part = "xl/sharedStrings.xml";
    if (!this.zip.parts.has(part)) return [];
    const found = [];
    let own = "";
    let size = 0;
    let [wanted, phonetic] = [false, false];
    const handlers = {
      start(tag) {
        phonetic ||= tag === "rPh";
        wanted = tag === "t" && !phonetic;
      },
      end(tag) {
        wanted = false;
        if (tag === "rPh") phonetic = false;
        else if (tag === "si") {
          found.push(own);
          size += own.length + TEXT;
          own = "";
        }
      },
      text(words) {
        if (wanted) own += words;
      },
    };
    const check = () => {
      if (size + own.length > TEXTS) throw new Refused("XLSX 文件里的文字太多；请存成 CSV", this.name);
    };
    await this.parse(part, handlers, LARGEST, check);
    return found;
  }

  /** The numbers of the cell styles that show a number as a date or time. */
  async dates() {
    const part = "xl/styles.xml";
    if (!this.zip.parts.has(part)) return new Set();
    const dates = new Set(BUILT_IN);
    const kinds = [];
    for (const { path, given } of await this.elements(part, ["numFmts/numFmt", "cellXfs/xf"])) {
      const kind = whole(given("numFmtId") || "0");
      if (path === "cellXfs/xf") kinds.push(kind);
      else if (/[ymdhs]/i.test(given("formatCode").replace(NOT_DATE, ""))) dates.add(kind);
    }
    return new Set(kinds.flatMap((kind, n) => (dates.has(kind) ? [n] : [])));
  }

  /** The elements of a small part that stand at a parent/name. */
  async elements(part, wanted) {
    const found = [];
    const above = [""];
    const handlers = {
      start(tag, given) {
        const path = `${above.at(-1)}/${tag}`;
        if (wanted.includes(path)) found.push({ path, given });
        above.push(tag);
      },
      end: () => above.pop(),
      text() {},
    };
    await this.parse(part, handlers, SMALL);
    return found;
  }

  /** The rows of a sheet that hold something, the header first; and the columns with cells. */
  async rows(tab, file) {
    const reader = new Rows(file, this.shared);
    const rows = [];
    await this.parse(tab.part, reader, LARGEST, () => {
      for (const row of reader.ready) rows.push(row);
      reader.ready.length = 0;
      return reader.ended;
    });
    return { rows, columns: reader.columns };
  }

  /** Feeds a part to handlers; `each` after every piece, true ends it. */
  async parse(part, handlers, most, each = () => false) {
    const xml = new Xml(handlers);
    for await (const piece of texts(this.zip.read(part, most))) {
      // In slices: a piece may take long
      for (let at = 0; at < piece.length; at += 2 ** 15) {
        xml.feed(piece.slice(at, at + 2 ** 15));
        if (each()) return;
        if (this.pace.due) await this.pace.rest();
      }
    }
    xml.end();
    each();
  }
}

/** A path without . and .. */
function normal(path) {
  const steps = [];
  for (const step of path.replace(/^\/+/, "").split("/")) {
    if (step === "..") steps.pop();
    else if (step && step !== ".") steps.push(step);
  }
  return steps.join("/");
}
