// What the rules say of the form: the verdict, what is wrong, what is still to be filled in, the rest.

import { h, settle } from "../../../assets/dom.js";
import { opened } from "./provision.js";
import { REASONS, VERDICTS, sorted, wanted } from "./verdicts.js";

/** So many findings that wait for a field are shown one by one. */
const FEW = 3;
const idle = globalThis.requestIdleCallback ?? setTimeout;

export class Results {
  /**
   * `site`: for addresses; `texts()`: a promise of the texts of the body's provisions;
   * `go(name)`: puts the focus on a field.
   */
  constructor(site, texts, go) {
    Object.assign(this, { site, texts, go });
    this.cards = new Map();
    this.unfolded = {};
    this.verdict = h("p", { class: "hc-verdict", tabindex: "-1", id: "hc-verdict" });
    this.counts = h("p", { class: "hc-counts" });
    this.list = h("ul", { class: "hc-list" });
    this.body = h("div", { class: "hc-found" });
    this.element = h("div", { class: "hc-results" }, this.verdict, this.counts, this.body);
  }

  /** Forgets what was drawn for another form. */
  clear() {
    this.cards.clear();
    this.drawn = "";
  }

  /** Draws a result. `head`: {kind, words, more}: what stands in the place of the verdict. */
  draw(result, { kind, words, more }) {
    const key = JSON.stringify([result, kind, words, more]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.verdict.className = `hc-verdict ${kind}`;
    this.verdict.textContent = words;
    this.counts.textContent = more;
    this.counts.hidden = !more;
    const { wrong, waiting, passed } = sorted(result);
    const used = new Map();
    const card = (finding) => {
      const key = JSON.stringify(finding);
      const made = used.get(key) ?? this.cards.get(key) ?? this.card(finding);
      used.set(key, made);
      return made;
    };
    settle(this.list, wrong.map(card));
    const parts = [
      wrong.length ? this.list : "",
      waiting.length ? this.waiting(waiting, card) : "",
      this.folded("passed", `合规 ${passed.length} 项`, passed, card),
      this.folded("notes", `提醒 ${result.notes.length} 条（不影响结论）`, result.notes, card),
    ];
    this.cards = used;
    settle(this.body, parts.filter(Boolean));
  }

  /** Which fields would decide what cannot be decided yet. */
  waiting(findings, card) {
    const fields = wanted(findings).map(([name, count]) =>
      this.jump(name, [name, h("span", { class: "hc-count" }, String(count), h("span", { class: "hc-heard" }, "条规定"))]),
    );
    const few = findings.length <= FEW;
    return h(
      "section", { class: "hc-missing" },
      h("h3", {}, "请补充"),
      few
        ? h("ul", { class: "hc-list" }, findings.map(card))
        : [
            h("p", { class: "hc-quietly" }, `有 ${findings.length} 条规定还不能判断。数字是等这一格的规定有几条。`),
            h("p", { class: "hc-asked" }, fields),
            this.folded("waiting", "还不能判断的规定", findings, card),
          ],
    );
  }

  /** A list that stays open or closed as the reader left it; a closed one is drawn when nothing waits. */
  folded(name, words, findings, card) {
    if (!findings.length) return "";
    const state = this.unfolded;
    const list = h("ul", { class: "hc-list" });
    const details = h(
      "details",
      { class: "hc-folded-list", open: state[name] ?? false },
      h("summary", {}, words),
      list,
    );
    const fill = () => list.isConnected && !list.firstChild && list.append(...findings.map(card));
    details.addEventListener("toggle", () => {
      state[name] = details.open;
      fill();
    });
    if (details.open) list.append(...findings.map(card));
    else idle(fill);
    return details;
  }

  /** A button that puts the focus on a field. */
  jump(name, words) {
    return h("button", { type: "button", class: "hc-jump", onclick: () => this.go(name) }, words);
  }

  card(finding) {
    const { verdict = "note", message, unknown = [] } = finding;
    const waits = unknown.length > 0 && verdict !== "pass";
    const kind = waits ? "hc-waits" : verdict;
    const head = waits || verdict === "note" ? message : [h("b", { class: "hc-tag" }, VERDICTS[verdict]), message];
    return h(
      "li", { class: `hc-finding ${kind}` },
      h("p", { class: "hc-message" }, head),
      waits ? h("p", { class: "hc-asked" }, "请补充：", unknown.map((name) => this.jump(name, name))) : this.facts(finding),
      finding.provisions.map((provision) => this.provision(provision)),
    );
  }

  facts({ verdict, field, actual, limit, formula, approver, question, reason }) {
    const why = REASONS[reason];
    const broken = verdict === "approval" || verdict === "judgement";
    const facts = [
      ["应为", limit],
      ["实际", actual],
      ["算法", formula],
      [broken ? "谁来批" : "审批人", approver],
      [`请判断${why ? `（${why}）` : ""}`, question],
    ].filter(([, value]) => value);
    const rows = facts.map(([name, value]) => h("div", { class: value.length > 24 ? "hc-long" : null }, h("dt", {}, name), h("dd", {}, value)));
    return [
      rows.length ? h("dl", { class: "hc-facts" }, rows) : "",
      field && verdict !== "pass" ? h("p", { class: "hc-asked" }, this.jump(field, `到“${field}”这一格`)) : "",
    ];
  }

  /** A citation with the quoted words; it opens the provision's text below itself. */
  provision(provision) {
    const { citation, path, quote } = provision;
    const place = h("div", { class: "hc-opened", hidden: true });
    const toggle = async () => {
      const open = place.hidden;
      button.setAttribute("aria-expanded", String(open));
      place.hidden = !open;
      if (!open || place.childElementCount) return;
      const link = h("a", { href: this.site.address(path) }, "到制度原文");
      const shown = opened(await this.texts(), provision);
      const words = shown ?? [h("p", { class: "hc-quietly" }, "这里没有装上条款的全文，请到制度原文看。")];
      if (!place.childElementCount) place.append(...words, h("p", { class: "hc-source" }, link));
    };
    const button = h(
      "button",
      { type: "button", class: "hc-cite", "aria-expanded": "false", title: "展开条款原文", onclick: toggle },
      citation,
    );
    return h("div", { class: "hc-provision" }, h("p", {}, button, " ", h("q", {}, h("mark", {}, quote))), place);
  }
}
