// Addresses of provisions that have another number now, or none any more.

import { h } from "../../assets/dom.js";
import { pageOf } from "./names.js";

let known = null;

/** Listens for addresses that are not on the page; `file` holds what became of former ones. */
export function startFormer(article, file) {
  if (!file) return;
  article.addEventListener("astray", (event) => {
    event.preventDefault();
    const { address, otherwise, tell } = event.detail;
    load(file, () => {
      const found = known && Object.hasOwn(known, address) ? known[address] : null;
      if (!found) otherwise();
      else if (found.length === 1 && found[0][0]) follow(found[0]);
      else tell(several(article, found));
    });
  });
}

function load(file, then) {
  if (known) {
    then();
    return;
  }
  window.handbookFormer = (json) => {
    known = JSON.parse(json);
  };
  const script = h("script", { src: file });
  script.onload = script.onerror = then;
  document.head.append(script);
}

/** Goes to what the provision has become, and says so above it. */
function follow([id, , sentence]) {
  const line = h("p", { class: "former", role: "status", "data-search-exclude": true }, sentence);
  const put = () => {
    document.getElementById(id).closest(".provision").before(line);
    line.scrollIntoView({ block: "start" });
    addEventListener("hashchange", () => line.remove(), { once: true });
  };
  addEventListener("hashchange", () => setTimeout(put), { once: true });
  location.replace(`#${id}`);
}

/** What the address meant is gone, or it meant several: the reader chooses. */
function several(article, found) {
  const items = found.map(([id, version, sentence]) => {
    const cite = id && document.getElementById(id)?.dataset.cite;
    const page = pageOf(new URL(`versions/${version}/`, location.href.replace(/[?#].*/, "")).href);
    const old = h("a", { href: `${page}${location.hash}` }, "看当时的条文");
    const now = cite && h("a", { href: `#${id}` }, `看现在的${cite}`);
    return h("li", {}, sentence, now ? [now, "；"] : "", old);
  });
  const words = found.length > 1 ? "这个地址先后是几处条款的：" : "这个地址的条款现行文本里没有：";
  return h("div", { class: "astray", role: "alert" }, h("p", {}, words), h("ul", {}, items));
}
