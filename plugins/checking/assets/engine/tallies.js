// How a field of a form follows from earlier forms: checker/tallies.py.

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
