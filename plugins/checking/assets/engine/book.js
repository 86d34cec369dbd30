// The rule books of a body, made ready for forms: what checker/publishing.py writes.
//
// A chapter, with its rules and provisions, is read when a form first needs it.

import { Calendar } from "./calendar.js";
import { fromIso } from "./days.js";
import { Demand } from "./demands.js";
import { node } from "./interpret.js";
import { Measure, Type } from "./kinds.js";

const PROVISION = ["regulation", "id", "citation", "path", "quote"];

export class Books {
  /** `text`: lines of JSON; the first says how many rules come before the provisions. */
  constructor(text) {
    const [head, ...lines] = text.split("\n");
    const given = JSON.parse(head);
    this.given = given;
    this.lines = lines;
    this.turns = given.turns.map(fromIso);
    this.types = given.types.map((parts) => new Type(parts));
    this.provisions = new Map();
    this.rules = new Map();
    this.made = given.books.map(() => ({ calendar: null, chapters: new Map() }));
  }

  /** {chapter, calendar} of a form type on a day; the chapter undefined where no rule reaches it. */
  on(day, type) {
    const at = this.turns.filter((turn) => turn <= day).length;
    const [given, made] = [this.given.books[at], this.made[at]];
    made.calendar ??= new Calendar(...given.calendar);
    if (!made.chapters.has(type)) made.chapters.set(type, this.chapter(given.chapters[type]));
    return { calendar: made.calendar, chapter: made.chapters.get(type) };
  }

  chapter(given) {
    if (!given) return undefined;
    const rules = given.rules.map((number) => this.rule(number));
    return { rules, conflicts: given.conflicts ?? [] };
  }

  rule(number) {
    let rule = this.rules.get(number);
    if (!rule) {
      const { id, title, when, cases, on, gap, first, conflict, covers } = JSON.parse(this.lines[number]);
      rule = {
        id,
        title,
        when: when ? node(when) : null,
        cases: cases.map((one) => this.case(title, one)),
        on: this.measure(on),
        gap: gap ?? null,
        first: first ?? false,
        conflict: conflict ?? "",
        covers: covers ?? [],
      };
      this.rules.set(number, rule);
    }
    return rule;
  }

  case(title, { when, provisions, demand, low, high }) {
    return {
      when: when ? node(when) : null,
      provisions: (provisions ?? []).map((number) => this.provision(number)),
      demand: this.demand(title, demand),
      low: this.measure(low),
      high: this.measure(high),
    };
  }

  provision(number) {
    let provision = this.provisions.get(number);
    if (!provision) {
      const parts = JSON.parse(this.lines[this.given.rules + number]);
      provision = Object.fromEntries(parts.map((part, i) => [PROVISION[i], part]));
      this.provisions.set(number, provision);
    }
    return provision;
  }

  demand(title, given) {
    const named = ([name, measure]) => [name, this.measure(measure)];
    return new Demand(title, {
      ...given,
      actual: this.measure(given.actual),
      limit: this.measure(given.limit),
      tests: given.tests?.map(node),
      readings: given.readings?.map(named),
      bounds: given.bounds?.map(named),
      needs: given.needs?.map(([field, any, words]) => ({ field, any: new Set(any), words })),
    });
  }

  measure(given) {
    if (!given) return null;
    const [ir, type, parts] = given;
    const formula = parts?.map((part) =>
      typeof part === "string" ? part : { node: node(part[0]), type: this.types[part[1]] },
    );
    return new Measure(node(ir), this.types[type], formula ?? null);
  }
}
