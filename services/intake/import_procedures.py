"""`python -m services.intake.import_procedures FILE`: a file of procedures into the catalogue."""

import argparse
import asyncio
import hashlib
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from services.intake import catalogue
from services.intake.domain.imported import Terms
from services.intake.handlers import imports
from services.intake.handlers.imports import Ask, Report
from services.intake.importing import files, report
from services.intake.importing.agencies import Places
from services.intake.importing.reading import MOST_MB, BadFile
from services.intake.settings import Settings
from services.intake.store import catalogue as store
from shared import clock, settings
from shared.db import OUTAGE, Pool, open_pool, transaction
from shared.tables import BadTable

OPERATOR = "operator"  # as the audit names who has no account
REFUSED = 3  # the exit code of a file that was judged and refused, and of nothing else


async def take(pool: Pool, province: str, name: str, content: bytes, ask: Ask) -> Report:
    """Read the file and keep it, all or nothing. Raises BadTable."""
    async with transaction(pool) as conn:
        units = await store.units(conn, None, None, ask.at.date())
        places = Places(units, catalogue.province(province).name)
        try:
            reading = await asyncio.to_thread(files.read, name, content, places)
        except BadFile as bad:
            return Report(faults=[bad.fault])
        here = frozenset(unit.unit_id for unit in units)
        ask = replace(ask, terms=replace(ask.terms, units=here))
        return await imports.procedures(conn, reading.rows, reading.faults, ask)


def _told() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="import_procedures", description=__doc__)
    words.add_argument("file", type=Path)
    words.add_argument("--dry-run", action="store_true")
    words.add_argument("--overwrite", action="store_true")
    words.add_argument("--keep", action="store_true")
    words.add_argument("--valid-from", type=date.fromisoformat)
    words.add_argument("--lang", choices=("vi", "en"), default="vi")
    words.add_argument("--json", action="store_true")
    return words.parse_args()


async def _main(told: argparse.Namespace, known: Settings, content: bytes) -> Report:
    now = clock.now()
    ask = Ask(
        actor=f"operator:{os.environ.get('MOTCUA_OPERATOR') or OPERATOR}",
        file=hashlib.sha256(content).hexdigest(),
        terms=Terms(told.valid_from or now.date(), told.overwrite),
        at=now,
        dry_run=told.dry_run,
        keep=told.keep,
    )
    pool = await open_pool(known.database_url.get_secret_value(), size=2)
    try:
        return await take(pool, known.province, told.file.name, content, ask)
    finally:
        await pool.close()


def _content(file: Path) -> bytes:
    """No more of it than a file may have, and a letter to tell that it has more."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_MB * 2**20 + 1)
    except OSError as error:
        sys.exit(f"import: {file}: {error.strerror}")


def main() -> int:
    told = _told()
    known = settings.load(Settings)
    content = _content(told.file)
    try:
        done = asyncio.run(_main(told, known, content))
    except BadTable as error:
        sys.exit(f"import: {error}")
    except OUTAGE as error:
        sys.exit(f"import: PostgreSQL does not answer: {error!r}")
    shown = (
        report.objects(done, told.lang)
        if told.json
        else report.lines(done, told.lang, dry_run=told.dry_run)
    )
    _say(shown)
    return REFUSED if done.faults else 0


def _say(shown: Iterable[str]) -> None:
    """Who stops reading (`| head`) undoes nothing: what was kept is kept."""
    try:
        for line in shown:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
