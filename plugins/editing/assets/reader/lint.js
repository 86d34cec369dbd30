// The checks that need one text only: handbook/linting/run.py. The command makes more.

import { flaws, lost, order, style } from "./numbering.js";
import { empty, glued, referenceFirst, spaces, truncated, unparsed, wrapped } from "./structure.js";
import { Subject } from "./subject.js";

const CHECKS = [
  order, lost, style, flaws, wrapped, glued, referenceFirst, empty, unparsed, spaces, truncated,
];

/** What is wrong with a text, in the order of its lines. */
export function check(provisions, text) {
  const subject = new Subject(provisions, text);
  for (const one of CHECKS) one(subject);
  return subject.remarks.sorted();
}
