// The bar above the hits: own body, filters, grouping.

import { choice, h } from "../../../assets/dom.js";
import { ownBody, setOwnBody } from "./store.js";

export const KEYS = ["body", "topic", "status", "since", "until"];

export class Filters {
  /** `change` is called after each change. `open`: whether the filters are shown at first. */
  constructor(change, open) {
    this.change = change;
    this.open = open;
    this.own = ownBody();
    this.values = {};
    this.grouped = false;
    this.element = h("div", { class: "ft-bar", hidden: true });
  }

  /** Draws the bar for what the index holds. */
  draw(facets) {
    this.facets = facets;
    this.element.hidden = false;
    const bodies = facets.bodies.map(({ slug, name }) => [slug, name]);
    const set = (key) => (value) => {
      this.values[key] = value;
      this.redraw();
    };
    const all = (text, values) => [["", text], ...values.map((v) => (Array.isArray(v) ? v : [v, v]))];
    const select = (key, label, values) =>
      values.length > 1 || (values.length && key !== "body")
        ? choice(label, all("全部", values), this.values[key] ?? "", set(key))
        : "";
    const day = (key, label) =>
      h(
        "label", { class: "ft-choice" }, label,
        h("input", { type: "date", "aria-label": label, value: this.values[key] ?? "", onchange: (e) => set(key)(e.target.value) }),
      );
    const own = (slug) => {
      setOwnBody((this.own = slug));
      this.redraw();
    };
    const active = KEYS.filter((key) => this.values[key]).length;
    this.element.replaceChildren(
      h(
        "div", { class: "ft-row" },
        bodies.length > 1 ? choice("本单位", [["", "不设"], ...bodies], this.own, own) : "",
        h(
          "button",
          {
            type: "button", class: "ft-button", "aria-expanded": String(this.open),
            onclick: () => this.redraw((this.open = !this.open), false),
          },
          active ? `筛选（${active}）` : "筛选",
        ),
        h(
          "button",
          {
            type: "button", class: "ft-button", "aria-pressed": String(this.grouped),
            onclick: () => this.redraw((this.grouped = !this.grouped)),
          },
          "按制度分组",
        ),
      ),
      h(
        "div", { class: "ft-row", hidden: !this.open },
        select("body", "机关", bodies),
        select("topic", "主题", facets.topics),
        select("status", "状态", facets.statuses),
        facets.dated ? [day("since", "施行自"), day("until", "至")] : "",
        active ? h("button", { type: "button", class: "ft-button", onclick: () => this.clear() }, "清除筛选") : "",
      ),
    );
  }

  /** Draws anew, the focus kept where it was, and says so unless nothing changed but the look. */
  redraw(_, changed = true) {
    const controls = () => [...this.element.querySelectorAll("button, select, input")];
    const at = controls().indexOf(document.activeElement);
    this.draw(this.facets);
    controls()[at]?.focus();
    if (changed) this.change();
  }

  clear() {
    this.values = {};
    this.redraw();
  }

  get any() {
    return KEYS.some((key) => this.values[key]);
  }

  /** The filter as the engine takes it. */
  get only() {
    const { body, ...rest } = this.values;
    return { ...rest, bodies: body ? [body] : [] };
  }
}
