// Regulations by what people call them: 休假规定 for 阿里地区行署办公室干部职工休假规定.

import { someOf } from "./address.js";
import { squeeze } from "./fold.js";

const ENOUGH = 0.75;

/** The numbers of the regulations that `typed` names best. `loosely`: by most of it as well. */
export function findTitles(index, typed, loosely) {
  const words = squeeze(index.folder.fold(typed));
  if (!words) return [];
  const { titles, bodies } = index.corpus;
  let best = 0;
  let found = [];
  index.data.regulations.forEach(({ body }, number) => {
    const title = titles.values[number];
    let likeness = likenessOf(words, title.replaceAll(" ", ""));
    if (likeness < ENOUGH) {
      const names = bodies.values[body].split(" ").filter(
        (name) => name.length > 1 && words.length > name.length + 1 && words.startsWith(name),
      );
      if (names.length) {
        likeness = Math.max(...names.map((name) => 0.9 * likenessOf(words.slice(name.length), title)));
      }
    }
    if (likeness > best) {
      best = likeness;
      found = [number];
    } else if (likeness === best) {
      found.push(number);
    }
  });
  return best < (loosely ? ENOUGH : 0.9) ? [] : found;
}

/** 1 the title, .98 its end, .97 part of it, .9 its characters in order, else pairs held. */
function likenessOf(typed, title) {
  if (typed === title) return 1;
  if (typed.length > 1 && title.endsWith(typed)) return 0.98;
  if (typed.length > 1 && title.includes(typed)) return 0.97;
  const rest = title[Symbol.iterator]();
  if (typed.length > 2 && [...typed].every((char) => someOf(rest, (own) => own === char))) return 0.9;
  let held = 0;
  for (let i = 0; i + 1 < typed.length; i++) held += title.includes(typed.slice(i, i + 2));
  return typed.length > 1 ? (0.89 * held) / (typed.length - 1) : 0;
}
