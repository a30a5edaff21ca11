"""Codes with a secret, and links: typed leniently, kept as hashes, locked after five tries."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from shared import clock, lookup
from shared.db import open_pool
from shared.lookup import ALPHABET, LOCKED_FOR, Tried, new_secret, new_token, tidy, token_hash
from shared.redaction import redact

KEYS, KIND, CODE = ("k" * 32,), "dossier", "H46.450-260302-0001"
MINUTE = timedelta(minutes=1)
WRONG = "0000-0000"


@pytest.fixture
def database(postgres):
    return postgres.fresh("intake")


@pytest.fixture
async def pool(database):
    opened = await open_pool(database.app["intake"])
    yield opened
    await opened.close()


@pytest.fixture
def secret():
    return new_secret(KEYS)


def tries(pool, kept, code=CODE, kind=KIND, start=None):
    """`await attempt(typed, minutes_later)`: what comes of it."""
    start = start or clock.real()

    async def attempt(typed: str, later: float = 0) -> Tried:
        at = start + later * MINUTE
        return await lookup.verify(pool, KEYS, kind, code, typed, kept, at)

    return attempt


def test_a_secret_is_shown_in_two_groups_without_letters_that_look_alike():
    shown = {new_secret(KEYS).shown for _ in range(500)}

    assert len(shown) == 500
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", one) for one in shown)
    assert set("".join(shown)) - {"-"} == set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7K3M-9QXA", "7K3M9QXA"),
        ("7k3m 9qxa", "7K3M9QXA"),
        ("  7K3M–9QXA ", "7K3M9QXA"),
        ("7.k.3.m-9qxa", "7K3M9QXA"),
        ("oil0-OIL1", "01100111"),
    ],
)
def test_a_secret_may_be_typed_as_people_do(typed, meant):
    assert tidy(typed) == meant


async def test_the_right_secret_opens_as_often_as_one_likes(pool, secret):
    attempt = tries(pool, secret.hash)

    for typed in (secret.shown, secret.shown.lower(), secret.shown.replace("-", " ")) * 3:
        assert await attempt(typed) is Tried.RIGHT
    assert await pool.fetchval("SELECT count(*) FROM lookup_attempt") == 0


@pytest.mark.parametrize("known", [True, False])
async def test_five_wrong_tries_lock_a_code_whether_there_is_one_or_not(pool, secret, known):
    attempt = tries(pool, secret.hash if known else None)

    answers = [await attempt(WRONG, n) for n in range(7)]
    right = await attempt(secret.shown, 8)

    assert answers == [Tried.WRONG] * 5 + [Tried.LOCKED] * 2
    assert right is Tried.LOCKED
    assert not any(answers)


async def test_a_lock_ends_after_a_quarter_of_an_hour_and_tries_begin_anew(pool, secret):
    attempt = tries(pool, secret.hash)
    for _ in range(5):
        await attempt(WRONG)
    lock = LOCKED_FOR / MINUTE

    assert await attempt(secret.shown, lock - 0.01) is Tried.LOCKED
    assert [await attempt(WRONG, lock) for _ in range(4)] == [Tried.WRONG] * 4
    assert await attempt(secret.shown, lock) is Tried.RIGHT


async def test_a_right_try_wipes_out_the_wrong_ones(pool, secret):
    attempt = tries(pool, secret.hash)

    for _ in range(3):
        for _ in range(4):
            assert await attempt(WRONG) is Tried.WRONG
        assert await attempt(secret.shown) is Tried.RIGHT


async def test_wrong_tries_of_long_ago_do_not_add_up(pool, secret):
    attempt = tries(pool, secret.hash)

    answers = [await attempt(WRONG, 16 * n) for n in range(12)]

    assert set(answers) == {Tried.WRONG}


async def test_each_code_and_each_kind_has_its_own_count(pool, secret):
    for _ in range(5):
        await tries(pool, secret.hash)(WRONG)

    assert await tries(pool, secret.hash, code="H46.450-260302-0002")(secret.shown)
    assert await tries(pool, secret.hash, kind="petition")(secret.shown)
    assert await tries(pool, secret.hash, code=CODE.lower().replace("-", " "))(WRONG) is (
        Tried.LOCKED
    )


async def test_tries_at_once_by_two_workers_are_counted_together(database, secret):
    workers = [await open_pool(database.app["intake"], size=10) for _ in range(2)]
    at = clock.real()

    answers = await asyncio.gather(
        *(
            lookup.verify(workers[n % 2], KEYS, KIND, CODE, WRONG, secret.hash, at)
            for n in range(40)
        )
    )
    right = [
        await lookup.verify(worker, KEYS, KIND, CODE, secret.shown, secret.hash, at)
        for worker in workers
    ]

    assert answers.count(Tried.WRONG) == 5
    assert answers.count(Tried.LOCKED) == 35
    assert right == [Tried.LOCKED] * 2
    await asyncio.gather(*(worker.close() for worker in workers))


async def test_neither_code_nor_secret_stands_in_the_table(pool, secret):
    await tries(pool, secret.hash)(WRONG)

    row = str(dict(await pool.fetchrow("SELECT * FROM lookup_attempt")))

    assert CODE not in row
    assert WRONG not in row


async def test_another_service_s_key_opens_nothing(pool, secret):
    at = clock.real()

    answer = await lookup.verify(pool, ("x" * 32,), KIND, CODE, secret.shown, secret.hash, at)

    assert answer is Tried.WRONG


async def test_old_tries_are_forgotten(pool, secret):
    await tries(pool, secret.hash)(WRONG)
    await tries(pool, secret.hash, code="old", start=clock.real() - 60 * MINUTE)(WRONG)

    await lookup.forget(pool)

    assert await pool.fetchval("SELECT count(*) FROM lookup_attempt") == 1


def test_a_link_is_the_same_when_a_slip_is_printed_again_and_no_two_are_alike():
    dossier, other = uuid4(), uuid4()

    first, kept = new_token(KEYS, "dossier", dossier, 1)

    assert new_token(KEYS, "dossier", dossier, 1) == (first, kept)
    assert token_hash(first) == kept
    others = {
        new_token(KEYS, "dossier", dossier, 2)[0],
        new_token(KEYS, "dossier", other, 1)[0],
        new_token(KEYS, "petition", dossier, 1)[0],
        new_token(("x" * 32,), "dossier", dossier, 1)[0],
    }
    assert len(others | {first}) == 5
    assert re.fullmatch(r"[\w-]{32}", first, re.ASCII)  # 192 bits
    assert first.encode() not in kept


@pytest.mark.parametrize(
    "path", ["/dossiers/{}", "http://x.vn/dossiers/{}?lang=en", "GET /d/{} 200"]
)
def test_a_link_is_not_readable_in_a_log(path):
    tokens = [new_token(KEYS, "dossier", uuid4(), number)[0] for number in range(20)]
    letters_alone = "mEUEMchswMCdnvztgQNFTVqFggsIafdS"

    for token in [*tokens, letters_alone]:
        assert token not in redact(path.format(token))
