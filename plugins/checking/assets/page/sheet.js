// The check sheet 校验单: for paper, PDF and the clipboard.

import { h } from "../../../assets/dom.js";
import { shown } from "./forms.js";
import { REASONS, VERDICTS, sorted } from "./verdicts.js";

const SIGNATURES = ["填表人", "审核人", "审批人"];

const two = (number) => String(number).padStart(2, "0");
const moment = (d) =>
  `${d.getFullYear()}年${d.getMonth() + 1}月${d.getDate()}日 ${two(d.getHours())}:${two(d.getMinutes())}`;

/** What a check sheet says, whatever it is written on. */
function contents({ body, type, fields, values, result, head, version, ledger, day }) {
  const { wrong, waiting, passed } = sorted(result);
  const row = (finding) => {
    const { verdict, message, actual, limit, formula, approver, question, reason } = finding;
    const why = REASONS[reason];
    const more = [
      formula && `算法：${formula}`,
      approver && ["approval", "judgement"].includes(verdict) && `谁来批：${approver}`,
      question && `请判断${why ? `（${why}）` : ""}：${question}`,
    ];
    return { verdict: VERDICTS[verdict], lines: [message, ...more.filter(Boolean)], limit, actual, provisions: finding.provisions };
  };
  return {
    facts: [
      ["单位", body.name],
      ["表种", type.name],
      ["核对时间", moment(new Date())],
      ["手册版本", version],
      ...(ledger ? [["台账", ledger]] : []),
      ["依据", day],
    ],
    fields: fields.filter(({ name }) => values.has(name)).map(({ name, unit }) => {
      const value = shown(values.get(name));
      return [name, unit && /^[\d.]+$/.test(value) ? `${value} ${unit}` : value];
    }),
    verdict: head,
    rows: [...wrong, ...waiting].map(row),
    passed: passed.map(({ message }) => message),
    notes: result.notes.map(({ message, provisions }) => [message, ...provisions.map(({ citation }) => citation)].join("　")),
  };
}

const cited = ({ citation, quote }) => `${citation}“${quote}”`;

/** The sheet as an element; it is shown in print only. */
export function sheet(given) {
  const { facts, fields, verdict, rows, passed, notes } = contents(given);
  const pairs = (list) => list.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  const head = ["结论", "内容", "应为", "实际", "依据"];
  const table = h(
    "table", { class: "hc-sheet-rows" },
    h("thead", {}, h("tr", {}, head.map((words) => h("th", {}, words)))),
    h("tbody", {}, rows.map((row) =>
      h(
        "tr", {},
        h("td", {}, row.verdict),
        h("td", {}, row.lines.map((line) => h("p", {}, line))),
        h("td", {}, row.limit ?? ""),
        h("td", {}, row.actual ?? ""),
        h("td", {}, row.provisions.map((provision) => h("p", {}, cited(provision)))),
      ),
    )),
  );
  return h(
    "section", { class: "hc-sheet", "aria-label": "校验单" },
    h("h1", {}, "校验单"),
    h("dl", { class: "hc-sheet-facts" }, pairs(facts)),
    h("h2", {}, "单上填的"),
    h("dl", { class: "hc-sheet-fields" }, pairs(fields)),
    h("h2", {}, `结论：${verdict}`),
    rows.length ? table : "",
    passed.length ? h("p", {}, h("b", {}, `合规 ${passed.length} 项：`), passed.join("；")) : "",
    notes.length ? h("div", {}, h("b", {}, "提醒："), h("ul", {}, notes.map((note) => h("li", {}, note)))) : "",
    h("p", { class: "hc-sheet-said" }, "本单由手册按制度原文自动核对；“须人工判断”的各项由签字人判断。"),
    h("div", { class: "hc-signatures" }, [...SIGNATURES, ...SIGNATURES.map(() => "日期")].map((what) => h("p", {}, `${what}：`, h("span", {})))),
  );
}

/** The sheet as plain text. */
export function sheetText(given) {
  const { facts, fields, verdict, rows, passed, notes } = contents(given);
  const lines = ["校验单", ...facts.map((pair) => pair.join("：")), "", "单上填的", ...fields.map((pair) => pair.join("："))];
  lines.push("", `结论：${verdict}`);
  for (const row of rows) {
    lines.push(`【${row.verdict}】${row.lines.join("；")}`, ...row.provisions.map((provision) => `　依据：${cited(provision)}`));
  }
  if (passed.length) lines.push("", `合规 ${passed.length} 项：${passed.join("；")}`);
  if (notes.length) lines.push("", ...notes.map((note) => `提醒：${note}`));
  lines.push("", ...SIGNATURES.map((who) => `${who}：＿＿＿＿＿＿　　　年　　月　　日`));
  return lines.join("\n");
}
