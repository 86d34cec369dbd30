// Remarks on a text, and what cannot be read at all: handbook/errors.py.

import { table } from "./grammar.js";
import { compare } from "../../../checking/assets/engine/text.js";

/** A text that the reader refuses. */
export class Refused extends Error {
  constructor(message, line = 1, column = 1) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** Collects remarks {line, column, code, severity, message}. */
export class Remarks {
  constructor() {
    this.found = [];
  }

  /** One more; without `severity` that of its code. */
  add(line, column, code, message, severity = table("codes")[code][0]) {
    this.found.push({ line, column, code, severity, message });
  }

  /** In the order of the lines. */
  sorted() {
    return this.found.sort(
      (a, b) =>
        a.line - b.line ||
        a.column - b.column ||
        compare(a.code, b.code) ||
        compare(a.severity, b.severity) ||
        compare(a.message, b.message),
    );
  }
}
