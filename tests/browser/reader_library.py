"""A small library for the tests of the reader's pages: two texts that refer to each other, one
with everything that is too long or looks like markup, and one with more articles than any law."""

from __future__ import annotations

import shutil
from pathlib import Path

DATA = Path(__file__).parent.parent / "data/reader/regulations"
REPORT = "https://issues.example/new?title={citation}&body={url}%0A{text}"
ARTICLES = 710
LONG_TITLE = "关于进一步规范" + "很长" * 145 + "的管理办法"
COLUMNS = 40
MARKUP = (
    "<script>document.title='坏'</script>",
    "<img src=x onerror=document.title='坏'>",
    "# 不是标题",
    "**不是粗体**和[不是链接](https://elsewhere.example/)",
    "{{ 不是模板 }}与&amp;实体&lt;b&gt;",
)


def write(folder: Path) -> None:
    """Writes the library to `folder`, which must not be there yet."""
    shutil.copytree(DATA, folder)
    put(folder, "jixian", extremes())
    put(folder, "changpian", long_text())


def put(folder: Path, slug: str, text: str) -> None:
    path = folder / "shilie" / slug / "text.md"
    path.parent.mkdir()
    path.write_text(text, "utf-8")


def extremes() -> str:
    row = "| " + " | ".join(f"第{n}列" for n in range(1, COLUMNS + 1)) + " |\n"
    rule = "| " + " | ".join("---" for _ in range(COLUMNS)) + " |\n"
    plain = [line.replace("<", "\\<").replace("*", "\\*").replace("[", "\\[") for line in MARKUP]
    plain = [line.replace("&", "\\&").replace("# ", "\\# ") for line in plain]
    articles = [f"第{'一二三四五'[n]}条　{line}。" for n, line in enumerate(plain)]
    long = "第六条　" + "应当按照规定办理，不得拖延；" * 1430
    return (
        f"---\ntitle: {LONG_TITLE}\n---\n\n# {LONG_TITLE}\n\n"
        + "\n\n".join(articles)
        + f"\n\n{long}\n\n第七条　标准如下：\n\n{row}{rule}{row}"
    )


def long_text() -> str:
    parts = ["---\ntitle: 长篇条例\n---\n\n# 长篇条例\n"]
    for n in range(1, ARTICLES + 1):
        if n % 50 == 1:
            parts.append(f"## 第{han(n // 50 + 1)}章　第{n // 50 + 1}部分\n")
        parts.append(f"第{han(n)}条　办理事项应当符合第{han(max(n - 1, 1))}条的规定，")
        parts[-1] += "先审查后批准，结果告知申请人。" * 4 + "\n"
        parts.append("（一）材料齐全的，当日办理；\n")
        parts.append("（二）材料不全的，一次告知。\n")
    return "\n".join(parts)


def han(number: int) -> str:
    """A number below 1000 in Chinese."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{'' if tens == 1 and not hundreds else digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
