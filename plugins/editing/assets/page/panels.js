// What the page shows beside the text. Words of a text are always shown as text.

import { h } from "../../../assets/dom.js";
import { figureChanges } from "./figures.js";
import { wordsOf } from "./comparing.js";

const KINDS = { new: "新增", gone: "删去", reworded: "改文字", renumbered: "改编号" };
const SEVERITIES = { error: "错误", warning: "注意", info: "提醒" };
const MOST = 60;
const shorten = (text, size) => (text.length > size ? `${[...text].slice(0, size).join("")}…` : text);

// From a folder on the disk there is no server to add it
const folder = (path) => (location.protocol === "file:" ? `${path}index.html` : path);

/** A list of at most so many rows, and a word on the rest. */
function list(rows, name) {
  const more = rows.length > MOST ? [h("li", { class: "he-quiet" }, `……还有 ${rows.length - MOST} 处`)] : [];
  return h("ul", { class: `he-list ${name}` }, ...rows.slice(0, MOST), ...more);
}

const quiet = (...words) => h("p", { class: "he-quiet" }, ...words);

/** The remarks, those first that the text in force had not. */
export function remarksPanel(remarks, isNew, root, jump) {
  if (!remarks.length) return quiet("这里能查的都没有问题。");
  const sorted = [...remarks].sort((a, b) => isNew(b) - isNew(a));
  const rows = sorted.map((remark) => {
    const { line, code, severity, message } = remark;
    return h(
      "li", { class: `he-remark he-${severity}` },
      h("button", { type: "button", class: "he-jump", onclick: () => jump(line) }, `第 ${line} 行`),
      h("span", { class: "he-tag" }, SEVERITIES[severity]),
      isNew(remark) ? h("span", { class: "he-tag he-new" }, "新") : null,
      h("span", {}, message, " "),
      code ? h("a", { href: folder(`${root}/lint/${code}/`), class: "he-why" }, "说明") : null,
    );
  });
  return list(rows, "he-remarks");
}

/** What became of the provisions. `cited`: id → citation, before and after. */
export function changesPanel(found, cited, jump) {
  if (!found.length) return quiet("条款没有改动。");
  const rows = found.map(({ kind, old, now }) => {
    const before = old && cited.old.get(old.id);
    const after = now && cited.now.get(now.id);
    const name = before && after && before !== after ? `${before} → ${after}` : after ?? before;
    const address = kind === "renumbered" && before === after ? `地址 ${old.id} → ${now.id}` : "";
    const figures = kind === "reworded" ? figureChanges(wordsOf(old), wordsOf(now)) : [];
    return h(
      "li", { class: `he-change he-${kind}` },
      h("span", { class: "he-tag" }, KINDS[kind]),
      now
        ? h("button", { type: "button", class: "he-jump", onclick: () => jump(now.lines[0]) }, name)
        : h("b", {}, name),
      address && h("code", {}, address),
      figures.map(([a, b]) => h("strong", { class: "he-figure" }, `${a || "（无）"} → ${b || "（无）"}`)),
      kind === "reworded" ? [h("del", {}, shorten(wordsOf(old), 90)), h("ins", {}, shorten(wordsOf(now), 90))] : null,
      kind === "new" ? h("ins", {}, shorten(wordsOf(now), 90)) : null,
      kind === "gone" ? h("del", {}, shorten(wordsOf(old), 90)) : null,
    );
  });
  return list(rows, "he-changes");
}

const STATES = {
  broken: "引文对不上了：生成手册时会停下，要改规则的引文，或运行 handbook rebind",
  lost: "引用的条款没有了：要改规则的引用",
  several: "引文有几处，要正好一处：规则的引文要多引几个字",
  figures: "引文还对得上，规则会读出新的数字",
  beside: "引文还对得上；同一处的其他文字改了",
};

/** The rules that read the words that changed. */
export function rulesPanel(found, count, jump, byId) {
  if (!count) return quiet("没有规则读这一部制度。");
  if (!found.length) return quiet(`读这一部制度的引文有 ${count} 处，都没有受影响。`);
  const rows = found.map(({ title, quote, state, changed, id }) =>
    h(
      "li", { class: `he-rule he-${state}` },
      h("b", {}, title),
      h("span", {}, `：${STATES[state]}。`),
      changed.filter(([, , now]) => state === "figures" && now).map(([name, old, now]) =>
        h("strong", { class: "he-figure" }, `${name} ${old} → ${now}`),
      ),
      byId.has(id)
        ? h("button", { type: "button", class: "he-jump", onclick: () => jump(byId.get(id).lines[0]) }, "看条文")
        : null,
      h("q", {}, quote),
    ),
  );
  return list(rows, "he-rules");
}

/** The provisions as the reader sees them. */
export function treePanel(chains, citations, jump) {
  const rows = chains.map((chain) => {
    const own = chain.at(-1);
    const words = shorten(wordsOf(own), 36);
    return h(
      "li", { class: `he-node he-deep${Math.min(chain.length - 1, 6)}` },
      h(
        "button", { type: "button", class: "he-jump", title: own.id, onclick: () => jump(own.lines[0]) },
        citations.get(own.id),
      ),
      h("span", {}, words),
      h("code", {}, own.id),
    );
  });
  return h("ul", { class: "he-list he-tree" }, rows);
}

/** The hint that a change of the law wants a version. */
export function versionHint(found, slug, root) {
  if (!found.some(({ kind }) => kind !== "renumbered")) return null;
  return h(
    "p", { class: "he-hint" },
    "改了条文的意思，就是修订，旧文字要留在历史里：先运行 ",
    h("code", {}, `handbook amend ${slug} --effective 施行日期`),
    "，再用这里的补丁。只是订正错字的，在 versions.yml 里声明。见",
    h("a", { href: folder(`${root}/versions-format/`) }, "版本的格式"),
    "。",
  );
}
