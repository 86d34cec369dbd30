// A search field with its list: typing, keys, drawing. The header's box and the search page use it.

import { h } from "../../../assets/dom.js";
import { Filters } from "./filters.js";
import { byRegulation, group, hitOption, option, suggestionOption } from "./results.js";
import { forgetQueries, pastQueries, remember } from "./store.js";

const PAGE = 10;
// Hits that are looked at when they are grouped
const GROUPED = 30;
const FAILED = "查找的数据没有装上：文件缺失或损坏，也可能手册刚刚更新过。";
const OUTDATED = "手册已经更新，这一页是以前的。";

export class Finder {
  /** `site`: {backend, address}. `share`: on the search page, told of what is asked for. */
  constructor(site, input, root, share) {
    Object.assign(this, { site, input, share });
    this.limit = PAGE;
    this.asked = 0;
    this.active = null;
    this.filters = new Filters(() => this.renew(), Boolean(share) && matchMedia("(min-width: 60em)").matches);
    this.says = h("div", { class: "ft-says", role: "status" });
    this.list = h("div", { class: "ft-list", role: "listbox", id: "ft-list", "aria-label": "查找结果" });
    this.foot = h("div", { class: "ft-foot" });
    root.classList.add("ft");
    root.append(this.filters.element, this.says, this.list, this.foot);
    const aria = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [key, value] of Object.entries(aria)) input.setAttribute(key, value);
    input.setAttribute("aria-controls", this.list.id);
    // What an input method holds is no query before it is chosen.
    this.composing = false;
    const compose = (now) => () => {
      this.composing = now;
      this.renew();
    };
    input.addEventListener("compositionstart", compose(true));
    input.addEventListener("compositionend", compose(false));
    input.addEventListener("input", () => this.renew());
    input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => event.target.closest("a") && this.remember());
  }

  remember() {
    remember(this.input.value);
  }

  /** Loads what is needed and says so only if it takes long. */
  async start() {
    const waiting = setTimeout(() => this.say(["正在装载…"]), 300);
    try {
      const opened = await this.site.backend.open();
      if (!this.filters.facets) this.filters.draw(opened.info.facets);
      return opened;
    } catch {
      const retry = h("button", { type: "button", class: "ft-button", onclick: () => this.update() }, "再试一次");
      this.fill([]);
      this.say([[FAILED, retry, reload()]]);
      return null;
    } finally {
      clearTimeout(waiting);
    }
  }

  renew() {
    this.limit = PAGE;
    this.update();
  }

  /** Searches for what the field holds and draws what was found. */
  async update() {
    const turn = ++this.asked;
    const opened = await this.start();
    if (!opened || turn !== this.asked || this.composing) return;
    const query = this.input.value;
    this.share?.(query, this.filters);
    if (!query.trim()) {
      this.drawPast(opened);
      return;
    }
    const { grouped, own, only } = this.filters;
    const limit = grouped ? Math.max(GROUPED, this.limit) : this.limit;
    const found = await opened.ask({ query, limit, own, only });
    if (turn === this.asked) this.draw(query, found, opened);
  }

  draw(query, { hits, total, remarks, suggestions }, { outdated }) {
    const { address } = this.site;
    const said = remarks.map(({ text, meant }) =>
      meant ? ["您是不是要找：", this.ask(meant)] : [text],
    );
    if (outdated) said.unshift([OUTDATED, reload()]);
    if (!total && this.filters.any) {
      const clear = () => this.filters.clear();
      said.push(["现在只找了一部分制度。", h("button", { type: "button", class: "ft-button", onclick: clear }, "去掉筛选再找")]);
    }
    if (total) said.push([`找到 ${total} 条，最相近的在前。`]);
    const offered = suggestions.map((s) => suggestionOption(s, address, (word) => this.choose(word)));
    const rows = [];
    if (offered.length && !(this.share && total)) rows.push(group(total ? "建议" : "最接近的", offered));
    const answer = hits[0]?.answers && hits[0].complete && !this.filters.grouped;
    if (answer) rows.push(group("原文", [hitOption(hits[0], address(hits[0].path), { answer })]));
    const rest = answer ? hits.slice(1) : hits;
    rows.push(
      ...(this.filters.grouped
        ? byRegulation(rest, address)
        : rest.map((hit) => hitOption(hit, address(hit.path)))),
    );
    this.say(said);
    this.fill(rows);
    const left = total - hits.length;
    if (!total) {
      this.foot.append(h("a", { href: address("") }, "按机关翻阅全部制度"));
    } else if (!this.share) {
      const href = address(`search/?q=${encodeURIComponent(query)}`);
      this.foot.append(h("a", { href, onclick: () => this.remember() }, "全部结果与分享地址"), keys());
    } else if (left > 0) {
      const more = () => this.update((this.limit += PAGE * (this.filters.grouped ? 3 : 1)));
      this.foot.append(h("button", { type: "button", class: "ft-button", onclick: more }, `再显示一些（还有 ${left} 条）`));
    }
  }

  /** What was searched for before, where nothing has been typed. */
  drawPast({ outdated }) {
    this.say(outdated ? [[OUTDATED, reload()]] : []);
    const past = pastQueries().map((query) =>
      option({ class: "ft-suggestion", onclick: () => this.choose(query) }, query),
    );
    const forget = () => this.update(forgetQueries());
    const clear = h("button", { type: "button", class: "ft-button", onclick: forget }, "清除");
    this.fill(past.length ? [group("最近查找", past, clear)] : []);
  }

  ask(query) {
    return h("button", { type: "button", class: "ft-button", onclick: () => this.choose(query) }, query);
  }

  choose(query) {
    this.input.value = query;
    this.input.focus();
    this.renew();
  }

  say(lines) {
    this.says.replaceChildren(...lines.map((line) => h("p", {}, line)));
  }

  fill(rows) {
    this.list.replaceChildren(...rows);
    this.foot.replaceChildren();
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.point(null);
  }

  /** Marks an option as the one that Enter chooses. */
  point(chosen) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = chosen;
    if (!chosen) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options?.length) {
      event.preventDefault();
      const at = this.options.indexOf(this.active) + step;
      const from = step < 0 && !this.active ? this.options.length - 1 : at;
      this.point(this.options[from] ?? null);
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.active.click();
    }
  }
}

const reload = () =>
  h("button", { type: "button", class: "ft-button", onclick: () => location.reload() }, "重新载入本页");

const keys = () =>
  h("span", { class: "ft-keys", "aria-hidden": "true" }, "↑↓ 选择　↵ 打开　Esc 关闭");
