// IR → nodes that can be evaluated: checker/expression/interpret.py, in the words of tree.py.
//
// A node runs as a closure, made once when a book is read. null is "not known" (Kleene).

import { addDays, addMonths, FUNCTIONS } from "./functions.js";
import { Ratio, add, divide, halfUp, multiply, order, ratio, subtract } from "./numbers.js";
import { compare, distinct } from "./text.js";

/** What the names of settings begin with where one is asked for. */
export const SETTING = "设定·";

/** A form's figures make a divisor zero. `fields`: those that the divisor reads. */
export class DivisionByZero extends Error {
  constructor(fields) {
    super("除数为零");
    this.fields = fields;
  }
}

/** One node: `run(row, calendar)` gives its value; `parts` are the nodes right below. */
class Node {
  constructor(op, words, parts, run) {
    this.op = op;
    this.words = words;
    this.parts = parts;
    this.run = run;
  }
}

export function equal(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (a instanceof Ratio || b instanceof Ratio) return a.n === b.n && a.d === b.d;
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

// Operators of two operands that are known.
const PAIRS = {
  "=": equal,
  "≠": (a, b) => !equal(a, b),
  "<": (a, b) => order(a, b) < 0,
  "≤": (a, b) => order(a, b) <= 0,
  ">": (a, b) => order(a, b) > 0,
  "≥": (a, b) => order(a, b) >= 0,
  "+": add,
  "-": subtract,
  "×": multiply,
  并: (a, b) => a + b,
  含: (list, text) => list.includes(text),
  文含: (text, part) => text.includes(part),
  日加: addDays,
  月加: addMonths,
  日差: (a, b) => 2n * (a - b),
};

const LEAVES = {
  字段: ([name]) => (row) => row.get(name) ?? null,
  常: ([value]) => constantly(typeof value === "number" ? BigInt(value) : value),
  比: ([n, d]) => constantly(ratio(BigInt(n), BigInt(d))),
  缺设定: () => () => null,
  已填: ([name]) => (row) => row.has(name),
};

const BRANCHES = {
  且: (parts) => chain(parts, false),
  或: (parts) => chain(parts, true),
  非: ([part]) => (row, calendar) => {
    const value = part.run(row, calendar);
    return value === null ? null : !value;
  },
  如果: ([condition, yes, no]) => (row, calendar) => {
    const value = condition.run(row, calendar);
    if (value !== null) return (value ? yes : no).run(row, calendar);
    const [one, other] = [yes.run(row, calendar), no.run(row, calendar)];
    return equal(one, other) ? one : null;
  },
  "÷": ([number, by]) => {
    const read = [...fieldsOf(by)].sort(compare);
    return (row, calendar) => {
      const [a, b] = [number.run(row, calendar), by.run(row, calendar)];
      if (a === null || b === null) return null;
      if (b === 0n) throw new DivisionByZero(read);
      return divide(a, b);
    };
  },
  分: ([part]) => strict(part, halfUp),
};

const WITH_TEXTS = {
  属于: (value, texts) => texts.has(value),
  含任一: (list, texts) => list.some((text) => texts.has(text)),
};

/** All operators: a test holds them and Python's together. */
export const OPERATORS = [PAIRS, LEAVES, BRANCHES, WITH_TEXTS].flatMap(Object.keys).concat("函");

/** The node of an IR. */
export function node(ir) {
  const [op, ...rest] = ir;
  if (op in LEAVES) return new Node(op, rest, [], LEAVES[op](rest));
  if (op in WITH_TEXTS) {
    const part = node(rest[0]);
    const [test, texts] = [WITH_TEXTS[op], new Set(rest[1])];
    return new Node(op, [], [part], strict(part, (value) => test(value, texts)));
  }
  const words = op === "函" ? [rest.shift()] : [];
  const parts = rest.map(node);
  if (op in BRANCHES) return new Node(op, words, parts, BRANCHES[op](parts));
  if (op === "函") return new Node(op, words, parts, called(FUNCTIONS[words[0]], parts));
  return new Node(op, words, parts, pair(parts, PAIRS[op]));
}

const constantly = (value) => () => value;

/** Known where one part is decisive, or all are known. */
function chain(parts, decisive) {
  return (row, calendar) => {
    let result = !decisive;
    for (const part of parts) {
      const value = part.run(row, calendar);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}

function pair([left, right], run) {
  return (row, calendar) => {
    const [a, b] = [left.run(row, calendar), right.run(row, calendar)];
    return a === null || b === null ? null : run(a, b);
  };
}

/** Unknown if its part is. */
function strict(part, run) {
  return (row, calendar) => {
    const value = part.run(row, calendar);
    return value === null ? null : run(value);
  };
}

function called(run, parts) {
  return (row, calendar) => {
    const values = parts.map((part) => part.run(row, calendar));
    return values.includes(null) ? null : run(calendar, ...values);
  };
}

/** The fields that a node reads. */
export function fieldsOf({ op, words, parts }) {
  if (op === "字段" || op === "已填") return new Set(words);
  return new Set(parts.flatMap((part) => [...fieldsOf(part)]));
}

/** The fields that would decide an unknown node, in the order in which it reads them. */
export function deciding(nodes, row, calendar) {
  const found = [];
  for (const one of nodes) decide(one, row, calendar, found);
  return distinct(found);
}

function decide(one, row, calendar, found) {
  if (one.run(row, calendar) !== null) return;
  const { op, words, parts } = one;
  if (op === "字段") found.push(words[0]);
  else if (op === "缺设定") found.push(SETTING + words[0]);
  else if (op === "如果") {
    const [condition, yes, no] = parts;
    const value = condition.run(row, calendar);
    const own = condition.op === "已填" && yes.op === "字段" && yes.words[0] === condition.words[0];
    if (own) found.push(yes.words[0]);
    const open = value === null ? parts : [value ? yes : no];
    for (const part of open) decide(part, row, calendar, found);
  } else for (const part of parts) decide(part, row, calendar, found);
}
