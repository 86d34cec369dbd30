// The part of the page for whole tables: choosing files, progress, what came out.

import { h } from "../../../assets/dom.js";
import { Detail } from "./detail.js";
import { Filters } from "./filters.js";
import { Client } from "./host.js";
import { List } from "./list.js";
import { saved } from "./saving.js";

const ACCEPTED = ".xlsx,.csv";
const ROWS = "一行一张单，第一行是字段名；表种写在“type”这一列，或者就是工作表的名字、文件名。";

const button = (words, act, style = "hc-button") => h("button", { type: "button", class: style, onclick: act }, words);
const thousands = (number) => number.toLocaleString("zh-CN");

export class Batch {
  constructor(element, api) {
    this.api = api;
    this.client = null;
    this.file = null;
    this.ledgers = [];
    this.own = h("input", { type: "checkbox", onchange: () => this.again() });
    this.said = h("p", { class: "hb-said", role: "status" });
    this.problem = h("div", { class: "hb-problem", role: "alert" });
    this.bar = h("progress", { class: "hb-bar", max: "1", "aria-label": "进度" });
    this.progress = h("div", { class: "hb-progress", hidden: true }, this.bar, button("取消", () => this.client?.cancel()));
    this.chosen = h("div", { class: "hb-chosen" });
    this.result = h("div", { class: "hb-result", hidden: true });
    element.replaceChildren(this.intro(), this.chosen, this.progress, this.said, this.problem, this.result);
    this.drawChosen();
    this.dropping(element);
  }

  intro() {
    return h(
      "div", { class: "hb-intro" },
      h("div", { class: "hb-drop" },
        h("p", {}, h("b", {}, "把要核对的表拖到这里"), "，或 ", this.chooser("选择文件", false, ([file]) => this.take(file))),
        h("p", { class: "hc-quietly" }, "XLSX 或 CSV，", ROWS, "文件只在这台电脑里读，不上传。"),
      ),
      h("div", { class: "hb-ledger" },
        h("p", {}, h("b", {}, "台账"), "（可以不给）：以前的单子，用来算全年累计。 ",
          this.chooser("添加台账", true, (files) => this.addLedgers(files))),
        h("label", { class: "hb-own" }, this.own, " 这张表自己也是台账：同一个人以前的行算在内"),
      ),
    );
  }

  /** A button that opens the browser's choice of files. */
  chooser(words, multiple, take) {
    const input = h("input", {
      type: "file", accept: ACCEPTED, multiple, hidden: true,
      onchange: () => {
        if (input.files.length) take([...input.files]);
        input.value = "";
      },
    });
    return [button(words, () => input.click()), input];
  }

  /** Files can be dropped anywhere here; on the ledger's place they belong to it. */
  dropping(element) {
    const over = (event, on) => {
      event.preventDefault();
      element.classList.toggle("hb-over", on);
    };
    element.addEventListener("dragover", (event) => over(event, true));
    element.addEventListener("dragleave", (event) => over(event, false));
    element.addEventListener("drop", (event) => {
      over(event, false);
      const files = [...event.dataTransfer.files];
      if (!files.length) return;
      if (event.target.closest?.(".hb-ledger")) this.addLedgers(files);
      else if (files.length > 1) this.refuse("一次核对一个文件；台账请拖到“台账”那一块。");
      else this.take(files[0]);
    });
  }

  async take(file) {
    this.file = await this.read(file);
    if (this.file) this.again();
  }

  async addLedgers(files) {
    for (const file of files) {
      const read = await this.read(file);
      if (read) this.ledgers.push(read);
    }
    this.again();
  }

  async read(file) {
    try {
      return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    } catch {
      this.refuse(`打不开“${file.name}”：也许是文件夹，或者文件已经不在了。`);
      return null;
    }
  }

  drawChosen() {
    const drop = (ledger) => {
      this.ledgers = this.ledgers.filter((one) => one !== ledger);
      this.again();
    };
    const ledgers = this.ledgers.map((ledger) => h("li", {}, "台账：", ledger.name, " ",
      h("button", { type: "button", class: "hc-quiet", "aria-label": `去掉台账 ${ledger.name}`, onclick: () => drop(ledger) }, "去掉")));
    const file = this.file ? [h("li", {}, "核对：", h("b", {}, this.file.name))] : [];
    this.chosen.replaceChildren(h("ul", {}, file, ledgers));
    this.chosen.hidden = !this.file && !this.ledgers.length;
  }

  refuse(message) {
    this.problem.replaceChildren(...message.split("\n").filter(Boolean).map((line) => h("p", {}, line)));
  }

  /** Checks the chosen file, from the start. */
  async again() {
    this.drawChosen();
    this.refuse("");
    if (!this.file) return;
    this.client?.end();
    const client = (this.client = new Client(this.api));
    this.result.hidden = true;
    this.progress.hidden = false;
    this.bar.value = 0;
    this.say("正在读表…");
    const task = { file: this.file, ledgers: this.ledgers, own: this.own.checked, body: this.api.body ?? "" };
    const begun = performance.now();
    try {
      await client.run(task, (news) => client === this.client && this.hear(news));
      if (client !== this.client) return;
      this.progress.hidden = true;
      this.list.order();
      this.say(this.summary(performance.now() - begun));
    } catch (failed) {
      if (client !== this.client) return;
      this.progress.hidden = true;
      if (failed.kind === "cancelled") this.say("已取消。");
      else this.say("没有核对成。");
      this.refuse(failed.message ?? "");
    }
  }

  say(words) {
    this.said.textContent = words;
  }

  hear(news) {
    if (news.kind === "read") this.say(`正在读表…已读 ${thousands(news.count)} 行`);
    else if (news.kind === "begin") this.begin(news);
    else if (news.kind === "rows") {
      this.filters.add(news);
      this.list.add(news);
      const done = news.from + news.rows.length;
      this.bar.value = done / this.total;
      // Said aloud now and then only
      if (performance.now() - this.told > 2000) {
        this.told = performance.now();
        this.say(`已核对 ${thousands(done)} 行，共 ${thousands(this.total)} 行`);
      }
    }
  }

  begin({ count, doubts }) {
    this.total = count;
    this.told = performance.now();
    this.say(`共 ${thousands(count)} 行，正在核对…`);
    this.detail = new Detail(this.api, this.client);
    this.list = new List((at, clicked) => this.detail.show(at, clicked));
    this.filters = new Filters((wanted) => this.list.filter(wanted));
    const download = button("下载带结论的表（XLSX）", () => this.download(download));
    const told = doubts.length
      ? h("details", { class: "hb-doubts" }, h("summary", {}, `台账有 ${doubts.length} 处要留意`), h("ul", {}, doubts.slice(0, 100).map((words) => h("li", {}, words))))
      : "";
    this.result.replaceChildren(
      h("div", { class: "hb-tools" }, this.filters.element, download),
      ...(told ? [told] : []),
      h("div", { class: "hb-panes" }, this.list.element, this.detail.element),
    );
    this.result.hidden = false;
  }

  summary(milliseconds) {
    const parts = this.filters.words();
    return `核对完了：共 ${thousands(this.total)} 张，${parts}。用时 ${(milliseconds / 1000).toFixed(1)} 秒。`;
  }

  async download(pressed) {
    pressed.disabled = true;
    try {
      saved(await this.client.annotated(), this.file.name.replace(/\.[^.]*$/, "") + "-校验.xlsx");
    } catch (failed) {
      this.refuse(failed.message ?? "没有存成。");
    }
    pressed.disabled = false;
  }
}
