// A field of the form: label, control, help, what is wrong with it, what the rules say of it.

import { h } from "../../../assets/dom.js";
import { control } from "./controls.js";
import { VERDICTS } from "./verdicts.js";

let count = 0;

export class Field {
  /** `change(name, value)`: called when it is filled in. `leave(name)`: when it is left. */
  constructor(spec, choices, change, leave) {
    const { name, required, help } = spec;
    const id = `hc-${++count}`;
    this.name = name;
    this.spec = spec;
    this.problem = h("p", { class: "hc-problem", id: `${id}-problem`, hidden: true });
    this.beside = h("ul", { class: "hc-beside", id: `${id}-beside`, hidden: true });
    const about = `${id}-help ${id}-problem ${id}-beside`;
    const made = control(spec, choices, { input: id, about }, (value) => change(name, value));
    this.control = made;
    const label = [name, required ? h("span", { class: "hc-must", title: "纸质表上必填" }, "＊", h("span", { class: "hc-heard" }, "必填")) : ""];
    const kind = spec.unit && !made.group ? h("span", { class: "hc-heard" }, `（${spec.unit}）`) : "";
    const parts = [
      h("p", { class: "hc-help", id: `${id}-help` }, help ?? ""),
      made.element,
      this.problem,
      this.beside,
    ];
    this.element = made.group
      ? h("fieldset", { class: "hc-field hc-wide", "data-field": name, "aria-describedby": about }, h("legend", { class: "hc-label" }, label), parts)
      : h("div", { class: "hc-field", "data-field": name }, h("label", { class: "hc-label", for: id }, label, kind), parts);
    this.element.addEventListener("focusout", (event) => {
      if (this.element.contains(event.relatedTarget)) return;
      made.leave?.();
      leave(name);
    });
  }

  show(value) {
    this.control.show(value);
  }

  focus() {
    this.element.scrollIntoView({ block: "center" });
    this.control.focus();
  }

  /** Says that the value cannot be read; `soft`: somebody is still typing it. */
  say(message, { soft = false, doubt = false } = {}) {
    const own = `“${this.name}”：`;
    this.problem.textContent = message?.startsWith(own) ? message.slice(own.length) : (message ?? "");
    this.problem.hidden = !message;
    this.problem.classList.toggle("hc-soft", soft || doubt);
    this.control.mark(Boolean(message) && !soft && !doubt);
  }

  /** Says what was found of it, and how many rules wait for it. */
  find(findings, waiting) {
    const key = JSON.stringify([findings.map(({ verdict, message }) => [verdict, message]), waiting]);
    if (key === this.found) return;
    this.found = key;
    const lines = findings.map(({ verdict, message }) =>
      h("li", { class: `hc-said ${verdict}` }, h("b", {}, VERDICTS[verdict]), message),
    );
    if (waiting) lines.push(h("li", { class: "hc-said hc-waiting" }, `有 ${waiting} 条规定要看这一格`));
    this.beside.replaceChildren(...lines);
    this.beside.hidden = !lines.length;
  }
}
