"""What goes with the steps: slips, requests, results, handovers, ratings, papers' numbers."""

from datetime import datetime
from uuid import UUID

from services.intake.domain.dossier import Dossier
from services.intake.domain.rating import Rated
from services.intake.domain.result import Handover, Result
from services.intake.domain.slip import Slip
from services.intake.domain.supplement import Request
from shared.db import Connection

ADD_SLIP = "INSERT INTO slip SELECT * FROM jsonb_populate_record(NULL::slip, $1::text::jsonb)"
ADD_REQUEST = """
INSERT INTO supplement SELECT * FROM jsonb_populate_record(NULL::supplement, $1::text::jsonb)
"""
SUPPLIED = """
UPDATE supplement SET supplied_at = $3, channel = $4, slip_no = $5
WHERE dossier_id = $1 AND request_no = $2
"""
REQUESTS = "SELECT * FROM supplement WHERE dossier_id = $1 ORDER BY request_no"
ADD_RESULT = "INSERT INTO result SELECT * FROM jsonb_populate_record(NULL::result, $1::text::jsonb)"
RESULTS = "SELECT count(*) FROM result WHERE dossier_id = $1"
ADD_HANDOVER = """
INSERT INTO handover SELECT * FROM jsonb_populate_record(NULL::handover, $1::text::jsonb)
"""
# Once a dossier: the second of two at a time finds nothing to insert.
ADD_RATING = """
INSERT INTO rating SELECT * FROM jsonb_populate_record(NULL::rating, $1::text::jsonb)
ON CONFLICT (dossier_id) DO NOTHING RETURNING dossier_id
"""
# Numbers of one kind of paper follow one another without a gap: the row is held to the commit.
ISSUE = """
WITH next AS (
    INSERT INTO paper_number AS p (unit_id, year, kind, last) VALUES ($1, $2, $3, 1)
    ON CONFLICT (unit_id, year, kind) DO UPDATE SET last = p.last + 1
    RETURNING last
)
INSERT INTO paper (dossier_id, kind, n, unit_id, year, paper_no, issued_at)
SELECT $4, $3, $5, $1, $2, last, $6 FROM next
RETURNING paper_no
"""


async def add_slip(conn: Connection, slip: Slip) -> None:
    """Keep that a Mẫu 01 was given out."""
    await conn.execute(ADD_SLIP, slip.model_dump_json())


async def add_request(conn: Connection, request: Request) -> None:
    """Keep what is asked for."""
    await conn.execute(ADD_REQUEST, request.model_dump_json())


async def keep_supplied(conn: Connection, request: Request) -> None:
    """Keep that it has come."""
    await conn.execute(
        SUPPLIED,
        request.dossier_id,
        request.request_no,
        request.supplied_at,
        request.channel,
        request.slip_no,
    )


async def requests(conn: Connection, dossier_id: UUID) -> list[Request]:
    """All that was asked for, in order."""
    return [Request(**row) for row in await conn.fetch(REQUESTS, dossier_id)]


async def add_result(conn: Connection, result: Result) -> None:
    """Keep what came of the work."""
    await conn.execute(ADD_RESULT, result.model_dump_json())


async def results_count(conn: Connection, dossier_id: UUID) -> int:
    """How many results there were, recalled ones too."""
    count: int = await conn.fetchval(RESULTS, dossier_id)
    return count


async def add_handover(conn: Connection, handover: Handover) -> None:
    """Keep who took the result."""
    await conn.execute(ADD_HANDOVER, handover.model_dump_json())


async def add_rating(conn: Connection, rated: Rated) -> bool:
    """Keep how it went; False: it was rated before."""
    return await conn.fetchval(ADD_RATING, rated.model_dump_json()) is not None


async def issue(conn: Connection, dossier: Dossier, kind: str, n: int, at: datetime) -> int:
    """Give a paper of a dossier the next number of its unit, year and kind."""
    number: int = await conn.fetchval(
        ISSUE, dossier.unit_id, at.year, kind, dossier.dossier_id, n, at
    )
    return number
