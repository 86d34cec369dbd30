// What a query asks for: words with their synonyms, figures, phrases, an address, intents:
// docs/search-format.md, 四.

import { findAddresses, foldAddress } from "./address.js";
import { squeeze } from "./fold.js";
import { BLANK, strip } from "../../../assets/numerals.js";
import { Reader } from "./reader.js";
import { findTitles } from "./titles.js";

/** Longer queries are cut off. */
export const MOST_TYPED = 120;
const QUOTED = /“([^“”]+)”|"([^"]+)"|「([^「」]+)」|『([^『』]+)』|＂([^＂]+)＂/g;
const DOCUMENT = new RegExp(
  "([\u3400-\u9fff]{0,8})[〔\\[(（【﹝［][B]*(\\p{Nd}{4})[B]*[〕\\])）】﹞］][B]*第?[B]*(\\p{Nd}{1,4})[B]*号"
    .replaceAll("[B]", `[${BLANK}]`),
  "gu",
);
const SPACE = new RegExp(`[${BLANK}]+`, "g");

/** Understands a query; any string is one. */
export function understand(text, index) {
  const whole = [...strip(text)];
  const typed = whole.slice(0, MOST_TYPED).join("");
  const reader = new Reader(index);
  const plain = (phrase) => squeeze(index.folder.fold(phrase));
  // A printed citation may hold subheads in quotes: 《文电文档管理制度》“印鉴管理”3.
  const cited = typed.startsWith("《");
  const quoted = cited ? [] : [...typed.matchAll(QUOTED)].map((match) => match.slice(1).find(Boolean));
  const phrases = quoted.filter(plain);
  let rest = cited ? typed : typed.replace(QUOTED, " ");
  const { address, titles } = findAddress(rest, index);
  if (address) rest = address.title;
  let exact = phrases.map(plain);
  let missing = [];
  if (exact.length && !holding(index, exact).size) {
    // No provision has them: look for their words
    rest = `${rest} ${phrases.join(" ")}`;
    missing = phrases;
    exact = [];
  } else {
    for (const phrase of phrases) reader.phrase(phrase);
  }
  rest = rest.replace(DOCUMENT, (...match) => reader.document(match));
  const folded = index.folder.fold(rest.replace(SPACE, "，"));
  const intent = reader.read(folded);
  const { groups, corrections } = reader;
  const wanted = groups.filter((group) => !group.extra).length;
  const meant = corrections.reduce((words, c) => words.replaceAll(c.typed, () => c.meant), typed);
  return {
    text: typed, cutOff: whole.length > MOST_TYPED, groups, exact, missing, address, titles, intent,
    wanted, spaced: folded.includes(" ") && wanted > 1, suggestion: meant === typed ? null : meant,
  };
}

/** The units that hold all phrases (squeezed). */
export function holding(index, phrases) {
  const [first, ...others] = phrases.map((phrase) => index.corpus.phrase(phrase));
  const sets = others.map((units) => new Set(units));
  return new Set(first.filter((unit) => sets.every((set) => set.has(unit))));
}

/** The first address whose title names a regulation; else one that can be nothing else. */
function findAddress(text, index) {
  const found = findAddresses(foldAddress(text));
  if (found.length && found[0].title === "" && found[0].sure) return { address: found[0], titles: [] };
  for (const address of found) {
    const titles = address.title ? findTitles(index, address.title, address.sure) : [];
    if (titles.length) return { address, titles };
  }
  const address = found.find(
    ({ sure, title, steps }) => sure && (!title || (steps[0].kind !== "" && steps[0].kind !== "“")),
  );
  return { address: address ?? null, titles: [] };
}
