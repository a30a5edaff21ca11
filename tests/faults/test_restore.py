"""R17: a backup put back elsewhere holds all that was accepted before it, and work goes on."""

import asyncio
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import scalar_row

from shared.audit_seal import Anchor, read_anchors
from shared.audit_verify import verify
from shared.db import connect
from stack import backup, environment, temporary
from stack.archive import Header
from stack.failure import Failure
from stack.layout import SERVICES
from tests import uploads
from tests.faults import evidence
from tests.faults.sink import Mailbag
from tests.faults.trial import Trial
from tests.faults.world import World

EVENTS = 300
WAITING = 12  # dossiers whose facts are on Kafka and in the outbox at the moment of the backup
AFTERWARDS = 5
HEAD = "SELECT n, audit_id, encode(hash, 'hex') FROM {}.audit_seal ORDER BY n DESC LIMIT 1"


@pytest.mark.timeout(600)  # two worlds start in it
async def test_a_backup_brings_all_back_and_the_numbers_go_on(trial: Trial, tmp_path: Path) -> None:
    async with trial.busy():
        await trial.facts(EVENTS)
    await trial.rest()
    paper = await uploaded(trial.world)
    waiting = await sent_and_not_forgotten(trial)
    before = await records(trial.world)
    heads = {name: head(trial.world, name) for name in SERVICES}
    header = await kept(trial, tmp_path / "motcua.backup")
    shutil.copy(trial.world.history.path, tmp_path / "history.jsonl")
    mails = trial.world.sink.arrivals()
    await trial.world.restore()
    lost = {(await trial.counters.file())[1]["dossier_id"] for _ in range(AFTERWARDS)}

    with restored(trial.world, tmp_path) as world:
        world.sink = Mailbag(world.sink.url, mails)
        await asyncio.to_thread(world.start)
        async with Trial(world, random.Random(trial.dice.random())) as one:
            async with one.busy():
                await one.facts(EVENTS)
            assert await one.verdict() == []
        assert await uploads.fetched(world.replicas["intake"].url, paper) == paper.sha256
        after = await records(world)
        assert after.keys() >= before.keys()
        assert Counter({event: after[event] - before[event] for event in before}) == waiting
        assert lost.isdisjoint(dossiers(world))
        for name in SERVICES:
            await check_chain(world, name, heads[name])
    assert header.cluster_id == trial.world.stack.kafka.cluster_id


async def uploaded(world: World) -> uploads.Uploaded:
    """A file that lies beside the database."""
    cookie = uploads.new_cookie()
    with psycopg.connect(world.stack.postgres.dsn("motcua")) as conn:
        conn.execute(uploads.session(cookie).encode())
    return await uploads.upload(world.replicas["intake"].url, cookie)


async def sent_and_not_forgotten(trial: Trial) -> Counter[str]:
    """Kill intake's relay when Kafka has its facts and the outbox still holds them."""
    world = trial.world
    world.stack.kafka.stop()
    for _ in range(WAITING):
        await trial.counters.file()
    await world.stop_gently("intake")
    await world.start_broker()
    world.replicas["intake"].start("after_ack:1")
    await world.died("intake")
    return Counter(rows(world, "SELECT event_id::text FROM intake.outbox"))


async def kept(trial: Trial, file: Path) -> Header:
    """All stand still and are written to the file."""
    world = trial.world
    for name in SERVICES:
        if name != "intake":
            await world.stop_gently(name)
    await world.sink.fetch()
    world.stack.stop()
    began = time.monotonic()
    header = await asyncio.to_thread(backup.keep, world.stack, file)
    trial.remarks.append(f"{header.size / 2**20:.0f} MiB kept in {time.monotonic() - began:.1f} s")
    return header


@contextmanager
def restored(old: World, kept: Path) -> Iterator[World]:
    """The backup in a folder of its own; what tests know of the old world holds there, too."""
    with temporary.folder("restored") as folder:
        backup.bring_back(kept / "motcua.backup", folder)
        shutil.copy(kept / "history.jsonl", folder)
        world = World(folder)
        world.planted = dict(old.planted)
        world.known_faults = set(old.known_faults)
        world.notify_clock = old.notify_clock
        world.replicas["notify"].child.env["MOTCUA_CLOCK_OFFSET"] = str(old.notify_clock)
        try:
            yield world
        finally:
            world.stop()
        refuses_another_kafka(world, kept / "again.backup")


def refuses_another_kafka(world: World, file: Path) -> None:
    """A database beside data of another cluster is not kept as if the two were one."""
    (world.stack.kafka.folder / "cluster-id").write_text("of-another-stack")
    with pytest.raises(Failure, match="the two are not of one stack"):
        backup.keep(world.stack, file)
    assert not file.exists()


async def records(world: World) -> Counter[str]:
    """How often each event is on Kafka."""
    found = await asyncio.gather(*(evidence.read_facts(world, topic) for topic in evidence.TOPICS))
    return Counter(fact.event_id for facts in found for fact in facts)


def rows(world: World, question: str) -> list[str]:
    dsn = world.stack.postgres.dsn("motcua")
    with psycopg.connect(dsn, row_factory=scalar_row) as conn:
        return conn.execute(question).fetchall()


def dossiers(world: World) -> set[str]:
    return set(rows(world, "SELECT dossier_id::text FROM intake.dossier"))


def head(world: World, service: str) -> Anchor | None:
    with psycopg.connect(world.stack.postgres.dsn("motcua")) as conn:
        found = conn.execute(HEAD.format(service)).fetchone()
    return Anchor(*found) if found else None


async def check_chain(world: World, service: str, before: Anchor | None) -> None:
    """The chain is whole, goes on from the head that it had, and fits what was anchored."""
    file = environment.anchor_folder(world.stack, service) / f"audit-{service}.jsonl"
    anchors = [*read_anchors(file), *([before] if before else [])]
    conn = await connect(world.stack.dsn(f"{service}_app"))
    try:
        assert await verify(conn, anchors) is None
    finally:
        await conn.close()
