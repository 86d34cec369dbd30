// Several outcomes for one matter: cases that apply together, or may apply. checker/combine.py.

import { PASS, either, missing, rank } from "./demands.js";
import { fromDecimal, order } from "./numbers.js";
import { distinct, partition } from "./text.js";

const failing = (outcomes) => outcomes.filter((o) => o.verdict !== PASS);

/** The outcome that holds however the matter is read; the first of equals. */
const mildest = (outcomes) => outcomes.reduce((a, b) => (rank(b.verdict) > rank(a.verdict) ? b : a));
const gravest = (outcomes) => outcomes.reduce((a, b) => (rank(b.verdict) < rank(a.verdict) ? b : a));

/** What an outcome asks for: of an approval the step does not matter. */
const asks = (o) => JSON.stringify([o.field, o.approver ?? o.limit]);

/** Outcomes of provisions that all apply; null where the form satisfies all of them. */
export function together(title, outcomes, question = "") {
  const failed = failing(outcomes);
  if (!failed.length) return null;
  const certain = failed.filter((o) => !o.unknown.length);
  if (!certain.length) return asked(title, failed);
  const approver = distinct(failed.map((o) => o.approver).filter(Boolean)).join("或") || null;
  if (certain.length === outcomes.length && distinct(certain.map(asks)).length === 1) {
    return { ...mildest(certain), message: joined(title, certain), approver };
  }
  return {
    ...gravest(certain),
    verdict: "judgement",
    message: joined(`${title}：两处规定要求不同`, failed),
    question: question || "两处规定不一致，按哪一处办理？",
    reason: "conflict",
    approver,
    unknown: [],
  };
}

function asked(title, failed) {
  const fields = distinct(failed.flatMap((o) => o.unknown));
  const found = missing(title, fields, failed[0]);
  if (distinct(failed.map((o) => o.limit)).length === 1) return found;
  return { ...found, limit: null, limit_value: null, formula: null };
}

/** What fails, each once, under one title. */
function joined(title, failed) {
  const words = failed.map((o) => partition(o.message, "：")[2] || o.message);
  return `${title}：${distinct(words).join("；")}`;
}

/** Outcomes of which it is not known whether they apply; null where nothing can be wrong. */
export function undecided(title, certain, possible, unknown) {
  const outcomes = [...certain, ...possible];
  const failed = failing(outcomes);
  if (!failed.length) return null;
  const same = () => distinct(failed.map((o) => o.verdict + asks(o))).length === 1;
  if (certain.length && failed.length === outcomes.length && same()) return certain[0];
  const limits = [];
  for (const { limit, limit_value } of outcomes) {
    if (limit === null) continue;
    const figure = fromDecimal(limit_value || "0");
    const known = limits.some((one) => one.limit === limit && !order(one.figure, figure));
    if (!known) limits.push({ figure, limit });
  }
  limits.sort((a, b) => order(a.figure, b.figure));
  const fields = distinct([...unknown, ...failed.flatMap((o) => o.unknown)]);
  return {
    ...missing(title, fields, failed[0]),
    limit: either(limits.map((one) => one.limit)),
    limit_value: limits.length === 1 ? failed[0].limit_value : null,
    formula: limits.length === 1 ? failed[0].formula : null,
  };
}
