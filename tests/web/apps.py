"""The four real applications on databases of their own, and every route of each."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from shared.auth import PAGE_PLUMBING, PLUMBING, Anyone, May, marks_of
from shared.web.csrf import API, SAFE
from stack.gates.applications import MADE_UP
from tests.databases import Database
from tests.shared.web import LocalIssuer

NOBODYS = str(UUID(int=7, version=4))
# What stands for a part of an address; a thing of that name is nowhere.
PARTS = {"n": "1", "kind": "mau01", "code": "1.001193", "unit": "450", "token": "t" * 32}


class Door(NamedTuple):
    """One method of one route, and the action it names."""

    method: str
    path: str
    mark: May | Anyone | None

    @property
    def is_page(self) -> bool:
        return not self.path.startswith(API)

    @property
    def address(self) -> str:
        return re.sub(r"{(\w+)}", lambda found: PARTS.get(found[1], NOBODYS), self.path)


def make(name: str, database: Database, issuer: LocalIssuer, files: Path) -> FastAPI:
    """An application as its service starts it, Kafka aside."""
    told: dict[str, Any] = {key.lower(): value for key, value in MADE_UP.items()}
    told |= {"database_url": database.app[name], "oidc_issuer": issuer.url, "files_dir": files}
    settings = import_module(f"services.{name}.settings").Settings(**told)
    app: FastAPI = import_module(f"services.{name}.app").make(settings)
    return app


def doors(app: FastAPI) -> Iterator[Door]:
    """All of them; what the web itself brings names no action."""
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if path.startswith(PAGE_PLUMBING):
            continue
        marks = [*marks_of(getattr(route, "dependant", None)), None]
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Door(method, path, marks[0])


def named(app: FastAPI) -> list[Door]:
    """Those that stand in the service's table of rights."""
    return [door for door in doors(app) if door.path not in PLUMBING]


def unsafe_pages(app: FastAPI) -> list[Door]:
    """Those that a form is sent to."""
    return [door for door in doors(app) if door.is_page and door.method not in SAFE]
