// The ledger: earlier forms, from which fields that state an accumulated figure follow: checker/ledger.py.

import { BODY_FIELD } from "./forms.js";
import { add, order } from "./numbers.js";
import { tallied } from "./tallies.js";
import { squeezed } from "./text.js";

/** Forms that a ledger may hold: it is held in memory. */
const MOST = 100_000;
const DEPARTMENT = "部门";
// Forms that are named where a sum is explained
const NAMED = 3;
const DOTS = /[•・‧∙⋅]/g;

/** A form that is read: {type, body, row, day, place}; earlier forms found by whose they are. */
export class Ledger {
  constructor() {
    this.own = new Map();
    this.ways = new Map();
    this.known = new Map();
    this.by = new Map();
    this.said = new Set();
    this.count = 0;
  }

  /** Adds a form; one that is in it already is not added: its doubt, or null. */
  add(form) {
    const print = printed(form);
    const first = this.known.get(print);
    if (first) {
      if (first.place === form.place) return null;
      return `与 ${first.place} 的“${form.type.name}”表完全一样，台账里只算一张`;
    }
    if (++this.count > MOST) return this.count === MOST + 1 ? `台账太长，最多 ${MOST} 张表，后面的没有算进去` : null;
    const entry = { ...form, at: this.count };
    this.known.set(print, entry);
    const key = keyOf(form);
    if (!this.own.has(key)) this.own.set(key, { entries: [], days: null });
    this.own.get(key).entries.push(entry);
    return null;
  }

  /** {row with the fields that follow, told: Map of how each was computed or why not, doubts}. */
  fill(form) {
    const row = new Map(form.row);
    const told = new Map();
    const doubts = [];
    const key = keyOf(form);
    if (!this.ways.has(key)) this.ways.set(key, tallied(form.type, form.body));
    for (const { field, tally } of this.ways.get(key)) {
      if (told.has(field.name) || !tally.applies(form.row, form.body)) continue;
      const given = form.row.get(field.name) ?? null;
      const { value, words } = this.figure(field, tally, form, doubts);
      if (given === null) {
        told.set(field.name, words);
        if (value !== null) row.set(field.name, value);
      } else if (value !== null && order(value, given) !== 0) {
        doubts.push(`“${field.name}”填的是 ${field.unit.shown(given)}，${words}；以填的为准`);
      }
    }
    return { row, told, doubts };
  }

  /** {value, words}: what the ledger comes to; value null where it cannot tell. */
  figure(field, tally, form, doubts) {
    const cannot = (words) => ({ value: null, words });
    const absent = tally.same.filter((name) => !form.row.has(name));
    if (absent.length) return cannot(`没有填“${absent.join("”“")}”，不能从台账算`);
    if (form.day === null) return cannot(`没有填“${form.type.dates.join("”或“")}”，不能从台账算`);
    const { first, last, during } = tally.around(form.day);
    if (!this.any(form, first, last)) return cannot(`台账里没有 ${during}的“${form.type.name}”表`);
    const entries = this.entries(form, tally);
    const itself = this.itself(entries, tally, form, doubts) ?? { day: form.day, at: this.count + 1 };
    const counted = [];
    for (const entry of entries) {
      const earlier = entry.day === null || (first <= entry.day && entry.day <= last && sooner(entry, itself) < 0);
      const counts = earlier ? tally.counts(entry.row) : false;
      if (counts === false) continue;
      const lack = lacking(tally, entry, counts);
      if (lack) return cannot(`台账 ${entry.place} 的表${lack}，算不出来`);
      counted.push(entry);
    }
    const own = tally.counts(form.row);
    if (own === null || (own && tally.sum && !form.row.has(tally.sum))) {
      return cannot("看不出本张该不该计、计多少，不能从台账算");
    }
    const before = counted.map(({ row }) => amount(tally, row)).reduce(add, 0n);
    const total = own ? add(before, amount(tally, form.row)) : before;
    const shown = (value) => field.unit.shown(value);
    let words = `按台账是 ${shown(total)}：${during}在本张之前 ${counted.length} 张`;
    if (counted.length) {
      const named = counted.slice(-NAMED).map(({ place }) => place).join("、");
      words += `（${named}${counted.length > NAMED ? "等" : ""}）${tally.sum ? shown(before) : ""}`;
    }
    words += own ? `，本张 ${shown(amount(tally, form.row))}` : "，本张不计";
    this.namesakes(tally, form, counted, doubts);
    return { value: total, words };
  }

  /** Whether anybody's form of these days is in the ledger: else it is one of other days. */
  any(form, first, last) {
    const own = this.own.get(keyOf(form));
    if (!own) return false;
    own.days ??= [...new Set(own.entries.map(({ day }) => day))].filter((day) => day !== null);
    return own.days.some((day) => first <= day && day <= last);
  }

  /** The forms in the ledger that are of the same person, in their order. */
  entries(form, tally) {
    const key = [keyOf(form), ...tally.same].join("\n");
    if (!this.by.has(key)) {
      const found = new Map();
      for (const entry of this.own.get(keyOf(form))?.entries ?? []) {
        const who = whose(tally, entry.row);
        if (!found.has(who)) found.set(who, []);
        found.get(who).push(entry);
      }
      for (const entries of found.values()) entries.sort(sooner);
      this.by.set(key, found);
    }
    return this.by.get(key).get(whose(tally, form.row)) ?? [];
  }

  /** The form itself, where it stands in the ledger, perhaps completed since. */
  itself(entries, tally, form, doubts) {
    const same = this.known.get(printed(form));
    if (same) return same;
    for (const entry of [...entries].reverse()) {
      if (entry.day !== form.day || !completes(entry.row, form.row)) continue;
      const words = `台账 ${entry.place} 的表看来就是本张，没有重复计算`;
      if (tally.counts(entry.row) && this.once(`${form.place}\n${words}`)) doubts.push(words);
      return entry;
    }
    return null;
  }

  /** Tells where forms that were counted are of several departments. */
  namesakes(tally, form, counted, doubts) {
    const found = new Set([...counted, form].map(({ row }) => row.get(DEPARTMENT)).filter((name) => name !== undefined));
    if (!tally.same.length || found.size < 2) return;
    const who = whose(tally, form.row).split("\n").join("、");
    const departments = [...found].sort().join("、");
    if (this.once(`${who}\n${departments}`)) {
      doubts.push(`台账里“${who}”的表分属 ${departments}，当作同一个人计算；不是同一个人的，请分开`);
    }
  }

  once(words) {
    const first = !this.said.has(words);
    this.said.add(words);
    return first;
  }
}

const keyOf = ({ type, body }) => `${type.name}\n${body}`;
const sooner = (a, b) => (a.day ?? 0) - (b.day ?? 0) || a.at - b.at;

/** Why a form that may count cannot be counted; "" where it can. */
function lacking(tally, { day, row }, counts) {
  if (day === null) return "没有填日期";
  if (counts === null) {
    const unknown = tally.where.map(([name]) => name).filter((name) => !row.has(name));
    if (unknown.length) return `没有填“${unknown.join("”“")}”`;
    const texts = tally.unsure.filter(([name]) => row.has(name)).map(([name]) => row.get(name));
    return `是“${texts.join("、")}”，说不准算不算在内`;
  }
  return tally.sum && !row.has(tally.sum) ? `没有填“${tally.sum}”` : "";
}

/** What tells a form from others: all that is filled in, but for blanks. */
function printed({ type, row }) {
  const filled = [...row].map(([name, value]) => {
    const parts = typeof value === "object" && !Array.isArray(value) ? `${value.n}/${value.d}` : value;
    return `${name}=${typeof value} ${Array.isArray(value) ? value.join("\x1f") : parts}`;
  });
  return squeezed([type.name, ...filled.sort()].join("\x1e"));
}

/** Whether two forms can be one, of which fields were filled in or lists grew since. */
function completes(one, other) {
  for (const [name, value] of one) {
    if (Array.isArray(value) || name === BODY_FIELD || !other.has(name)) continue;
    const same = other.get(name);
    const ratio = typeof value === "object" && typeof same === "object";
    if (ratio ? value.n !== same.n || value.d !== same.d : value !== same) return false;
  }
  return true;
}

/** What a form that counts comes to, in the base of the unit. */
const amount = (tally, row) => (tally.sum ? row.get(tally.sum) : 1n);

/** Whose form it is: names without the blanks and dots in which writers differ. */
function whose(tally, row) {
  return tally.same.map((name) => squeezed(String(row.get(name) ?? "")).replace(DOTS, "·")).join("\n");
}
