"""What a reader should know of a search besides its hits: in the command and on the page alike."""

from __future__ import annotations

from handbook.search.index import SearchIndex
from handbook.search.query import LONGEST, Query
from handbook.search.rank import Hit


def remarks(index: SearchIndex, query: Query, hits: tuple[Hit, ...]) -> tuple[str, ...]:
    """Sentences in Chinese, most important first."""
    said = []
    if query.cut_off:
        said.append(f"查询太长，只取前 {LONGEST} 个字。")
    if index.lost:
        said.append("有的数据没有装上（文件缺失或损坏），结果可能不全。")
    if query.missing:
        said.append(f"没有一处原文含有{_quoted(query.missing)}，以下按其中的词查找。")
    if query.suggestion is not None:
        said.append(f"您是不是要找：{query.suggestion}")
    if query.address is not None and query.titles:
        titles = [f"《{index.data.regulations[number].title}》" for number in query.titles]
        said.append(f"按{'、'.join(titles)}查找。")
    if not hits:
        tried = [way.word for group in query.groups for way in group.alternatives if not way.kind]
        words = f"找过：{'、'.join(dict.fromkeys(tried))}。" if tried else ""
        said.append(f"没有找到。{words}换个说法，或少用几个词试试。")
    elif query.spaced and not any(hit.complete for hit in hits):
        said.append("没有一条同时含有全部词语，以下含有其中一部分。")
    return tuple(said)


def _quoted(phrases: tuple[str, ...]) -> str:
    return "、".join(f"“{phrase}”" for phrase in phrases)
