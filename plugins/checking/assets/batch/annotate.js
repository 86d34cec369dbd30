// The file that was checked, with three columns: 结论, 说明, 条款.
//
// A workbook keeps all its parts as they are; in its sheets cells are added at the end of rows. They
// are texts, never formulas. A CSV file becomes a workbook.

import { ADDED } from "./tables.js";
import { lettersOf, numberOf } from "./worksheet.js";
import { Xml, texts } from "./xml.js";
import { Zip, ZipWriter } from "./zip.js";

const SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const TYPE = `${SHEETS}.sheet`;
// Characters that a cell may hold
const LONGEST = 32_767;
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
// Characters that are worked on at a stretch
const BLOCK = 2 ** 14;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

const escaped = (text) => text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"\r]/g, (char) => ESCAPES[char]);

/** A cell with a text; `prefix` is that of the names around it. */
function cell(column, line, text, prefix = "") {
  const p = prefix;
  const words = escaped([...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("").slice(0, LONGEST));
  return `<${p}c r="${lettersOf(column)}${line}" t="inlineStr"><${p}is><${p}t xml:space="preserve">${words}</${p}t></${p}is></${p}c>`;
}

const cells = (column, line, words, prefix) => words.map((text, i) => cell(column + i, line, text, prefix)).join("");

/** The annotated file; `told`: table → Map of line → {verdict, words, cited}. */
export const annotated = async function (file, tables, told, pace) {
  if (tables[0].part === null) return written(tables[0], told.get(tables[0]), pace);
  const zip = new Zip(file.bytes);
  const parts = new Map(tables.map((table) => [table.part, table]));
  const writer = new ZipWriter();
  for (const part of zip.parts.values()) {
    const table = parts.get(part.name);
    if (table) await writer.add(part.name, blocks(extended(zip, table, told.get(table) ?? new Map()), pace));
    else writer.copy(zip, part);
  }
  return writer.end(TYPE);
};

/** Texts that come in many pieces, in larger ones. */
async function* blocks(pieces, pace) {
  let block = "";
  for await (const piece of pieces) {
    block += piece;
    if (block.length >= BLOCK) {
      yield block;
      block = "";
    }
    if (pace.due) await pace.rest();
  }
  yield block;
}

/** The pieces of a sheet's XML with cells added at the end of its rows. */
async function* extended(zip, table, told) {
  const old = new Set(table.head.flatMap((name, i) => (ADDED.includes(name) ? [i + 1] : [])));
  const column = Math.max(0, ...[...table.columns].filter((number) => !old.has(number))) + 1;
  let out = "";
  let [whole, from] = ["", 0]; // what has come and is not out yet, and where it begins
  let [line, at, prefix] = [0, 0, ""];
  let dropping = -1;
  const put = (to) => {
    out += whole.slice(0, to - from);
    skip(to);
  };
  const skip = (to) => {
    whole = whole.slice(to - from);
    from = to;
  };
  const xml = new Xml({
    start(tag, given) {
      if (tag === "row") {
        line = Number(given("r")) || line + 1;
        at = 0;
        prefix = /^<([^\s>/]*:)?/.exec(xml.token)[1] ?? "";
        if (given("spans")) {
          put(xml.offset);
          out += xml.token.replace(/\s+spans\s*=\s*("[^"]*"|'[^']*')/, "");
          skip(xml.offset + xml.token.length);
        }
      } else if (tag === "c") {
        const letters = /^[A-Z]+/.exec(given("r"));
        at = letters ? numberOf(letters[0]) : at + 1;
        if (old.has(at)) {
          put(xml.offset);
          dropping = at;
        }
      }
    },
    end(tag) {
      if (tag === "c" && dropping > 0) {
        skip(xml.offset + xml.token.length);
        dropping = -1;
      } else if (tag === "row") {
        const own = told.get(line);
        const words = line === table.headerLine ? ADDED : own && [own.verdict, own.words, own.cited];
        if (words && !xml.token.endsWith("/>")) {
          put(xml.offset);
          out += cells(column, line, words, prefix);
        }
      }
    },
    text() {},
  });
  for await (const piece of texts(zip.read(table.part))) {
    for (let start = 0; start < piece.length; start += BLOCK) {
      const slice = piece.slice(start, start + BLOCK);
      whole += slice;
      xml.feed(slice);
      if (dropping < 0) put(xml.before);
      yield out;
      out = "";
    }
  }
  yield whole;
}

/** The pieces of the only sheet of a workbook made of a CSV file. */
function* made({ head, rows }, told) {
  const keep = head.flatMap((name, i) => (ADDED.includes(name) ? [] : [i]));
  const width = keep.length;
  const texts = (row) => keep.map((i) => row[i] ?? "");
  const col = (from, to, wide) => `<col min="${from}" max="${to}" width="${wide}" customWidth="1"/>`;
  const cols = col(1, width + 1, 14) + col(width + 2, width + 3, 60);
  yield `${HEAD}<worksheet xmlns="${MAIN}"><cols>${cols}</cols><sheetData>`;
  yield `<row r="1">${cells(1, 1, [...texts(head), ...ADDED])}</row>`;
  let line = 1;
  for (const row of rows) {
    line++;
    const { verdict, words, cited } = told.get(row.line);
    yield `<row r="${line}">${cells(1, line, [...texts(row.cells), verdict, words, cited])}</row>`;
  }
  yield "</sheetData></worksheet>";
}

/** A workbook made of a CSV file. */
async function written(table, told, pace) {
  const writer = new ZipWriter();
  const override = (part, kind) => `<Override PartName="/xl/${part}.xml" ContentType="${SHEETS}.${kind}+xml"/>`;
  const type = (suffix, kind) => `<Default Extension="${suffix}" ContentType="application/${kind}xml"/>`;
  const link = (kind, target) => `<Relationship Id="rId1" Type="${LINKS}/${kind}" Target="${target}"/>`;
  const add = (name, content) => writer.add(name, [HEAD + content]);
  await add(
    "[Content_Types].xml",
    `<Types xmlns="${PACKAGE}/content-types">${type("rels", "vnd.openxmlformats-package.relationships+")}${type("xml", "")}` +
      `${override("workbook", "sheet.main")}${override("worksheets/sheet1", "worksheet")}</Types>`,
  );
  const links = (content) => `<Relationships xmlns="${PACKAGE}/relationships">${content}</Relationships>`;
  await add("_rels/.rels", links(link("officeDocument", "xl/workbook.xml")));
  const sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>';
  await add("xl/workbook.xml", `<workbook xmlns="${MAIN}" xmlns:r="${LINKS}">${sheets}</workbook>`);
  await add("xl/_rels/workbook.xml.rels", links(link("worksheet", "worksheets/sheet1.xml")));
  await writer.add("xl/worksheets/sheet1.xml", blocks(made(table, told), pace));
  return writer.end(TYPE);
}
