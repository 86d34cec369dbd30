// Puts a rule book to a form: all findings, nothing short-circuited. checker/engine.py.

import { together, undecided } from "./combine.js";
import { PASS, missing, outcome, rank } from "./demands.js";
import { DivisionByZero, deciding } from "./interpret.js";
import { isNumber, order } from "./numbers.js";
import { distinct, partition } from "./text.js";

const NOTHING = "文中无规定";

/** {findings, notes} of a form whose row is read; `chapter` is that of its type, or undefined. */
export function check(chapter, row, calendar) {
  const said = { findings: [], notes: [] };
  if (chapter) {
    for (const rule of chapter.rules) apply(rule, row, calendar, said);
    finish(chapter, said);
  }
  if (!said.findings.length && !said.notes.length) said.notes.push(note(NOTHING, []));
  return said;
}

const note = (message, provisions) => ({ message, provisions });

/** Written out for speed: see `outcome`. */
function finding(
  rule,
  {
    verdict, message, field, actual, limit, actual_value, limit_value, unit, formula, approver,
    question, reason, unknown,
  },
  provisions,
) {
  return {
    rule, verdict, message, provisions, field, actual, limit, actual_value, limit_value, unit, formula,
    approver, question, reason, unknown,
  };
}

/** The provisions of cases, each quote once. */
function cited(cases) {
  return cases.length === 1 ? cases[0].provisions : distinct(cases.flatMap((c) => c.provisions));
}

function apply(rule, row, calendar, said) {
  try {
    applied(rule, row, calendar, said);
  } catch (error) {
    if (!(error instanceof DivisionByZero)) throw error;
    const found = missing(rule.title, error.fields);
    found.message = `${rule.title}：“${error.fields.join("”“")}”使除数为零，算不出来`;
    said.findings.push(finding(rule.id, found, cited(rule.cases)));
  }
}

function applied(rule, row, calendar, said) {
  const whole = rule.when ? rule.when.run(row, calendar) : true;
  if (whole === false) return;
  const certain = [];
  const possible = [];
  for (const one of rule.cases) {
    const own = one.when ? one.when.run(row, calendar) : true;
    if (own === false) continue;
    (own === true && whole === true ? certain : possible).push(one);
    if (own === true && rule.first) break;
  }
  if (possible.length) open(rule, certain, possible, row, calendar, said);
  else if (certain.length) settled(rule, certain, row, calendar, said);
  else if (rule.on && rule.gap !== "") gap(rule, row, calendar, whole === true, said);
}

function settled(rule, found, row, calendar, { findings, notes }) {
  const cases = [];
  for (const one of found) {
    if (one.demand.kind === "note") notes.push(note(one.demand.message, one.provisions));
    else cases.push(one);
  }
  const outcomes = cases.map((one) => one.demand.outcome(row, calendar));
  const joined = outcomes.length > 1 ? together(rule.title, outcomes, rule.conflict) : null;
  if (joined) findings.push(finding(rule.id, joined, cited(failingFirst(cases, outcomes))));
  else cases.forEach((one, i) => findings.push(finding(rule.id, outcomes[i], one.provisions)));
}

function failingFirst(cases, outcomes) {
  const passed = (_, i) => outcomes[i].verdict === PASS;
  return [...cases.filter((c, i) => !passed(c, i)), ...cases.filter(passed)];
}

function open(rule, certain, possible, row, calendar, { findings }) {
  certain = certain.filter((one) => one.demand.kind !== "note");
  possible = possible.filter((one) => one.demand.kind !== "note");
  const sure = certain.map((one) => one.demand.outcome(row, calendar));
  const maybe = possible.map((one) => one.demand.outcome(row, calendar));
  const tests = [rule.when, ...possible.map((one) => one.when)].filter(Boolean);
  const found = undecided(rule.title, sure, maybe, deciding(tests, row, calendar));
  if (found) {
    const cases = failingFirst([...certain, ...possible], [...sure, ...maybe]);
    findings.push(finding(rule.id, found, cited(cases)));
  } else certain.forEach((one, i) => findings.push(finding(rule.id, sure[i], one.provisions)));
}

/** No step of a ladder applies: silent where the value lies between two steps. */
function gap(rule, row, calendar, applies, { findings }) {
  const value = rule.on.node.run(row, calendar);
  if (!isNumber(value)) return;
  let [low, high] = [null, null];
  for (const one of rule.cases) {
    for (const edge of [one.low, one.high]) {
      const limit = edge ? edge.node.run(row, calendar) : null;
      if (limit === null) continue;
      const step = { limit, one, text: edge.shown(limit) };
      if (order(limit, value) > 0) {
        if (!high || order(limit, high.limit) < 0) high = step;
      } else if (!low || order(limit, low.limit) > 0) low = step;
    }
  }
  if (!low || !high) return;
  const shown = rule.on.shown(value);
  let found = outcome("judgement", `${rule.title}：${shown}，${low.text} 与 ${high.text} 之间文中没有规定`, {
    field: low.one.demand.field,
    actual: shown,
    limit: `${low.text}、${high.text}`,
    actual_value: rule.on.decimal(value),
    unit: rule.on.type.unit.name || null,
    question: rule.gap || `${shown}介于 ${low.text} 与 ${high.text} 之间，文中没有规定，如何办理？`,
    reason: "silent",
  });
  if (!applies) found = missing(rule.title, deciding([rule.when], row, calendar), found);
  findings.push(finding(rule.id, found, cited([low.one, high.one])));
}

/** Conflicts among rules, and findings that others imply. */
function finish(chapter, said) {
  const broken = new Set(said.findings.filter((f) => f.verdict !== PASS).map((f) => f.rule));
  for (const [rules, question] of chapter.conflicts) {
    if (rules.some((rule) => broken.has(rule))) settle(rules, question, said);
  }
  if (broken.size > 1) fold(chapter, said);
}

/** Rules declared to be in conflict: one finding where their outcomes differ. */
function settle(rules, question, said) {
  const own = said.findings.filter((f) => rules.includes(f.rule));
  if (distinct(own.map((f) => f.rule)).length < 2) return;
  const title = distinct(own.map((f) => partition(f.message, "：")[0])).join("与");
  const joined = together(title, own, question);
  if (!joined) return;
  const sorted = failingFirst(own, own);
  const provisions = distinct(sorted.flatMap((f) => f.provisions));
  const place = sorted[0];
  said.findings = said.findings.flatMap((f) => {
    if (f === place) return [finding(place.rule, joined, provisions)];
    return rules.includes(f.rule) ? [] : [f];
  });
}

/** What a graver finding implies stands among the notes, not beside it. */
function fold(chapter, said) {
  const broken = new Map();
  for (const one of said.findings) if (one.verdict !== PASS) broken.set(one.rule, one);
  for (const rule of chapter.rules) {
    if (!broken.has(rule.id)) continue;
    for (const name of rule.covers) {
      const other = broken.get(name);
      if (!other || rank(broken.get(rule.id).verdict) > rank(other.verdict)) continue;
      const at = said.findings.findIndex((one) => alike(one, other));
      if (at < 0) continue;
      said.findings.splice(at, 1);
      said.notes.push(note(`已含在上面：${other.message}`, other.provisions));
    }
  }
}

const alike = (a, b) => a === b || (a.rule === b.rule && JSON.stringify(a) === JSON.stringify(b));
