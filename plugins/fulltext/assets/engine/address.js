// Addresses of provisions that people type (休假规定第九条, 考勤办法 五（三）4):
// docs/search-format.md, 五.

import { canonical, ENCLOSED_CHARS, strip } from "../../../assets/numerals.js";

const N = "[0-9]+|[零〇一二三四五六七八九十百千两廿卅]+";
const STEP = new RegExp(
  `第[(]?(${N}|[${ENCLOSED_CHARS}])[)]?(分编|编|章|节|条|款|项|目)((?:之(?:${N}))*)` +
    `|(附件|附表|附录|附图)(${N})?` +
    `|第(${N})(表|段)|(序言|落款)` +
    `|[(](${N}|[a-z])[)]|([${ENCLOSED_CHARS}])` +
    `|(${N}|[a-z])(?=[、.:)(]|第|[“${ENCLOSED_CHARS}]|$)` +
    "|“([^”]*)”|〔第([0-9]+)处〕|(〔缺号〕)",
  "y",
);
const MARKS = /[、.:)的]*/y;
const LONGEST = 80;
/** How well a provision agrees with an address that is typed as its citation is printed. */
export const EXACTLY = 3;

/** Width and brackets made one; white space kept. */
export function foldAddress(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[〈〉\u3000\t\n]/g, (c) => ({ "〈": "《", "〉": "》" })[c] ?? " ")
    .toLowerCase();
}

/** The steps that make up all of `words`, without white space; null where they do not. */
export function readSteps(words) {
  const found = [];
  let at = 0;
  while (at < words.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(words);
    if (!match) return null;
    found.push(step(match));
    MARKS.lastIndex = STEP.lastIndex;
    at = STEP.lastIndex + MARKS.exec(words)[0].length;
  }
  return found;
}

function step([, label, kind, more, annex, ordinal, nth, part, edge, bracketed, ring, plain, quoted, place, lost]) {
  if (label) {
    const further = (more || "").split("之").slice(1).map(canonical);
    return { kind, number: [canonical(label), ...further].join("-") };
  }
  if (annex) return { kind: "附", number: canonical(ordinal ?? "") };
  if (nth) return { kind: part, number: canonical(nth) };
  if (edge) return { kind: edge, number: "" };
  if (quoted !== undefined) return { kind: "“", number: quoted };
  if (place) return { kind: "处", number: place };
  if (lost) return { kind: "", number: "" };
  return { kind: "", number: canonical(bracketed || ring || plain) };
}

/** The addresses that may end a query (folded by `foldAddress`), longest first. */
export function findAddresses(query) {
  const text = strip(query);
  if ([...text].length > LONGEST) return [];
  const squeezed = text.replace(/ /g, "");
  const gaps = new Set();
  let at = 0;
  for (const char of text) {
    if (char === " ") gaps.add(at);
    else at += char.length;
  }
  const found = [];
  for (let split = 0; split < squeezed.length; split++) {
    const steps = readSteps(squeezed.slice(split));
    if (steps) {
      const sure = !split || opens(squeezed, split, steps[0], gaps.has(split));
      const title = squeezed.slice(0, split).replace(/^[《》的,，:、]+|[《》的,，:、]+$/g, "");
      found.push({ title, steps, sure, typed: squeezed.slice(split) });
    }
  }
  return found;
}

/** Whether steps may begin at `at` inside a query: a plain number needs a gap in front. */
function opens(text, at, first, gap) {
  return (
    (first.kind !== "" && first.kind !== "“") || gap ||
    "(《“".includes(text[at]) || "》,，:、".includes(text[at - 1]) || ENCLOSED_CHARS.includes(text[at])
  );
}

/** How well steps that were typed name a provision: 2 fully, 1 its end, 0 not at all. */
export function agree(asked, own) {
  const both = [own, own.filter((step) => step.kind !== "款")];
  for (const steps of both) {
    if (asked.length === steps.length && asked.every((step, i) => same(step, steps[i]))) return 2;
  }
  for (const steps of both) {
    if (!asked.length || !steps.length || !same(asked.at(-1), steps.at(-1))) continue;
    const rest = steps.slice(0, -1)[Symbol.iterator]();
    if (asked.slice(0, -1).every((step) => someOf(rest, (other) => same(step, other)))) return 1;
  }
  return 0;
}

/** Whether one of what is left of an iterator will do; it stays behind that one. */
export function someOf(iterator, will) {
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    if (will(next.value)) return true;
  }
  return false;
}

function same(asked, own) {
  const loose = ["", "项", "目"];
  return (
    asked.number === own.number &&
    (asked.kind === own.kind || (loose.includes(asked.kind) && loose.includes(own.kind)))
  );
}
