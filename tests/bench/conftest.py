"""One stack for all benchmarks, with other roles' schemas and topics empty before each."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
import structlog
from psycopg.sql import SQL, Identifier

from bench.submit import BARE
from stack import postgres_bootstrap, temporary
from stack.embedded import Stack
from stack.layout import SERVICES
from tests.brokers import Kafka


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    """What a benchmark silences or leaves to the collector is no later test's."""
    yield
    gc.collect()
    logging.disable(logging.NOTSET)
    structlog.reset_defaults()


@pytest.fixture(scope="package")
def ground() -> Iterator[Stack]:
    with temporary.stack("bench") as started:
        yield started


@pytest.fixture
def fresh(ground) -> Callable[[], AbstractContextManager[Stack]]:
    """What bench.main takes: the stack as a benchmark finds its own."""

    @contextmanager
    def emptied() -> Iterator[Stack]:
        Kafka(ground).clear()
        with psycopg.connect(ground.postgres.dsn("postgres"), autocommit=True) as conn:
            conn.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(BARE)))
        with psycopg.connect(ground.postgres.dsn(postgres_bootstrap.DATABASE)) as conn:
            for service in SERVICES:
                conn.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(service)))
        postgres_bootstrap.bootstrap(ground.postgres.dsn, ground.role_password)
        yield ground

    return emptied
