"""Empty forms to be filled in: XLSX with drop-downs, CSV, YAML."""

from __future__ import annotations

import csv
import io
import re
import zipfile

from checker.forms import BODY_FIELD, TYPE_KEY, Field, FormType
from handbook.export.archive import zipped

FORMATS = ("xlsx", "csv", "yaml")
_ROWS = 1000  # rows of a workbook that have drop-downs
_FORMATS = {"日期": "yyyy-mm-dd", "时刻": "hh:mm", "金额": "0.00", "天数": "0.0", "整数": "0"}
_PROMPT = 240  # characters of an input message that Excel shows
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def make(form: FormType, bodies: tuple[str, ...], kind: str) -> bytes:
    """The file.

    Args:
        form: the form type.
        bodies: slugs of the bodies whose choices are offered; the one that is filled in, if one.
        kind: one of `FORMATS`.
    """
    fields = [f for f in form.fields if not f.bodies or set(f.bodies) & set(bodies)]
    if kind == "csv":
        return _csv(fields)
    if kind == "yaml":
        return _yaml(form, fields, bodies)
    return _xlsx(form, fields, bodies)


def _head(field: Field) -> str:
    return f"{field.name}（{field.unit}）" if field.unit else field.name


def _choices(field: Field, bodies: tuple[str, ...]) -> tuple[str, ...]:
    if field.name == BODY_FIELD:
        return bodies
    if field.type == "是否":
        return ("是", "否")
    return tuple(dict.fromkeys(c for body in bodies for c in field.choices_of(body)))


def _help(field: Field, bodies: tuple[str, ...]) -> str:
    parts = [field.help]
    if field.type == "文本列表":
        parts.append("填几项用“、”隔开，没有填“无”")
        choices = _choices(field, bodies)
        if choices:
            parts.append(f"可填：{'、'.join(choices)}")
    return "。".join(p for p in parts if p)


def _csv(fields: list[Field]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([_head(f) for f in fields])
    return ("\ufeff" + out.getvalue()).encode()  # the mark tells Excel that it is UTF-8


def _yaml(form: FormType, fields: list[Field], bodies: tuple[str, ...]) -> bytes:
    lines = [f"# {form.name}。没填的字段 = 不知道；是“无”就写出来：数字 0，列表 []。", ""]
    lines.append(f"{TYPE_KEY}: {form.name}")
    for field in fields:
        about = [field.type + (f"（{field.unit}）" if field.unit else "")]
        about += [field.help] if field.help else []
        choices = _choices(field, bodies)
        about += [f"可填：{'、'.join(choices)}"] if choices else []
        if not field.required:
            about.insert(0, "可不填")
        lines.append(f"# {'。'.join(about)}".replace("\n", " "))
        own = bodies[0] if field.name == BODY_FIELD and len(bodies) == 1 else ""
        lines.append(f"{field.name}: {own}".rstrip())
    return ("\n".join(lines) + "\n").encode()


def _xlsx(form: FormType, fields: list[Field], bodies: tuple[str, ...]) -> bytes:
    import openpyxl
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = form.name
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    count = 0
    for at, field in enumerate(fields, 1):
        letter = get_column_letter(at)
        cell = sheet.cell(1, at, _head(field))
        cell.font = Font(bold=True)
        if field.required:
            cell.fill = PatternFill("solid", fgColor="FFFFF2CC")
        sheet.column_dimensions[letter].width = max(12, 2 * len(cell.value) + 2)
        choices = _choices(field, bodies)
        source = None
        if choices and field.type in ("选项", "是否"):
            count += 1
            for row, choice in enumerate(choices, 1):
                lists.cell(row, count, choice).data_type = "s"
            column = get_column_letter(count)
            source = f"选项!${column}$1:${column}${len(choices)}"
        words = _help(field, bodies)
        rule = DataValidation(type="list" if source else None, formula1=source, allow_blank=True)
        if source:
            rule.showErrorMessage = True
            rule.errorTitle, rule.error = "没有这个选项", "请从下拉的选项里选一个"
        if words:
            rule.showInputMessage = True
            rule.promptTitle, rule.prompt = field.name[:30], words[:_PROMPT]
        if source or words:
            rule.add(f"{letter}2:{letter}{_ROWS + 1}")
            sheet.add_data_validation(rule)
        if field.type in _FORMATS:
            sheet.column_dimensions[letter].number_format = _FORMATS[field.type]
    if len(bodies) == 1:
        names = [f.name for f in fields]
        sheet.cell(2, names.index(BODY_FIELD) + 1, bodies[0])
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(content: bytes) -> bytes:
    """The workbook without the time at which it was written: the same form is the same file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    return zipped((name, _WRITTEN.sub(rb"\g<1>1980-01-01T00:00:00Z", data)) for name, data in files)
