// Which rules read the words, and whether their quotes still stand there: checker/binding.py.

import { squeezed } from "../../../checking/assets/engine/text.js";
import { paths } from "../reader/drafts.js";
import { wordsOf } from "./comparing.js";

/** The quotes of the rules, ready to be looked for. */
export function quotesOf(rules) {
  return rules.map(([title, cites, quote, pattern, holes]) => ({
    title, cites, quote, holes, regex: new RegExp(pattern || literal(quote), "gu"),
  }));
}

/** The pattern of a quote without holes. */
const literal = (quote) => `(?=(${squeezed(quote).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}))`;

/** {places: number of matches, figures: texts of the holes, words, id, lost: the cited is gone}. */
function bind({ cites, regex }, forest, byId) {
  const top = cites ? cites.map((id) => held(byId, id)) : forest;
  if (top.includes(undefined)) return { places: 0, figures: [], words: "", id: "", lost: true };
  const found = [];
  for (const chain of paths(top)) {
    const own = chain.at(-1);
    const words = squeezed(wordsOf(own));
    for (const match of words.matchAll(regex)) found.push([match, words, own.id]);
  }
  const [match, words, id] = found[0] ?? [[], "", ""];
  return { places: found.length, figures: match.slice(2), words, id, lost: false };
}

/** A provision by its id; the only 款 of a provision is the provision. */
const held = (byId, id) => byId.get(id) ?? byId.get(id.replace(/__para_1$/, ""));

/** [{title, quote, state: "broken" | "several" | "lost" | "figures" | "beside", changed, places}]. */
export function affected(quotes, old, now) {
  const [before, after] = [old, now].map((forest) => new Map([...paths(forest)].map((c) => [c.at(-1).id, c.at(-1)])));
  const found = [];
  for (const quote of quotes) {
    const was = bind(quote, old, before);
    const is = bind(quote, now, after);
    const changed = quote.holes
      .map((name, i) => [name, was.figures[i] ?? "", is.figures[i] ?? ""])
      .filter(([, a, b]) => a !== b);
    let state = "";
    if (is.lost) state = "lost";
    else if (is.places === 0) state = "broken";
    else if (is.places > 1) state = "several";
    else if (changed.length) state = "figures";
    else if (was.words !== is.words) state = "beside";
    if (state) found.push({ title: quote.title, quote: quote.quote, state, changed, places: is.places, id: is.id });
  }
  return found;
}
