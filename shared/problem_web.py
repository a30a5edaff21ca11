"""Each failure of a request as application/problem+json (RFC 9457); unforeseen ones are hidden."""

import errno
import json
import secrets
from collections.abc import Mapping
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.db import is_outage
from shared.field_errors import describe
from shared.problem import Problem
from shared.trace import current_trace

log = structlog.get_logger()

RETRY_AFTER = {"Retry-After": "5"}
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# status: code, Vietnamese title, English title
HTTP: Mapping[int, tuple[str, str, str]] = {
    400: ("BODY_UNREADABLE", "Không đọc được nội dung gửi lên", "The body can't be read"),
    404: ("NOT_FOUND", "Không tìm thấy", "Not found"),
    405: ("METHOD_NOT_ALLOWED", "Không có thao tác này", "There is no such operation"),
    413: ("BODY_TOO_LARGE", "Nội dung gửi lên quá lớn", "The body is too large"),
    415: ("BODY_NOT_JSON", "Nội dung phải là application/json", "Send application/json"),
}


class FieldsInvalid(Problem):
    status, code = 422, "FIELDS_INVALID"
    title, title_en = "Có trường chưa đúng", "Some fields are not right"


class JsonMalformed(Problem):
    status, code = 400, "JSON_MALFORMED"
    title, title_en = "Nội dung không phải là JSON", "The body is not JSON"


class TextUnstorable(Problem):
    status, code = 400, "TEXT_UNSTORABLE"
    title, title_en = "Có ký tự không lưu được", "Some characters can't be kept"


class Unavailable(Problem):
    status, code = 503, "UNAVAILABLE"
    title, title_en = "Hệ thống tạm gián đoạn, xin thử lại", "Interrupted, please try again"


class StorageFull(Problem):
    status, code = 507, "STORAGE_FULL"
    title, title_en = "Hệ thống hết chỗ lưu trữ", "There is no room left to keep it"


class Unexpected(Problem):
    status, code = 500, "UNEXPECTED"
    title, title_en = "Hệ thống gặp lỗi", "Something went wrong here"

    def __init__(self) -> None:
        self.incident = secrets.token_hex(8)
        super().__init__(f"Mã sự cố {self.incident}: xin báo cho người vận hành")


class HttpProblem(Problem):
    """What the framework itself refuses: no route, no such method, an unreadable body."""

    def __init__(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        other = (f"HTTP_{status}", "Yêu cầu bị từ chối", "The request was refused")
        self.status = status
        self.code, self.title, self.title_en = HTTP.get(status, other)
        super().__init__(headers=headers)


def install(app: FastAPI) -> None:
    """Answer all failures of this application's routes and of the middlewares added before."""
    for kind in (Problem, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _handle)
    app.add_middleware(LastResort)


class LastResort:
    """Answers what no handler knew: outages with 503, all else with 500 and a number to quote."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            await answer(as_problem(error, scope), scope)(scope, receive, send)


def answer(problem: Problem, scope: Scope) -> Response:
    """The response to a refusal: a page where one is wanted, else problem+json."""
    return _page(problem, scope) or _json(problem, scope)


def _page(problem: Problem, scope: Scope) -> Response | None:
    """What the application's own pages (shared/web) make of it, if it has any."""
    show = getattr(scope["app"].state, "problem_page", None) if "app" in scope else None
    try:
        page: Response | None = show(problem, scope) if show else None
    except Exception as error:  # a page that fails must not hide what it was to tell
        log.error("no page for a refusal", code=problem.code, exc_info=error)
        return None
    return page


def _json(problem: Problem, scope: Scope) -> Response:
    """Problem+json in the language the client asked for."""
    body: dict[str, Any] = {
        "type": f"urn:motcua:problem:{problem.code}",
        "title": problem.title_en if wants_english(scope) else problem.title,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.fields:
        body["fields"] = [field._asdict() for field in problem.fields]
    if isinstance(problem, Unexpected):
        body["incident"] = problem.incident
    if trace := current_trace():
        body["trace"] = trace
    return Response(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace"),
        problem.status,
        {"Cache-Control": "no-store", **problem.headers},
        "application/problem+json",
    )


def as_problem(error: Exception, scope: Scope) -> Problem:
    """The refusal that an exception amounts to; what nobody foresaw is logged and hidden."""
    match error:
        case Problem():
            return error
        case HTTPException():
            return HttpProblem(error.status_code, error.headers)
        case RequestValidationError():
            return _invalid(error, scope)
        case asyncpg.CharacterNotInRepertoireError() | asyncpg.UntranslatableCharacterError():
            return TextUnstorable()
        case OSError(errno=number) if number in FULL:
            log.critical("no room left for files", why=repr(error))
            return StorageFull()
    if is_outage(error):
        log.warning("outage", exc_info=error)
        return Unavailable(headers=RETRY_AFTER)
    unexpected = Unexpected()
    log.error("unexpected", incident=unexpected.incident, exc_info=error)
    return unexpected


def wants_english(scope: Scope) -> bool:
    """Whether English is the first language asked for; Vietnamese is the default."""
    return Headers(scope=scope).get("accept-language", "").strip().lower().startswith("en")


def _invalid(error: RequestValidationError, scope: Scope) -> Problem:
    found = error.errors()
    if found[0]["type"] == "json_invalid":
        return JsonMalformed()
    return FieldsInvalid(fields=describe(found, english=wants_english(scope)))


async def _handle(request: Request, error: Exception) -> Response:
    return answer(as_problem(error, request.scope), request.scope)
