// The search box in the header, and the search page.

import { Backend } from "./backend.js";
import { KEYS } from "./filters.js";
import { Finder } from "./finder.js";
import { h } from "../../../assets/dom.js";

const box = document.querySelector("[data-fulltext]");
/** How long a page may take to come to rest, in milliseconds. */
const OPENING = 5000;
const LOCAL = location.protocol === "file:";

/** The site: where its root is, and its engine. */
function openSite({ root, engine, index, build }) {
  // Relative, or "/" on the page for addresses that do not exist
  const base = new URL(root.replace(/\/?$/, "/"), location.href);
  const address = (path) => {
    const url = new URL(path, base);
    // No server to add it
    if (LOCAL && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  };
  return { address, backend: new Backend({ engine: address(engine), index: address(index) }, build) };
}

function mountBox(site) {
  const input = box.querySelector("input");
  const toggle = document.getElementById("__search");
  const finder = new Finder(site, input, box.querySelector(".md-search-result"), null);
  const open = () => {
    toggle.checked = true;
    if (!finder.options) finder.update();
  };
  const close = () => {
    toggle.checked = false;
    input.blur();
  };
  input.addEventListener("focus", open);
  // The theme closes it after a jump within the page
  input.addEventListener("input", open);
  toggle.addEventListener("change", () => {
    // A page that opens at an anchor closes it once, also under somebody who types already
    const typing = input.value && document.activeElement === input && performance.now() < OPENING;
    if (!toggle.checked && typing) toggle.checked = true;
    else if (toggle.checked) input.focus();
    else input.blur();
  });
  box.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && close());
  box.querySelector("form").addEventListener("reset", () => {
    setTimeout(() => finder.renew());
    input.focus();
  });
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    finder.remember();
    location.href = site.address(`search/?q=${encodeURIComponent(input.value)}`);
  });
  return input;
}

function mountPage(site, root) {
  const asked = new URLSearchParams(location.search);
  const input = h("input", {
    type: "search", class: "ft-input", name: "q", "aria-label": "查找条款", autocomplete: "off",
    placeholder: "词语、问题、“第几条”、文号、拼音", spellcheck: "false",
  });
  const results = h("div");
  const form = h("form", { class: "ft-form", role: "search", onsubmit: (e) => e.preventDefault() }, input);
  root.replaceChildren(form, results);
  const share = (query, { values, grouped }) => {
    const url = new URL(location.href);
    const all = { q: query.trim(), ...values, group: grouped ? "1" : "" };
    url.search = new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
    history.replaceState(null, "", url);
  };
  const finder = new Finder(site, input, results, share);
  input.value = asked.get("q") ?? "";
  for (const key of KEYS) if (asked.get(key)) finder.filters.values[key] = asked.get(key);
  finder.filters.grouped = asked.get("group") === "1";
  input.addEventListener("change", () => finder.remember());
  if (input.value) finder.remember();
  else input.focus();
  finder.update();
  return input;
}

/** Loads while nobody waits for it, unless it is to be paid by volume. */
function loadEarly({ backend }) {
  if (LOCAL || navigator.connection?.saveData) return;
  const idle = globalThis.requestIdleCallback ?? setTimeout;
  // Said when something is searched for
  const load = () => idle(() => backend.open().catch(() => {}));
  if (document.readyState === "complete") load();
  else addEventListener("load", load);
}

if (box) {
  const site = openSite(box.dataset);
  const page = document.querySelector("[data-fulltext-page]");
  const input = page ? mountPage(site, page) : mountBox(site);
  box.hidden = Boolean(page);
  loadEarly(site);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}

if (LOCAL) {
  // Links to folders show their files where there is no server.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
