// The text: a textarea that grows with its words, and beside it the numbers of its lines.
//
// Under the textarea lie its lines with the same type and width, unseen: they carry the numbers and
// the marks, whatever wraps.

import { h } from "../../../assets/dom.js";

export class Editor {
  /** `change`: called when the text was changed by hand. */
  constructor(change) {
    this.under = h("div", { class: "he-lines", "aria-hidden": "true" });
    this.area = h("textarea", {
      id: "he-text", class: "he-area", spellcheck: "false", autocomplete: "off", wrap: "soft",
      "aria-describedby": "he-status",
      oninput: () => {
        this.draw();
        change();
      },
    });
    this.scroll = h("div", { class: "he-scroll" }, h("div", { class: "he-sheet" }, this.under, this.area));
    this.lines = [];
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.draw();
  }

  /** Draws the lines anew that changed. */
  draw() {
    const lines = this.area.value.split("\n");
    const before = this.lines;
    let [start, tail] = [0, 0];
    while (start < lines.length && start < before.length && lines[start] === before[start]) start++;
    const rest = Math.min(lines.length, before.length) - start;
    while (tail < rest && lines.at(-1 - tail) === before.at(-1 - tail)) tail++;
    for (let n = before.length - tail - start; n > 0; n--) this.under.children[start].remove();
    const made = lines.slice(start, lines.length - tail).map((line) => h("div", {}, line || "\u200b"));
    const after = this.under.children[start];
    if (after) after.before(...made);
    else this.under.append(...made);
    this.lines = lines;
  }

  /** Marks lines: number → severity. */
  mark(severities) {
    for (const marked of this.under.querySelectorAll("[data-severity]")) marked.removeAttribute("data-severity");
    for (const [line, severity] of severities) {
      this.under.children[line - 1]?.setAttribute("data-severity", severity);
    }
  }

  /** Goes to a line, so that it can be changed. */
  jump(line) {
    const at = Math.min(Math.max(line, 1), this.lines.length) - 1;
    const start = this.lines.slice(0, at).reduce((sum, own) => sum + own.length + 1, 0);
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, start + this.lines[at].length);
    this.under.children[at].scrollIntoView({ block: "center" });
  }
}
