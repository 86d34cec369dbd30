// Provisions while they grow, and their 款: handbook/drafts.py.

import { LAYOUT } from "./blocks.js";

/** A provision; `parts`: its paragraphs ({text, breaks, lines}) and children, in document order. */
export class Draft {
  constructor(level, lines, number = "") {
    this.level = level;
    this.lines = lines;
    this.number = number;
    this.label = this.gap = this.text = this.id = "";
    this.heading = null;
    this.layout = LAYOUT.SAME_LINE;
    this.breaks = [];
    this.parts = [];
    this.children = [];
  }
}

/** Parts → own text and children: 款 where paragraphs are several or follow children. */
export function settle(draft) {
  const { parts } = draft;
  const own = parts.filter((part) => !(part instanceof Draft));
  if (!own.length) {
    draft.children = parts;
  } else if (own.length === 1 && parts[0] === own[0]) {
    draft.text = own[0].text;
    draft.breaks = own[0].breaks;
    draft.lines = [draft.lines[0], own[0].lines[1]];
    draft.children = parts.slice(1);
  } else {
    if (parts[0] !== own[0]) draft.layout = LAYOUT.SAME_LINE;
    let target = draft.children;
    let count = 0;
    for (const part of parts) {
      if (part instanceof Draft) {
        // What is titled, and a 条, is no part of a 款
        if (part.heading !== null || part.level === "article") target = draft.children;
        target.push(part);
      } else {
        const paragraph = new Draft("paragraph", part.lines, String(++count));
        paragraph.text = part.text;
        paragraph.breaks = part.breaks;
        draft.children.push(paragraph);
        target = paragraph.children;
      }
    }
  }
  for (const part of parts) if (part instanceof Draft && part.parts.length) settle(part);
}

/** All of a forest in document order, each with the chain from the top level down to it. */
export function* paths(forest, above = []) {
  for (const draft of forest) {
    const chain = [...above, draft];
    yield chain;
    yield* paths(draft.children, chain);
  }
}
