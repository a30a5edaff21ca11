"""Tasks end, also those that swallow a cancellation."""

import asyncio

from structlog.testing import capture_logs

from shared.tasks import end, finish


async def deaf(times: int) -> None:
    while times:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            times -= 1


async def test_a_task_that_swallows_a_cancellation_is_cancelled_again_and_told_of():
    task = asyncio.create_task(deaf(2))
    await asyncio.sleep(0)

    with capture_logs() as lines:
        await end(task, again_s=0.01)

    assert task.done()
    assert "deaf" in lines[0]["where"]


async def test_work_that_ends_by_itself_is_let_to():
    done = []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append(True)

    with capture_logs() as lines:
        await finish(work(), 20)

    assert (done, lines) == ([True], [])


async def test_work_that_never_ends_is_cut_off_and_told_where_it_stood():
    async def work() -> None:
        await asyncio.Event().wait()

    with capture_logs() as lines:
        await finish(work(), 0.01)

    assert lines[0]["event"] == "takes too long, cut off"
    assert "work" in lines[0]["where"]


async def test_what_work_raises_at_its_end_is_told_not_raised():
    async def work() -> None:
        raise OSError("gone")

    with capture_logs() as lines:
        await finish(work(), 20)

    assert "gone" in lines[0]["why"]
