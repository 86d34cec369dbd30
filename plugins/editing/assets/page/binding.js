// Which rules read the words, and whether their quotes still stand there: checker/binding.py.

import { squeezed } from "../../../checking/assets/engine/text.js";
import { paths } from "../reader/drafts.js";
import { wordsOf } from "./comparing.js";

// What has to be mended comes first.
const ORDER = ["broken", "lost", "several", "figures", "beside"];

/** The quotes of the rules, ready to be looked for. */
export function quotesOf(rules) {
  return rules.map(([title, cites, quote, pattern, holes]) => ({
    title, cites, quote, holes, regex: new RegExp(pattern || literal(quote), "gu"),
  }));
}

/** The pattern of a quote without holes. */
const literal = (quote) => `(?=(${squeezed(quote).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}))`;

/** {places: number of matches, figures: texts of the holes, words, id, lost: the cited is gone}. */
function bind({ cites, regex }, forest, held) {
  const top = cites ? cites.map(held) : forest;
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

/**
 * Id in the text in force → the provision that its citation means in a text, undefined for none.
 *
 * Where the citation leads nowhere, that of its id; the only 款 of a provision is the provision.
 */
function finder(cited, { chains, citations }) {
  const byId = new Map(chains.map((chain) => [chain.at(-1).id, chain.at(-1)]));
  const byWords = new Map([...citations].map(([id, words]) => [words, byId.get(id)]));
  return (id) =>
    byWords.get(cited.get(id)) ?? byId.get(id) ?? byId.get(id.replace(/__para_1$/, ""));
}

/**
 * What became of the quotes: [{title, quote, state, changed: [[hole, old, new]], id}], of ORDER.
 *
 * old, now: {provisions, chains, citations} of the text in force and of the changed one.
 */
export function affected(quotes, old, now) {
  const [before, after] = [old, now].map((side) => finder(old.citations, side));
  const found = [];
  for (const quote of quotes) {
    const was = bind(quote, old.provisions, before);
    const is = bind(quote, now.provisions, after);
    const changed = quote.holes
      .map((name, i) => [name, was.figures[i] ?? "", is.figures[i] ?? ""])
      .filter(([, a, b]) => a !== b);
    let state = "";
    if (is.lost) state = "lost";
    else if (is.places === 0) state = "broken";
    else if (is.places > 1) state = "several";
    else if (changed.length) state = "figures";
    else if (was.words !== is.words) state = "beside";
    if (state) found.push({ title: quote.title, quote: quote.quote, state, changed, id: is.id });
  }
  return found.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}
