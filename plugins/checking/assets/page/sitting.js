// One form at the table: its fields, what they hold, what the rules say of it, its draft.

import { h } from "../../../assets/dom.js";
import { KEPT, keep } from "./drafts.js";
import { Field } from "./field.js";
import { choicesOf, documentOf, fieldsOf, headNames } from "./forms.js";
import { Results } from "./results.js";
import { VERDICTS, sorted, wanted } from "./verdicts.js";

/** Milliseconds of quiet before a draft is kept, before the verdict is read aloud. */
const KEEP = 400;
const SAY = 800;
/** Where more rules than this cannot be decided yet, the fields do not say so one by one. */
const MANY = 12;

export class Sitting {
  /**
   * `site`; `forms`: as published; `draft`: {id, body, type, values}; `loader`; `changed(kept)`: told
   * when the draft was kept or could not be; `failed(error)`: told when a check broke off.
   */
  constructor({ site, forms, loader, draft, changed, failed }) {
    Object.assign(this, { site, forms, draft, changed, failed });
    this.values = draft.values;
    this.type = forms.types.find(({ name }) => name === draft.type);
    this.body = forms.bodies.find(({ slug }) => slug === draft.body);
    this.specs = fieldsOf(this.type, draft.body);
    this.results = new Results(site, () => loader.texts(draft.body), (name) => this.fields.get(name)?.focus());
    this.live = h("p", { class: "hc-heard", role: "status" });
    this.fields = new Map();
    // What an old draft or a link holds beside the fields of the form
    this.strange = [...this.values.keys()].filter((name) => !this.specs.some((spec) => spec.name === name));
    for (const name of this.strange) this.values.delete(name);
    for (const spec of this.specs) {
      const field = new Field(spec, choicesOf(spec, draft.body), (name, value) => this.change(name, value), () => this.leave());
      field.show(this.values.get(spec.name));
      this.fields.set(spec.name, field);
    }
    this.element = this.layout();
  }

  layout() {
    const head = headNames(this.forms.types);
    const part = (words, specs) =>
      specs.length
        ? h("section", { class: "hc-part" }, h("h2", {}, words), h("div", { class: "hc-grid" }, specs.map(({ name }) => this.fields.get(name).element)))
        : "";
    const form = h(
      "form",
      { class: "hc-form", "aria-label": `${this.type.name}单`, autocomplete: "off", onsubmit: (event) => event.preventDefault() },
      part("填表人", this.specs.filter(({ name }) => head.has(name))),
      part("这张单", this.specs.filter(({ name }) => !head.has(name))),
    );
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => this.renew((this.composing = false)));
    this.bar = h("button", { type: "button", class: "hc-bar", onclick: () => this.showResults() });
    const aside = h("aside", { class: "hc-aside", "aria-label": "核对结果" }, this.results.element);
    return h("div", { class: "hc-sitting" }, form, aside, this.bar, this.live);
  }

  showResults() {
    const { verdict } = this.results;
    verdict.scrollIntoView({ block: "start" });
    verdict.focus({ preventScroll: true });
  }

  change(name, value) {
    this.current = name;
    if (value === undefined) this.values.delete(name);
    else this.values.set(name, value);
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEEP);
    this.renew();
  }

  /** A field was left: what is wrong with it is said aloud now. */
  leave() {
    if (this.current) this.renew((this.current = null));
  }

  keep() {
    clearTimeout(this.keeping);
    this.keeping = null;
    this.changed(keep(this.draft) === KEPT);
  }

  /** Whether a field of the form follows from earlier forms. */
  get follows() {
    return this.specs.some(({ follows }) => follows);
  }

  /** Judges with earlier forms: {names, ledger}; null without. */
  take(ledger) {
    this.ledger = ledger;
    this.renew();
  }

  /** Keeps at once what was going to be kept. */
  flush() {
    if (this.keeping) this.keep();
  }

  /** Does not keep what was going to be kept. */
  forget() {
    clearTimeout(this.keeping);
    this.keeping = null;
  }

  /** Checks and draws once before the next frame. */
  renew() {
    if (this.composing) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      // Before the book is there the page says what it waits for
      if (!globalThis.handbookCheck.has(this.draft.body)) return;
      try {
        this.check();
      } catch (error) {
        this.failed(error);
      }
    });
  }

  /** Checks and draws now. */
  check() {
    const { body, type } = this.draft;
    const earlier = this.ledger?.ledger ?? null;
    const ask = (document) => globalThis.handbookCheck.check(document, { body, type, earlier });
    const document = documentOf(this.values, this.specs);
    const whole = ask(document);
    this.problems = whole.problems;
    this.result = whole;
    if (this.problems.length) {
      // The rest is judged as if what cannot be read were not filled in
      const rest = { ...document };
      for (const { field } of this.problems) delete rest[field];
      this.result = ask(rest);
    }
    this.head = this.headOf();
    this.draw(whole.doubts);
  }

  draw(doubts) {
    const { wrong, waiting } = sorted(this.result);
    const waits = waiting.length <= MANY ? new Map(wanted(waiting)) : new Map();
    const problems = new Map(this.problems.map(({ field, message }) => [field, message]));
    const strange = new Map();
    for (const { field, message } of doubts) strange.set(field, [...(strange.get(field) ?? []), message]);
    for (const [name, field] of this.fields) {
      const soft = name === this.current;
      if (problems.has(name)) field.say(problems.get(name), { soft });
      else field.say(strange.get(name)?.join("；"), { doubt: true });
      field.find(wrong.filter((finding) => finding.field === name), waits.get(name) ?? 0);
    }
    this.results.draw(this.result, this.head);
    this.bar.className = `hc-bar ${this.head.kind}`;
    this.bar.replaceChildren(h("b", {}, this.head.words), h("span", {}, this.head.more));
    clearTimeout(this.saying);
    const said = [this.head.words, this.head.more].filter(Boolean).join("。");
    if (said !== this.live.textContent) this.saying = setTimeout(() => (this.live.textContent = said), SAY);
  }

  /** What stands at the head of the results: the verdict, or why there is none. */
  headOf() {
    const { verdict, findings, notes } = this.result;
    const { wrong, waiting, passed } = sorted(this.result);
    const counts = Object.keys(VERDICTS).map((v) => [v, wrong.filter((f) => f.verdict === v).length]);
    const parts = counts.filter(([, n]) => n).map(([v, n]) => `${VERDICTS[v]} ${n} 项`);
    if (waiting.length) parts.push(`还不能判断 ${waiting.length} 项`);
    if (passed.length) parts.push(`合规 ${passed.length} 项`);
    const more = parts.join("，");
    if (this.problems.length) {
      return { kind: "unread", words: `有 ${this.problems.length} 格读不出`, more: `改好后才有结论。其余各格：${more || "没有发现"}` };
    }
    if (!this.values.size) return { kind: "empty", words: "还没有填", more: "填一格，核对一次；什么都不会发出去。" };
    if (!findings.length) return { kind: "none", words: VERDICTS[verdict], more: notes.map(({ message }) => message).join("；") };
    return { kind: verdict, words: VERDICTS[verdict], more };
  }

  /** What a check sheet is made of. */
  get given() {
    const dated = this.type.dates.find((name) => this.values.get(name));
    const date = dated && this.values.get(dated);
    return {
      body: this.body,
      type: this.type,
      fields: this.specs,
      values: this.values,
      result: this.result,
      head: this.problems.length || !this.result.findings.length ? [this.head.words, this.head.more].join("。") : this.head.words,
      version: this.forms.build.slice(0, 12),
      ledger: this.ledger?.names.join("、") ?? "",
      day: date ? `“${dated}”（${date}）当日有效的条款` : "今天有效的条款",
    };
  }
}
