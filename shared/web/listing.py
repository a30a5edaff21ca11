"""The state of a list, all of it in its address: filters, search, sorting, place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request

from shared.web.due import Due
from shared.web.params import Choice

PAGE = 50
LONGEST_QUERY = 200
Kind = Literal["text", "long", "code", "number", "day", "due", "tag", "name"]


@dataclass(frozen=True)
class Filter:
    """A select above a list; its empty choice means all.

    `place`: the navigation chooses by it too: it says which list this is, and narrows nothing.
    """

    name: str
    label: str
    choices: Sequence[Choice]
    all: str
    place: bool = False


@dataclass(frozen=True)
class Column:
    """A column; `link`: its cell opens the row. `sort`: it can be sorted by."""

    name: str
    label: str
    kind: Kind = "text"
    link: bool = False
    sort: bool = False


@dataclass(frozen=True)
class Row:
    """A row; a due date in it marks its left edge."""

    cells: Mapping[str, Any]
    href: str = ""
    due: Due | None = None


class Chip(NamedTuple):
    """A filter that holds, and the address without it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True)
class Span:
    """Which rows these are; `previous` and `next` are cursors, none at an end."""

    first: int
    last: int
    total: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True)
class Listing:
    """What was asked for; anything the list does not know is left out."""

    path: str
    filters: Sequence[Filter] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    sorts: Sequence[str] = ()
    sort: str = ""
    cursor: str = ""

    def href(self, **changed: str) -> str:
        """The address of the same list with something changed; a changed list begins anew."""
        state = {"q": self.query, **self.chosen, "sort": self.sort, **changed}
        kept = {name: value for name, value in state.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def sorted_by(self, column: str) -> str:
        """ascending, descending or none, as aria-sort has it."""
        if self.sort.lstrip("-") != column:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    def sort_href(self, column: str) -> str:
        """The address sorted by a column, the other way round where it is already."""
        return self.href(sort=f"-{column}" if self.sort == column else column)

    @property
    def narrowed(self) -> bool:
        """Whether something is left out of the list that it would show by itself."""
        places = {one.name for one in self.filters if one.place}
        return bool(self.query) or not places.issuperset(self.chosen)

    def chips(self) -> Iterator[Chip]:
        for one in self.filters:
            for choice in one.choices:
                if choice.value == self.chosen.get(one.name):
                    yield Chip(one.label, choice.text, self.href(**{one.name: ""}))
        if self.query:
            yield Chip("", f"“{self.query}”", self.href(q=""))


def read(
    request: Request, filters: Sequence[Filter] = (), sorts: Sequence[str] = (), sort: str = ""
) -> Listing:
    """The list that an address asks for; `sort`: how it stands when nothing is asked."""
    asked = request.query_params
    chosen = {
        one.name: asked[one.name]
        for one in filters
        if asked.get(one.name) in {choice.value for choice in one.choices}
    }
    by = asked.get("sort", sort)
    return Listing(
        path=request.url.path,
        filters=filters,
        chosen=chosen,
        query=asked.get("q", "").strip()[:LONGEST_QUERY],
        sorts=sorts,
        sort=by if by.lstrip("-") in sorts else sort,
        cursor=asked.get("cursor", ""),
    )
