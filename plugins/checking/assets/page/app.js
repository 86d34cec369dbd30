// The page: which body and form, whose draft, what can be done with it.

import { h } from "../../../assets/dom.js";
import { drafts, drop, keep, newId, ownBody, setOwnBody } from "./drafts.js";
import { Unusable } from "./loader.js";
import { Sitting } from "./sitting.js";
import { Damaged, fragment, holdsForm, read } from "./share.js";
import { copy } from "../../../assets/copying.js";
import { sheet, sheetText } from "./sheet.js";
import { ledgerPart } from "./ledger-part.js";
import { draftList } from "./draft-list.js";

const BATCH = "batch";
const FULL = "草稿没有存下：浏览器不让这个网站存东西，或者存满了。关掉这一页，填的就没有了；可以用“分享链接”留一份。";
const CUT = "这个链接里的单子不完整或被改动过，没有填进来。请让对方重新复制链接。";
const BROKEN = "这张单没有核对成：程序出了错。填的内容还在，可以用“分享链接”发给管手册的人看。";

const button = (words, act, style = "hc-button") => h("button", { type: "button", class: style, onclick: act }, words);

export class App {
  constructor(root, site, loader) {
    Object.assign(this, { root, site, loader });
    this.said = h("div", { class: "hc-says", role: "status" });
    this.choose = h("div", { class: "hc-choose" });
    this.tools = h("div", { class: "hc-tools", hidden: true });
    this.place = h("div", { class: "hc-place" });
    this.paper = h("div", { class: "hc-paper" });
    root.replaceChildren(this.choose, this.said, this.tools, this.place, this.paper);
    root.classList.add("hc");
    addEventListener("pagehide", () => this.sitting?.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.sitting?.flush());
    addEventListener("beforeprint", () => this.fillPaper());
    addEventListener("hashchange", () => holdsForm(location.hash) && this.start());
    matchMedia("print").addEventListener("change", ({ matches }) => matches && this.fillPaper());
  }

  /** Opens what the address asks for. */
  async start() {
    const asked = new URLSearchParams(location.search);
    const waiting = setTimeout(() => this.say(["正在装载…"]), 300);
    try {
      this.forms = await this.loader.open();
      clearTimeout(waiting);
      this.say([]);
      const shared = await this.shared();
      if (shared) return await this.open(shared, { told: "已填入链接里的单子。" });
      this.body = this.known(asked.get("body")) ?? this.known(ownBody());
      if (asked.get("view") === BATCH) return await this.openBatch();
      const type = this.typesOf(this.body).find(({ name }) => name === asked.get("form"));
      return await (type ? this.resume(type.name) : this.rest());
    } catch (error) {
      return this.fail(error);
    } finally {
      clearTimeout(waiting);
    }
  }

  /** The form in the fragment; it leaves the address, so that reloading does not undo what is typed. */
  async shared() {
    if (!holdsForm(location.hash)) return null;
    const { hash } = location;
    history.replaceState(null, "", location.pathname + location.search);
    try {
      const { body, type, values } = await read(hash);
      if (this.typesOf(this.known(body)).some(({ name }) => name === type)) return { id: newId(), body, type, values };
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
    }
    this.cut = true;
    return null;
  }

  known(slug) {
    return this.forms.bodies.find((body) => body.slug === slug && this.typesOf(slug).length)?.slug ?? null;
  }

  typesOf(slug) {
    return slug ? this.forms.types.filter(({ bodies }) => !bodies.length || bodies.includes(slug)) : [];
  }

  /** What is said above the form: lines of texts and buttons. */
  say(lines, grave = false) {
    if (this.cut) lines = [[CUT], ...lines];
    this.cut = false;
    this.said.classList.toggle("hc-grave", grave);
    this.said.replaceChildren(...lines.map((line) => h("p", {}, line)));
  }

  fail(error, retry = () => this.start()) {
    const reload = button("重新载入本页", () => location.reload());
    const known = error instanceof Unusable;
    const again = known ? button("再试一次", retry) : "";
    this.say([[known ? error.message : BROKEN, again, reload]], true);
  }

  /** Nothing is open: choose a form, or go on with a draft. */
  rest(told = []) {
    this.close();
    this.address({ body: this.body });
    this.drawChoice();
    this.say(told);
    this.place.replaceChildren(
      h("p", { class: "hc-lead" }, this.body ? "选一种表，填一格核对一次。" : "先选单位，再选一种表。", "填的内容只在这台机器上，不会发到任何地方。"),
      draftList(drafts(), this.forms, { open: (draft) => this.open(draft), drop: (gone) => this.dropped(gone) }),
    );
  }

  close() {
    this.sitting?.flush();
    this.sitting = null;
    this.batch = false;
    this.tools.hidden = true;
    this.paper.replaceChildren();
  }

  /** Goes on with the latest draft of a form type, or begins one. */
  resume(type) {
    const draft = drafts().find((own) => own.body === this.body && own.type === type);
    if (!draft) return this.open({ id: newId(), body: this.body, type, values: new Map() });
    const when = new Date(draft.saved).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
    return this.open(draft, { told: `接着填 ${when} 的草稿。` });
  }

  async open(draft, { told = "" } = {}) {
    this.close();
    this.body = draft.body;
    // The book is on its way while the form is drawn
    const book = this.loader.book(draft.body);
    book.catch(() => {});
    this.address({ body: draft.body, form: draft.type });
    try {
      const sitting = new Sitting({
        site: this.site, forms: this.forms, loader: this.loader, draft,
        changed: (kept) => this.kept(kept), failed: (error) => this.fail(error),
      });
      this.sitting = sitting;
      this.drawChoice();
      this.drawTools();
      const { strange } = sitting;
      if (strange.length) told += `这张单没有“${strange.slice(0, 5).join("”“")}”这样的格，没有填进来。`;
      this.say(told ? [told] : []);
      this.place.replaceChildren(sitting.element);
      await book;
      if (this.sitting !== sitting) return;
      sitting.check();
      if (draft.values.size && !draft.saved) sitting.keep();
      this.loadTexts(draft.body);
    } catch (error) {
      // What is on the form stays, kept as a draft or not
      this.fail(error, () => this.open(draft));
    }
  }

  /** The texts come while nobody waits, so that a provision opens at once and offline too. */
  loadTexts(body) {
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    if (!navigator.connection?.saveData) idle(() => this.loader.texts(body));
  }

  another() {
    const { body, type } = this.sitting.draft;
    return this.open({ id: newId(), body, type, values: new Map() }, {});
  }

  kept(kept) {
    if (!kept && !this.full) this.say([FULL], true);
    if (kept && this.full) this.say([]);
    this.full = !kept;
    this.saved.textContent = kept && this.sitting?.values.size ? "草稿已存在这台机器上" : "";
  }

  /** Drafts were deleted: they can be had back until the page is left. */
  dropped(gone) {
    this.sitting?.forget();
    for (const { id } of gone) drop(id);
    const back = () => {
      for (const draft of gone) keep(draft, draft.saved);
      this.rest([["草稿已放回。"]]);
    };
    this.rest([[`已删除 ${gone.length} 份草稿。`, button("放回来", back)]]);
  }

  async openBatch() {
    this.close();
    this.batch = true;
    this.address({ body: this.body, view: BATCH });
    this.drawChoice();
    this.say([]);
    const element = h("div", { class: "hc-batch" });
    this.place.replaceChildren(element);
    try {
      const { mount } = await this.loader.batch();
      mount(element, {
        engine: globalThis.handbookCheck,
        forms: this.forms,
        body: this.body,
        book: (slug) => this.loader.book(slug),
        texts: (slug) => this.loader.texts(slug),
        address: (path) => this.site.address(path),
        files: this.site.files,
      });
    } catch (error) {
      this.fail(error);
    }
  }

  address(query) {
    const url = new URL(location.href);
    url.search = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
    url.hash = "";
    history.replaceState(null, "", url);
  }

  drawChoice() {
    const options = [["", "请选择"], ...this.forms.bodies.filter(({ slug }) => this.typesOf(slug).length).map(({ slug, name }) => [slug, name])];
    const body = h(
      "select",
      { id: "hc-body", class: "hc-input", onchange: () => this.chooseBody(body.value) },
      options.map(([value, words]) => h("option", { value, selected: value === (this.body ?? "") }, words)),
    );
    const current = this.sitting?.draft.type;
    const types = this.typesOf(this.body).map(({ name }) =>
      button(name, () => this.chooseType(name), "hc-type"),
    );
    for (const made of types) made.setAttribute("aria-pressed", String(made.textContent === current));
    const batch = button("整批核对", () => this.openBatch(), "hc-type hc-whole");
    batch.setAttribute("aria-pressed", String(Boolean(this.batch)));
    this.choose.replaceChildren(
      h("div", { class: "hc-choose-body" }, h("label", { for: "hc-body" }, "单位"), h("div", { class: "hc-box hc-select" }, body)),
      h("div", { class: "hc-types", role: "group", "aria-label": "表种" }, types, this.site.files.batch ? batch : ""),
    );
  }

  /** Chooses a body; the form stays if that body has it. */
  chooseBody(slug) {
    const type = this.sitting?.draft.type;
    const batch = this.batch;
    this.body = this.known(slug);
    if (this.body) setOwnBody(this.body);
    const focus = () => document.getElementById("hc-body").focus();
    if (batch) this.openBatch().then(focus);
    else if (this.typesOf(this.body).some(({ name }) => name === type)) this.resume(type).then(focus);
    else this.rest();
    focus();
  }

  chooseType(name) {
    this.resume(name).then(() => this.focusType(name));
    this.focusType(name);
  }

  focusType(name) {
    [...this.choose.querySelectorAll(".hc-type")].find(({ textContent }) => textContent === name)?.focus();
  }

  drawTools() {
    this.saved = h("span", { class: "hc-saved" }, "");
    const acts = [
      button("打印 / 存为 PDF", () => this.print()),
      button("复制校验单", () => this.copied(sheetText(this.sitting.given), "校验单已复制，可以粘到别处。")),
      button("分享链接", () => this.share()),
      button("另填一张", () => this.another()),
      button("删除这份", () => this.dropped([{ ...this.sitting.draft, saved: new Date().toISOString() }])),
      button("全部草稿", () => this.rest()),
    ];
    const { sitting } = this;
    const ledger = sitting.follows ? ledgerPart(sitting, this.loader, (words) => this.say(words ? [words] : [], Boolean(words))) : "";
    this.tools.replaceChildren(h("div", { class: "hc-acts" }, acts), this.saved, ledger);
    this.tools.hidden = false;
  }

  async share() {
    const { body, type, values } = this.sitting.draft;
    const url = new URL(location.href);
    url.hash = await fragment({ body, type, values });
    await this.copied(url.href, "链接已复制。单子的内容在链接的 # 之后，只给拿到链接的人看，不会发给网站。");
  }

  async copied(text, words) {
    if (await copy(text)) this.say([words]);
    else this.say([["浏览器不让复制，请自己选中下面的文字复制：", h("textarea", { class: "hc-copy", readonly: true, rows: "4", "aria-label": "要复制的文字" }, text)]]);
  }

  fillPaper() {
    if (this.sitting?.result) this.paper.replaceChildren(sheet(this.sitting.given));
  }

  /** Prints; the title becomes the name of a PDF. */
  print() {
    const { title } = document;
    const { body, type, values } = this.sitting.given;
    document.title = ["校验单", type.name, body.short?.[0] ?? body.name, values.get("填表人")].filter(Boolean).join("-");
    this.fillPaper();
    addEventListener("afterprint", () => (document.title = title), { once: true });
    print();
  }
}
