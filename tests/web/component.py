"""A component alone: the snippet of a template that takes it in, rendered in one language."""

from functools import cache
from typing import Any

from jinja2 import Template

from shared.web.environment import environment


@cache
def _template(source: str, lang: str) -> Template:
    return environment(lang).from_string(source)


def shown(source: str, lang: str = "vi", **context: Any) -> str:
    """The HTML of a snippet, such as `{% from "ui/tags.html" import tag %}{{ tag(one) }}`."""
    return _template(source, lang).render(csrf_token=lambda: "token", **context)
