"""Files of forms: what people save them as, and what is wrong with them, each said in one place."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checker import batch, documents
from checker.checker import Checker
from handbook.errors import HandbookError

ROOT = Path(__file__).parent.parent / "regulations"
FORM = {"type": "请假", "单位": "shaoxing", "填表日期": "2024-05-22"}


def workbook(path: Path, rows: list[list[Any]], title: str = "请假") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return book


def read(path: Path) -> list[dict[str, Any]]:
    checker = Checker(ROOT)
    return [dict(checker.read(d)[0].row) for d in documents.read(path)]


def refused(path: Path) -> str:
    with pytest.raises(HandbookError) as caught:
        documents.check_kind(path)
        read(path)
    return str(caught.value)


def test_workbook_holds_what_a_person_sees(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    header = ["单位", "填表日期", "请假类别", "天数（天）", "审批", "开始时刻"]
    workbook(
        path, [header, ["shaoxing", date(2024, 5, 22), None, 1.5, "办公室、主任", None], [None]]
    )
    (row,) = read(path)
    assert row == {
        "单位": "shaoxing", "填表日期": date(2024, 5, 22).toordinal(), "天数": 3,
        "审批": ("办公室", "主任"),
    }  # fmt: skip
    assert next(iter(documents.read(path))).source == f"{path}:2"


def test_workbook_times_and_truths(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    workbook(path, [["单位", "a", "b", "c"], ["x", time(8, 30), True, 1234.5]])
    (document,) = documents.read(path)
    assert document.contents == {
        "type": "请假", "单位": "x", "a": "08:30", "b": True, "c": "1234.5",
    }  # fmt: skip


def test_each_sheet_is_a_form_type_and_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = workbook(path, [["单位"], ["x"]])
    for name, state in (("报销", "visible"), ("选项", "hidden"), ("空", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        if name != "空":
            sheet.append(["单位"])
            sheet.append(["y"])
    book.save(path)
    found = [(d.contents["type"], d.contents["单位"], d.source) for d in documents.read(path)]
    assert found == [("请假", "x", f"{path}[请假]:2"), ("报销", "y", f"{path}[报销]:2")]


def edit(path: Path, change: Any) -> None:
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(path)


@pytest.mark.parametrize(
    ("change", "says", "place"),
    [
        (lambda s: s.__setitem__("B2", "=1+1"), "公式还没有算出值", ":2:2"),
        (lambda s: s.merge_cells("A2:A3"), "合并的单元格（A2:A3）", ":2:1"),
        (lambda s: s.row_dimensions.__getitem__(2).__setattr__("hidden", True), "隐藏的", ":2:1"),
        (lambda s: s.__setitem__("B2", "#DIV/0!"), "错误值“#DIV/0!”", ":2:2"),
        (lambda s: s.__setitem__("B2", 1e308), "数太大", ":2:2"),
        (lambda s: s.__setitem__("B1", "单位"), "表头“单位”写了两次", ":1:1"),
        (lambda s: s.__setitem__("D2", "多"), "这一行的格子比表头多", ":2:4"),
    ],
)
def test_workbook_that_cannot_be_trusted(
    tmp_path: Path, change: Any, says: str, place: str
) -> None:
    path = tmp_path / "w.xlsx"
    workbook(path, [["单位", "天数", "事由"], ["shaoxing", 1, "x"], ["shaoxing", 2, "x"]])
    edit(path, change)
    message = refused(path)
    assert says in message and message.startswith(f"{path}{place}")


def part(path: Path, name: str, data: bytes, pack: int = zipfile.ZIP_DEFLATED) -> None:
    """Replaces a part of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {i.filename: old.read(i) for i in old.infolist()}
    parts[name] = data
    with zipfile.ZipFile(path, "w", pack) as new:
        for key, value in parts.items():
            new.writestr(key, value)


def test_workbook_bombs(tmp_path: Path) -> None:
    path = tmp_path / "z.xlsx"
    workbook(path, [["单位"], ["x"]])
    part(path, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>")
    assert "展开后太大" in refused(path)
    workbook(path, [["单位"], ["x"]])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    part(path, "xl/worksheets/sheet1.xml", bomb)
    assert "DOCTYPE" in refused(path)
    part(path, "xl/workbook.xml", bomb)
    assert "DOCTYPE" in refused(path)
    path.write_bytes(b"PK\3\4 broken")
    assert "不是完好的 XLSX" in refused(path)


def test_a_sheet_of_all_rows_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    workbook(path, [["单位"], ["x"]])
    rows = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(3, 120_000))
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>type</v></c></row>' + rows
    part(path, "xl/worksheets/sheet1.xml", sheet + b"</sheetData></worksheet>")
    assert list(documents.read(path)) == []  # ends after so many empty rows
    full = b"".join(b'<row><c t="str"><v>x%d</v></c></row>' % n for n in range(200_002))
    head = b'<worksheet><sheetData><row><c t="str"><v>type</v></c></row>'
    part(path, "xl/worksheets/sheet1.xml", head + full + b"</sheetData></worksheet>")
    with pytest.raises(HandbookError, match="行太多，最多 200000 行；请存成 CSV"):
        for _ in documents.read(path):
            pass


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.yml", b"a: &x 1\nb: *x\n", "a.yml:1:4 这里不能用 YAML 的锚"),
        ("a.yml", b"a: !!python/object:os.system x\n", "a.yml:1:4 这里不能用 YAML 的标签"),
        ("a.yml", b"[" * 100 + b"]" * 100, "嵌套太深"),
        ("a.yml", b"type: x\ntype: y\n", "a.yml:2:1 “type”写了两次"),
        ("a.yml", b"x" * 3_000_000, "文件太大（2.9 MB），.yml 最多 2 MB"),
        ("a.json", b'{"a": NaN}', "JSON 里不能有 NaN"),
        ("a.json", b'{"a": 1,\n "a": 2}', "“a”写了两次"),
        ("a.json", b"[" * 100_000, "嵌套太深"),
        ("a.json", b'{"a": {"b": 1}}', "“a”里不能再套一层"),
        ("a.json", b'{"type": "\xff"}', "不是 UTF-8"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "请另存为 .xlsx"),
        ("a.csv", b"\xff\xff\n", "编码不是 UTF-8 也不是 GB 18030"),
        ("a.csv", b"a\x00b\n", "空字节"),
        ("a.csv", b"a;b\n1;2\n", "CSV 要用逗号分隔"),
        ("a.csv", b"\n", "没有表头"),
        ("a.csv", b'type,\xe5\x8d\x95\xe4\xbd\x8d\n"x', "a.csv:2"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert says in refused(path)


def test_a_json_file_of_100_mb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    assert "文件太大（100.0 MB），.json 最多 32 MB；请分开，或存成 CSV" in refused(path)


@pytest.mark.parametrize(
    ("field", "given", "says"),
    [
        ("天数", "-1", "“天数”：不能是负数：“-1”"),
        ("天数", "NaN", "读不出数“NaN”"),
        ("天数", "1e308", "读不出数“1e308”"),
        ("天数", "9" * 400, "读不出数“99999999999999999999”"),
        ("天数", "0.3", "天数最小 0.5 天"),
        ("填表日期", "45432", "像是表格软件的日期序号"),
        ("填表日期", "2024-02-30", "没有“2024-02-30”这一天"),
        ("天教", "1", "没有字段“天教”；是不是“天数”"),
        ("单位", "shaoxin", "没有单位“shaoxin”；是不是“shaoxing"),
        ("单位", "中心", "“中心”可能是绍兴市机关事务服务中心、长沙市望城区政务服务中心"),
        ("type", "请家", "没有“请家”这种表；是不是“请假"),
    ],
)
def test_values_that_are_refused(tmp_path: Path, field: str, given: str, says: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**FORM, field: given}, ensure_ascii=False), "utf-8")
    assert says in refused(path)


def test_values_as_people_type_them(tmp_path: Path) -> None:
    path = tmp_path / "请假.csv"
    path.write_bytes(
        "单位,填表日期,天数（天）\nshaoxing,二〇二四年三月五日,一天半\n,,\n"
        "绍兴市机关事务服务中心,2024/3/5,１.５\n".encode("gb18030")
    )
    assert (
        read(path)
        == [{"单位": "shaoxing", "填表日期": date(2024, 3, 5).toordinal(), "天数": 3}] * 2
    )


def rows(count: int) -> str:
    lines = (f"shaoxing,2024-05-{n % 28 + 1:02d},{n % 7}" for n in range(count))
    return "单位,填表日期,天数\n" + "\n".join(lines) + "\n"


def report(path: Path, form: str = "json") -> tuple[bytes, batch.Outcome]:
    out = io.BytesIO()
    task = batch.Task(ROOT, form=form)
    return (outcome := batch.run(task, [path], out, lambda _: None)) and out.getvalue(), outcome


def test_a_long_table_comes_out_as_row_by_row(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "请假.csv"
    path.write_text(rows(130), "utf-8")
    whole, outcome = report(path)
    monkeypatch.setattr(batch, "CHUNK", 20)
    spread, again = report(path)
    assert spread == whole and len(json.loads(whole)) == 130
    assert again.summary.counts == outcome.summary.counts


def test_all_mistakes_of_a_table_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "请假.csv"
    path.write_text(rows(3) + "shaoxing,x,1\nshaoxing,2024-05-01,y\nshaoxing,x,1\n", "utf-8")
    out = io.BytesIO()
    with pytest.raises(HandbookError) as caught:
        batch.run(batch.Task(ROOT), [path], out, lambda _: None)
    assert f"{path}:5:2 “填表日期”" in str(caught.value)
    assert "（另有 1 处同样）" in str(caught.value)
    assert f"{path}:6:3 “天数”" in str(caught.value)
    assert out.getvalue() == b""


def handbook(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handbook", *map(str, words)],
        capture_output=True, text=True, cwd=ROOT.parent,
    )  # fmt: skip


def test_output_is_whole_or_not_there(tmp_path: Path) -> None:
    path, out = tmp_path / "请假.csv", tmp_path / "out.html"
    path.write_text(rows(1), "utf-8")
    assert handbook("check", path, "--format", "html", "--output", out).returncode in (0, 1)
    before = out.read_text("utf-8")
    assert before.endswith("</html>\n")
    path.write_text("单位\nx\n", "utf-8")
    failed = handbook("check", path, "--format", "html", "--output", out)
    assert failed.returncode == 2 and "没有单位“x”" in failed.stderr
    assert out.read_text("utf-8") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.html", "请假.csv"]


def test_annotated_copy(tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    workbook(
        path,
        [["单位", "就餐地点", "接待日期", "餐别", "酒水金额", "事由"],
         ["wangcheng", "机关食堂", date(2024, 5, 22), "中餐", 100, "=HYPERLINK(1)"]],
        "公务接待",
    )  # fmt: skip
    edit(path, lambda s: s.__delitem__("F1") if False else s.delete_cols(6))
    assert handbook("check", path, "--annotate", out).returncode == 1
    sheet = openpyxl.load_workbook(out)["公务接待"]
    assert "违规：工作日中餐用酒：100 元，超过 0 元" in sheet["E2"].comment.text
    assert "依据：《公务接待制度》四、2“工作日中餐接待不用酒”" in sheet["E2"].comment.text
    again = handbook("check", path, "--annotate", path)
    assert again.returncode == 2 and "不能写在原文件上" in again.stderr


def test_template_is_filled_in_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert handbook("template", "公务接待", "--body", "wangcheng", "--output", path).returncode == 0
    book = openpyxl.load_workbook(path)
    sheet = book["公务接待"]
    header = {cell.value: cell.column for cell in sheet[1]}
    assert "酒水金额（元）" in header and sheet.cell(2, header["单位"]).value == "wangcheng"
    lists = {str(v.sqref).rstrip("0123456789:"): v for v in sheet.data_validations.dataValidation}
    assert any(v.formula1 and v.formula1.startswith("选项!$") for v in lists.values())
    for name, value in (("接待日期", date(2024, 5, 22)), ("餐别", "中餐"), ("酒水金额（元）", 1)):
        sheet.cell(2, header[name], value)
    book.save(path)
    done = handbook("check", path, "--format", "json")
    (result,) = json.loads(done.stdout)
    assert result["form"] == "公务接待" and result["verdict"] == "violation"


@pytest.mark.parametrize("name", sorted(Checker(ROOT).forms.types))
@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_templates_of_all_forms_can_be_read(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / f"{name}.{kind}"
    done = handbook("template", name, "--format", kind, "--body", "政务中心", "--output", path)
    assert done.returncode == 0, done.stderr
    if kind == "csv":
        path.write_bytes(path.read_bytes() + b"\r\n")
        assert read(path) == []
    else:
        assert read(path) == [{"单位": "wangcheng"}]
