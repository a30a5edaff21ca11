"""A session for a persona without the way by the issuer: for a visitor or for a browser."""

from datetime import timedelta
from uuid import uuid4

from playwright.sync_api import BrowserContext
from psycopg import Connection

from shared import clock
from shared.db import Pool, transaction
from shared.web.identity import sessions
from shared.web.identity.sessions import Limits, Login
from tests.web.visitor import Visitor

LIMITS = Limits(idle=timedelta(minutes=30), longest=timedelta(hours=12))


async def new_session(pool: Pool, subject: str, name: str = "Nguyễn Thị Thử") -> str:
    """The cookie of a new session in the service whose pool it is."""
    login = Login(subject, name, sid=uuid4().hex, id_token="")
    async with transaction(pool) as conn:
        return await sessions.start(conn, login, LIMITS, clock.real())


async def sign_in(visitor: Visitor, pool: Pool, service: str, subject: str) -> None:
    """The visitor's next requests are those of that account."""
    carry(visitor, service, await new_session(pool, subject))


def carry(visitor: Visitor, service: str, cookie: str) -> None:
    """The visitor's cookie of a session; a host without a dot is `.local` to Python's jar."""
    visitor.cookies.set(f"__Host-{service}", cookie, domain="test.local")


def sign_in_browser(
    context: BrowserContext, conn: Connection, service: str, url: str, subject: str
) -> None:
    """The same for a browser of a running stack; `conn` is on the service's schema."""
    cookie, now = uuid4().hex, clock.real()
    conn.execute(
        "INSERT INTO session (id_hash, subject, name, sid, id_token, created_at, seen_at, ends_at)"
        " VALUES (sha256(%s), %s, %s, %s, '', %s, %s, %s)",
        [cookie.encode(), subject, subject, uuid4().hex, now, now, now + LIMITS.longest],
    )
    conn.commit()
    context.add_cookies(
        [
            {
                "name": f"__Host-{service}",
                "value": cookie,
                "url": url,
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
