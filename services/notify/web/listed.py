"""The operators' list of messages: what it can be narrowed to, its columns, its pages."""

from collections.abc import Sequence
from typing import Final

from services.notify.domain.message import Message
from services.notify.store import lives
from services.notify.store.lives import Listed, Wanted
from services.notify.web import words
from services.notify.web.words import FACTS, STATES, first_up
from shared.db import Connection
from shared.events import codes
from shared.web.formats import clock, day
from shared.web.listing import PAGE, Column, Filter, Listing, Row, Span
from shared.web.params import Choice

# What routes reach by now: other codes of the lists would find nothing.
AUDIENCES: Final = ("APPLICANT", "HANDLER", "UNIT")
CHANNELS: Final = ("EMAIL", "SMS")
LONGEST_PLACE: Final = 18  # digits of a bigint that is surely one


def _choices(name: str, chosen: Sequence[str]) -> list[Choice]:
    return [Choice(code, first_up(codes.label(name, code))) for code in chosen]


FILTERS: Final = (
    Filter("state", "Trạng thái", [Choice(s, tag.text) for s, tag in STATES.items()], "Tất cả"),
    Filter("channel", "Kênh", _choices("message_channel", CHANNELS), "Tất cả"),
    Filter("audience", "Người nhận", _choices("audience", AUDIENCES), "Tất cả"),
    Filter("fact", "Sự kiện", [Choice(name, text) for name, text in FACTS.items()], "Tất cả"),
)
COLUMNS: Final = (
    Column("at", "Lúc", kind="code"),
    Column("fact", "Sự kiện", kind="long", link=True),
    Column("audience", "Người nhận"),
    Column("channel", "Kênh"),
    Column("state", "Trạng thái", kind="tag"),
    Column("reason", "Lý do", kind="long"),
    Column("attempt", "Lần gửi", kind="number"),
)


def wanted(asked: Listing) -> Wanted:
    """The messages that an address asks for."""
    chosen = asked.chosen.get
    fact = chosen("fact")
    return Wanted(
        state=chosen("state"),
        channel=chosen("channel"),
        audience=chosen("audience"),
        fact_type=words.TYPES[fact] if fact else None,
    )


async def page(conn: Connection, asked: Listing) -> tuple[Sequence[Listed], Span]:
    """One page of them and where it stands. Cursors: `older-7`, `newer-7`; any other: the first."""
    which = wanted(asked)
    way, _, place = asked.cursor.partition("-")
    n = int(place) if place.isascii() and place.isdigit() and len(place) <= LONGEST_PLACE else None
    found: Sequence[Listed] = []
    if n is not None and way == "newer":
        found = await lives.newer(conn, which, n, PAGE)
    if len(found) < PAGE:  # a page before the first row is the first one, and whole
        found = await lives.older(conn, which, n if way == "older" else None, PAGE)
    if not found:
        return [], Span(0, 0, 0)
    total, newer = await lives.counts(conn, which, found[0].n)
    last = newer + len(found)
    return found, Span(
        newer + 1,
        last,
        total,
        previous=f"newer-{found[0].n}" if newer else "",
        next=f"older-{found[-1].n}" if last < total else "",
    )


def row(message: Message) -> Row:
    cells = {
        "at": f"{clock('vi', message.created_at)} {day('vi', message.created_at)}",
        "fact": words.fact(message.fact_type),
        "audience": words.audience(message),
        "channel": words.channel(message),
        "state": words.state(message),
        "reason": words.reason(message),
        "attempt": message.attempt,
    }
    return Row(cells, href=f"/desk/messages/{message.message_id}")
