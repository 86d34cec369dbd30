// What may be meant while a query is being typed: titles and words that begin or sound like it.

import { squeeze } from "./fold.js";
import { pinyinOf } from "./pinyin.js";

const MOST = 5;
const TITLES = 3;

/** {title, path} of regulations and {word}: at most five, titles first. */
export function suggest(index, typed) {
  const words = squeeze(index.folder.fold(typed));
  if (!words) return [];
  const { titles } = index.corpus;
  const { regulations } = index.data;
  const latin = /^[a-z]{2,}$/.test(words);
  const starts = [];
  const holds = [];
  regulations.forEach(({ title, slug }, number) => {
    const own = titles.values[number];
    const at = latin ? index.sounds.initials(own).indexOf(words) : own.indexOf(words);
    if (at >= 0) (at ? holds : starts).push({ title, path: `${slug}/` });
  });
  const found = [...starts, ...holds].slice(0, TITLES);
  const likely = latin ? (pinyinOf(index).read(words) ?? []) : [];
  const longer = latin
    ? likely.length === 1 ? likely[0] : [likely.map(([first]) => first).join("")].filter(Boolean)
    : index.sorted.filter((word) => word.length > words.length && word.startsWith(words));
  const count = (word) => index.corpus.count(word);
  const present = longer.filter((word) => (latin ? word : count(word)));
  if (!latin) present.sort((a, b) => count(b) - count(a));
  return [...found, ...present.map((word) => ({ word }))].slice(0, MOST);
}

/** Titles and words that share most characters with what was typed: for a search without hits. */
export function nearest(index, typed) {
  const chars = new Set(squeeze(index.folder.fold(typed)));
  const likeness = (words) => {
    const own = new Set(words);
    let shared = 0;
    for (const char of own) if (chars.has(char)) shared++;
    return shared / (own.size + chars.size);
  };
  const { titles } = index.corpus;
  const found = index.data.regulations.map(({ title, slug }, number) => ({
    title, path: `${slug}/`, near: likeness(titles.values[number]),
  }));
  for (const word of index.sorted) found.push({ word, near: likeness(word) });
  return found.filter(({ near }) => near > 0).sort((a, b) => b.near - a.near).slice(0, MOST);
}
