// The reader and the search for quotes alone, for tests: the same as the page uses.

import { paths } from "./drafts.js";
import { Unread } from "./frontmatter.js";
import { affected, quotesOf } from "../page/binding.js";
import { cite } from "./cite.js";
import { check } from "./lint.js";
import { read } from "./read.js";
import { Refused } from "./remarks.js";

function plain({ level, id, label, number, gap, heading, text, layout, breaks, lines, children }) {
  return [level, id, label, number, gap, heading, text, layout, breaks, lines, children.map(plain)];
}

const row = (r) => [r.line, r.column, r.code, r.severity, r.message];

/** {title, tree, remarks, lint, citations}; or {refused: [message, line, column]}; or {unread: line}. */
globalThis.handbookRead = (text) => {
  try {
    const { title, provisions, remarks } = read(text);
    const citations = Object.fromEntries(cite(provisions));
    const lint = check(provisions, text).map(row);
    return { title, tree: provisions.map(plain), remarks: remarks.map(row), lint, citations };
  } catch (error) {
    if (error instanceof Refused) return { refused: [error.message, error.line, error.column] };
    if (error instanceof Unread) return { unread: error.line };
    throw error;
  }
};

function side(text) {
  const { provisions } = read(text);
  return { provisions, chains: [...paths(provisions)], citations: cite(provisions) };
}

/** [[state, changed]] of the quotes of rules when a text becomes another. */
globalThis.handbookAffected = (rules, old, now) =>
  affected(quotesOf(rules), side(old), side(now)).map(({ state, changed }) => [state, changed]);
