// How a field of a form follows from earlier forms: checker/tallies.py.

import { fromOrdinal, monthLength, toOrdinal } from "./days.js";

const MONTHS = { 年: 12, 季度: 3, 月: 1 };

/** One way in which a field follows from forms of the same type and body. */
export class Tally {
  constructor({ sum, where, unsure, when, same, period, bodies }) {
    this.sum = sum ?? "";
    this.where = where ?? [];
    this.unsure = unsure ?? [];
    this.when = when ?? [];
    this.same = same ?? [];
    this.period = period;
    this.bodies = bodies ?? [];
  }

  holdsFor(body) {
    return !this.bodies.length || this.bodies.includes(body);
  }

  /** Whether the field of a form follows in this way. */
  applies(row, body) {
    return this.holdsFor(body) && holds(this.when, row) === true;
  }

  /** Whether a form counts; null where nobody can say. */
  counts(row) {
    if (this.unsure.length && holds(this.unsure, row) !== false) return null;
    return holds(this.where, row);
  }

  /** First and last day of the period around a day, and its words. */
  around(day) {
    const { year, month } = fromOrdinal(day);
    const months = MONTHS[this.period];
    const begin = Math.floor((month - 1) / months) * months + 1;
    const end = begin + months - 1;
    const words = {
      年: `${year} 年`,
      季度: `${year} 年第 ${Math.ceil(month / 3)} 季度`,
      月: `${year} 年 ${month} 月`,
    };
    return {
      first: toOrdinal(year, begin, 1),
      last: toOrdinal(year, end, monthLength(year, end)),
      during: words[this.period],
    };
  }
}

/** Whether each field holds one of its texts; null where one that decides is not filled in. */
function holds(condition, row) {
  let found = true;
  for (const [name, texts] of condition) {
    const value = row.get(name) ?? null;
    if (value === null) found = null;
    else if (!(Array.isArray(value) ? value.some((item) => texts.includes(item)) : texts.includes(value))) {
      return false;
    }
  }
  return found;
}

/** The fields of a form type that follow from earlier forms in a body, with each way. */
export function tallied(form, body) {
  const own = form.fields.filter(({ bodies }) => !bodies.length || bodies.includes(body));
  const ways = own.flatMap((field) => field.ledger.map((tally) => ({ field, tally })));
  return ways.filter(({ tally }) => tally.holdsFor(body));
}
