"""The HTTP half of the sink: SMS and webhooks in; the list, the page and the modes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

from stack.sink.page import HEADERS, render
from stack.sink.received import KEPT, LIMIT, Behaviour, Kind, Message, Refused, Sink

# What senders call their message, in the order in which we believe it.
KEYS = ("idempotency-key", "webhook-id")


def application(sink: Sink) -> FastAPI:
    """All routes run on the loop: in a thread, a reader would meet the list while it grows."""
    app = FastAPI(title="Sink", openapi_url="/api/openapi.json")

    @app.post("/sms", status_code=202)
    async def sms(request: Request) -> dict[str, str]:
        body = await read(request)
        fields = as_fields(body)
        return await take(Kind.SMS, fields.get("to", ""), body, request.headers, fields)

    @app.post("/webhook/{name}", status_code=202)
    async def webhook(name: str, request: Request) -> dict[str, str]:
        return await take(Kind.WEBHOOK, name, await read(request), request.headers, {})

    @app.get("/api/received")
    async def received(
        kind: Kind | None = None,
        to: str | None = None,
        since: AwareDatetime | None = None,
        limit: int = Query(KEPT, ge=1, le=KEPT),
    ) -> list[Message]:
        return sink.find(kind, to, since, limit)

    @app.delete("/api/received", status_code=204)
    async def forget() -> None:
        sink.messages.clear()

    @app.get("/api/mode")
    async def modes() -> list[Behaviour]:
        return [sink.mode(kind) for kind in Kind]

    @app.post("/api/mode")
    async def behave(behaviour: Behaviour) -> Behaviour:
        sink.behave(behaviour)
        return behaviour

    @app.get("/health/ready")
    def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.get("/")
    async def page(
        to: str = "", kind: Kind | Literal[""] = "", before: int | None = None
    ) -> HTMLResponse:
        behaviours = [sink.mode(one) for one in Kind]
        found = sink.find(None, None, None)
        shown = render(found, behaviours, to.strip(), kind, before)
        return HTMLResponse(shown, headers=HEADERS)

    async def take(
        kind: Kind, to: str, body: bytes, headers: Mapping[str, str], fields: dict[str, str]
    ) -> dict[str, str]:
        key = next((headers[name] for name in KEYS if name in headers), None)
        message = Message(
            kind=kind,
            at=datetime.now(UTC),
            to=to,
            sender=fields.get("from", ""),
            text=fields.get("text") or body.decode("utf-8", "replace"),
            key=key or hashlib.sha256(body).hexdigest(),
            headers=dict(headers),
        )
        try:
            await sink.take(message)
        except Refused:
            raise HTTPException(503, "try again later") from None
        return {"id": message.key}

    return app


async def read(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LIMIT:
            raise HTTPException(413, f"more than {LIMIT} bytes")
    return body


def as_fields(body: bytes) -> dict[str, str]:
    """An SMS is a JSON object with `to` and `text`."""
    try:
        found: Any = json.loads(body)
    except ValueError:
        raise HTTPException(400, "not JSON") from None
    if not isinstance(found, dict) or not {"to", "text"} <= found.keys():
        raise HTTPException(400, "`to` and `text` are needed")
    return {str(name): str(value) for name, value in found.items()}
