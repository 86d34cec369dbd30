// Earlier forms of the same person: figures such as 当年事假天数 follow from them.

import { h } from "../../../assets/dom.js";
import { Unusable } from "./loader.js";

const UNREADABLE = "打不开这个文件：也许是文件夹，或者文件已经不在了。";

/** A button to add ledgers to a sitting. `complain(words)`: says what is wrong; "" for nothing. */
export function ledgerPart(sitting, loader, complain) {
  const files = [];
  const added = h("span", { class: "hc-acts" });
  const input = h("input", {
    type: "file", multiple: true, accept: ".xlsx,.csv", class: "hc-heard", tabindex: "-1", "aria-hidden": "true",
    onchange: () => choose([...input.files]),
  });
  const button = h(
    "button",
    { type: "button", class: "hc-button", title: "以前的表，XLSX 或 CSV；算累计数用，文件只在这台机器上读", onclick: () => input.click() },
    "附台账",
  );

  async function choose(chosen) {
    input.value = "";
    try {
      for (const file of chosen) files.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      complain(UNREADABLE);
      return;
    }
    await use(chosen.length);
  }

  /** Reads all files anew; where that fails the last `late` are dropped. */
  async function use(late) {
    try {
      const { ledger: read } = await loader.batch();
      const { ledger, doubts } = files.length
        ? await read(globalThis.handbookCheck, files, sitting.draft.body)
        : { ledger: null, doubts: [] };
      sitting.take(ledger && { ledger, names: files.map(({ name }) => name) });
      complain(doubts.join("；"));
    } catch (error) {
      files.splice(files.length - late, late);
      complain(error instanceof Unusable || error.message ? error.message : UNREADABLE);
    }
    draw();
  }

  function draw() {
    const remove = (file) => {
      files.splice(files.indexOf(file), 1);
      use(0).then(() => button.focus());
    };
    added.replaceChildren(
      ...files.map((file) =>
        h("button", { type: "button", class: "hc-quiet", "aria-label": `去掉台账 ${file.name}`, onclick: () => remove(file) }, `台账：${file.name} ×`),
      ),
    );
  }

  return h("span", { class: "hc-acts" }, button, input, added);
}
