// The words for verdicts and reasons.

/** Verdict → words, the gravest first. */
export const VERDICTS = {
  violation: "违规",
  approval: "须报批",
  missing: "缺材料或信息",
  judgement: "须人工判断",
  pass: "合规",
};

export const REASONS = { subjective: "要人裁量", silent: "文中没有写", conflict: "规定不一致" };

const RANK = Object.keys(VERDICTS);

/** The findings of a result in the order in which they are shown. */
export function sorted({ findings }) {
  const waits = ({ unknown }) => unknown?.length > 0;
  const wrong = findings.filter((f) => f.verdict !== "pass" && !waits(f));
  wrong.sort((a, b) => RANK.indexOf(a.verdict) - RANK.indexOf(b.verdict));
  const waiting = findings.filter((f) => f.verdict !== "pass" && waits(f));
  return { wrong, waiting, passed: findings.filter((f) => f.verdict === "pass") };
}

/** Field → how many findings wait for it, the most first. */
export function wanted(waiting) {
  const counts = new Map();
  for (const { unknown } of waiting) for (const name of unknown) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
