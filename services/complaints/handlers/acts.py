"""The acts of a petition and its case: each is written once, and a page decides on the last."""

from datetime import date, datetime
from uuid import UUID

from services.complaints import store
from services.complaints.domain import refusals
from services.complaints.domain.act import Act
from services.complaints.domain.registration import paper_date
from services.complaints.seal import Place, Seal
from shared import reference
from shared.db import Connection


async def dated(
    conn: Connection, petition_id: UUID, on: date | None, now: datetime, since: date
) -> date:
    """The day written on a paper: none before `since`, nor before the paper of the last act.

    Raises DateInFuture, DateTooEarly.
    """
    last = await store.last_act(conn, petition_id)
    return paper_date(on, now.date(), max(since, last.done_on) if last else since)


async def write(
    conn: Connection,
    petition_id: UUID,
    step: str,
    done_on: date,
    now: datetime,
    staff_id: UUID | None,
) -> None:
    """Write an act down."""
    await store.add_act(conn, await _next(conn, petition_id, step, done_on, now, staff_id))


async def write_with_words(
    conn: Connection,
    seal: Seal,
    petition_id: UUID,
    step: str,
    done_on: date,
    now: datetime,
    staff_id: UUID | None,
    words: str | None,
) -> None:
    """The same with what is written to the sender, which is sealed."""
    act = await _next(conn, petition_id, step, done_on, now, staff_id)
    closed = seal.close(words.encode(), place(petition_id, act.n)) if words else None
    await store.add_act(conn, act, closed)


async def unsealed_words(conn: Connection, seal: Seal, petition_id: UUID) -> dict[int, str]:
    """What was written to the sender, by the number of the act. Raises SealBroken."""
    closed = await store.words(conn, petition_id)
    return {n: seal.open(kept, place(petition_id, n)).decode() for n, kept in closed.items()}


async def require_unchanged(conn: Connection, petition_id: UUID, seen: int) -> None:
    """Raises ChangedMeanwhile where somebody acted after the page was made.

    The petition is held from here on: of two who decide at once, one sees the other's act.
    """
    await store.find_petition(conn, petition_id, lock=True)
    last = await store.last_act(conn, petition_id)
    if last is None or last.n <= seen:
        return
    staff = await reference.staff(conn, last.staff_id) if last.staff_id else None
    raise refusals.ChangedMeanwhile(staff.name if staff else "Người khác", last.at)


async def _next(
    conn: Connection,
    petition_id: UUID,
    step: str,
    done_on: date,
    now: datetime,
    staff_id: UUID | None,
) -> Act:
    last = await store.last_act(conn, petition_id)
    n = last.n + 1 if last else 1
    return Act(petition_id=petition_id, n=n, step=step, done_on=done_on, at=now, staff_id=staff_id)


def place(petition_id: UUID, n: int) -> Place:
    return Place("act", "words", f"{petition_id}:{n}")
