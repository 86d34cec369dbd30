// Short words to the reader: shown for a moment, and read out by screen readers.

import { h } from "../../assets/dom.js";

const SECONDS = 4;
const region = h("div", { class: "said", role: "status", "aria-live": "polite" });
let timer = 0;

/** The region must be on the page before anything is said in it. */
export function listen() {
  document.querySelector("main").append(region);
}

/** Shows `text`, and `more` elements with it; with `more` it stays until something else is said. */
export function say(text, ...more) {
  clearTimeout(timer);
  region.replaceChildren(h("p", {}, text), ...more);
  if (!more.length) timer = setTimeout(hush, SECONDS * 1000);
}

export function hush() {
  region.replaceChildren();
}
