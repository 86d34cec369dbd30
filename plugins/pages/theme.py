"""Material's templates where a page for everybody needs other words than they have.

Each change names the words that it takes the place of, and they must stand there once: with another
version of Material the build stops instead of quietly doing without.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from mkdocs.exceptions import PluginError

#: Where the skip link of every page leads; no provision's id begins with `_`.
CONTENT_ID = "__content"
_TEMPLATES = Path(__file__).parent / "templates"
_SKIP = """{% if page.toc | first is defined %}
        {% set skip = page.toc | first %}
        <a href="{{ skip.url | url }}" class="md-skip">
          {{ lang.t("action.skip") }}
        </a>
      {% endif %}"""
_CONTENT = '<div class="md-content" data-md-component="content">'
_SECTION = 'aria-labelledby="{{ path }}_label" aria-expanded'
_TITLE = '<label class="md-nav__title" for="{{ path }}">'
_PATH = """aria-label="{{ lang.t('nav') }}\""""
#: Template, what it has, what it gets.
_CHANGES = (
    # Material skips to the first heading, and only where the page has contents.
    ("base.html", _SKIP, f'<a href="#{CONTENT_ID}" class="md-skip">跳到正文</a>'),
    ("base.html", _CONTENT, _CONTENT.replace(">", f' id="{CONTENT_ID}" tabindex="-1">')),
    # A section with a page of its own is labelled by an icon, which has no name.
    ("partials/nav-item.html", _SECTION, _SECTION.replace("_label", "_title")),
    ("partials/nav-item.html", _TITLE, _TITLE.replace(">", ' id="{{ path }}_title">')),
    # Two landmarks have one name; a screen reader could not tell them apart.
    ("partials/path.html", _PATH, 'aria-label="所在位置"'),
)


def mend(env: Environment) -> None:
    """Puts the changes, and our own page for addresses that do not exist, before the theme.

    Raises:
        PluginError: the theme's templates are not those that the changes were made for.
    """
    assert env.loader is not None
    changed: dict[str, str] = {}
    for name, old, new in _CHANGES:
        source = changed.get(name) or env.loader.get_source(env, name)[0]
        if source.count(old) != 1:
            raise PluginError(
                f"Material 的模板 {name} 不是认得的样子，请用 requirements 里锁定的版本。"
            )
        changed[name] = source.replace(old, new)
    own = (DictLoader(changed), FileSystemLoader(_TEMPLATES), env.loader)
    env.loader = ChoiceLoader(own)
