// The tools of a provision: one button that goes to where the reader is, and one menu.

import { h } from "../../assets/dom.js";
import { copyAndSay } from "./clipboard.js";
import { place } from "./placing.js";
import { addressOf, linesOf } from "./words.js";

const REPORTED = 300;

const button = h("button", {
  type: "button", class: "tools", "aria-haspopup": "menu", "aria-expanded": "false", title: "复制、引用、报告问题",
});
const menu = h("div", { class: "tool-menu", role: "menu", hidden: true });
let article = null;
let holder = null;

export function startTools(regulation) {
  article = regulation;
  document.querySelector("main").append(menu);
  button.addEventListener("click", () => (menu.hidden ? open() : close()));
  menu.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target) && !button.contains(event.target)) close(false);
  });
  article.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && document.activeElement !== button) moveTo(event.target);
  });
  article.addEventListener("click", (event) => moveTo(event.target));
  article.addEventListener("focusin", (event) => moveTo(event.target));
  const toTarget = () => {
    const target = document.querySelector(".provision:target, .provision > .words:target");
    if (target) moveTo(target);
  };
  addEventListener("hashchange", toTarget);
  toTarget();
}

/** Brings the button to the provision that `element` is in. */
function moveTo(element) {
  const found = element.closest(".provision");
  if (!found || found === holder || !menu.hidden) return;
  holder = found;
  button.setAttribute("aria-label", `${addressOf(holder).dataset.cite}的工具`);
  const line = holder.querySelector(".words, .headerlink");
  if (line.classList.contains("words")) line.append(button);
  else line.after(button);
}

function open() {
  const address = addressOf(holder);
  const cite = article.dataset.title + address.dataset.cite;
  const link = `${location.href.replace(/[?#].*/, "")}#${address.id}`;
  const above = holder.parentElement.closest(".provision");
  const items = [
    item("复制链接", () => copyAndSay(link, "链接")),
    item("复制引文", () => copyAndSay(`${cite}（${article.dataset.from}）`, "引文")),
    item("复制文字", () => copyAndSay(linesOf(holder).join("\n"), "文字")),
  ];
  if (article.dataset.version) {
    // With the version in it the link leads to these words also when others have taken their place.
    const own = link.replace("#", `?version=${article.dataset.version}#`);
    items.push(item("复制本版的链接", () => copyAndSay(own, "本版的链接")));
  }
  if (article.dataset.report) items.push(report(cite, link));
  if (above) items.push(item(`转到上一级：${addressOf(above).dataset.cite}`, () => rise(above)));
  menu.setAttribute("aria-label", `${address.dataset.cite}的工具`);
  menu.replaceChildren(h("p", { class: "tool-cite", role: "presentation" }, cite), ...items);
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  place(menu, button);
  items[0].focus({ preventScroll: true });
}

function item(name, action) {
  const act = () => {
    close();
    action();
  };
  return h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: act }, name);
}

/** A problem is told on a page, or by a mail, that knows already which provision is meant. */
function report(cite, link) {
  const text = linesOf(holder, REPORTED).join("\n").slice(0, REPORTED);
  const values = { citation: cite, url: link, text };
  const fill = (_, name) => encodeURIComponent(values[name]);
  const href = article.dataset.report.replace(/\{(citation|url|text)\}/g, fill);
  const elsewhere = href.startsWith("mailto:") ? {} : { target: "_blank", rel: "noopener" };
  const given = { href, role: "menuitem", tabindex: "-1", onclick: () => close(), ...elsewhere };
  return h("a", given, "报告问题");
}

/** The menu of the provision above. */
function rise(above) {
  moveTo(above);
  open();
}

function close(back = true) {
  if (menu.hidden) return;
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
  if (back) button.focus({ preventScroll: true });
}

function onKey(event) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[to % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    close();
  }
}
