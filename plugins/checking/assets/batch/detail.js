// One row with everything: what the rules say of it, and what stands in it.

import { h } from "../../../assets/dom.js";
import { Results } from "../page/results.js";
import { VERDICTS } from "./words.js";

// As in batch.css: where it stands beside the list
const WIDE = "(min-width: 60em)";

export class Detail {
  constructor(api, client) {
    Object.assign(this, { api, client });
    this.body = "";
    this.results = new Results(api, () => api.texts?.(this.body) ?? null, (name) => this.go(name));
    this.head = h("h2", {});
    this.problems = h("div", {});
    this.cells = h("dl", { class: "hb-cells" });
    this.element = h("section", { class: "hb-detail", "aria-label": "这一行", hidden: true });
    this.wanted = -1;
  }

  /** Shows a row; brought into sight where it was clicked and the place is below. */
  async show(at, clicked) {
    this.wanted = at;
    try {
      const { result, cells } = await this.client.detail(at);
      if (at !== this.wanted) return;
      this.draw(result, cells);
      if (clicked && !matchMedia(WIDE).matches) this.element.scrollIntoView();
    } catch {
      // The work was begun anew meanwhile
    }
  }

  draw(result, cells) {
    const { verdict, problems, doubts, source, findings } = result;
    this.body = findings.flatMap(({ provisions }) => provisions)[0]?.regulation.split("/")[0] ?? "";
    this.head.textContent = `${source.replace(/^(.*):(\d+)$/s, "$1 第 $2 行")}${result.form ? `，${result.form}` : ""}`;
    this.results.clear();
    this.results.draw(result, {
      kind: verdict ?? "unread",
      words: VERDICTS[verdict ?? "unread"],
      more: problems.length ? `有 ${problems.length} 处读不出，改好再核对` : "",
    });
    const said = [...problems, ...doubts].map(({ message }) => h("p", { class: "hc-problem" }, message));
    this.problems.replaceChildren(...said);
    const rows = cells.map(([name, content]) => h("div", { "data-name": name, tabindex: "-1" }, h("dt", {}, name), h("dd", {}, content)));
    this.cells.replaceChildren(...rows);
    this.element.hidden = false;
    this.element.replaceChildren(this.head, this.problems, this.results.element, h("h3", {}, "表里填的"), this.cells);
    this.element.scrollTop = 0;
  }

  /** Puts the focus on what stands in a field. */
  go(name) {
    const plain = (head) => head.split(/[（(]/)[0].trim();
    const cell = [...this.cells.children].find(({ dataset }) => plain(dataset.name) === name);
    (cell ?? this.cells.firstElementChild)?.focus();
  }
}
