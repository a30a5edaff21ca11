"""The doors of a service as an official of another unit finds them: nothing is there (S2)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from shared.auth import marks_of
from tests.web.visitor import Visitor

PROGRAMS = "/api/"
TRACE = re.compile(r'"trace": "[0-9a-f]+"')
UNSEEN = {"Accept": "application/json", "If-Match": '"1"'}


class Door(NamedTuple):
    """A route that a right with roles opens."""

    method: str
    path: str
    roles: frozenset[str]

    @property
    def of_one_thing(self) -> bool:
        return "{" in self.path


def doors(app: FastAPI) -> Iterator[Door]:
    """All routes whose right does not reach everything; read from the routes themselves."""
    for route in iter_route_contexts(app.routes):
        for mark in marks_of(getattr(route, "dependant", None)):
            right = app.state.permissions[mark.action]
            if right.roles and right.scope != "any":
                for method in route.methods or ():
                    yield Door(method, str(route.path), right.roles)


async def told(
    visitor: Visitor, door: Door, values: Mapping[str, Any], bearer: Mapping[str, str], body: Any
) -> tuple[int, str]:
    """The status and the words of an answer, the ids that were asked for left out."""
    path = door.path.format(**values)
    headers = {**UNSEEN, **bearer}
    if door.method == "GET":
        answer = await visitor.get(path, headers=headers)
    elif path.startswith(PROGRAMS):
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = await visitor.request(door.method, path, headers=headers, **sent)
    else:
        form = {"csrf": await visitor.token("/logged-out"), **body}
        answer = await visitor.post(path, data=form, headers=headers)
    said = TRACE.sub("", answer.text)
    for value in values.values():
        said = said.replace(str(value), "…")
    return answer.status_code, said


def of_nothing(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same address with ids that nothing has."""
    return {name: uuid4() if isinstance(v, UUID) else v for name, v in values.items()}
