// The editor's page: a text at the left; at the right what the handbook would make of it.

import { h } from "../../../assets/dom.js";
import { saved } from "../../../checking/assets/batch/saving.js";
import { copy } from "../../../assets/copying.js";
import { cite } from "../reader/cite.js";
import { paths } from "../reader/drafts.js";
import { Unread } from "../reader/frontmatter.js";
import { check } from "../reader/lint.js";
import { read } from "../reader/read.js";
import { Refused } from "../reader/remarks.js";
import { affected, quotesOf } from "./binding.js";
import { changes } from "./comparing.js";
import { Editor } from "./editor.js";
import { forget, keep, kept } from "./keeping.js";
import { changesPanel, remarksPanel, rulesPanel, treePanel, versionHint } from "./panels.js";
import { patch } from "./patch.js";

const WAIT = 150; // ms without a key before the text is read again
const key = ({ code, message }) => `${code} ${message.replace(/第 \d+ 行/g, "")}`;

export class App {
  constructor(root) {
    this.root = root;
    this.site = root.dataset.root;
    this.host = root.dataset.host;
    this.listed = JSON.parse(root.dataset.texts);
    this.given = new Map();
    this.current = null;
    this.timer = 0;
    globalThis.handbookText = (slug, text) => this.given.set(slug, JSON.parse(text));
  }

  start() {
    const bodies = [...new Set(this.listed.map(([, , body]) => body))];
    const option = ([slug, title]) => h("option", { value: slug }, title);
    const own = (body) => this.listed.filter((row) => row[2] === body).map(option);
    this.choice = h(
      "select", { id: "he-choice", onchange: () => this.choose(this.choice.value) },
      h("option", { value: "" }, "选一部制度"),
      bodies.map((body) => h("optgroup", { label: body }, own(body))),
    );
    this.status = h("p", { id: "he-status", class: "he-status", role: "status" });
    this.body = h("div", { class: "he-body" });
    this.root.classList.add("he");
    this.root.replaceChildren(
      h(
        "p", { class: "he-about" },
        "改的只是这台电脑上的草稿，不会发出去。改好后把补丁交给管理手册的人，或在 Git 网站上提交。",
      ),
      h("p", { class: "he-choose" }, h("label", { for: "he-choice" }, "制度"), this.choice),
      this.status,
      this.body,
    );
    const asked = new URLSearchParams(location.search).get("regulation") ?? "";
    if (this.listed.some(([slug]) => slug === asked)) this.choose(asked);
    addEventListener("pagehide", () => this.timer && this.renew());
  }

  choose(slug) {
    if (this.timer) this.renew();
    const row = this.listed.find(([own]) => own === slug);
    this.choice.value = slug;
    this.body.replaceChildren();
    this.current = null;
    this.say("");
    if (!row) return;
    if (location.protocol !== "file:") {
      history.replaceState(null, "", `?regulation=${encodeURIComponent(slug)}`);
    }
    if (this.given.has(slug)) {
      this.open(slug);
      return;
    }
    this.say("正在装上正文……");
    const script = h("script", { src: `${this.site}/${row[3]}` });
    const wanted = () => this.choice.value === slug;
    script.onload = () => wanted() && this.open(slug);
    script.onerror = () => wanted() && this.say("正文没有装上：文件缺失，或手册刚刚更新过。请重新载入本页。");
    document.head.append(script);
  }

  open(slug) {
    const given = this.given.get(slug);
    const draft = kept(slug);
    this.current = { ...given, slug, quotes: quotesOf(given.rules), base: this.looked(given.text) };
    this.editor = new Editor(() => this.later());
    this.draftLine = h("div", { class: "he-draft" });
    const part = (name, title) => {
      this[name] = h("div");
      return h("section", { class: `he-part he-part-${name}` }, h("h2", {}, title), this[name]);
    };
    const more = "命令 handbook lint 还检查引用、字符、隐私和版本；handbook diff 还算出例子的结论有没有变。";
    this.body.replaceChildren(
      h(
        "section", { class: "he-left" },
        h("label", { for: "he-text", class: "he-label" }, given.path),
        this.editor.scroll,
        this.draftLine,
      ),
      h(
        "div", { class: "he-right" },
        part("remarks", "提示"), part("impact", "改动"), part("rules", "读到这里的规则"),
        part("patched", "补丁"), part("tree", "条款"), quiet(more),
      ),
    );
    this.editor.text = draft ? draft.text : given.text;
    this.stale = Boolean(draft && draft.base !== given.text);
    this.renew();
  }

  /** What the reader and the checks say of a text; {failed} where it cannot be read. */
  looked(text) {
    try {
      const { provisions, remarks } = read(text);
      const all = [...remarks, ...check(provisions, text)].sort((a, b) => a.line - b.line || a.column - b.column);
      return { provisions, remarks: all, citations: cite(provisions), chains: [...paths(provisions)] };
    } catch (error) {
      if (error instanceof Refused) {
        return { failed: { line: error.line, column: error.column, code: "", severity: "error", message: error.message } };
      }
      if (!(error instanceof Unread)) throw error;
      const message = "文头里有这一页不认得的写法；如无误，可照样提交，命令会读它";
      return { failed: { line: error.line, column: 1, code: "", severity: "warning", message } };
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew(), WAIT);
  }

  /** Reads the text and shows what it comes to. */
  renew() {
    clearTimeout(this.timer);
    this.timer = 0;
    const { current, editor } = this;
    if (!current) return;
    const { text } = editor;
    this.keepDraft(text);
    const found = this.looked(text);
    const jump = (line) => editor.jump(line);
    const remarks = found.failed ? [found.failed] : found.remarks;
    const known = new Set((current.base.remarks ?? []).map(key));
    const isNew = (remark) => !known.has(key(remark));
    editor.mark(new Map([...remarks].reverse().map(({ line, severity }) => [line, severity])));
    this.remarks.replaceChildren(remarksPanel(remarks, isNew, this.site, jump));
    this.showPatch(text);
    const fresh = remarks.filter(isNew).length;
    if (found.failed || current.base.failed) {
      const wait = "正文读得通以后，这里才有内容。";
      for (const name of ["impact", "rules", "tree"]) this[name].replaceChildren(quiet(wait));
      this.say(found.failed ? `第 ${found.failed.line} 行：${found.failed.message}` : wait);
      return;
    }
    const list = (one) => one.chains.map((chain) => chain.at(-1));
    const own = changes(list(current.base), list(found));
    const rules = affected(current.quotes, current.base, found);
    const byId = new Map(list(found).map((provision) => [provision.id, provision]));
    const cited = { old: current.base.citations, now: found.citations };
    const hint = versionHint(own, current.slug, this.site);
    this.impact.replaceChildren(changesPanel(own, cited, jump), ...(hint ? [hint] : []));
    this.rules.replaceChildren(rulesPanel(rules, current.quotes.length, jump, byId));
    this.tree.replaceChildren(treePanel(found.chains, found.citations, jump));
    const broken = rules.filter(({ state }) => state !== "figures" && state !== "beside").length;
    const counts = [
      `${list(found).length} 处条款`,
      own.length ? `改动 ${own.length} 处` : "条款没有改动",
      fresh ? `新的提示 ${fresh} 条` : "没有新的提示",
      ...(broken ? [`${broken} 处引文对不上`] : []),
    ];
    this.say(counts.join("，"));
  }

  keepDraft(text) {
    const { slug, text: base } = this.current;
    if (text === base) {
      forget(slug);
      this.draftLine.replaceChildren(quiet("与现在的正文相同，没有草稿。"));
      return;
    }
    const held = keep(slug, { text, base: this.stale ? kept(slug)?.base ?? base : base });
    const words = held ? "草稿存在这个浏览器里。" : "这个浏览器不存草稿，离开本页就没有了。";
    const old = this.stale ? "正文在草稿之后更新过：改动里会有别人改的，请核对。" : "";
    this.draftLine.replaceChildren(
      quiet(words, old),
      h("button", { type: "button", class: "he-button", onclick: () => this.discard() }, "删除草稿，回到现在的正文"),
    );
  }

  discard() {
    if (!confirm("删除这一部的草稿？删除后找不回来。")) return;
    this.stale = false;
    this.editor.text = this.current.text;
    this.renew();
    this.editor.area.focus();
  }

  showPatch(text) {
    const { path, plain, slug, text: base } = this.current;
    const made = plain ? patch(path, base, text) : "";
    const parts = [];
    if (!plain) parts.push(quiet("这个文件的行尾或编码不是 LF、UTF-8，补丁套不上；请先运行 handbook fmt。"));
    else if (!made) parts.push(quiet("没有改动，没有补丁。"));
    else {
      const name = `${slug.replaceAll("/", "-")}.patch`;
      const button = (words, act) => h("button", { type: "button", class: "he-button", onclick: act }, words);
      const copied = async () => {
        const done = await copy(made);
        this.say(done ? "补丁已复制。" : "浏览器不让复制，请下载，或选中补丁自己复制。");
      };
      const download = () => saved(new Blob([made], { type: "text/x-diff" }), name);
      parts.push(
        h("p", {}, button("复制补丁", copied), button("下载补丁", download),
          h("span", { class: "he-quiet" }, "在仓库里运行 ", h("code", {}, `git apply ${name}`))),
        h("pre", { class: "he-patch", tabindex: "0", "aria-label": "补丁" }, h("code", {}, made)),
      );
    }
    if (this.host) {
      const address = this.host.replaceAll("{path}", path.split("/").map(encodeURIComponent).join("/"));
      parts.push(h("p", {}, h("a", { href: address, rel: "noopener noreferrer" }, "在 Git 网站上改这个文件")));
    }
    this.patched.replaceChildren(...parts);
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}

const quiet = (...words) => h("p", { class: "he-quiet" }, ...words);
