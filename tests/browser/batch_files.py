"""Tables for the check page: real workbooks, and files with which something is wrong."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.styles import Font

LEAVE = ("单位", "填表人", "部门", "填表日期", "请假类别", "天数（天）", "开始日期", "审批", "情形")
ROWS = [
    ("ali", "张三", "综合科", date(2024, 1, 5), "事假", 8, date(2024, 1, 8), "无", "当年已休假"),
    ("ali", "张 三", "综合科", date(2024, 3, 1), "事假", 9.5, date(2024, 3, 4), "无", "当年已休假"),
    ("阿里地区行署办公室", "张三", "综合科", "2024-05-01", "事假", 4, "2024/5/6", None,
     "当年已休假"),
    ("quju", "李四", "=1+1", date(2024, 5, 6), "病假", 0.5, date(2024, 5, 6), "科长、局长", "无"),
    ("wangcheng", "王五", "", date(2024, 5, 6), "临时请假", "半天", None, "无", "无"),
    ("shaoxing", "@赵六", "<b>处</b>", date(2024, 5, 6), "公假", "很多", None, "无", "无"),
]  # fmt: skip


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def leave_book(rows: list[tuple[Any, ...]] = ROWS) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "请假"
    sheet.append(LEAVE)
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet["A1"].font = Font(bold=True)
    return book


def odd_book() -> bytes:
    """Two sheets, a hidden one, times, truths, long numbers, formats of dates, a phonetic text."""
    book = leave_book()
    book.create_sheet("选项").sheet_state = "hidden"
    sheet = book.create_sheet("公务接待")
    sheet.append([None] * 3)
    sheet.append(
        ["单位", "接待日期", "餐别", "酒水金额（元）", "来宾人数", "金额", "事由", None, "结论"]
    )
    sheet.append(
        ["wangcheng", datetime(2024, 5, 22, 0, 0), "中餐", 0.1 + 0.2, 3, 1234.4999999999998]
    )
    sheet.append(["wangcheng", datetime(2024, 5, 22, 12, 30), "中餐", 0, 3, 1e3, True])
    sheet.append(["wangcheng", 45434, "中餐", 0, 3, 1e-9])
    sheet["B5"].number_format = 'yyyy"年"m"月"d"日"'
    sheet.append(["wangcheng", time(8, 30), "中餐"])
    sheet.append(
        ["wangcheng", "2024-05-22", " 中餐 ", None, None, None, " &<>\"' 晚\n上", None, "合规"]
    )
    return with_shared_texts(saved(book))


def with_shared_texts(data: bytes) -> bytes:
    """A workbook of openpyxl, whose texts stand in the cells, as other programs write it: texts
    stand once, in runs of their own looks, one with how it is pronounced."""
    texts: dict[str, int] = {}

    def moved(name: str, part: bytes) -> bytes:
        def cell(match: re.Match[str]) -> str:
            return f't="s"><v>{texts.setdefault(match[1], len(texts))}</v></c>'

        if not name.startswith("xl/worksheets/"):
            return part
        inline = r't="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>'
        return re.sub(inline, cell, part.decode()).encode()

    data = repacked(data, moved)
    assert texts
    items = "".join(
        f"<si><r><t>{text[:1]}</t></r><r><rPr><b/></rPr><t xml:space='preserve'>{text[1:]}</t></r>"
        "<rPh sb='0' eb='1'><t>zhang</t></rPh></si>"
        if "&" not in text
        else f"<si><t>{text}</t></si>"
        for text in texts
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", f'<s:sst xmlns:s="{spreadsheet}">{items}</s:sst>')
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return out.getvalue()


def in_sheet(old: str, new: str) -> bytes:
    """The leave table with a text of its sheet's XML replaced."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return repacked(saved(leave_book()), change)


def merged() -> bytes:
    book = leave_book()
    book.active.merge_cells("A2:A3")
    return saved(book)


def hidden_row() -> bytes:
    book = leave_book()
    book.active.row_dimensions[3].hidden = True
    return saved(book)


def uncomputed() -> bytes:
    book = leave_book()
    book.active["F2"] = "=1+1"
    return saved(book)


def wide() -> bytes:
    book = openpyxl.Workbook()
    book.active.append([f"字段{n}" for n in range(1000)])
    return saved(book)


def bomb() -> bytes:
    return repacked(
        saved(leave_book()), lambda n, d: d + b" " * 2**28 if n.endswith("styles.xml") else d
    )


def encrypted() -> bytes:
    """The flag of encryption set in every part's two headers."""
    data = bytearray(saved(leave_book()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            flags = struct.unpack_from("<H", data, at + offset)[0]
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(mark, at + 4)
    return bytes(data)


def broken_sum() -> bytes:
    """A byte of a stored part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(leave_book()))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    data = out.getvalue()
    assert b"<v>8</v>" in data
    return data.replace(b"<v>8</v>", b"<v>9</v>", 1)


#: Name of a file → its bytes, and what both the page and the command say of it.
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "不是.xlsx": (lambda: "单位,天数\nali,1\n".encode(), "不是完好的 XLSX 文件（也许有密码）"),
    "密码.xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "也许有密码"),
    "加密.xlsx": (encrypted, "不是完好的 XLSX 文件（也许有密码）"),
    "截断.xlsx": (lambda: saved(leave_book())[:-300], "不是完好的 XLSX 文件（也许有密码）"),
    "改动.xlsx": (broken_sum, "不是完好的 XLSX 文件（也许有密码）"),
    "炸弹.xlsx": (bomb, "XLSX 文件展开后太大，不读取；请存成 CSV"),
    "千列.xlsx": (wide, "列太多，最多 500 列"),
    "合并.xlsx": (merged, "有合并的单元格（A2:A3）；请取消合并，每行填全"),
    "隐藏.xlsx": (hidden_row, "这一行是隐藏的；请取消隐藏，或删去"),
    "公式.xlsx": (uncomputed, "公式还没有算出值；请在表格软件里打开、保存后再试"),
    "错值.xlsx": (lambda: in_sheet('t="n"><v>8</v>', 't="e"><v>#N/A</v>'), "是错误值“#N/A”"),
    "实体.xlsx": (
        lambda: in_sheet("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
        "XLSX 文件里有不该有的声明（DOCTYPE），不读取",
    ),
    "坏的.xlsx": (lambda: in_sheet("</sheetData>", "</sheetDat>"), "XLSX 文件的内容已损坏"),
    "空的.csv": (lambda: b"", "没有表头：第一行应是字段名"),
    "无头.csv": (lambda: b",,\n1,2,3\n", "没有表头：第一行应是字段名"),
    "两次.csv": (lambda: "单位,天数,天数（天）\n".encode(), "表头“天数”写了两次"),
    "分号.csv": (lambda: "单位;天数\nali;1\n".encode(), "CSV 要用逗号分隔"),
    "编码.csv": (lambda: b"\xff\xfe\x81\xff", "编码不是 UTF-8 也不是 GB 18030"),
    "空字节.csv": (lambda: b"a,b\n\0,1\n", "这不是文本文件（含有空字节）"),
    "老的.xls": (lambda: b"\xd0\xcf\x11\xe0", "不认识的文件种类“.xls”"),
}  # fmt: skip

CSV_BYTES = {
    "请假.csv": "单位,请假类别,天数,填表日期,事由\r\n"
    'quju,事假,2,2024-05-06,"有 ""急"" 事,\r\n真的"\r\n'
    '\r\n , ,\nquju,"病"假,1.5,2024-05-07,"没有完\nali,病假,2,2024-05-06\r',
    "考勤.csv": "﻿type,单位,考勤日期,状态\n考勤,wangcheng,2024-05-06,迟到\n报销,ali,,\n",
}
