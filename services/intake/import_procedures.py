"""`python -m services.intake.import_procedures FILE`: a file of procedures into the catalogue."""

import argparse
import asyncio
import hashlib
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import uuid4

from services.intake.domain.import_run import Run
from services.intake.domain.imported import Terms
from services.intake.handlers.imports import Ask, Report
from services.intake.importing import report, shown, taking
from services.intake.importing.reading import MOST_MB
from services.intake.settings import Settings
from services.intake.store import import_runs
from shared import clock, settings
from shared.db import OUTAGE, Pool, open_pool, transaction
from shared.tables import BadTable

OPERATOR = "operator"  # as the audit names who has no account
REFUSED = 3  # the exit code of a file that was judged and refused, and of nothing else


async def take(pool: Pool, province: str, name: str, content: bytes, ask: Ask) -> Report:
    """Read the file and keep it, all or nothing, with its place in the history. Raises BadTable."""
    told = await taking.read(pool, province, name, content, ask.at.date())
    async with transaction(pool) as conn:
        report = await taking.take(conn, told, ask)
        if not ask.dry_run and not report.faults:
            await import_runs.add(conn, _run(name, ask), shown.told(report), None)
        return report


def _run(name: str, ask: Ask) -> Run:
    return Run(
        import_id=uuid4(),
        at=ask.at,
        actor=ask.actor,
        file_name=name,
        begins=ask.terms.begins,
        counts={},
        kept_at=ask.at,
    )


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
    lines = (
        report.objects(done, told.lang)
        if told.json
        else report.lines(done, told.lang, dry_run=told.dry_run)
    )
    _say(lines)
    return REFUSED if done.faults else 0


def _say(lines: Iterable[str]) -> None:
    """Who stops reading (`| head`) undoes nothing: what was kept is kept."""
    try:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
