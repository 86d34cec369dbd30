// What earlier forms have to do with a result, in words: checker/explaining.py.

import { worst, PASS } from "./demands.js";
import { distinct } from "./text.js";

/** Adds to findings that a field decides which earlier forms could give that these are needed. */
export function explain(said, form, body, ways, row) {
  const wanted = new Map();
  for (const { field, tally } of ways) {
    const open = !row.has(field.name) && !wanted.has(field.name);
    if (open && tally.applies(row, body)) wanted.set(field.name, tally);
  }
  if (!wanted.size || worst(said.findings) === PASS) return said;
  return { ...said, findings: said.findings.map((one) => asking(one, form, wanted)) };
}

function asking(finding, form, wanted) {
  if (finding.verdict !== "missing") return finding;
  const words = [];
  for (const name of finding.unknown) {
    const tally = wanted.get(name);
    if (!tally) continue;
    const whose = tally.same.length ? "本人" : "本单位";
    words.push(`没有以前的“${form.name}”表：请附${whose}本${tally.period}的台账，或填写“${name}”`);
  }
  if (!words.length) return finding;
  return { ...finding, message: [finding.message, ...distinct(words)].join("；") };
}
