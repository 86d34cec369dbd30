// Addresses as people write them, and those that lead nowhere.
//
// #第七条, #7, #art-7, #art_7__point_3 (its 款 left out) go where they mean; of any other the reader
// is told, with the provisions that are nearest to it.

import { h } from "../../assets/dom.js";
import { parse } from "../../assets/numerals.js";

const NEAREST = 5;
const NUMERAL = /[0-9]+|[〇零一二两三四五六七八九十百千廿卅①-⑳㈠-㈩⑴-⒇]+/gu;
const UNITS = { 编: "book", 章: "chp", 节: "sec", 条: "art", 款: "para", 项: "point", 目: "indent" };

/** Width, kind of numeral, brackets and marks do not matter: 第（三）项 and 第3项 are `3项`. */
export function folded(words) {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .replace(NUMERAL, (numeral) => parse(numeral) ?? numeral)
    .replace(/第|\s/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, ".")
    .replace(/\.(?=\p{Script=Han}|$)|(?<=\p{Script=Han}|^)\./gu, "");
}

/** The steps of an address: [["art", 7], ["point", 3]]. */
export function stepsOf(address) {
  const text = address.normalize("NFKC").replace(/^.*》/, "");
  if (/^[\x00-\x7f]*$/.test(text)) {
    const parts = text.toLowerCase().split(/__|\.|\/|-(?=[a-z])/);
    return parts.map((part) => {
      const found = /^([a-z]*)[_-]?(\d*)/.exec(part);
      return [found[1] === "article" ? "art" : found[1], found[2] ? Number(found[2]) : null];
    });
  }
  const units = [...text.matchAll(/第?[(（]?([^第()（）编章节条款项目]+)[)）]?([编章节条款项目])/g)];
  if (units.length) return units.map((unit) => [UNITS[unit[2]], Number(parse(unit[1]) ?? NaN)]);
  return [...text.matchAll(NUMERAL)].map((numeral) => ["lvl", Number(parse(numeral[0]) ?? NaN)]);
}

const withoutParagraph = (id) => id.replace(/__para_\d+(?=__|$)/g, "");

/** The id that `address` means; "" where none or more than one is meant. */
export function meant(address, cites) {
  const words = address.replace(/^.*》/, "");
  const typed = stepsOf(words).map(([kind, number]) => kind + (number === null ? "" : `_${number}`)).join("__");
  const wanted = folded(words);
  const short = wanted.replace(/\d+款/g, "");
  const tests = [
    (id) => id === typed,
    (_, cite) => folded(cite) === wanted,
    (id) => withoutParagraph(id) === withoutParagraph(typed) && typed.includes("__"),
    (_, cite) => short !== "" && folded(cite).replace(/\d+款/g, "") === short,
    (id) => /^\d+$/.test(wanted) && (id === `art_${wanted}` || id === `lvl_${wanted}`),
  ];
  for (const test of tests) {
    const found = [...cites].filter(([id, cite]) => test(id, cite));
    if (found.length === 1) return found[0][0];
  }
  return "";
}

/** The ids of the provisions nearest to `address`, in the order of the text. */
export function nearest(address, ids) {
  const wanted = stepsOf(address);
  const near = ids.map((id, at) => ({ id, at, score: likeness(wanted, stepsOf(id)) }));
  const best = near.filter((one) => one.score > 0).sort((a, b) => b.score - a.score || a.at - b.at);
  return best.slice(0, NEAREST).sort((a, b) => a.at - b.at).map((one) => one.id);
}

/** How much two addresses have in common, from the outside in. */
function likeness(wanted, steps) {
  let score = -0.5 * Math.abs(wanted.length - steps.length);
  for (let i = 0; i < Math.max(wanted.length, steps.length); i++) {
    const [one, other] = [wanted[i], steps[i]];
    if (!one || !other || one[0] !== other[0]) return score;
    const apart = Math.abs((one[1] ?? 0) - (other[1] ?? 0));
    if (apart) return score + 4 / (1 + apart);
    if (Number.isNaN(apart)) return score;
    score += 10;
  }
  return score;
}

export function startAddresses(article) {
  let notice = null;
  const look = () => {
    notice?.remove();
    notice = null;
    const address = typed();
    if (!address || address.startsWith("__") || document.getElementById(address)) return;
    // Whoever knows what an address once meant takes it over, or gives it back.
    const otherwise = () => lookNear(address);
    const detail = { address, otherwise, tell };
    if (article.dispatchEvent(new CustomEvent("astray", { cancelable: true, detail }))) otherwise();
  };
  const lookNear = (address) => {
    const holders = [...article.querySelectorAll("[data-cite][id]")];
    const cites = new Map(holders.map((element) => [element.id, element.dataset.cite]));
    const id = meant(address, cites);
    if (id) {
      location.replace(`#${id}`);
      return;
    }
    tell(astray(address, nearest(address, [...cites.keys()]), cites));
  };
  /** Puts `element` under the title in the place of what was said before. */
  const tell = (element) => {
    notice?.remove();
    notice = element;
    article.querySelector("h1").after(notice);
    notice.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", look);
  look();
}

function typed() {
  const raw = location.hash.slice(1);
  try {
    return decodeURIComponent(raw).trim();
  } catch {
    return raw;
  }
}

function astray(address, ids, cites) {
  const shown = address.length > 40 ? `${address.slice(0, 40)}…` : address;
  const links = ids.map((id) => h("li", {}, h("a", { href: `#${id}` }, cites.get(id))));
  const advice = ids.length ? "相近的有：" : "请从目录里选，或者查找。";
  return h(
    "div", { class: "astray", role: "alert" },
    h("p", {}, `本页没有“${shown}”这一处，它可能改过编号或者写错了。${advice}`),
    ids.length > 0 && h("ul", {}, links),
  );
}
