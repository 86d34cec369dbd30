// What a case asks for: each demand turns a row into an outcome. checker/demands.py, formula.py.

import { SETTING, deciding } from "./interpret.js";
import { distinct } from "./text.js";

export const RANKS = ["violation", "approval", "missing", "judgement", "pass"];
export const PASS = "pass";
export const rank = (verdict) => RANKS.indexOf(verdict);

/** The gravest finding's verdict. */
export function worst(findings) {
  return findings.reduce((a, { verdict }) => (rank(verdict) < rank(a) ? verdict : a), PASS);
}

const BOUND = {
  at_most: ["超过", "不超过"],
  at_least: ["不到", "不少于"],
  equals: ["不等于", "等于"],
  below: ["达到或超过", "低于"],
  above: ["没有超过", "超过"],
};
const DATED = {
  at_most: ["晚于", "不晚于"],
  at_least: ["早于", "不早于"],
  equals: ["不是", "正是"],
  below: ["不早于", "早于"],
  above: ["不晚于", "晚于"],
};

/**
 * An outcome: the keys of a finding that do not come from its rule. Written out, here and in the
 * engine: in tables a hundred thousand of them are made, and copies by `...` are slow.
 */
export function outcome(
  verdict,
  message,
  {
    field = null, actual = null, limit = null, actual_value = null, limit_value = null, unit = null,
    formula = null, approver = null, question = null, reason = null, unknown = [],
  },
) {
  return {
    verdict, message, field, actual, limit, actual_value, limit_value, unit, formula, approver,
    question, reason, unknown,
  };
}

/** The formula of a form, with its result. */
function render(parts, row, calendar, result) {
  const words = parts.map((part) =>
    typeof part === "string" ? part : part.type.shown(part.node.run(row, calendar)),
  );
  return `${words.join("")} = ${result}`;
}

/** A demand bound to a form type and a body; `given` as the book has it. */
export class Demand {
  constructor(title, given) {
    this.title = title;
    this.kind = given.kind;
    this.verdict = given.verdict;
    this.field = given.field ?? null;
    this.actual = given.actual ?? null;
    this.limit = given.limit ?? null;
    this.tests = given.tests ?? [];
    this.readings = given.readings ?? [];
    this.bounds = given.bounds ?? [];
    this.needs = given.needs ?? [];
    this.reason = given.reason ?? null;
    this.question = given.question ?? "";
    this.message = given.message ?? "";
    this.approver = given.approver ?? null;
    this.optional = given.optional ?? false;
  }

  /** What it says of a form to which its case applies. */
  outcome(row, calendar) {
    switch (this.kind) {
      case "limit":
        return this.limited(row, calendar);
      case "approval":
      case "needs":
        return this.together(row, calendar, this.listed(row));
      case "judge":
        return this.together(row, calendar, this.fail(this.title));
      default:
        return this.said(this.together(row, calendar, this.condition(row, calendar)));
    }
  }

  fail(message) {
    const judged = this.verdict === "judgement";
    return outcome(this.verdict, this.message || message, {
      field: this.field,
      question: (judged && this.question) || null,
      reason: judged ? this.reason : null,
      approver: this.approver,
    });
  }

  /** The outcome with actual value and limit as the rule shows them. */
  together(row, calendar, found) {
    for (const key of ["actual", "limit"]) {
      const measure = this[key];
      const value = measure && measure.node.run(row, calendar);
      if (value === null) continue;
      found[key] = measure.shown(value);
      found[`${key}_value`] = measure.decimal(value);
      if (found[`${key}_value`] !== null) found.unit = measure.type.unit.name || null;
    }
    return found;
  }

  condition(row, calendar) {
    const value = this.tests[0].run(row, calendar);
    if (value === null) return missing(this.title, deciding(this.tests, row, calendar));
    return value ? this.met() : this.fail(`${this.title}：不符合`);
  }

  met() {
    return outcome(PASS, `${this.title}：符合`, { field: this.field, approver: this.approver });
  }

  /** The outcome with both states in its sentence, where the rule shows two. */
  said(found) {
    const broken = found.verdict === this.verdict && !found.unknown.length;
    const stated = this.limit !== null && this.limit.type.kind === "文字";
    if (broken && !this.message && stated && found.actual !== null && found.limit !== null) {
      found.message = `${this.title}：${found.actual}，应为${found.limit}`;
    }
    return found;
  }

  listed(row) {
    const approving = this.kind === "approval";
    const absent = [];
    const unknown = [];
    for (const need of this.needs) {
      const held = row.get(need.field) ?? null;
      if (held === null) unknown.push(need.field);
      else if (need.any.size ? !held.some((text) => need.any.has(text)) : !held.length) absent.push(need);
    }
    let who = this.everybody();
    if (absent.length) {
      const lacking = absent.map((need) => need.words).join("、");
      let words = `缺${lacking}`;
      if (approving) {
        if (this.approver === null) who = named(absent) || null;
        words = who ? `须${lacking}同意，审批中没有` : "须经批准，文中未写由谁批准";
      }
      return { ...this.fail(`${this.title}：${words}`), approver: who };
    }
    if (unknown.length) {
      return { ...missing(this.title, distinct(unknown)), approver: approving ? who : null };
    }
    const roles = named(this.needs);
    const words = roles && approving ? `已由${roles}同意` : "齐全";
    return outcome(PASS, `${this.title}：${words}`, { field: this.field, approver: who });
  }

  /** All who have to approve, or who is shown for them. */
  everybody() {
    if (this.approver !== null || this.kind !== "approval") return this.approver;
    return named(this.needs) || null;
  }

  /** One test for each reading and bound; readings that differ are for a person to settle. */
  limited(row, calendar) {
    const values = this.readings.map(([, measure]) => measure.node.run(row, calendar));
    const count = this.bounds.length;
    let at = null;
    const held = values.map((_, n) => {
      const tests = this.tests.slice(n * count, (n + 1) * count);
      const results = tests.map((test) => test.run(row, calendar));
      const broken = results.indexOf(false);
      if (broken >= 0) at = Math.min(at ?? count, broken);
      return broken >= 0 ? false : results.includes(null) ? null : true;
    });
    const [name, bound] = this.bounds[at ?? 0];
    const limit = bound.node.run(row, calendar);
    const shown = this.shown(row, calendar, values, bound, limit);
    const dated = bound.type.kind === "日期" || bound.type.kind === "时刻";
    const [wrong, right] = (dated ? DATED : BOUND)[name];
    const say = (verdict, words, more) =>
      outcome(verdict, words, { field: this.field, ...shown, approver: this.approver, ...more });
    if (held.every((h) => h === true)) {
      return say(PASS, `${this.title}：${shown.actual}，符合（${right} ${shown.limit}）`);
    }
    if (held.every((h) => h === false)) {
      const failed = this.fail(`${this.title}：${shown.actual}，${wrong} ${shown.limit}`);
      return say(failed.verdict, failed.message, { question: failed.question, reason: failed.reason });
    }
    if (held.includes(null)) {
      if (this.optional && values.every((v) => v === null) && limit !== null) {
        return say(PASS, `${this.title}：没有填写，应${right} ${shown.limit}`);
      }
      return missing(this.title, deciding(this.tests, row, calendar), say("missing", ""));
    }
    const ways = this.readings.map(([label, m], i) => `${label}（${m.shown(values[i])}）`);
    const question = this.question || `“${this.title}”按哪一种算法：${ways.join("，还是")}`;
    const words = `${this.title}：${shown.actual}，是否${wrong} ${shown.limit}，看怎么算`;
    return say("judgement", words, { question, reason: this.reason ?? "silent" });
  }

  /** Actual value, limit, both as decimals, unit, formula: what findings of a limit show. */
  shown(row, calendar, values, bound, limit) {
    const known = this.readings.map(([, m], i) => [m, values[i]]).filter(([, v]) => v !== null);
    const texts = distinct(known.map(([measure, value]) => measure.shown(value)));
    const edge = limit === null ? null : bound.shown(limit);
    const computed = known.find(([measure]) => measure.formula);
    let formula = null;
    if (bound.formula && edge !== null) formula = render(bound.formula, row, calendar, edge);
    else if (texts.length === 1 && computed) {
      formula = render(computed[0].formula, row, calendar, texts[0]);
    }
    return {
      actual: either(texts),
      limit: edge,
      actual_value: texts.length === 1 ? known[0][0].like(bound).decimal(known[0][1]) : null,
      limit_value: bound.decimal(limit),
      unit: bound.type.kind === "数" ? bound.type.unit.name || null : null,
      formula,
    };
  }
}

const named = (needs) => needs.filter((need) => need.any.size).map((need) => need.words).join("、");

/** Values of which one holds, as a clerk reads them: 45 元或 36 元; null for none. */
export function either(texts) {
  if (texts.length === 1) return texts[0];
  const spaced = texts.map((text, n) => (n && text.charCodeAt(0) < 128 ? ` ${text}` : text));
  return spaced.join("或") || null;
}

const NOTHING = outcome("missing", "", {});

/** The outcome where fields that decide are not filled in. */
export function missing(title, unknown, base = NOTHING) {
  const settings = unknown.filter((name) => name.startsWith(SETTING));
  const plain = settings.length ? unknown.filter((name) => !name.startsWith(SETTING)) : unknown;
  const lacks = [];
  if (plain.length) lacks.push(`没有填“${plain.join("”“")}”`);
  if (settings.length) {
    const names = settings.map((name) => name.slice(SETTING.length)).join("”“");
    lacks.push(`本单位没有设定“${names}”（settings.yml）`);
  }
  const { field, actual, limit, actual_value, limit_value, unit, formula, approver } = base;
  return outcome("missing", `${title}：${lacks.join("，") || "缺信息"}，不能判断`, {
    field: plain.length ? plain[0] : field,
    actual, limit, actual_value, limit_value, unit, formula, approver, unknown,
  });
}
