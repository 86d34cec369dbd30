// How each provision is cited, without the title: 第七条第二款第(三)项, 四、3. handbook/citation.py.

import { squeezed } from "../../../checking/assets/engine/text.js";
import { paths } from "./drafts.js";
import { pattern, table, translator } from "./grammar.js";
import { DIVISIONS } from "./ids.js";
import { fold, isEnclosed, markOf, toHan } from "./marks.js";

const KIND = table("kinds");
const COUNTED = new Set(["序言", "表", "落款", "未解析"]);
const HUNG = new Set(["号", "项", "目", "标题"]);
const DRESSED = new Set(["项", "目", "号"]);
const UNITS = new Set(["编", "分编", "章", "节", "条"]);
const END_MARK = pattern("citation.endMark");
const innerQuotes = translator(table("innerQuotes"));
const kindOf = ({ level }) => KIND[level] ?? "号";
const bare = (label) => squeezed(label).replace(END_MARK, "");

/** Id → words of its citation, in document order. */
export function cite(forest) {
  const chains = [...paths(forest)];
  const parents = chains.map((chain) => chain.at(-2)?.id ?? "");
  const count = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1).get(key);
  const several = new Map();
  chains.forEach((chain, i) => count(several, `${parents[i]} ${chain.at(-1).level}`));
  const nth = new Map();
  const own = chains.map((chain, i) => {
    const group = `${parents[i]} ${chain.at(-1).level}`;
    const at = count(nth, group);
    return step(chain.at(-1), several.get(group) > 1 ? at : 0);
  });
  const scopes = chains.map(scope);
  const below = new Map();
  const starts = new Map();
  const add = (map, key, parent) => map.set(key, (map.get(key) ?? new Set()).add(parent));
  const inParent = new Map();
  own.forEach(({ kind, number, mark, key }, i) => {
    add(below, `${scopes[i]} ${key}`, parents[i]);
    if (number === "1") add(starts, `${scopes[i]} ${kind} ${mark}`, parents[i]);
    count(inParent, `${parents[i]} ${key}`);
  });
  const seen = new Map();
  const result = new Map();
  chains.forEach((chain, i) => {
    const { kind, mark, key } = own[i];
    const begun = starts.get(`${scopes[i]} ${kind} ${mark}`)?.size ?? 0;
    const spread = below.get(`${scopes[i]} ${key}`).size > 1 || begun > 1;
    const place = `${parents[i]} ${key}`;
    const at = count(seen, place);
    const occurrence = inParent.get(place) > 1 ? at : 0;
    const above = result.get(spread ? parents[i] : scopes[i]) ?? null;
    const words = printed(chain.at(-1), own[i], occurrence);
    result.set(chain.at(-1).id, {
      provision: chain.at(-1),
      steps: [...(above?.steps ?? []), own[i]],
      words: (above?.words ?? "") + joint(above, own[i], words) + words,
    });
  });
  return new Map([...result].map(([id, { words }]) => [id, words]));
}

function step(provision, nth) {
  const kind = kindOf(provision);
  let [number, mark, words] = [provision.number, "", ""];
  if (kind === "标题") [number, words] = ["", fold(subheadWords(provision))];
  else if (kind === "附件") words = appendix(provision).slice(0, 2);
  else if (COUNTED.has(kind)) number = nth ? String(nth) : "";
  else if (DRESSED.has(kind) && number) mark = markOf(provision.label);
  return { kind, number, mark, words, key: JSON.stringify([kind, number, mark, words]) };
}

function subheadWords({ heading, text, label }) {
  return innerQuotes(squeezed(heading || text || label).replace(END_MARK, "")) || "无题";
}

function appendix({ label }) {
  const words = bare(label);
  return /^附[件表录图]/.test(words) ? words : `附件${words.replace(/^附/, "")}`;
}

function printed(provision, { kind, number }, occurrence) {
  const label = bare(provision.label);
  const tail = occurrence ? `〔第${occurrence}处〕` : "";
  const dressed = () => (number ? oneWidth(label) : "〔缺号〕");
  let words;
  if (UNITS.has(kind)) words = number && label ? `第${label.replace(/^[第笫苐]+/, "")}` : `第〔缺号〕${kind}`;
  else if (kind === "款") words = `第${toHan(Number(number))}款`;
  else if (kind === "项" || kind === "目") words = `第${dressed()}${kind}`;
  else if (kind === "号") words = dressed();
  else if (kind === "标题") words = `“${subheadWords(provision)}”`;
  else if (kind === "附件") words = appendix(provision);
  else if (kind === "表") words = number ? `第${toHan(Number(number))}表` : "表";
  else words = kind + (number ? `第${toHan(Number(number))}段` : "");
  return words + tail;
}

function oneWidth(label) {
  if (label.startsWith("(")) return label.replaceAll("）", ")");
  return label.startsWith("（") ? label.replaceAll(")", "）") : label;
}

/** The mark between a citation and the step that goes further down. */
function joint(base, { kind, mark }, words) {
  if (!base || kind === "款" || kind === "表") return "";
  const last = base.steps.at(-1).kind;
  const [head] = words;
  if (last === "附件") return kind === "号" && runsOn(head) ? "：" : "";
  if (last !== "号") return "";
  const end = END_MARK.exec(fold(squeezed(base.provision.label)))?.[0][0] ?? "";
  const same = base.steps.some((s) => s.kind === "号" && s.mark === mark);
  const runs = !end && runsOn([...base.words].at(-1)) && runsOn(head);
  return kind === "号" && ((end === "、" && same) || runs) ? "：" : end;
}

const runsOn = (char) => /[\p{L}\p{N}]/u.test(char) && !isEnclosed(char);

function scope(chain) {
  const own = chain.at(-1);
  const above = chain.slice(0, -1);
  const appended = own.level === "article" || (DIVISIONS.has(own.level) && own.level !== "section");
  if (appended) return above.findLast(({ level }) => level === "appendix")?.id ?? "";
  if (HUNG.has(kindOf(own))) return above.findLast(({ level }) => !DIVISIONS.has(level))?.id ?? "";
  return above.at(-1)?.id ?? "";
}
