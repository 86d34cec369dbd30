// Hits, suggestions and past queries as options of a list.

import { h } from "../../../assets/dom.js";

let made = 0;

/** An option that leads to an address, or (without one) does something else when chosen. */
export function option(attributes, ...children) {
  const role = { role: "option", id: `ft-option-${++made}`, tabindex: "-1", "aria-selected": "false" };
  return h(attributes.href ? "a" : "div", { ...role, ...attributes }, ...children);
}

export function group(label, options, button) {
  const head = h("div", { class: "ft-head" }, h("span", {}, label), button ?? "");
  return h("div", { role: "group", "aria-label": label }, head, options);
}

/** A hit. `within`: under the title of its regulation, which is then left out. */
export function hitOption(hit, href, { within = false, answer = false } = {}) {
  const parts = answer ? hit.parts.filter((part) => part.best) : hit.parts;
  const text = parts.map((part) => {
    const words = part.mark ? h("mark", {}, part.text) : part.text;
    return part.best && !answer ? h("span", { class: "ft-best" }, words) : words;
  });
  const [before, after] = answer ? [false, false] : hit.cut;
  const title = hit.citation.slice(0, hit.citation.length - hit.words.length);
  const cite = [
    within ? "" : h("span", { class: "ft-title" }, title),
    h("b", {}, hit.words),
    hit.heading ? h("span", { class: "ft-heading" }, hit.heading) : "",
  ];
  const place = [within ? "" : hit.body, ...hit.crumbs].filter(Boolean).join(" › ");
  const facts = [within ? "" : place, within ? hit.crumbs.join(" › ") : "", hit.status, hit.effective];
  return option(
    { href, class: answer ? "ft-hit ft-answer" : "ft-hit" },
    h("span", { class: "ft-cite" }, cite),
    text.length || hit.below
      ? h(
          "span", { class: text.length ? "ft-text" : "ft-text ft-below" },
          before ? "…" : "", text.length ? text : hit.below, after ? "…" : "",
        )
      : "",
    h("span", { class: "ft-place" }, facts.filter(Boolean).join(" · ")),
  );
}

/** Hits under the titles of their regulations, the regulation of the best hit first. */
export function byRegulation(hits, address) {
  const groups = new Map();
  for (const hit of hits) groups.set(hit.regulation, [...(groups.get(hit.regulation) ?? []), hit]);
  return [...groups.values()].map((own) => {
    const options = own.map((hit) => hitOption(hit, address(hit.path), { within: true }));
    const made = group(`《${own[0].title}》`, options, h("span", {}, own[0].body));
    made.classList.add("ft-regulation");
    return made;
  });
}

export function suggestionOption(suggestion, address, choose) {
  if (suggestion.path) {
    return option({ href: address(suggestion.path), class: "ft-suggestion" }, `《${suggestion.title}》`);
  }
  return option({ class: "ft-suggestion", onclick: () => choose(suggestion.word) }, suggestion.word);
}
