// What earlier forms have to do with a result, in words: checker/explaining.py.

import { worst, PASS } from "./demands.js";
import { fieldsOf } from "./interpret.js";
import { distinct } from "./text.js";

/**
 * Adds to findings that a field decides which earlier forms could give that these are needed, or why
 * the ledger did not do; a note on each field that it gave and a rule reads.
 *
 * told: field → how the ledger gave it, or why it could not; empty without one.
 */
export function explain(said, form, body, ways, row, told, rules) {
  const wanted = new Map();
  for (const { field, tally } of ways) {
    const open = !row.has(field.name) && !wanted.has(field.name);
    if (open && tally.applies(row, body)) wanted.set(field.name, tally);
  }
  const asked = wanted.size > 0 && worst(said.findings) !== PASS;
  const given = [...told.keys()].filter((name) => row.has(name));
  if (!asked && !given.length) return said;
  const findings = asked ? said.findings.map((one) => asking(one, form, wanted, told)) : said.findings;
  const own = new Set(findings.map(({ rule }) => rule));
  const bears = (name) => rules.some((rule) => own.has(rule.id) && reads(rule).has(name));
  const notes = given.filter(bears).map((name) => ({ message: `“${name}”${told.get(name)}`, provisions: [] }));
  return { findings, notes: [...said.notes, ...notes] };
}

const known = new WeakMap();

/** The fields on which a rule's findings depend. */
function reads(rule) {
  if (!known.has(rule)) {
    const measures = [rule.on];
    const nodes = [rule.when];
    const found = new Set();
    for (const { when, low, high, demand } of rule.cases) {
      measures.push(low, high, demand.actual, demand.limit);
      for (const [, measure] of [...(demand.readings ?? []), ...(demand.bounds ?? [])]) measures.push(measure);
      nodes.push(when, ...(demand.tests ?? []));
      for (const { field } of demand.needs ?? []) found.add(field);
    }
    nodes.push(...measures.map((measure) => measure?.node));
    for (const node of nodes) if (node) for (const name of fieldsOf(node)) found.add(name);
    known.set(rule, found);
  }
  return known.get(rule);
}

function asking(finding, form, wanted, told) {
  if (finding.verdict !== "missing") return finding;
  const words = [];
  for (const name of finding.unknown) {
    const tally = wanted.get(name);
    if (!tally) continue;
    if (told.has(name)) {
      words.push(`“${name}”：${told.get(name)}，请补全台账或填写这一项`);
      continue;
    }
    const whose = tally.same.length ? "本人" : "本单位";
    words.push(`没有以前的“${form.name}”表：请附${whose}本${tally.period}的台账，或填写“${name}”`);
  }
  if (!words.length) return finding;
  return { ...finding, message: [finding.message, ...distinct(words)].join("；") };
}
