"""How good the search is: nDCG@10, right provision first, in the top five, by file and by kind.

    python -m bench.search_quality                 quality on the files of queries
    python -m bench.search_quality --show tune     what went wrong
    python -m bench.search_quality --tune ROUNDS   tunes the weights on dev and tune only
    python -m bench.search_quality --validate      what tuning on four fifths gains on one fifth

A provision is right if its heading and text, white space left out, hold one of the answers.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from handbook.search.cache import open_index
from handbook.search.index import SearchIndex
from handbook.search.query import understand
from handbook.search.rank import search
from handbook.search.weights import WEIGHTS, Weights

DATA = Path(__file__).parent.parent / "tests" / "data" / "search"
FILES = ("dev", "tune", "held", "fresh")
_DEEP = 10
#: Not tuned: scale of the others, or too few queries show it.
_FIXED = ("text", "own", "document", "unsure", "literal")


@dataclass(frozen=True, slots=True)
class Case:
    """A query, its kind, and the texts that answer it, in those regulations (() in any)."""

    query: str
    kind: str
    answers: tuple[str, ...]
    regulations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries; `empty`: share without any hit."""

    ndcg: float
    first: float
    five: float
    empty: float
    queries: int

    def __str__(self) -> str:
        return (
            f"nDCG@10 {self.ndcg:.3f}  first {self.first:6.1%}  top five {self.five:6.1%}"
            f"  empty {self.empty:.0%}  ({self.queries} queries)"
        )


def load(path: Path) -> list[Case]:
    """The queries of a file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Case(r["q"], r["kind"], tuple(r["answers"]), tuple(r.get("regulations", ()))) for r in rows
    ]


def measure(index: SearchIndex, cases: Iterable[Case], weights: Weights = WEIGHTS) -> Quality:
    """The quality of the search on some queries."""
    results = [_judge(index, case, weights) for case in cases]
    n = len(results)
    means = [sum(result[i] for result in results) / n for i in range(4)]
    return Quality(means[0], means[1], means[2], means[3], n)


def relevant(index: SearchIndex, case: Case) -> frozenset[int]:
    """The units that answer a query.

    Raises:
        ValueError: none does; the file of queries is wrong.
    """
    key = (id(index), case)
    if key not in _relevant:
        answers = ["".join(answer.split()) for answer in case.answers]
        _relevant[key] = frozenset(
            i
            for i, text in enumerate(_texts(index))
            if any(answer in text for answer in answers)
            and (not case.regulations or index.entry(i).slug in case.regulations)
        )
        if not _relevant[key]:
            raise ValueError(f"no provision answers “{case.query}”")
    return _relevant[key]


_relevant: dict[tuple[int, Case], frozenset[int]] = {}
_squeezed: dict[int, list[str]] = {}


def _texts(index: SearchIndex) -> list[str]:
    if id(index) not in _squeezed:
        _squeezed[id(index)] = ["".join((u.heading + u.text).split()) for u in index.data.units]
    return _squeezed[id(index)]


def _judge(index: SearchIndex, case: Case, weights: Weights) -> tuple[float, float, float, float]:
    right = relevant(index, case)
    hits = search(index, understand(case.query, index, weights), _DEEP, weights=weights)
    good = [hit.unit in right for hit in hits]
    gain = sum(1 / math.log2(i + 2) for i, found in enumerate(good) if found)
    ideal = sum(1 / math.log2(i + 2) for i in range(min(len(right), _DEEP)))
    return gain / ideal, float(good[:1] == [True]), float(any(good[:5])), float(not hits)


def tune(index: SearchIndex, cases: list[Case], rounds: int, say: bool) -> Weights:
    """Climbs one weight at a time, with steps that shrink where neither way is better."""
    weights, best = WEIGHTS, _goal(measure(index, cases))
    names = [field.name for field in fields(Weights) if field.name not in _FIXED]
    steps = dict.fromkeys(names, 1.3)
    for _ in range(rounds):
        for name in names:
            value = getattr(weights, name)
            for other in (value * steps[name], value / steps[name]):
                if name in ("coverage", "length") and other > 1.0:
                    continue
                tried = replace(weights, **{name: round(other, 3)})
                quality = measure(index, cases, tried)
                if _goal(quality) > best + 1e-4:
                    weights, best = tried, _goal(quality)
                    if say:
                        print(f"{name} = {other:.3f}: {quality}", flush=True)
                    break
            else:
                steps[name] = 1.0 + (steps[name] - 1.0) * 0.6
    return weights


def _goal(quality: Quality) -> float:
    return quality.ndcg + 0.3 * quality.first + 0.2 * quality.five


def validate(index: SearchIndex, cases: list[Case], folds: int = 5) -> tuple[Quality, Quality]:
    """Quality on each fold with weights tuned on the others, and with the weights as they are."""
    apart: list[tuple[Quality, Quality]] = []
    for fold in range(folds):
        rest = [case for i, case in enumerate(cases) if i % folds != fold]
        own = cases[fold::folds]
        weights = tune(index, rest, 1, False)
        apart.append((measure(index, own, weights), measure(index, own)))
        print(f"fold {fold + 1}: {apart[-1][0]}", flush=True)
    return _mean([a for a, _ in apart]), _mean([b for _, b in apart])


def _mean(parts: list[Quality]) -> Quality:
    n = sum(part.queries for part in parts)
    means = [
        sum(getattr(part, name) * part.queries for part in parts) / n
        for name in ("ndcg", "first", "five", "empty")
    ]
    return Quality(means[0], means[1], means[2], means[3], n)


def show(index: SearchIndex, cases: Iterable[Case]) -> None:
    """Prints what is not as it should be."""
    for case in cases:
        ndcg = _judge(index, case, WEIGHTS)[0]
        if ndcg > 0.99:
            continue
        query = understand(case.query, index)
        units = [hit.unit for hit in search(index, query, _DEEP)]
        right = relevant(index, case)
        groups = [(g.typed, [way.word for way in g.alternatives][:5]) for g in query.groups]
        print(f"{ndcg:.2f} {case.query} [{case.kind}] {groups} {query.suggestion or ''}")
        for unit in right:
            place = units.index(unit) + 1 if unit in units else "–"
            print(
                f"   right, rank {place}: {index.citation(unit)} {index.data.units[unit].text[:60]}"
            )
        for unit in units[:4]:
            mark = "*" if unit in right else " "
            print(f"     {mark} {index.citation(unit)} {index.data.units[unit].text[:70]}")


def main() -> None:
    index = open_index(Path("regulations"))
    files = {name: load(DATA / f"queries-{name}.jsonl") for name in FILES}
    match sys.argv[1:]:
        case ["--show", name]:
            show(index, files[name])
        case ["--tune", rounds]:
            print(tune(index, files["dev"] + files["tune"], int(rounds), True))
        case ["--validate"]:
            tuned, untuned = validate(index, files["dev"] + files["tune"])
            print(f"tuned on the other folds  {tuned}\nas committed              {untuned}")
        case _:
            for name, cases in files.items():
                print(f"{name:5} {measure(index, cases)}")
                for kind in sorted({case.kind for case in cases}):
                    own = [case for case in cases if case.kind == kind]
                    print(f"        {kind:12} {measure(index, own)}")


if __name__ == "__main__":
    main()
