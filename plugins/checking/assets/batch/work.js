// Checks a table: reads it, checks its rows, keeps what came out; in a worker or in slices.

import { tableOf } from "./csv.js";
import { annotated } from "./annotate.js";
import { Refused } from "./refused.js";
import { documentOf } from "./tables.js";
import { sheetsOf } from "./workbook.js";
import { VERDICTS, UNREAD, cited, wordsOf } from "./words.js";

// Rows that are told of at once
const TOLD = 400;
const LARGEST = 200 * 2 ** 20;
const BODY = "单位";

/** The tables of a file: .xlsx or .csv. */
async function* tables({ name, bytes }, pace) {
  const [, stem, suffix = ""] = /^(.*?)(\.[^.]*)?$/s.exec(name);
  const kind = suffix.toLowerCase();
  if (kind !== ".xlsx" && kind !== ".csv") {
    const more = [".xls", ".et", ".ods", ".xlsm"].includes(kind) ? "；请另存为 .xlsx" : "";
    throw new Refused(`不认识的文件种类“${kind}”；可用 .xlsx、.csv${more}`, name);
  }
  if (!bytes.length) throw new Refused("文件是空的", name);
  if (bytes.length > LARGEST) throw new Refused(`文件太大，最多 ${LARGEST / 2 ** 20} MB；请分成几个`, name);
  try {
    yield* kind === ".xlsx" ? sheetsOf(bytes, name, stem, pace) : tableOf(bytes, name, stem, pace);
  } catch (error) {
    if (error instanceof Refused && !error.message.startsWith(name)) throw new Refused(error.message, name);
    throw error;
  }
}

export class Work {
  /** `engine`: handbookCheck; `load(body)`: promises its rule book, or rejects. */
  constructor(engine, load) {
    Object.assign(this, { engine, load });
    this.names = new Map();
    for (const { slug, name, short } of engine.forms().bodies) {
      for (const known of [slug, name, ...short]) this.names.set(known, this.names.has(known) ? null : slug);
    }
  }

  /**
   * Checks the rows of a file.
   *
   * task: {file: {name, bytes}, ledgers: [the same], own: whether the file is a ledger of itself,
   * body: the body of rows that name none}. tell: takes {kind: "read" | "begin" | "rows" | "end", …}.
   */
  async run(task, tell, pace) {
    this.file = task.file;
    this.body = task.body;
    this.tables = [];
    this.rows = [];
    for await (const table of tables(task.file, pace)) {
      this.tables.push(table);
      for (const row of table.rows) this.rows.push({ table, row });
      tell({ kind: "read", count: this.rows.length });
    }
    if (!this.rows.length) throw new Refused("表头下面没有行", task.file.name);
    await this.books();
    const doubts = await this.ledger(task, pace);
    tell({ kind: "begin", count: this.rows.length, doubts });
    this.told = new Map();
    this.rules = new Map();
    for (let at = 0; at < this.rows.length; ) {
      const from = at;
      const rows = [];
      while (at < this.rows.length && rows.length < TOLD) {
        rows.push(this.summary(at++));
        if (pace.due) await pace.rest();
      }
      tell({ kind: "rows", from, rows, rules: this.newRules() });
    }
    tell({ kind: "end" });
  }

  /** Loads the rule books of all bodies that rows name. */
  async books() {
    const wanted = new Set();
    for (const { table, row } of this.rows) {
      const at = table.header.indexOf(BODY);
      const named = at < 0 ? null : row.cells[at];
      const slug = typeof named === "string" && named.trim() ? this.names.get(named.trim()) : this.body;
      if (slug) wanted.add(slug);
    }
    for (const slug of wanted) await this.load(slug);
  }

  /** Reads the ledger; doubts about it. */
  async ledger({ file, ledgers, own }, pace) {
    this.earlier = null;
    if (!ledgers.length && !own) return [];
    const found = [];
    for (const one of [...(own ? [file] : []), ...ledgers]) {
      for await (const table of tables(one, pace)) {
        for (const row of table.rows) {
          found.push({ document: this.filled(documentOf(table, row)), place: `${table.file}:${row.line}` });
          if (pace.due) await pace.rest();
        }
      }
    }
    const { ledger, problems, doubts } = this.engine.ledger(found);
    if (problems.length) {
      throw new Refused(problems.map(({ place, message }) => `台账 ${place}：${message}`).join("\n"));
    }
    this.earlier = ledger;
    return doubts.map(({ place, message }) => `${place}：${message}`);
  }

  /** The document, of the chosen body where it names none. */
  filled(document) {
    if (!document.has(BODY) && this.body) document.set(BODY, this.body);
    return document;
  }

  /** What the rules say of a row: the result of `handbook check`, or problems. */
  result(at) {
    const { table, row } = this.rows[at];
    const source = `${table.file}:${row.line}`;
    try {
      return this.engine.check(this.filled(documentOf(table, row)), { source, earlier: this.earlier });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { form: "", source, verdict: null, findings: [], notes: [], doubts: [], problems: [{ field: "", message: error.message }] };
    }
  }

  /** A row in short: [line, sheet, form, verdict, the first words, numbers of the rules not met]. */
  summary(at) {
    const { table, row } = this.rows[at];
    const result = this.result(at);
    const verdict = result.verdict ?? UNREAD;
    const words = wordsOf(result);
    this.told.set(at, { verdict: VERDICTS[verdict], words: words.join("\n"), cited: cited(result) });
    const rules = new Set();
    for (const finding of result.findings) {
      if (finding.verdict !== "pass") rules.add(this.rule(finding));
    }
    const short = (words[0] ?? "").replace(`${VERDICTS[verdict]}：`, "");
    return [row.line, this.tables.indexOf(table), result.form, verdict, short, [...rules]];
  }

  /** The number of a rule, by which the table is filtered: its provision and title. */
  rule({ rule, message, provisions }) {
    if (!this.rules.has(rule)) {
      const citation = provisions[0]?.citation ?? "";
      this.rules.set(rule, { at: this.rules.size, told: false, text: `${citation} ${message.split("：")[0]}`.trim() });
    }
    return this.rules.get(rule).at;
  }

  newRules() {
    const found = [...this.rules.values()].filter(({ told }) => !told);
    for (const rule of found) rule.told = true;
    return found.map(({ at, text }) => [at, text]);
  }

  /** A row with everything: what stands in it, and what the rules say. */
  detail(at) {
    const { table, row } = this.rows[at];
    const cells = table.head.map((name, i) => [name, row.cells[i]]);
    const filled = cells.filter(([name, content]) => name && content !== null && content !== undefined && content !== "");
    return { result: this.result(at), cells: filled.map(([name, content]) => [name, content === true ? "是" : content === false ? "否" : content]) };
  }

  /** The file with three columns added, as a Blob. */
  annotated(pace) {
    const told = new Map();
    this.rows.forEach(({ table, row }, at) => {
      if (!told.has(table)) told.set(table, new Map());
      told.get(table).set(row.line, this.told.get(at));
    });
    return annotated(this.file, this.tables, told, pace);
  }
}
