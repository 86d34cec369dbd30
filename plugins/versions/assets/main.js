// Old addresses: of pages that have moved, of versions, of provisions that were renumbered.

import { startFormer } from "./former.js";
import { versionAt, pageOf } from "./names.js";

const moved = document.querySelector("[data-moved] [data-target]");
const list = document.querySelector("details[data-versions]");
const article = document.querySelector("article.regulation");
if (moved) {
  location.replace(pageOf(moved.href) + location.search + location.hash);
} else if (list && article && !toVersion()) {
  startFormer(article, list.dataset.former);
}

/** ?version=2024-02-01 leads to the text of that day, unless it is the one on this page. */
function toVersion() {
  const asked = new URLSearchParams(location.search).get("version");
  const name = asked && versionAt(list.dataset.versions.split(" "), asked);
  if (!name || name === article.dataset.version) return false;
  location.replace(pageOf(new URL(`versions/${name}/`, location.href).href) + location.hash);
  return true;
}
