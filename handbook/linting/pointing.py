"""Checks of references: to what is not there, to doubtful 款, to lost annexes."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import citation, titles
from handbook.errors import Diagnostic
from handbook.linting.subject import Subject
from handbook.provision import ProvisionRef
from handbook.references import Reference
from handbook.resolution import Problem

#: What a body makes for itself; a 方案 or 通知 of that name may well be another's.
_OWN_KINDS = ("制度", "办法", "规定", "规则", "细则", "规范", "职责", "预案")


def references(subject: Subject) -> Iterator[Diagnostic]:
    """References that lead nowhere, or that a person should look at."""
    for reference in subject.references:
        found = _judge(subject, reference)
        if found is not None:
            code, message = found
            yield subject.report(code, subject.by_id[reference.provision], message, reference.start)


def _judge(subject: Subject, reference: Reference) -> tuple[str, str] | None:
    """Code and message for a reference; None where there is nothing to say."""
    words = f"“{reference.text}”"
    if reference.problem is Problem.AMBIGUOUS:
        return (
            "ambiguous-reference",
            f"{words}有几种可能：{_shown(subject, reference)}；请写明是哪一处",
        )
    if reference.problem is Problem.MISSING:
        return _missing(subject, reference, words)
    if reference.problem is Problem.EXTERNAL:
        return _external(subject, reference, words)
    if reference.loose:
        shown = _shown(subject, reference)
        return "loose-reference", f"{words}按内容应指{shown}，但写法与那里的编号或标题不同"
    return None


def _missing(subject: Subject, reference: Reference, words: str) -> tuple[str, str]:
    where = f"《{reference.title}》" if reference.title else "本篇"
    if reference.text.lstrip("《(（见").startswith("附") or reference.text[-2:-1] == "附":
        return "missing-appendix", f"{where}没有{words}；补上附件，或注明“附件略”"
    if reference.text.startswith(("前", "上")):
        return "doubtful-paragraph", f"{words}前面没有可指的条、款或项；写明是第几条第几款"
    reached = subject.by_id.get(reference.reached) if not reference.title else None
    if reached is None:
        return "unresolved-reference", f"{where}没有{words}；查实后改正"
    name = citation.cited(subject.regulation)[reached.id].words
    if "款" in reference.text:
        return "doubtful-paragraph", f"{words}不明：{name}没有这样一款；核对分段或引用"
    return "unresolved-reference", f"{words}不存在：{name}下面没有这一项；查实后改正"


def _external(subject: Subject, reference: Reference, words: str) -> tuple[str, str] | None:
    """A document that by its name is the body's own, and that the handbook does not hold."""
    issuer = subject.regulation.issuer_slug
    title = titles.normal(reference.title)
    kind = titles.kind_of(title)
    if kind not in _OWN_KINDS or not title.startswith(subject.resolver.titles.names(issuer)):
        return None
    near, _ = subject.resolver.titles.find(title, issuer, upto=titles.Match.SHORT)
    own = [r for r in near if r.issuer_slug == issuer]
    hint = "".join(f"，是否指{citation.cite_title(r.title)}" for r in own[:1])
    return "unknown-title", f"手册中没有{words}{hint}"


def _shown(subject: Subject, reference: Reference) -> str:
    """The targets of a reference as citations, the first three."""
    shown = dict.fromkeys(_cited(subject, target) for target in reference.targets)
    return "、".join(list(shown)[:3])


def _cited(subject: Subject, target: ProvisionRef) -> str:
    regulation = subject.resolver.regulation(target.regulation)
    if regulation is None or regulation.slug == subject.regulation.slug:
        return citation.cited(subject.regulation)[target.id].words if target.id else "本篇"
    chain = citation.cited(regulation)[target.id].chain if target.id else ()
    return citation.cite(regulation, chain)
