"""Every route stands in its service's table of rights, and docs/permissions.md shows the tables.

`python -m stack.gates.permissions` checks; with `--write` it writes the page.
"""

import sys
from collections.abc import Iterator

from fastapi import FastAPI

from shared.auth import EVERYONE, SIGNED_IN, Permissions, Right, routes_without_action
from stack.gates.applications import applications
from stack.layout import ROOT

PAGE = ROOT / "docs" / "permissions.md"
SCOPES = {"unit": "own units and below", "any": "everywhere", "own": "what is named to them"}
HEAD = """# Who may do what

Generated from `services/*/domain/permissions.py` by `python -m stack.gates.permissions --write`.
A route that names no row here fails `./motcua check`.
"""


def page(apps: dict[str, FastAPI]) -> str:
    return "\n".join([HEAD, *(line for name in apps for line in _table(name, apps[name]))])


def _table(name: str, app: FastAPI) -> Iterator[str]:
    table: Permissions = app.state.permissions
    yield f"## {name}\n\n| Action | Roles | Where |\n|---|---|---|"
    for action, right in sorted(table.items()):
        yield f"| `{action}` | {_holders(right)} | {SCOPES[right.scope]} |"
    yield ""


def _holders(right: Right) -> str:
    if right == EVERYONE:
        return "everyone, no token"
    return "whoever is logged in" if right == SIGNED_IN else ", ".join(sorted(right.roles))


def faults(apps: dict[str, FastAPI]) -> Iterator[str]:
    for name, app in apps.items():
        for route in routes_without_action(app):
            yield f"{name}: {route} names no action of services/{name}/domain/permissions.py"
    if not PAGE.is_file() or PAGE.read_text("utf-8") != page(apps):
        yield "docs/permissions.md is old: python -m stack.gates.permissions --write"


if __name__ == "__main__":
    made = applications()
    if "--write" in sys.argv:
        PAGE.write_text(page(made), "utf-8")
    if found := list(faults(made)):
        sys.exit("\n".join(found))
    print(f"permissions: {sum(len(app.state.permissions) for app in made.values())} actions")
