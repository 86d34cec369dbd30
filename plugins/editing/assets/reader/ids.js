// Ids of provisions, derived from levels and numbers: handbook/ids.py.

import { table } from "./grammar.js";

const PREFIX = table("levels");
export const DIVISIONS = new Set(["book", "part", "chapter", "section"]);
const COUNTED = new Set(["preamble", "table", "signature", "unparsed", "heading", "appendix"]);
const RUNS = new Set(["book", "part", "chapter"]);

/** Gives every provision of a forest its id. */
export function assign(forest) {
  new Namer(forest);
}

function place(level, above) {
  const own = { level, id: "" };
  own.scope = !above || level === "appendix" ? own : above.scope;
  own.outer = !above || !DIVISIONS.has(level) ? own : above.outer;
  return own;
}

/** Two walks over a forest: which numberings start anew, then the ids. */
class Namer {
  constructor(forest) {
    this.used = new Set();
    this.counts = new Map();
    this.begun = new Map(); // place → prefix → the parent below which its 1 stands
    this.anew = new Map(); // place → prefixes of numberings that start anew
    this.lonePreamble = forest.filter(({ level }) => level === "preamble").length === 1;
    const root = place(null, null);
    this.places = [root]; // of those that have children, in document order
    this.survey(forest, root);
    this.next = 1;
    this.name(forest, root);
  }

  survey(nodes, parent) {
    for (const node of nodes) {
      if (node.number === "1") {
        const prefix = PREFIX[node.level];
        const both = node.level === "article" ? [parent.scope, parent.outer] : [parent.outer];
        for (const holder of both) {
          if (!this.begun.has(holder)) this.begun.set(holder, new Map());
          const begun = this.begun.get(holder);
          if (!begun.has(prefix)) begun.set(prefix, parent);
          else if (begun.get(prefix) !== parent) {
            if (!this.anew.has(holder)) this.anew.set(holder, new Set());
            this.anew.get(holder).add(prefix);
          }
        }
      }
      if (node.children.length) {
        const own = place(node.level, parent);
        this.places.push(own);
        this.survey(node.children, own);
      }
    }
  }

  startsAnew(holder, prefix) {
    return this.anew.get(holder)?.has(prefix) ?? false;
  }

  name(nodes, parent) {
    for (const node of nodes) {
      const { level, number } = node;
      const prefix = PREFIX[level];
      const base = this.base(level, prefix, parent).id;
      let own;
      if (level === "preamble" && this.lonePreamble) own = prefix;
      else if (number && level !== "heading") own = `${prefix}_${number}`;
      else own = `${prefix}_${this.count(`${base}__${prefix}`, level)}`;
      node.id = this.unique(base ? `${base}__${own}` : own);
      if (node.children.length) {
        const inner = this.places[this.next++];
        inner.id = node.id;
        this.name(node.children, inner);
      }
    }
  }

  base(level, prefix, parent) {
    if (level === "article") {
      const both = [parent.scope, parent.outer];
      return both.find((holder) => !this.startsAnew(holder, prefix)) ?? parent;
    }
    if (COUNTED.has(level) || level === "paragraph" || level === "section") return parent;
    if (RUNS.has(level) || DIVISIONS.has(parent.level)) {
      return this.startsAnew(parent.outer, prefix) ? parent : parent.outer;
    }
    return parent;
  }

  count(key, level) {
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return COUNTED.has(level) ? String(count) : `u${count}`;
  }

  unique(wanted) {
    let found = wanted;
    while (this.used.has(found)) {
      const count = Math.max((this.counts.get(wanted) ?? 1) + 1, 2);
      this.counts.set(wanted, count);
      found = `${wanted}_${count}`;
    }
    this.used.add(found);
    return found;
  }
}
