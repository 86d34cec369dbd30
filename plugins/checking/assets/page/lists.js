// A list of attachments, approvals, circumstances: chips to tick, and a field for what is not there.

import { h } from "../../../assets/dom.js";

/** Chips that are shown at first where there are many. */
const FEW = 16;
const SEPARATORS = /[;；、\n]/;

/** See `control`. The value is undefined where nothing is ticked, [] for “无”. */
export function listControl(field, choices, ids, change) {
  const chips = new Map();
  const box = h("div", { class: "hc-chips" });
  const none = h("input", { type: "checkbox", onchange: () => none.checked && untick() });
  const input = h("input", {
    type: "text", id: ids.input, class: "hc-input", autocomplete: "off", spellcheck: "false",
    "aria-label": choices.length ? `“${field.name}”的其他项` : `“${field.name}”的一项`,
    placeholder: choices.length ? "其他" : "写一项，回车", onkeydown: (event) => enter(event),
  });
  const more = h("button", { type: "button", class: "hc-quiet", onclick: () => fold(false) });

  const held = () => [...chips].filter(([, chip]) => chip.checked).map(([item]) => item);
  const value = () => {
    const items = held();
    if (items.length) return items;
    return none.checked ? [] : undefined;
  };
  const told = () => change(value());

  function add(item, ticked) {
    const chip = h("input", {
      type: "checkbox", checked: ticked,
      onchange: () => {
        if (chip.checked) none.checked = false;
        told();
      },
    });
    const late = chips.size >= FEW ? "hc-chip hc-late" : "hc-chip";
    chips.set(item, chip);
    none.parentElement.before(h("label", { class: late }, chip, item));
  }

  function untick() {
    for (const chip of chips.values()) chip.checked = false;
  }

  /** Ticks what is written in the field; a choice may hold a separator itself. */
  function take() {
    const written = input.value.trim();
    if (!written) return;
    const items = chips.has(written) ? [written] : written.split(SEPARATORS).map((item) => item.trim());
    for (const item of items.filter(Boolean)) tick(item);
    input.value = "";
    told();
  }

  function tick(item) {
    if (["无", "没有"].includes(item)) {
      if (!held().length) none.checked = true;
      return;
    }
    if (!chips.has(item)) add(item, true);
    chips.get(item).checked = true;
    none.checked = false;
  }

  function enter(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    take();
  }

  function fold(closed) {
    const rest = choices.length - FEW;
    const hidden = closed && rest > 1;
    const focused = !closed && document.activeElement === more;
    box.classList.toggle("hc-folded", hidden);
    more.hidden = !hidden;
    more.textContent = `另有 ${rest} 项…`;
    if (focused) [...chips.values()][FEW]?.focus();
  }

  none.addEventListener("change", told);
  const button = h("button", { type: "button", class: "hc-button", onclick: () => take(input.focus()) }, "加上");
  box.append(h("label", { class: "hc-chip hc-none" }, none, "无"), more, h("div", { class: "hc-add" }, input, button));
  for (const choice of choices) add(choice, false);
  fold(true);
  return {
    group: true,
    element: box,
    focus: () => (chips.size ? chips.values().next().value : input).focus(),
    show: (items) => {
      untick();
      none.checked = Array.isArray(items) && !items.length;
      const list = typeof items === "string" ? items.split(SEPARATORS) : Array.isArray(items) ? items : [];
      for (const item of list) if (item.trim()) tick(item.trim());
    },
    /** What was written and not yet added counts when the field is left. */
    leave: take,
    mark: () => {},
  };
}
