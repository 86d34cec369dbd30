// What a reference points at, or what a term means: shown beside it on hover, focus and tap.

import { h } from "../../assets/dom.js";
import { place } from "./placing.js";
import { definitionOf, linesOf, provisionAt } from "./words.js";

const OPEN_AFTER = 150;
const CLOSE_AFTER = 250;
const MOST = 300;
const TARGETS = 3;
const box = h("div", { class: "peek", id: "peek", role: "tooltip", hidden: true });
let shown = null;
let timer = 0;

export function startPeek(article) {
  document.querySelector("main").append(box);
  const over = (event) => {
    const link = event.target.closest?.("a.ref, a.term");
    if (event.pointerType !== "mouse") return;
    clearTimeout(timer);
    if (link) timer = setTimeout(show, link === shown ? 0 : OPEN_AFTER, link);
    else if (!box.contains(event.target)) timer = setTimeout(hide, CLOSE_AFTER);
  };
  document.addEventListener("pointerover", over);
  article.addEventListener("focusin", (event) => {
    const link = event.target.closest("a.ref, a.term");
    if (link?.matches(":focus-visible")) show(link);
  });
  article.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("click", onClick, true);
}

/** By touch the first tap shows, the second goes there; a tap elsewhere closes. */
function onClick(event) {
  const link = event.target.closest("a.ref, a.term");
  const touched = event.pointerType === "touch" || event.pointerType === "pen";
  if (link && touched && link !== shown) {
    event.preventDefault();
    show(link, "再点一次前往");
  } else if (!box.contains(event.target)) hide();
}

function show(link, hint = "") {
  clearTimeout(timer);
  const parts = link.classList.contains("term") ? meaning(link) : targets(link);
  if (!parts.length) return;
  hide();
  shown = link;
  const loose = link.classList.contains("loose") ? "编号的写法与所指条款不尽相同，由手册推定" : "";
  const notes = [loose, hint].filter(Boolean).map((note) => h("p", { class: "peek-note" }, note));
  box.replaceChildren(...parts, ...notes);
  box.hidden = false;
  link.setAttribute("aria-describedby", box.id);
  place(box, link);
}

function hide() {
  clearTimeout(timer);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  box.hidden = true;
}

function meaning(link) {
  const words = definitionOf(link.textContent, link.hash.slice(1));
  return words ? part(`“${link.textContent}”`, words) : [];
}

/** What a reference points at: on this page, or as the link itself carries it. */
function targets(link) {
  if (link.dataset.cite) return part(link.dataset.cite, link.dataset.text);
  const ids = [link.hash.slice(1), ...(link.dataset.also ?? "").split(" ")].filter(Boolean);
  const found = ids.map(provisionAt).filter(Boolean);
  const parts = found.slice(0, TARGETS).flatMap((target) => {
    const text = linesOf(target.closest(".provision"), MOST).join("\n");
    return part(target.dataset.cite, text.length > MOST ? `${text.slice(0, MOST)}…` : text);
  });
  if (found.length > TARGETS) parts.push(h("p", { class: "peek-note" }, `等共 ${found.length} 处`));
  return parts;
}

const part = (name, text) => [h("b", {}, name), h("p", {}, text ?? "")];
