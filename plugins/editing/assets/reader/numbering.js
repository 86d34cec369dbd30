// Checks of numbers: handbook/linting/numbering.py.

import { squeezed } from "../../../checking/assets/engine/text.js";
import { table } from "./grammar.js";
import { DIVISIONS } from "./ids.js";
import { parseLabel } from "./labels.js";
import { fold, isEnclosed, markOf, toHan } from "./marks.js";
import { compareNumbers, orderOf } from "./placing.js";

const NUMBERED = new Set(table("numbered"));
const UNITS = { book: "编", part: "分编", chapter: "章", section: "节", article: "条" };
const key = (number) => number.join("-");

/** The provisions that count together, each sequence in document order. */
function sequences({ chains }) {
  const groups = new Map();
  for (const chain of chains) {
    const provision = chain.at(-1);
    if (!NUMBERED.has(provision.level)) continue;
    const group = `${provision.level} ${scope(chain)}`;
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([chain.at(-2)?.id ?? "", provision]);
  }
  const found = [];
  for (const members of groups.values()) {
    let last = null;
    for (const [parent, provision] of members) {
      if (last === null || (provision.number === "1" && parent !== last)) found.push([]);
      found.at(-1).push(provision);
      last = parent;
    }
  }
  return found;
}

function scope(chain) {
  const { level } = chain.at(-1);
  const above = chain.slice(0, -1);
  if (level === "section") return above.at(-1)?.id ?? "";
  const outer =
    level === "article" || DIVISIONS.has(level)
      ? (p) => p.level === "appendix"
      : (p) => !DIVISIONS.has(p.level) && p.level !== "paragraph";
  return above.findLast(outer)?.id ?? "";
}

/** Numbers that come twice, are missing, or stand in the wrong order. */
export function order(subject) {
  const running = new Map();
  for (const sequence of sequences(subject)) {
    const [{ level, number }] = sequence;
    const start = orderOf(number);
    const known = running.get(level);
    const follows = known !== undefined && !between(known, start).length;
    if (!(sequence.length === 1 && DIVISIONS.has(level))) {
      ordered(subject, sequence, compareNumbers(start, [1]) > 0 && follows ? known : [0]);
    }
    const numbers = sequence.map((p) => orderOf(p.number));
    running.set(level, numbers.reduce((a, b) => (compareNumbers(a, b) >= 0 ? a : b)));
  }
}

function ordered(subject, sequence, begin) {
  let last = begin;
  const numbers = sequence.map((p) => orderOf(p.number));
  const later = new Map();
  for (const number of numbers) later.set(key(number), (later.get(key(number)) ?? 0) + 1);
  const seen = new Map();
  sequence.forEach((provision, i) => {
    const number = numbers[i];
    const { label } = provision;
    if (!number.length) {
      last = [last[0] + 1];
      return;
    }
    const own = key(number);
    later.set(own, later.get(own) - 1);
    if (seen.has(own)) {
      const before = seen.get(own);
      const where = before.lines[0] ? `第 ${before.lines[0]} 行已有` : "前面已有";
      const anew = own === "1" ? "，从这里重新编起" : "";
      subject.report("duplicate-number", provision, `“${label}”重复：${where}“${before.label}”${anew}`);
      if (own === "1") seen.clear();
      last = number;
    } else if (compareNumbers(number, last) < 0) {
      const before = seen.has(key(last)) ? `“${seen.get(key(last)).label}”` : "更大的编号";
      subject.report("number-out-of-order", provision, `“${label}”排在${before}之后，次序颠倒`);
    } else {
      const missing = between(last, number).filter((n) => !later.get(key(n)));
      if (missing.length) {
        const names = missing.slice(0, 5).map((n) => named(n, provision)).join("、");
        const more = missing.length > 5 ? `等 ${missing.length} 个` : "";
        subject.report("missing-number", provision, `“${label}”之前缺${names}${more}`);
      }
      last = number;
    }
    seen.set(own, provision);
  });
}

/** The numbers that should stand between two: 12 and 15 → 13, 14; 12-1 and 12-3 → 12-2. */
function between(last, number) {
  if (!number.length || !last.length) return [];
  const found = [];
  if (number.length > 1 && number[0] === last[0]) {
    for (let sub = (last[1] ?? 0) + 1; sub < number[1]; sub++) found.push([number[0], sub]);
    return found;
  }
  const end = number[0] + (number.length > 1 ? 1 : 0);
  for (let n = last[0] + 1; n < end; n++) found.push([n]);
  return found;
}

/** A number as a label of the same kind would print it. */
function named(number, { label, level }) {
  const mark = markOf(label);
  const arabic = /[0-9]/.test(fold(label));
  const one = number.map((n) => (arabic ? String(n) : toHan(n)));
  if (UNITS[level]) return `第${one[0]}${UNITS[level]}${one.slice(1).map((n) => `之${n}`).join("")}`;
  if (mark === "①" && number[0] <= 20) return String.fromCodePoint(0x245f + number[0]);
  if (mark === "A" || mark === "(A)") return String.fromCodePoint(64 + number[0]);
  if (mark === "(一)" || mark === "(1)") return `(${one.join("之")})`;
  return `“${one.join("之")}”`;
}

/** Labels whose numeral was lost: ()…, 、…. */
export function lost(subject) {
  for (const provision of subject.provisions) {
    if (!NUMBERED.has(provision.level) || provision.number) continue;
    const shown = provision.label ? `“${provision.label}”里没有数字` : "这里没有编号";
    subject.report("lost-numeral", provision, `${shown}；对照前后补上编号`);
  }
}

/** Labels that are written otherwise than those beside them. */
export function style(subject) {
  for (const sequence of sequences(subject)) {
    const labelled = sequence.filter(({ number }) => number);
    for (const [odd, like] of oddOnes(labelled, dress)) {
      subject.report("mixed-label-style", odd, `“${odd.label}”与同级的“${like.label}”写法不同`);
    }
    const bracketed = labelled.filter(({ label }) => "(（".includes(label[0]));
    for (const [odd, like] of oddOnes(bracketed, brackets)) {
      subject.report("mixed-brackets", odd, `“${odd.label}”与同级的“${like.label}”括号宽窄不同`);
    }
  }
}

/** Those whose key is not that of most, each with one that has it. */
function oddOnes(row, keyOf) {
  if (row.length < 2) return [];
  const keys = row.map(({ label }) => keyOf(label));
  const counts = new Map();
  for (const own of keys) counts.set(own, (counts.get(own) ?? 0) + 1);
  const usual = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const like = row[keys.indexOf(usual)];
  return row.filter((_, i) => keys[i] !== usual).map((odd) => [odd, like]);
}

function dress(label) {
  const folded = fold(label).trim();
  if ("第笫苐".includes(folded[0])) return `第 ${/[0-9]/.test(folded)}`;
  const end = "、.".includes(folded.at(-1)) ? folded.at(-1) : "";
  return `${markOf(label)} ${isEnclosed(folded[0])} ${end}`;
}

const brackets = (label) => label[0] + label.trimEnd().at(-1);

/** What is wrong with a single label: 笫三条, 第 三 条, 十九条, (一）. */
export function flaws(subject) {
  for (const provision of subject.provisions) {
    const { label } = provision;
    if (!NUMBERED.has(provision.level) || !label) continue;
    const kind = parseLabel(`${label}\u3000`)?.flaw ?? "";
    if (kind === "inner-space") {
      subject.report("space-in-label", provision, `“${label}”中间有空格，应为“${squeezed(label)}”`);
    } else if (kind === "lost-mark") {
      subject.report("lost-mark", provision, `“${label}”应为“第${label}”`);
    } else if (kind === "mixed-width") {
      subject.report("mixed-brackets", provision, `“${label}”两边括号一宽一窄`);
    }
  }
}
