"""Forms of all types and bodies, as people fill them in and as nobody should.

Each form follows from a seed and its number alone. Many forms are made so that some rule applies;
figures lie at those of the rules and one step to each side; fields are left out; texts are odd.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from checker.checker import Checker
from checker.documents import Content
from checker.expression.tree import Ir, below
from checker.forms import BODY_FIELD, TYPE_KEY, Field
from handbook.numerals import to_han

COMPARE = frozenset("=≠<≤>≥")
#: To which side of a figure a comparison holds.
STEPS = {"<": -1, "≤": -1, ">": 1, "≥": 1}
#: A field that a condition wants not to be filled in.
ABSENT = object()
LAST = date.max.toordinal()
WIDE = str.maketrans("0123456789.:", "０１２３４５６７８９．：")
FILLED = (1.0, 0.95, 0.8, 0.5, 0.2)
#: Days at which months, years, leap years, texts and the calendar itself turn.
DAYS = (
    "2024-05-22", "2024-02-29", "2023-02-28", "2024-12-31", "2025-01-01", "2024-04-30",
    "2024-10-01", "2024-09-29", "2017-04-13", "2017-04-14", "2017-05-01", "2016-12-30",
    "2000-02-29", "1900-03-01", "9999-12-31", "0001-01-01",
)  # fmt: skip
#: Texts that are seldom right anywhere; a text and a number stand for a long one.
ODD = tuple(
    text if isinstance(text, str) else text[0] * text[1]
    for text in json.loads(
        (Path(__file__).parent / "data/conformance/odd-texts.json").read_text("utf-8")
    )
)
NAMES = (
    "",
    " ",
    "金額",
    "天數",
    "日期",
    "单 位",
    "审批人",
    "__proto__",
    "hasOwnProperty",
    "名" * 50,
    "😀" * 31,
)
TYPES = ("", " ", "报消", "出差", "请 假", "__proto__", "公务", "😀" * 25)
BODIES = ("", "shaoxin", "中心", "局", "行署办 ", "县委", "单位" * 20, "constructor")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form: what was filled in, and the day by whose texts it is judged; None: its own."""

    number: int
    contents: dict[str, Content]
    day: date | None


class Generator:
    """Forms of a handbook."""

    def __init__(self, checker: Checker, seed: int) -> None:
        self.checker, self.seed = checker, seed
        self.names = checker.names
        self.types = tuple(checker.forms.types.values())
        self.pairs = [(form, body) for form in self.types for body in checker.bodies]
        #: Chosen less often: types that a body has no rules for.
        self.bare: set[tuple[str, str]] = set()
        self.figures: dict[tuple[str, str], dict[str, list[Any]]] = {}
        self.chapters: dict[tuple[str, str], list[Any]] = {}
        for body in checker.bodies:
            books = tuple(checker.books(body))
            for form in self.types:
                found: dict[str, set[Any]] = {}
                for book in books:
                    if form.name in book.chapters:
                        key = (form.name, body)
                        self.chapters.setdefault(key, []).append(book.chapters[form.name])
                        for ir in conditions(book.chapters[form.name]):
                            gather(ir, found)
                if not found:
                    self.bare.add((form.name, body))
                own = {k: sorted(v, key=lambda x: (type(x).__name__, x)) for k, v in found.items()}
                self.figures[form.name, body] = own

    def form(self, number: int) -> Filled:
        """The form of that number."""
        chance = random.Random(f"{self.seed} {number}")
        form, body = chance.choice(self.pairs)
        while (form.name, body) in self.bare and chance.random() < 0.9:
            form, body = chance.choice(self.pairs)
        odd = chance.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.01, 0.05, 0.3))
        share = chance.choice(FILLED)
        figures = self.figures[form.name, body]
        contents: dict[str, Content] = {TYPE_KEY: form.name, BODY_FIELD: body}
        wishes = self.wishes(form.name, body, chance)
        for field in form.fields:
            likely = share if field.name in figures else share * 0.6
            wanted = wishes.get(field.name)
            if field.name == BODY_FIELD or wanted is ABSENT:
                continue
            if wanted is not None and chance.random() < 0.95:
                contents[field.name] = self.wished(field, body, wanted, chance)
            elif chance.random() < likely:
                contents[field.name] = self.value(field, body, figures.get(field.name), odd, chance)
        if odd:
            self.spoil(contents, body, odd, chance)
        if chance.random() < 0.1:
            items = list(contents.items())
            chance.shuffle(items)
            contents = dict(items)
        day = date.fromordinal(self.day(chance)) if chance.random() < 0.05 else None
        return Filled(number, contents, day)

    def wishes(self, form: str, body: str, chance: random.Random) -> dict[str, Any]:
        """Field → value with which one rule, or more, applies to a form."""
        found: dict[str, Any] = {}
        chapters = self.chapters.get((form, body))
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3)) if chapters else 0):
            rule = chance.choice(chance.choice(chapters).rules)  # type: ignore[arg-type]
            case = chance.choice(rule.cases)
            tests = case.demand.tests if chance.random() < 0.5 else ()
            for ir in (rule.when, case.when, *tests):
                if ir is not None:
                    wish(ir, True, found, chance)
        return found

    def wished(self, field: Field, body: str, value: Any, chance: random.Random) -> Content:
        """A value as it is written."""
        match field.type:
            case "文本列表":
                others = self.items(field.choices_of(body), 0.0, chance)
                return (value, *(others if isinstance(others, tuple) else ()))
            case "选项" | "文本":
                return str(value)
            case "是否":
                return bool(value)
            case "日期":
                return written_day(min(max(int(value), 1), LAST), chance)
            case "时刻":
                return written_time(abs(value) % 1441, chance)
            case _:
                return written_number(field, abs(value), chance)

    def spoil(
        self, contents: dict[str, Content], body: str, odd: float, chance: random.Random
    ) -> None:
        """Type, body and field names as they should not be."""
        if chance.random() < 0.15:
            contents[BODY_FIELD] = chance.choice((*self.names[body], *BODIES, f" {body} "))
        if chance.random() < odd / 3:
            contents[TYPE_KEY] = chance.choice((*TYPES, None, f"{contents[TYPE_KEY]} "))
        for _ in range(chance.choice((0, 0, 0, 1, 2, 25)) if chance.random() < odd else 0):
            name = chance.choice((*NAMES, typo(chance.choice(list(contents)), chance)))
            contents.setdefault(name, chance.choice(ODD))

    def value(
        self, field: Field, body: str, figures: list[Any] | None, odd: float, chance: random.Random
    ) -> Content:
        """What stands in a field."""
        if odd and chance.random() < odd:
            return chance.choice((*ODD, None, True, False, (), ("甲",), (" 乙 ", "", "无", "乙")))
        choices = field.choices_of(body)
        match field.type:
            case "文本列表":
                return self.items(choices, odd, chance)
            case "选项" | "文本":
                words = [f for f in figures or () if isinstance(f, str)]
                text = chance.choice(words or choices or ("甲", "张三", "业务需要，外出办事"))
                if choices and chance.random() < 0.5:
                    text = chance.choice(choices)
                return self.near(text, odd, chance)
            case "是否":
                return chance.choice((True, False, "是", "否", "√", "×", "有", "无", "True", "n"))
            case "日期":
                return written_day(self.day(chance), chance)
            case "时刻":
                return written_time(self.step(figures, 510, chance) % 1441, chance)
            case _:
                step = self.step(figures, 1, chance)
                return written_number(field, abs(step), chance)

    def items(self, choices: tuple[str, ...], odd: float, chance: random.Random) -> Content:
        known = choices or ("甲", "乙", "丙")
        found = chance.sample(known, min(len(known), chance.choice((0, 1, 1, 2, 2, 3, 5, 9))))
        if odd:
            found = [self.near(text, odd, chance) for text in found]
            found += [chance.choice(("门卫", "某人 ", "主任甲"))] * (chance.random() < odd)
        if not found:
            return chance.choice(("无", "[]", (), ("无",), "没有"))
        if chance.random() < 0.3:
            return tuple(found)
        return chance.choice(("、", "；", ";", "\n", " 、 ", "； ")).join(found)

    def near(self, text: str, odd: float, chance: random.Random) -> str:
        """The text, seldom with another width, blanks, or a slip of the pen."""
        if not odd or chance.random() > max(odd, 0.05):
            return text
        turned = (
            text.translate(str.maketrans("（），：", "(),:")), f" {text}　", " ".join(text),
            typo(text, chance), typo(text, chance), text[:-1], text * 2,
        )  # fmt: skip
        return chance.choice(turned)

    def day(self, chance: random.Random) -> int:
        middle = date.fromisoformat(chance.choice(DAYS[: 12 if chance.random() < 0.95 else None]))
        return min(max(middle.toordinal() + chance.randint(-40, 40), 1), LAST)

    def step(self, figures: list[Any] | None, other: int, chance: random.Random) -> int | Fraction:
        """A figure of the rules that read the field, or one step to a side, in base steps."""
        known = [f for f in figures or () if isinstance(f, int | Fraction) and f is not True]
        known = [f for f in known if not isinstance(f, bool)] or [other]
        figure = chance.choice(known) * chance.choice((1, 1, 1, 1, 1, 2, 3))
        return figure + chance.choice((0, 0, 0, 1, -1, 1, -1, 2, 50, -50, 100, 5000))  # type: ignore[no-any-return]


def conditions(chapter: Any) -> Iterator[Ir]:
    """All IRs of a chapter."""
    for rule in chapter.rules:
        measures = [rule.on]
        irs = [rule.when]
        for case in rule.cases:
            demand = case.demand
            irs += [case.when, *demand.tests]
            measures += [case.low, case.high, demand.shown.actual, demand.shown.limit]
            measures += [m for _, m in (*demand.readings, *demand.bounds)]
            for need in demand.needs:
                irs.append(("含任一", ("字段", need.field), tuple(sorted(need.any_of))))
        yield from (ir for ir in irs if ir is not None)
        yield from (m.ir for m in measures if m is not None)


def gather(ir: Ir, found: dict[str, set[Any]]) -> None:
    """Field → figures and words with which it is compared."""
    if ir[0] in COMPARE or ir[0] in ("属于", "含任一", "含", "文含"):
        names: set[str] = set()
        figures: set[Any] = set()
        leaves(ir, names, figures)
        for name in names:
            found.setdefault(name, set()).update(figures)
        return
    if ir[0] in ("字段", "已填"):
        found.setdefault(ir[1], set())
    for part in below(ir):
        gather(part, found)


def leaves(ir: Ir, names: set[str], figures: set[Any]) -> None:
    if ir[0] in ("字段", "已填"):
        names.add(ir[1])
    elif ir[0] == "常" and not isinstance(ir[1], tuple):
        figures.add(ir[1])
    elif ir[0] == "比":
        figures.add(Fraction(ir[1], ir[2]))
    if ir[0] in ("属于", "含任一"):
        figures.update(ir[2])
    for part in below(ir):
        leaves(part, names, figures)


def wish(ir: Ir, want: bool, found: dict[str, Any], chance: random.Random) -> None:
    """Adds values with which a condition is met, or is not; only where that is plain to see."""
    op, *parts = ir
    if op in ("且", "或"):
        for part in parts if (op == "且") is want else (chance.choice(parts),):
            wish(part, want, found, chance)
    elif op == "非":
        wish(parts[0], not want, found, chance)
    elif op == "已填" and not want:
        found.setdefault(parts[0], ABSENT)
    elif op in ("属于", "含任一") and parts[0][0] == "字段" and want:
        found.setdefault(parts[0][1], chance.choice(parts[1]))
    elif op in COMPARE or op in ("含", "文含"):
        left, right = parts
        if left[0] == "字段" and right[0] in ("常", "比"):
            value = right[1] if right[0] == "常" else Fraction(right[1], right[2])
            step = STEPS.get(op, 0) if want else -STEPS.get(op, 0)
            moved = isinstance(value, int | Fraction) and not isinstance(value, bool)
            if want is not (op == "≠"):
                found.setdefault(left[1], value + chance.choice((0, step)) if moved else value)


def typo(text: str, chance: random.Random) -> str:
    """With one character more, less, changed or moved."""
    at = chance.randrange(len(text) + 1)
    head, tail = text[:at], text[at:]
    return chance.choice((head + tail[1:], f"{head}的{tail}", f"{head}错{tail[1:]}", tail + head))


def written_number(field: Field, steps: int | Fraction, chance: random.Random) -> str:
    """Base steps as people write them, in the field's unit."""
    unit = field.static("").unit
    text = unit.text(steps)
    if field.type == "整数":
        text = text.partition(".")[0]
    way = chance.randrange(12)
    whole = "." not in text and len(text) < 9
    if way == 0 and unit.name:
        return f"{text}{unit.name}"
    if way == 1:
        return text.translate(WIDE)
    if way == 2 and whole:
        return to_han(int(text))
    if way == 3 and whole:
        return f"{int(text):,}"
    if way == 4 and field.type == "金额":
        return chance.choice((f"￥{text}", f"{text}元整", f"人民币{text}圆", f"{text} 元"))
    if way == 5 and field.type == "天数":
        return chance.choice(("半天", "一天半", f"{text}个工作日", f"{text}日"))
    if way == 6 and whole:
        return f"{text}.00"
    return text


def written_day(day: int, chance: random.Random) -> str:
    found = date.fromordinal(day)
    way = chance.randrange(10)
    if way == 0:
        return f"{found.year:04d}年{found.month}月{found.day}日"
    if way == 1:
        return f"{found.year:04d}/{found.month}/{found.day}"
    if way == 2:
        year = "".join("〇一二三四五六七八九"[int(c)] for c in f"{found.year:04d}")
        return f"{year}年{to_han(found.month)}月{to_han(found.day)}日"
    if way == 3:
        return f"{found.isoformat()} 00:00:00"
    return found.isoformat()


def written_time(minutes: int | Fraction, chance: random.Random) -> str:
    hour, minute = divmod(int(minutes), 60)
    way = chance.randrange(10)
    if way == 0:
        return f"{hour}点{minute}分" if minute else f"{hour}点"
    if way == 1:
        return f"{hour:02d}：{minute:02d}"
    if way == 2:
        return f"{hour}:{minute:02d}:00"
    if way == 3 and 12 < hour < 24:
        return f"下午{hour - 12}时{minute}分"
    return f"{hour:02d}:{minute:02d}"
