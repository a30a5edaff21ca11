"""Logs: one redacted JSON object a line on stdout, from our code and the libraries alike."""

import io
import json
import logging
import re
import sys
import traceback
from pathlib import PurePath
from typing import Any

import asyncpg
import structlog
from opentelemetry import trace
from pydantic import ValidationError

from shared.redaction import redact

FRAMES = 25
VERBATIM = json.JSONEncoder(ensure_ascii=False)  # Vietnamese stays readable
CHATTY = ("httpx", "httpcore", "aiokafka", "asyncio", "uvicorn.access")
# Drivers quote the value they refuse; what reads like an identifier may stay.
QUOTED = re.compile(r"(['\"])(?P<inside>.*?)\1", re.DOTALL)
HARMLESS = re.compile(r"[\w.:/$-]*", re.ASCII)


def configure(level: str = "INFO", service: str | None = None) -> None:
    """Send every line of this process to stdout as JSON, structlog's and logging's."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            Line(service),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(capture=True)
    logging.basicConfig(level=level.upper(), handlers=[_Bridge()], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


class Line:
    """The last processor: redact everything, then write JSON in a steady order."""

    def __init__(self, service: str | None) -> None:
        self.service = service

    def __call__(self, _: Any, __: str, line: structlog.typing.EventDict) -> str:
        error = _exception(line.pop("exc_info", None))
        head = {
            "at": line.pop("at"),
            "level": line.pop("level"),
            "event": redact(line.pop("event", "")),
        }
        if self.service:
            head["service"] = self.service
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            head["trace"] = f"{context.trace_id:032x}"
        if error is not None:
            line["error"] = summary(error)
        return VERBATIM.encode(head | redact(line))


class _Bridge(logging.Handler):
    """Hands what libraries log to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            structlog.get_logger().log(
                record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info
            )
        except Exception:
            self.handleError(record)


def summary(error: BaseException) -> dict[str, Any]:
    """An exception for the log: where and what, without the values that it quotes."""
    told: dict[str, Any] = {
        "kind": type(error).__qualname__,
        "message": _message(error),
        "at": _frames(error),
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told["cause"] = {"kind": type(cause).__qualname__, "message": _message(cause)}
    return told


def _message(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['type']}"
            for e in error.errors(include_input=False, include_context=False, include_url=False)
        )
    if isinstance(error, asyncpg.PostgresError):  # str() would add DETAIL: the row itself
        said = f"{error.sqlstate} {error.args[0] if error.args else ''}"
    else:
        said = str(error)
    return QUOTED.sub(_unquote, said)


def _unquote(found: re.Match[str]) -> str:
    return found.group() if HARMLESS.fullmatch(found["inside"]) else "'…'"


def _frames(error: BaseException) -> list[str]:
    walked = list(traceback.walk_tb(error.__traceback__))[-FRAMES:]
    return [
        f"{'/'.join(PurePath(frame.f_code.co_filename).parts[-3:])}:{line} {frame.f_code.co_name}"
        for frame, line in walked
    ]


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, tuple):
        given = given[1]
    elif given is True:
        given = sys.exc_info()[1]
    return given if isinstance(given, BaseException) else None
