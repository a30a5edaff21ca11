"""The Jinja environment of one language: our components, the framework's, a service's pages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    meta,
    nodes,
)

from shared import clock
from shared.web import assets, formats
from shared.web.i18n import N_, speech
from shared.web.params import Params

OWN = Path(__file__).parent / "templates"
FRAMEWORK = "govuk_frontend_jinja"


class ContextMissing(LookupError):
    """A page names something that its route does not give it."""


@cache
def environment(
    lang: str, templates: tuple[Path, ...] = (), catalogues: tuple[Path, ...] = ()
) -> Environment:
    """Everything a page of this language is rendered with: a service's own, then ours."""
    said = speech(lang, catalogues)
    env = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader([*templates, OWN]),
                PrefixLoader({FRAMEWORK: PackageLoader(FRAMEWORK)}),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,  # the framework's macros look into what may be absent
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(said.gettext, said.ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.globals |= {"_": said.gettext, "N_": N_, "lang": lang, "asset": assets.url}
    env.globals |= {"need": need, "now": clock.now, **Params(said).helpers()}
    env.filters |= formats.filters(lang)
    return env


def need(value: Any, what: str) -> str:
    """Fail where a component was not given what it can't do without."""
    if not value:
        raise ContextMissing(what)
    return ""


def check_context(env: Environment, name: str, context: Mapping[str, Any]) -> None:
    """ChainableUndefined shows nothing for a misspelt name; raises ContextMissing instead."""
    if missing := _asked_for(env, name) - context.keys():
        raise ContextMissing(f"{name} is not given {', '.join(sorted(missing))}")


@cache
def _asked_for(env: Environment, name: str) -> frozenset[str]:
    """What a page, those it is made from, and the components it takes in look up by name."""
    if env.loader is None or name.startswith(FRAMEWORK):
        return frozenset()
    tree = env.parse(env.loader.get_source(env, name)[0])
    found = meta.find_undeclared_variables(tree) - _set_on_top(tree) - env.globals.keys()
    for other in meta.find_referenced_templates(tree):
        if other is not None:
            found |= _asked_for(env, other)
    return frozenset(found)


def _set_on_top(tree: nodes.Template) -> set[str]:
    """Names that a page sets, defines or imports for all its blocks."""
    targets = [set_.target for set_ in tree.find_all(nodes.Assign)]
    targets += [set_.target for set_ in tree.find_all(nodes.AssignBlock)]
    names = {target.name for target in targets if isinstance(target, nodes.Name)}
    names |= {macro.name for macro in tree.find_all(nodes.Macro)}
    for taken in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in taken.names}
    return names
