// What a reader should know of a search besides its hits, word for word as the command says it.

import { MOST_TYPED } from "./query.js";

/** {kind, text} in Chinese, most important first; `meant` is the query that may be meant. */
export function remarks(index, query, hits) {
  const said = [];
  const say = (kind, text, more) => said.push({ kind, text, ...more });
  if (query.cutOff) say("cut", `查询太长，只取前 ${MOST_TYPED} 个字。`);
  if (index.parts?.lost.size) say("lost", "有的数据没有装上（文件缺失或损坏），结果可能不全。");
  if (query.missing.length) {
    const phrases = query.missing.map((phrase) => `“${phrase}”`).join("、");
    say("missing", `没有一处原文含有${phrases}，以下按其中的词查找。`);
  }
  if (query.suggestion !== null) {
    say("meant", `您是不是要找：${query.suggestion}`, { meant: query.suggestion });
  }
  if (query.address && query.titles.length) {
    const titles = query.titles.map((number) => `《${index.data.regulations[number].title}》`);
    say("titles", `按${titles.join("、")}查找。`);
  }
  if (!hits.length) {
    const tried = query.groups.flatMap((group) => group.ways).filter((way) => !way.kind);
    const words = [...new Set(tried.map((way) => way.word))].join("、");
    say("none", `没有找到。${words && `找过：${words}。`}换个说法，或少用几个词试试。`);
  } else if (query.spaced && !hits.some((hit) => hit.complete)) {
    say("partly", "没有一条同时含有全部词语，以下含有其中一部分。");
  }
  return said;
}
