"""Tasks that run beside the requests, and their end."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

CLEANS_UP_WITHIN_S = 11.0


async def end(*tasks: "asyncio.Future[Any]", again_s: float = CLEANS_UP_WITHIN_S) -> None:
    """Cancel until all are done: a library may swallow a cancellation, and then goes on for ever.

    asyncio.wait_for() of Python 3.11 does so when what it waits for is done in the same moment.
    """
    while open_ := [task for task in tasks if not task.done()]:
        for task in open_:
            task.cancel()
        _, late = await asyncio.wait(open_, timeout=again_s)
        for task in late:
            log.warning("cancelled, and still at work", where=where(task))


async def finish(work: Coroutine[Any, Any, None], within_s: float) -> None:
    """Let the work end by itself, or cut it off after so long; what it raises is logged."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=within_s)
    if not task.done():
        log.warning("takes too long, cut off", where=where(task))
    await end(task)
    if not task.cancelled() and (error := task.exception()):
        log.warning("ended with an error", why=repr(error))


def where(task: "asyncio.Future[Any]") -> str:
    """What the task waits for, innermost last: `file:line function`."""
    if not isinstance(task, asyncio.Task):
        return repr(task)
    frames: list[str] = []
    awaited: Any = task.get_coro()
    while frame := getattr(awaited, "cr_frame", None):
        code = frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{frame.f_lineno} {code.co_name}")
        awaited = getattr(awaited, "cr_await", None)
    return " > ".join(frames) or repr(task)
