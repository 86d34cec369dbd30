// The rows that were checked: only those in sight are drawn, so that their number does not matter.

import { h } from "../../../assets/dom.js";
import { ORDER, VERDICTS } from "./words.js";

const BEYOND = 8; // rows drawn above and below those in sight
const HEADS = [["line", "行"], ["form", "表种"], ["verdict", "结论"], ["words", "说明"]];
const KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

export class List {
  /** `open(at, clicked)`: a row was chosen, with the pointer or the keys. */
  constructor(open) {
    this.open = open;
    this.rows = [];
    this.shown = []; // numbers of the rows that pass the filter, in order
    this.wanted = { verdicts: new Set(), rule: -1 };
    this.sorted = { key: "line", down: false };
    this.active = -1;
    this.turn = 0; // how often rows were put in another order
    this.heads = HEADS.map(([key, words]) => this.head(key, words));
    this.space = h("div", { class: "hb-space", role: "rowgroup" });
    this.scroll = h(
      "div", {
        class: "hb-scroll", tabindex: "0", role: "grid", "aria-label": "核对结果", "aria-colcount": HEADS.length,
        onscroll: () => this.later(), onkeydown: (event) => this.key(event), onclick: (event) => this.click(event),
      },
      h("div", { role: "rowgroup", class: "hb-heads" }, h("div", { class: "hb-row", role: "row", "aria-rowindex": "1" }, this.heads)),
      this.space,
    );
    this.none = h("p", { class: "hb-none hc-quietly", hidden: true }, "没有这样的行。");
    this.element = h("div", { class: "hb-list" }, this.scroll, this.none);
    new ResizeObserver(() => this.later()).observe(this.scroll);
  }

  head(key, words) {
    const button = h("button", { type: "button", onclick: () => this.sort(key) }, words);
    return h("div", { role: "columnheader", class: `hb-${key}`, "aria-sort": key === "line" ? "ascending" : "none" }, button);
  }

  /** More rows; news: {from, rows: [line, sheet, form, verdict, words, rules]}. */
  add({ rows }) {
    for (const [line, sheet, form, verdict, words, rules] of rows) {
      const at = this.rows.length;
      this.rows.push({ at, line, sheet, form, verdict, words, rules, rank: ORDER.indexOf(verdict) });
      if (this.passes(this.rows[at])) this.shown.push(at);
    }
    this.later();
  }

  passes({ verdict, rules }) {
    const { verdicts, rule } = this.wanted;
    return (!verdicts.size || verdicts.has(verdict)) && (rule < 0 || rules.includes(rule));
  }

  filter(wanted) {
    this.wanted = wanted;
    this.shown = this.rows.filter((row) => this.passes(row)).map(({ at }) => at);
    this.active = -1;
    this.scroll.scrollTop = 0;
    this.order();
  }

  sort(key) {
    this.sorted = { key, down: this.sorted.key === key && !this.sorted.down };
    this.heads.forEach((head, i) => {
      const own = HEADS[i][0] === key;
      head.setAttribute("aria-sort", own ? (this.sorted.down ? "descending" : "ascending") : "none");
    });
    this.order();
  }

  /** Puts the rows in the order that is wanted. */
  order() {
    const { key, down } = this.sorted;
    const { rows } = this;
    const compare = {
      line: (a, b) => a - b,
      verdict: (a, b) => rows[a].rank - rows[b].rank || a - b,
      form: (a, b) => (rows[a].form < rows[b].form ? -1 : rows[a].form > rows[b].form ? 1 : a - b),
      words: (a, b) => (rows[a].words < rows[b].words ? -1 : rows[a].words > rows[b].words ? 1 : a - b),
    }[key];
    this.shown.sort(down ? (a, b) => compare(b, a) : compare);
    this.turn++;
    this.active = -1;
    this.later();
  }

  later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    const height = (this.height ??= this.measured());
    if (!height) {
      this.height = null; // not in sight yet
      return;
    }
    const count = this.shown.length;
    this.none.hidden = count > 0;
    this.scroll.setAttribute("aria-rowcount", String(count + 1));
    this.space.style.height = `${count * height}px`;
    const first = Math.max(0, Math.floor(this.scroll.scrollTop / height) - BEYOND);
    const last = Math.min(count, Math.ceil((this.scroll.scrollTop + this.scroll.clientHeight) / height) + BEYOND);
    // Rows that come while others are looked at change nothing in sight
    const sight = `${first} ${last} ${this.turn}`;
    if (sight === this.sight) return this.mark();
    this.sight = sight;
    const drawn = [];
    for (let n = first; n < last; n++) drawn.push(this.row(n, height));
    this.space.replaceChildren(...drawn);
    this.mark();
  }

  measured() {
    const row = this.row(0, 0, { line: 0, form: "", verdict: "pass", words: "" });
    this.space.replaceChildren(row);
    return row.getBoundingClientRect().height;
  }

  row(n, height, given = this.rows[this.shown[n]]) {
    const { line, form, verdict, words } = given;
    const cell = (key, text) => h("div", { role: "gridcell", class: `hb-${key}` }, text);
    const row = h(
      "div", { class: `hb-row ${verdict}`, role: "row", id: `hb-row-${n}`, "aria-rowindex": n + 2, "aria-selected": "false" },
      cell("line", String(line)), cell("form", form), cell("verdict", VERDICTS[verdict]), cell("words", words),
    );
    row.style.top = `${n * height}px`;
    row.dataset.n = n;
    return row;
  }

  mark() {
    for (const row of this.space.children) row.setAttribute("aria-selected", String(Number(row.dataset.n) === this.active));
    const there = document.getElementById(`hb-row-${this.active}`);
    if (there && this.active >= 0) this.scroll.setAttribute("aria-activedescendant", there.id);
    else this.scroll.removeAttribute("aria-activedescendant");
  }

  click({ target }) {
    const row = target.closest("[data-n]");
    if (row) this.choose(Number(row.dataset.n), true);
  }

  key(event) {
    if (event.target !== this.scroll) return;
    if (event.key in KEYS && this.shown.length) {
      event.preventDefault();
      const wanted = this.active < 0 ? (event.key === "End" ? Infinity : 0) : this.active + KEYS[event.key];
      this.choose(Math.min(Math.max(wanted, 0), this.shown.length - 1), false);
    }
  }

  choose(n, clicked) {
    this.active = n;
    const [top, bottom] = [n * this.height, (n + 1) * this.height];
    const room = this.scroll.clientHeight - this.space.offsetTop;
    if (top < this.scroll.scrollTop) this.scroll.scrollTop = top;
    else if (bottom > this.scroll.scrollTop + room) this.scroll.scrollTop = bottom - room;
    this.draw();
    this.open(this.shown[n], clicked);
  }
}
