// The words for verdicts, in the table and in the annotated file: checker/annotate.py.

import { distinct } from "../engine/text.js";

/** The verdict of a row that cannot be read. */
export const UNREAD = "unread";
export const VERDICTS = {
  unread: "读不出",
  violation: "违规",
  approval: "须报批",
  missing: "缺材料或信息",
  judgement: "须人工判断",
  pass: "合规",
};
export const ORDER = Object.keys(VERDICTS);

/** The findings that are not pass, the gravest first. */
export function broken({ findings }) {
  const wrong = findings.filter(({ verdict }) => verdict !== "pass");
  return wrong.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

/** What is said of a row, a line each: problems, or what is not met; notes where no rule applies. */
export function wordsOf(result) {
  if (result.problems.length) return result.problems.map(({ message }) => message);
  if (!result.findings.length) return result.notes.map(({ message }) => message);
  return broken(result).map(({ verdict, message, question }) => {
    const asked = question ? `；请判断：${question}` : "";
    return `${VERDICTS[verdict]}：${message}${asked}`;
  });
}

/** The provisions that are not met, each once, a line each. */
export function cited(result) {
  const provisions = broken(result).flatMap((finding) => finding.provisions);
  return distinct(provisions.map(({ citation }) => citation)).join("\n");
}
