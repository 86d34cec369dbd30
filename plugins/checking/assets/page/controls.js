// One control for each type of field. Each has: element (what stands in the form), focus(), show(value).
//
// `change(value)` is called with a text, a truth, a list of texts, or undefined (not filled in).

import { h } from "../../../assets/dom.js";
import { listControl } from "./lists.js";

const NOT = "（没填）";
const KEYBOARDS = { 金额: "decimal", 数值: "decimal", 天数: "decimal", 整数: "numeric" };
const PICKERS = {
  日期: {
    type: "date", words: "用日历选", hint: "如 2024-03-05 或 2024年3月5日", plain: /^\d{4}-\d\d-\d\d$/,
    shape: "M7 2h2v2h6V2h2v2h4v18H3V4h4zm-2 8v10h14V10zm2 2h4v4H7z",
  },
  时刻: {
    type: "time", words: "选时刻", hint: "如 08:30", plain: /^\d\d:\d\d$/,
    shape: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20m0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16m-1 3h2v5.2l3.6 2.2-1 1.6L11 13.3z",
  },
};

/** The control of a field. `ids`: {input, about}, `about`: ids of what describes it. */
export function control(field, choices, ids, change) {
  if (field.type === "文本列表") return listControl(field, choices, ids, change);
  if (field.type === "是否") return truth(field, ids, change);
  if (choices.length) return select(field, choices, ids, change);
  return text(field, ids, change);
}

const attributes = (field, ids) => ({
  id: ids.input,
  name: field.name,
  "aria-describedby": ids.about,
  "aria-required": field.required ? "true" : null,
  autocomplete: "off",
});

function text(field, ids, change) {
  const picker = PICKERS[field.type];
  const input = h("input", {
    ...attributes(field, ids),
    type: "text",
    inputmode: KEYBOARDS[field.type] ?? null,
    placeholder: picker?.hint ?? null,
    spellcheck: "false",
    class: KEYBOARDS[field.type] ? "hc-input hc-number" : "hc-input",
    oninput: () => change(input.value.trim() ? input.value : undefined),
  });
  const parts = [input];
  if (field.unit) parts.push(h("span", { class: "hc-unit", "aria-hidden": "true" }, field.unit));
  if (picker) parts.push(calendar(field, picker, input));
  return {
    element: h("div", { class: "hc-box" }, parts),
    focus: () => input.focus(),
    show: (value) => (input.value = value ?? ""),
    mark: (wrong) => input.setAttribute("aria-invalid", String(wrong)),
  };
}

/** A button for the browser's own calendar or clock; what is chosen is written into `input`. */
function calendar(field, picker, input) {
  const { words, plain, shape } = picker;
  let own = null;
  const open = () => {
    if (!own) button.after((own = chooser(picker, input)));
    own.value = plain.test(input.value.trim()) ? input.value.trim() : "";
    try {
      own.showPicker();
    } catch {
      // An older browser opens it when it is clicked
      own.click();
    }
  };
  const label = `${words}“${field.name}”`;
  const attributes = { type: "button", class: "hc-open", "aria-label": label, title: words, onclick: open };
  const button = h("button", attributes, icon(shape));
  return button;
}

/** Made when it is first asked for: a form has many, and each costs as much as ten plain fields. */
function chooser({ type, words }, input) {
  const own = h("input", {
    type, class: "hc-picker", tabindex: "-1", "aria-hidden": "true", title: words,
    onchange: () => {
      input.value = own.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    },
  });
  return own;
}

const SVG = "http://www.w3.org/2000/svg";

function icon(shape) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shape);
  svg.append(path);
  return svg;
}

function select(field, choices, ids, change) {
  const options = [["", NOT], ...choices.map((choice) => [choice, choice])];
  const made = h(
    "select",
    { ...attributes(field, ids), class: "hc-input", onchange: () => change(made.value || undefined) },
    options.map(([value, words]) => h("option", { value }, words)),
  );
  return {
    element: h("div", { class: "hc-box hc-select" }, made),
    focus: () => made.focus(),
    show: (value = "") => {
      const held = String(value);
      const known = [...made.options].some((option) => option.value === held);
      if (!known) made.append(h("option", { value: held }, `${held}（不在可选项里）`));
      made.value = held;
    },
    mark: (wrong) => made.setAttribute("aria-invalid", String(wrong)),
  };
}

function truth(field, ids, change) {
  const values = [["是", true], ["否", false], ["没填", undefined]];
  const radios = values.map(([words, value]) =>
    h("input", { type: "radio", name: ids.input, id: `${ids.input}-${words}`, checked: value === undefined, onchange: () => change(value) }),
  );
  const chips = values.map(([words], at) => h("label", { class: "hc-chip" }, radios[at], words));
  return {
    group: true,
    element: h("div", { class: "hc-chips" }, chips),
    focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus(),
    show: (value) => {
      const held = { 是: true, 否: false }[value] ?? value;
      radios[Math.max(0, values.findIndex(([, own]) => own === held))].checked = true;
      if (!values.some(([, own]) => own === held)) radios[2].checked = true;
    },
    mark: () => {},
  };
}
