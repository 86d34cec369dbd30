// The drafts on this machine: to go on with, to delete one or all.

import { h } from "../../../assets/dom.js";

/** Fields by which a clerk knows a form again, the best first. */
const TELLING = ["事由", "品名", "主题", "填表人"];

function line({ values }) {
  const telling = TELLING.map((name) => values.get(name)).find((value) => typeof value === "string");
  return telling ? telling.slice(0, 40) : `填了 ${values.size} 格`;
}

/** The list, or nothing where there are none. `open(draft)`, `drop(drafts)`. */
export function draftList(drafts, forms, { open, drop }) {
  const names = new Map(forms.bodies.map(({ slug, name }) => [slug, name]));
  const usable = ({ body, type }) => names.has(body) && forms.types.some(({ name }) => name === type);
  if (!drafts.length) return "";
  const rows = drafts.map((draft) => {
    const { body, type, saved } = draft;
    const when = new Date(saved).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
    const words = [h("b", {}, type), ` ${line(draft)}`, h("span", { class: "hc-quietly" }, `${names.get(body) ?? body} · ${when}`)];
    return h(
      "li", {},
      usable(draft)
        ? h("button", { type: "button", class: "hc-draft", onclick: () => open(draft) }, words)
        : h("span", { class: "hc-draft" }, words, h("span", { class: "hc-quietly" }, "手册里已没有这种表")),
      h("button", { type: "button", class: "hc-button", "aria-label": `删除“${type} ${line(draft)}”`, onclick: () => drop([draft]) }, "删除"),
    );
  });
  return h(
    "section", { class: "hc-drafts" },
    h("h2", {}, `草稿（${drafts.length}）`),
    h("p", { class: "hc-quietly" }, "草稿只存在这台机器的这个浏览器里。多人共用一台机器的，办完请删除。"),
    h("ul", {}, rows),
    drafts.length > 1 ? h("button", { type: "button", class: "hc-button", onclick: () => drop(drafts) }, "全部删除") : "",
  );
}
