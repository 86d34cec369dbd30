// Which rows are shown: by verdict, and by the provision that they do not meet.

import { choice, h } from "../../../assets/dom.js";
import { ORDER, VERDICTS } from "./words.js";

export class Filters {
  /** `change({verdicts, rule})`: verdicts a Set, empty for all; rule a number, -1 for all. */
  constructor(change) {
    this.change = change;
    this.verdicts = new Set();
    this.rule = -1;
    this.counts = new Map();
    this.rules = [];
    this.chips = h("div", { class: "hb-chips", role: "group", "aria-label": "按结论筛选" });
    this.choice = h("div", { class: "hb-choice" });
    this.element = h("div", { class: "hb-filters" }, this.chips, this.choice);
    this.buttons = new Map();
    this.drawn = 0;
  }

  /** Counts more rows; news: {rows, rules}. */
  add({ rows, rules }) {
    for (const [at, text] of rules) this.rules[at] = { at, text, count: 0 };
    for (const [, , , verdict, , broken] of rows) {
      this.counts.set(verdict, (this.counts.get(verdict) ?? 0) + 1);
      for (const at of broken) this.rules[at].count++;
    }
    if (!this.drawn) {
      this.drawn = setTimeout(() => {
        this.drawn = 0;
        this.draw();
      }, 200);
    }
  }

  /** How many there are of each verdict. */
  words() {
    const found = ORDER.filter((verdict) => this.counts.has(verdict));
    return found.map((verdict) => `${VERDICTS[verdict]} ${this.counts.get(verdict).toLocaleString("zh-CN")}`).join("，");
  }

  draw() {
    for (const verdict of ORDER) {
      const count = this.counts.get(verdict);
      if (!count) continue;
      const words = `${VERDICTS[verdict]} ${count.toLocaleString("zh-CN")}`;
      if (!this.buttons.has(verdict)) this.buttons.set(verdict, this.chip(verdict));
      const chip = this.buttons.get(verdict);
      if (chip.textContent !== words) chip.textContent = words;
    }
    const chips = ORDER.filter((verdict) => this.buttons.has(verdict)).map((verdict) => this.buttons.get(verdict));
    if (chips.length !== this.chips.childElementCount) this.chips.replaceChildren(...chips);
    // A list that is open must not change under the reader
    if (this.choice.contains(document.activeElement)) return;
    const rules = [...this.rules].sort((a, b) => b.count - a.count);
    const options = rules.map(({ at, text, count }) => [String(at), `${text}（${count.toLocaleString("zh-CN")}）`]);
    const change = (value) => {
      this.rule = Number(value);
      this.tell();
    };
    this.choice.replaceChildren(choice("条款", [["-1", "全部"], ...options], String(this.rule), change));
  }

  chip(verdict) {
    const chip = h("button", {
      type: "button", class: `hb-chip ${verdict}`, "aria-pressed": "false",
      onclick: () => {
        if (!this.verdicts.delete(verdict)) this.verdicts.add(verdict);
        chip.setAttribute("aria-pressed", String(this.verdicts.has(verdict)));
        this.tell();
      },
    });
    return chip;
  }

  tell() {
    this.change({ verdicts: this.verdicts, rule: this.rule });
  }
}
