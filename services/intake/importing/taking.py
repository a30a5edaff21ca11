"""A file to what becomes of it: read with the units of the day, then judged and kept."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from services.intake import catalogue
from services.intake.handlers import imports
from services.intake.handlers.imports import Ask, Report
from services.intake.importing import files
from services.intake.importing.agencies import Places
from services.intake.importing.reading import BadFile, Reading
from services.intake.store import catalogue as store
from shared.db import Connection, Pool


class Read(NamedTuple):
    """What a file says, and the units it may mean."""

    reading: Reading
    units: frozenset[str]


async def read(pool: Pool, province: str, name: str, content: bytes, on: date) -> Read:
    """All its rows; a file that can't be read is one fault. Raises BadTable."""
    async with pool.acquire(timeout=10) as conn:
        units = await store.units(conn, None, None, on)
    places = Places(units, catalogue.province(province).name)
    try:
        reading = await asyncio.to_thread(files.read, name, content, places)
    except BadFile as bad:
        reading = Reading(faults=[bad.fault])
    return Read(reading, frozenset(unit.unit_id for unit in units))


async def take(conn: Connection, told: Read, ask: Ask) -> Report:
    """Judge it and keep it, all or nothing, in the caller's transaction."""
    ask = replace(ask, terms=replace(ask.terms, units=told.units))
    return await imports.procedures(conn, told.reading.rows, told.reading.faults, ask)
