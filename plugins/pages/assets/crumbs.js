// The chapter that is being read, in the line at the top of the page.

import { h } from "../../assets/dom.js";

export function startCrumbs(article) {
  const here = article.querySelector(".crumbs .here");
  if (!here) return;
  const bar = here.closest(".crumbs");
  const headings = [...article.querySelectorAll(".provision > :is(h2, h3, h4, h5, h6).words")].filter(
    (heading) => heading.parentElement.querySelector(".provision"),
  );
  let shown = null;
  let waiting = false;
  const follow = () => {
    waiting = false;
    const line = bar.getBoundingClientRect().bottom + 24;
    let low = 0;
    let high = headings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (headings[middle].getBoundingClientRect().top <= line) low = middle + 1;
      else high = middle;
    }
    const last = headings[low - 1];
    const current = last?.parentElement.getBoundingClientRect().bottom > line ? last : undefined;
    if (current === shown) return;
    shown = current;
    const link = current && h("a", { href: `#${current.id}`, "aria-current": "location" }, current.textContent.trim());
    here.replaceChildren(link ?? "");
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(follow);
    waiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  soon();
}
