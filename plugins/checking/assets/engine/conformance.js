// What tests ask of the parts of the engine, each by itself; not on the site.
//
// A number travels as {n, d}, two texts: JSON knows no exact ones.

import { Calendar } from "./calendar.js";
import { suggest } from "./closest.js";
import { Field } from "./forms.js";
import { FUNCTIONS } from "./functions.js";
import { DivisionByZero, OPERATORS, deciding, node } from "./interpret.js";
import { Measure, Type } from "./kinds.js";
import { isNumber, isWhole, ratio } from "./numbers.js";
import { Unreadable, read } from "./values.js";

function unpacked(value) {
  const number = typeof value === "object" && value !== null && !Array.isArray(value);
  return number ? ratio(BigInt(value.n), BigInt(value.d)) : value;
}

function packed(value) {
  if (!isNumber(value)) return value;
  return isWhole(value) ? { n: String(value), d: "1" } : { n: String(value.n), d: String(value.d) };
}

/** The value of an IR for a form, and the fields that would decide it; {error} of a divisor of zero. */
function evaluate([ir, entries, holidays, workdays]) {
  const row = new Map(entries.map(([name, value]) => [name, unpacked(value)]));
  const calendar = new Calendar(holidays, workdays);
  const root = node(ir);
  try {
    return { value: packed(root.run(row, calendar)), unknown: deciding([root], row, calendar) };
  } catch (error) {
    if (error instanceof DivisionByZero) return { error: error.fields };
    throw error;
  }
}

/** What stands in a field, read: {value} or {error}. */
function reading([field, given]) {
  const made = new Field(field);
  try {
    return { value: packed(read(made, made.choicesOf(""), given)) };
  } catch (error) {
    if (error instanceof Unreadable) return { error: error.message };
    throw error;
  }
}

/** A value as a clerk reads it, and as a decimal string. */
function shown([type, value]) {
  const measure = new Measure(null, new Type(type), null);
  return { text: measure.shown(unpacked(value)), decimal: measure.decimal(unpacked(value)) };
}

globalThis.evaluators = {
  ...globalThis.evaluators,
  names: () => ({ operators: OPERATORS, functions: Object.keys(FUNCTIONS) }),
  evaluate: (cases) => cases.map(evaluate),
  reading: (cases) => cases.map(reading),
  shown: (cases) => cases.map(shown),
  suggest: (cases) => cases.map(([word, known]) => suggest(word, known)),
};
