// Blocks → tree of provisions: handbook/tree.py.

import { first, length } from "../../../checking/assets/engine/text.js";
import { LAYOUT } from "./blocks.js";
import { Draft, settle } from "./drafts.js";
import { matchAt, pattern } from "./grammar.js";
import { DIVISIONS, assign } from "./ids.js";
import { STYLE } from "./labels.js";
import { DEEPEST } from "./lines.js";
import { nest } from "./nesting.js";
import { last } from "./words.js";

const ITEMS = ["item1", "item2", "item3", "item4", "item5"];
const BELOW_ARTICLE = ["point", "indent", ...ITEMS.slice(2)];
const FIXED = new Map([
  [STYLE.BOOK, "book"], [STYLE.PART, "part"], [STYLE.CHAPTER, "chapter"], [STYLE.SECTION, "section"],
  [STYLE.ARTICLE, "article"], [STYLE.APPENDIX, "appendix"],
]);
const SENTENCE_END = pattern("tree.sentenceEnd");
const DATE = pattern("tree.date", "y");
const BODY_NAME = pattern("tree.bodyName", "y");
const MOST_ROUNDS = 8;

/** The forest of provisions that `blocks` make up, with ids. */
export function build(blocks, nesting, remarks) {
  const entries = blocks.map(({ label, heading, hashes }) => ({
    label,
    plain: !label && heading === null,
    depth: hashes > 1 ? hashes - 2 : null,
    orDeeper: hashes === DEEPEST + 2,
  }));
  const reading = nestAll(blocks, entries, nesting);
  report(blocks, reading, remarks);
  const grown = new Grower(blocks, reading, remarks).grow();
  grown.forEach(settle);
  assign(grown);
  return grown;
}

/** The nesting in which every heading stands at the depth it states. */
function nestAll(blocks, entries, nesting) {
  let reading;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    reading = nest(entries, nesting);
    let settled = true;
    blocks.forEach(({ heading }, i) => {
      if (heading === null) return;
      const depth = Math.min(reading.placements[i].depth, DEEPEST);
      if (entries[i].depth !== depth) {
        entries[i] = { ...entries[i], depth, orDeeper: depth === DEEPEST };
        settled = false;
      }
    });
    if (settled) break;
  }
  return reading;
}

/** The indices of the closing name and date lines, at the end and before a main appendix. */
function signatures(blocks, placements) {
  const found = new Set();
  const ends = [...blocks.keys()].filter(
    (i) => blocks[i].label?.style === STYLE.APPENDIX && placements[i].depth === 0,
  );
  for (const end of [...ends, blocks.length]) {
    for (let i = end; i && isSignature(blocks[i - 1]); i--) found.add(i - 1);
  }
  return found;
}

function isSignature({ label, heading, table, unparsed, text }) {
  if (label || heading !== null || table || unparsed) return false;
  return length(text) <= 40 && Boolean(matchAt(DATE, text) || matchAt(BODY_NAME, text));
}

function report(blocks, { placements, doubts }, remarks) {
  for (const { place, depth } of doubts) {
    const { label, text, lines, column } = blocks[place];
    remarks.add(
      lines[0], column, "unclear-depth",
      `“${label ? label.text : first(text, 10)}”可以是第${placements[place].depth + 1}层，` +
        `也可以是第${depth + 1}层，暂按前者；请在文头用 nesting 写明各级编号的次序`,
    );
  }
  blocks.forEach(({ hashes, lines, column }, i) => {
    const { depth } = placements[i];
    if (hashes > 1 && hashes < DEEPEST + 2 && depth < hashes - 2) {
      remarks.add(
        lines[0], column, "heading-skip",
        `标题用了 ${hashes} 个 #，它的上一级却没有标题或编号；应为 ${depth + 2} 个 #`,
      );
    }
  });
}

/** Puts one block after the other in its place. */
class Grower {
  constructor(blocks, { placements }, remarks) {
    this.blocks = blocks;
    this.placements = placements;
    this.remarks = remarks;
    this.top = [];
    this.path = []; // open provisions with label or heading
    this.doubtful = -2; // the last block whose owner was not clear
    this.signed = signatures(blocks, placements);
  }

  grow() {
    const least = this.least();
    this.blocks.forEach((block, i) => {
      const { depth } = this.placements[i];
      if (block.unparsed || block.table) {
        const draft = new Draft(block.table ? "table" : "unparsed", block.lines);
        draft.text = block.text;
        if (this.path.length) this.path.length = this.owner(i, least[i]) + 1;
        this.add(draft);
      } else if (depth < 0) {
        this.paragraph(i, block, least[i]);
      } else {
        this.path.length = Math.min(this.path.length, depth);
        const draft = this.labelled(block);
        this.add(draft);
        this.path.push(draft);
      }
    });
    return this.top;
  }

  /** For each block the least depth to which a paragraph may belong before the next label. */
  least() {
    const least = new Array(this.placements.length);
    let bound = 0;
    for (let i = least.length - 1; i >= 0; i--) {
      least[i] = bound;
      const { depth, continues } = this.placements[i];
      if (depth >= 0) bound = continues ? depth : Math.max(depth - 1, 0);
    }
    return least;
  }

  add(draft) {
    (this.path.at(-1)?.parts ?? this.top).push(draft);
  }

  paragraph(i, { text, breaks, lines }, least) {
    if (this.signed.has(i) || !this.path.length) {
      const draft = new Draft(this.signed.has(i) ? "signature" : "preamble", lines);
      draft.text = text;
      draft.breaks = breaks;
      this.top.push(draft);
      return;
    }
    this.path.length = this.owner(i, least) + 1;
    const owner = this.path.at(-1);
    if (!owner.parts.length && (owner.label || owner.heading !== null)) {
      owner.layout = LAYOUT.NEXT_BLOCK;
    }
    owner.parts.push({ text, breaks, lines });
  }

  /** The index in the path of the provision that a paragraph belongs to. */
  owner(i, least) {
    const { path } = this;
    const end = path.length - 1;
    let at = end;
    while (at > least && !holds(path[at])) at--;
    const inner = path[end];
    const clear =
      at === end ? holds(path[at]) : at === end - 1 && holds(path[at]) && finished(inner);
    if (!clear) {
      if (this.doubtful !== i - 1) {
        const { lines, column } = this.blocks[i];
        this.remarks.add(
          lines[0], column, "unclear-owner",
          `“${name(inner)}”之后的这一段没有编号，暂归“${name(path[at])}”；如不对，请调整编号或写法`,
        );
      }
      this.doubtful = i;
    }
    return at;
  }

  labelled({ label, lines, heading, text, layout, breaks }) {
    const draft = new Draft(this.level(label), lines, label?.number ?? "");
    if (label) [draft.label, draft.gap] = [label.text, label.gap];
    draft.heading = heading;
    if (text) {
      draft.layout = layout;
      draft.parts.push({ text, breaks, lines });
    }
    return draft;
  }

  level(label) {
    if (!label) return "heading";
    const fixed = FIXED.get(label.style);
    if (fixed) return fixed;
    let depth = 0;
    for (const { level } of [...this.path].reverse()) {
      if (level === "article") return BELOW_ARTICLE[Math.min(depth, 4)];
      if (level === "appendix") break;
      if (level !== "heading" && !DIVISIONS.has(level)) depth++;
    }
    return ITEMS[Math.min(depth, 4)];
  }
}

function holds({ heading, parts, level }) {
  if (heading !== null || !parts.length || ["article", "appendix", "item1"].includes(level)) return true;
  return /[:：]$/.test(words(parts.at(-1)));
}

const words = (part) => part?.text ?? "";
const name = ({ label, heading }) => label || heading || "";
const finished = ({ parts }) => SENTENCE_END.test(last(words(parts.at(-1)), 8));
