"""Every code that a diagnostic can carry: how grave it is and what it is called.

Each has a page `docs/lint/<code>.md` that says what it means, why it matters and how to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.errors import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of defect.

    Attributes:
        name: kebab-case English; the name of its page.
        severity: how grave; the severity of a diagnostic that the reader or importer made stands.
        title: what it is called, in Chinese.
        group: heading under which the index lists it.
    """

    name: str
    severity: Severity
    title: str
    group: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_TABLE = (
    ("编号", (
        ("duplicate-number", _E, "编号重复"),
        ("missing-number", _E, "缺号"),
        ("number-out-of-order", _E, "编号颠倒"),
        ("lost-numeral", _E, "编号的数字丢失"),
        ("lost-mark", _E, "“第”字丢失"),
        ("mixed-label-style", _W, "同级编号写法不一"),
        ("space-in-label", _W, "编号中间有空格"),
    )),
    ("字符", (
        ("lookalike-character", _E, "形近字符"),
        ("private-use-character", _E, "私用区字符"),
        ("control-character", _W, "控制字符"),
        ("invisible-character", _W, "不可见字符"),
        ("mixed-brackets", _W, "括号全角半角混用"),
        ("unpaired-mark", _W, "括号、引号或书名号不成对"),
    )),
    ("结构", (
        ("wrapped-line", _W, "一段被断成几行"),
        ("glued-provision", _W, "两条粘在一起"),
        ("reference-at-line-start", _I, "行首是引用，不是编号"),
        ("space-in-text", _I, "词句中间有空格"),
        ("empty-provision", _E, "有编号，没有内容"),
        ("heading-without-body", _W, "有标题，没有正文"),
        ("division-without-heading", _W, "编章节没有标题"),
        ("unparsed", _E, "未能解析的文字"),
        ("truncated-sentence", _I, "句子可能不完整"),
    )),
    ("引用", (
        ("unresolved-reference", _E, "引用的条款不存在"),
        ("doubtful-paragraph", _W, "引用的款不明"),
        ("ambiguous-reference", _W, "引用有几种可能"),
        ("loose-reference", _I, "引用与编号写法不符"),
        ("missing-appendix", _W, "附件不存在"),
        ("unknown-title", _W, "引用的本单位制度不在手册中"),
    )),
    ("损坏", (
        ("damaged-document-number", _E, "文号损坏"),
        ("damaged-date", _E, "日期损坏"),
        ("lost-unit", _W, "数字后缺单位"),
        ("lost-dash", _W, "两个数可能粘成了一个"),
        ("cut-off", _W, "文字被截断"),
    )),
    ("隐私", (("personal-data", _E, "个人信息"),)),
    ("目录", (
        ("contents-without-text", _W, "目录有，正文没有"),
        ("text-not-in-contents", _I, "正文有，目录没有"),
        ("title-differs", _W, "标题与目录不一致"),
    )),
    ("写法（text.md）", (
        ("missing-title", _E, "缺标题"),
        ("stray-heading", _E, "标题行位置不对"),
        ("heading-skip", _W, "标题层级跳级"),
        ("division-not-heading", _W, "编章节没有写成标题"),
        ("missing-blank-line", _W, "段落之间缺空行"),
        ("broken-table", _W, "表格不完整"),
        ("markup", _W, "文字会被当作 Markdown 记号"),
        ("unclear-depth", _W, "层级不明"),
        ("unclear-owner", _I, "段落归属不明"),
    )),
    ("导入", (
        ("encoding", _I, "文件不是 UTF-8 编码"),
        ("page-break-blank", _I, "断页留下的空格"),
        ("text-changed", _E, "写出的文字与原文不同"),
        ("tracked-changes", _W, "修订没有定稿"),
        ("merged-cells", _W, "表格有合并的单元格"),
        ("picture-left-out", _W, "不是文字，没有收入"),
        ("moved-note", _I, "脚注、尾注移到正文之后"),
        ("moved-textbox", _W, "文本框的文字"),
        ("listed-comment", _I, "批注没有收入正文"),
        ("struck-text", _W, "画了删除线的文字"),
        ("unknown-number", _W, "自动编号或域不能确定"),
        ("outside-link", _I, "宏、外部链接、附件链接"),
        ("mapped-characters", _W, "换过的字或不认识的字"),
        ("page-without-text", _W, "有的页没有文字层"),
        ("two-columns", _I, "分栏的页"),
        ("borderless-table", _W, "像是没有框线的表"),
    )),
    ("版本", (
        ("change-without-version", _E, "条文改了而没有新版本"),
        ("correction-unused", _E, "订正对不上"),
        ("version-edited", _E, "旧版本被改过"),
        ("version-name", _E, "旧版本的文件名不对"),
        ("version-order", _E, "版本的日期不对"),
        ("commencement-unclear", _E, "分别施行的条款不明"),
        ("amendment-unproved", _E, "修改指令改不出新版本"),
        ("amendment-unconfirmed", _W, "修改指令没有人核对"),
        ("version-open", _W, "版本还在编辑"),
        ("version-unrecorded", _W, "版本没有登记"),
    )),
    ("规则", (
        ("rule-unbound", _E, "规则与条文不符"),
        ("rule-literal", _E, "条件里写了数字"),
        ("rule-without-case", _W, "规则缺例子"),
        ("case-differs", _E, "例子的结论不同"),
        ("ladder-gap", _W, "梯级有空档"),
        ("ladder-overlap", _W, "梯级重叠"),
        ("ladder-unreachable", _W, "达不到的情形"),
    )),
    ("基线", (("stale-baseline", _E, "基线中的条目已不存在"),)),
)  # fmt: skip

#: All codes by name, in the order of the index page.
CODES: dict[str, Code] = {
    name: Code(name, severity, title, group)
    for group, rows in _TABLE
    for name, severity, title in rows
}
