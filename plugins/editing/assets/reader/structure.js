// Checks of paragraphs and headings: handbook/linting/structure.py.

import { parse, strip } from "../../../assets/numerals.js";
import { first, length } from "../../../checking/assets/engine/text.js";
import { matchAt, pattern, table } from "./grammar.js";
import { DIVISIONS } from "./ids.js";
import { parseLabel } from "./labels.js";
import { orderOf } from "./placing.js";

const LIMITS = table("limits");
const LISTED = new Set(["point", "indent", "item1", "item2", "item3", "item4", "item5"]);
const UNLABELLED = new Set(["paragraph", "preamble", "signature", "unparsed"]);
const ENDS = pattern("structure.ends");
const OPEN_END = pattern("structure.openEnd");
const CUT = pattern("structure.cut");
const REFERENCE = pattern("structure.reference", "y");
const GLUED = pattern("structure.glued", "gd");
const SPACED = pattern("structure.spaced", "g");

/** Paragraphs that the file breaks over several lines, or that were broken into two. */
export function wrapped(subject) {
  for (const provision of subject.provisions) {
    if (provision.level === "table") continue;
    const chars = [...provision.text];
    for (const at of provision.breaks) {
      const offset = chars.slice(0, at).join("").length;
      const message = "一段话在这里断成两行；接成一行，以免被当作两款";
      subject.report("wrapped-line", provision, message, offset);
    }
    broken(subject, provision.children);
  }
  broken(subject, subject.top);
}

/** Two 款 that were one sentence: the first has no end. */
function broken(subject, row) {
  const flows = ({ level }) => level === "paragraph" || level === "preamble";
  row.slice(1).forEach((after, i) => {
    const before = row[i];
    if (!flows(before) || !flows(after) || before.children.length) return;
    const begins = !after.text || "，。、；）".includes(after.text[0]);
    if (length(before.text) >= LIMITS.broken && (OPEN_END.test(before.text) || begins)) {
      const message = "上一段没有说完，这一段像是它的下半句；如是，应接成一段";
      subject.report("wrapped-line", after, message, 0);
    }
  });
}

/** The next 条 within the text of a 条: …执行。 第五条 …. */
export function glued(subject) {
  for (const chain of subject.chains) {
    const own = chain.at(-1);
    const article = chain.findLast(({ level }) => level === "article");
    if (!article || !own.text.includes("条")) continue;
    let [expected] = orderOf(article.number);
    for (const match of own.text.matchAll(GLUED)) {
      const value = parse(match[1]);
      if (value !== null && expected !== undefined && Number(value) === expected + 1) {
        expected = Number(value);
        const message = `“第${match[1]}条”粘在“${article.label}”后面；应另起一段`;
        subject.report("glued-provision", own, message, match.indices[1][0] - 1);
      }
    }
  }
}

/** Paragraphs that begin with a reference, where a label might be seen. */
export function referenceFirst(subject) {
  for (const provision of subject.provisions) {
    if (!UNLABELLED.has(provision.level)) continue;
    const match = matchAt(REFERENCE, provision.text);
    if (match && !parseLabel(first(provision.text, 40))) {
      const message = `这一段以引用“${match[0]}”开头，不是新的一条`;
      subject.report("reference-at-line-start", provision, message, 0);
    }
  }
}

/** Labels without words, headings without text, 编章节 without title. */
export function empty(subject) {
  for (const provision of subject.provisions) {
    const { level, label, gap, heading, text, children } = provision;
    const bare = !text && !children.length;
    const shown = strip(label + gap + (heading ?? ""));
    const headed = DIVISIONS.has(level) || level === "heading" || level === "appendix";
    if ((LISTED.has(level) || level === "article") && bare && !heading) {
      subject.report("empty-provision", provision, `“${shown}”没有内容`);
    } else if (bare && (headed || heading)) {
      subject.report("heading-without-body", provision, `“${shown}”下面没有正文`);
    }
    if (DIVISIONS.has(level) && !strip(heading ?? "")) {
      subject.report("division-without-heading", provision, `“${label}”没有标题`);
    }
  }
}

/** Words that the reader could not place. */
export function unparsed(subject) {
  for (const provision of subject.provisions) {
    if (provision.level !== "unparsed") continue;
    const message = "这一段没有能归入任何条款，原样保留；请调整写法";
    subject.report("unparsed", provision, message);
  }
}

/** Blanks inside the words of a sentence. */
export function spaces(subject) {
  for (const provision of subject.provisions) {
    const found = [...provision.text.matchAll(SPACED)];
    if (!found.length || found.length >= LIMITS.form || provision.level === "table") continue;
    for (const { index } of found) {
      subject.report("space-in-text", provision, "词句中间有空格；如是断页留下的，请删去", index);
    }
  }
}

/** Sentences without end, and texts that are cut off. */
export function truncated(subject) {
  for (const provision of subject.provisions) {
    const { text, level, children } = provision;
    if (!text || ["table", "signature", "unparsed"].includes(level)) continue;
    const end = text.length - [...text].at(-1).length;
    if (CUT.test(text)) {
      subject.report("cut-off", provision, "文字到这里中断，后面的缺失；请对照原件补全", end);
    } else if (length(text) >= LIMITS.sentence && !ENDS.test(text) && !children.length) {
      subject.report("truncated-sentence", provision, "句末没有标点，可能缺字或漏标点", end);
    }
  }
}
