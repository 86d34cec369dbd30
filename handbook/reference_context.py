"""What numbers in a text are counted in: the text itself, a regulation or a law that it names."""

from __future__ import annotations

from dataclasses import dataclass

from handbook import reference_words as words
from handbook import terms, titles
from handbook.provision import Regulation
from handbook.resolution import Problem, title_words
from handbook.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Context:
    """What numbers are counted in: a named document, or the text itself (`title` "").

    `regulations`: those of the handbook that the title may mean; `base`: id of a titled provision
    that bears the name (《食堂管理制度》 where it is a part of another text).
    """

    title: str = ""
    regulations: tuple[Regulation, ...] = ()
    base: str = ""
    loose: bool = False


class Surroundings:
    """What the names in one regulation's texts mean."""

    def __init__(self, resolver: Resolver, regulation: Regulation) -> None:
        self.resolver = resolver
        self.regulation = regulation
        self.issuer = regulation.issuer_slug
        self.tree = resolver.tree(regulation)
        self.core = resolver.titles.core(titles.normal(regulation.title), self.issuer)
        self.aliases = {
            titles.normal(t.name): t.full for t in terms.find(regulation) if t.full[:1] == "《"
        }
        self.headings = {
            heading: p.id for p in regulation.walk() if p.heading and (heading := title_words(p))
        }
        title = titles.normal(regulation.title)
        amended = words.AMENDS.search(title) or words.AMENDMENT.match(title)
        self.default = self.named(amended["title"]) if amended else Context()
        about = words.ABOUT.search(title)
        self.about = self.named(about["title"]) if about and not amended else Context()

    def named(self, title: str, quoted: bool = True) -> Context:
        """What a title means: a regulation, a titled part of this one, or a document elsewhere."""
        name = titles.normal(title)
        full = self.aliases.get(name, "")
        found, match = self.resolver.titles.named_in(full or name, self.issuer)
        if any(r is self.regulation for r in found):
            return Context()
        shown = (full or title).strip("《》") if quoted or full else title
        if found:
            return Context(shown, found, loose=match is titles.Match.TAIL)
        core = self.resolver.titles.core(name, self.issuer)
        if self.core.endswith(core) and len(core) > 3:
            return Context()
        for heading in (core, core.removesuffix("制度"), name):
            if len(heading) > 3 and heading in self.headings:
                base = self.headings[heading]
                return Context(shown, (self.regulation,), base, loose=heading != name)
        return Context(shown)

    def before(self, text: str, start: int, last: Context | None) -> tuple[int, Context] | None:
        """The name without 《》, or the document number, that stands right before a number.

        `text`: folded, without white space; `start`: where the number begins; `last`: the document
        named last, which 该办法 means. Returns where the name begins and what it means.
        """
        low = max(0, start - 40)
        if number := words.DOCUMENT_NUMBER.search(text, low, start):
            return number.start(), Context(number[1])
        match = words.NAME_BEFORE.search(text, low, start)
        if match is None:
            return None
        lead = words.LEAD.match(match.group())
        name = match.group()[lead.end() :] if lead else match.group()
        if words.DEICTIC.fullmatch(name):
            return start - len(name), last or Context(name)
        if len(name) < 2 or name in terms.SELF.split("|"):
            return None
        return start - len(name), self.named(name, quoted=False)


def problem_of(context: Context) -> Problem | None:
    """What keeps numbers from being looked up in a context."""
    if not context.title:
        return None
    if not context.regulations:
        return Problem.EXTERNAL
    return Problem.AMBIGUOUS if len(context.regulations) > 1 else None
