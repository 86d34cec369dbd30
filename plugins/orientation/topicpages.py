"""Pages by topic: what each body says of it, side by side, for the reader to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from handbook import citation, urls
from handbook.citation import Cited
from handbook.library import Library
from handbook.provision import Layout, Level, Provision, Regulation
from handbook.topics import Passage, Topic, passages
from plugins.pages.page import Body

TOPICS, COMPARE = "topics", "compare"
_ROOT = "../../"


@dataclass(frozen=True, slots=True)
class Found:
    """A regulation that speaks of a topic, with where it does."""

    regulation: Regulation
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic with all that is said of it, by body."""

    topic: Topic
    bodies: Mapping[str, tuple[Found, ...]]

    @property
    def count(self) -> str:
        """`5 个机关 · 32 部制度`."""
        regulations = sum(len(found) for found in self.bodies.values())
        return f"{len(self.bodies)} 个机关 · {regulations} 部制度"


def subject(library: Library, topic: Topic) -> Subject:
    """What the handbook says of a topic; the regulations that carry it come first."""
    bodies: dict[str, tuple[Found, ...]] = {}
    for issuer in library.issuers:
        found = []
        for regulation in library.regulations:
            if regulation.issuer_slug == issuer.slug:
                carries = topic.name in regulation.metadata.topics
                there = tuple(passages(topic, regulation))
                if there or carries:
                    found.append(Found(regulation, there))
        if found:
            found.sort(key=lambda f: topic.name not in f.regulation.metadata.topics)
            bodies[issuer.slug] = tuple(found)
    return Subject(topic, bodies)


def index_body(subjects: Sequence[Subject]) -> Body:
    """All topics, at `topics/`."""
    return Body(
        '<article class="topics"><h1>主题</h1>'
        '<p class="lead">一件事，各机关怎么规定：选一个主题，并排看。</p>'
        + topic_cards(subjects, "../")
        + "</article>",
        hide=("toc",),
        description="按主题查条款，各机关并排",
    )


def topic_cards(subjects: Sequence[Subject], root: str) -> str:
    """A card for each topic; `root`: the way to the site's root."""
    cards = "".join(
        f'<li><a href="{root}{TOPICS}/{s.topic.slug}/"><b>{escape(s.topic.name)}</b>'
        f"<span>{s.count}</span></a></li>"
        for s in subjects
    )
    return f'<ul class="cards">{cards}</ul>'


def compare_body(subjects: Sequence[Subject], names: Mapping[str, str], script: str) -> Body:
    """The page to choose topic and bodies, at `compare/`; `?topic=&bodies=` leads on at once."""
    topics = "".join(
        f'<option value="{s.topic.slug}">{escape(s.topic.name)}</option>' for s in subjects
    )
    boxes = "".join(
        f'<label><input type="checkbox" name="bodies" value="{slug}" checked>{escape(name)}</label>'
        for slug, name in names.items()
    )
    return Body(
        '<article class="topics"><h1>比一比</h1>'
        '<p class="lead">同一件事，各机关的规定并排看。</p>'
        '<form class="chooser" data-chooser hidden><p><label>主题 '
        f'<select name="topic">{topics}</select></label></p>'
        f"<fieldset><legend>机关</legend>{boxes}</fieldset>"
        '<p><button class="md-button md-button--primary" type="submit">并排看</button></p></form>'
        + topic_cards(subjects, "../")
        + f'<script src="../{script}"></script></article>',
        hide=("toc",),
        description="同一主题，各机关的规定并排",
    )


class TopicPages:
    """Makes the page of each topic."""

    def __init__(
        self, library: Library, subjects: Sequence[Subject], script: str, forms: Mapping[str, str]
    ) -> None:
        """`script`: path of the page's script; `forms`: HTML of links by topic, "" for none."""
        self._subjects, self._script, self._forms = subjects, script, forms
        self._names = {issuer.slug: issuer.name for issuer in library.issuers}
        self._cites: dict[str, Mapping[str, Cited]] = {
            r.slug: citation.cited(r) for r in library.regulations
        }

    def body(self, subject: Subject) -> Body:
        """The page, at `topics/<slug>/`."""
        topic = subject.topic
        places = sum(len(f.passages) for found in subject.bodies.values() for f in found)
        columns = "".join(self._column(body, found) for body, found in subject.bodies.items())
        others = "".join(
            f'<option value="{s.topic.slug}"{" selected" if s is subject else ""}>'
            f"{escape(s.topic.name)}</option>"
            for s in self._subjects
        )
        html = (
            f'<article class="topic" data-compare><h1>{escape(topic.name)}</h1>'
            f'<p class="lead">{subject.count} · {places} 处条款。按用词挑出：'
            f"{escape('、'.join(topic.words))}。没有列出的，请看制度全文。"
            f"{self._forms.get(topic.name, '')}</p>"
            f'<div class="compare-tools" data-tools hidden><label>主题 <select data-topic>{others}'
            "</select></label></div>"
            '<p class="compare-said" role="status" data-said></p>'
            f'<div class="columns" tabindex="0" role="region" aria-label="各机关的规定">{columns}'
            f'</div><script src="{_ROOT}{self._script}"></script></article>'
        )
        return Body(
            html,
            hide=("navigation", "toc"),
            anchors=frozenset(subject.bodies),
            description=f"{topic.name}：各机关的规定并排",
        )

    def _column(self, body: str, found: Sequence[Found]) -> str:
        parts = "".join(self._regulation(one) for one in found)
        name = escape(self._names[body])
        return (
            f'<section class="column" id="{body}" data-body="{body}" aria-label="{name}">'
            f'<h2><a href="{_ROOT}{body}/">{name}</a></h2>{parts}</section>'
        )

    def _regulation(self, found: Found) -> str:
        regulation = found.regulation
        path = urls.path(regulation)
        rows = "".join(self._passage(regulation, passage) for passage in found.passages)
        return (
            f'<div class="from"><h3><a href="{_ROOT}{path}">{escape(regulation.title)}</a></h3>'
            f"{rows}</div>"
        )

    def _passage(self, regulation: Regulation, passage: Passage) -> str:
        node = passage.provision
        cite = self._cites[regulation.slug][node.id].words
        key = f"{regulation.slug}:{node.id}"
        lines = "".join(_lines(node, 0, passage.whole))
        href = _ROOT + urls.path(regulation, node)
        words = f'<a class="cite" href="{href}">{escape(cite)}</a>' if cite else (
            f'<a class="cite" href="{href}">引言</a>'
        )  # fmt: skip
        return f'<div class="passage" data-key="{escape(key)}">{words}{lines}</div>'


def _lines(node: Provision, depth: int, whole: bool) -> Iterator[str]:
    """The printed words of a provision and, if `whole`, of all below it."""
    inset = f' class="in{min(depth, 4)}"' if depth else ""
    if node.level is Level.TABLE:
        yield f"<p{inset}>（表格，见原文）</p>"
    else:
        heading = f"<b>{escape(node.heading)}</b>" if node.heading else ""
        if heading and node.text and node.layout is not Layout.SAME_LINE:
            heading += f"</p><p{inset}>"
        text = f"{escape(node.label)}{escape(node.gap)}{heading}{escape(node.text)}"
        if text:
            yield f"<p{inset}>{text}</p>"
    for child in node.children if whole else ():
        yield from _lines(child, depth + (child.level is not Level.PARAGRAPH), True)
