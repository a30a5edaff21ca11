"""The tables of each service as they are after all migrations: docs/schema/<service>.sql.

`python -m stack.gates.schema DSN_OF_AN_OWNER SERVICE` prints one; tests/contracts compare them.
"""

import os
import re
import subprocess
import sys
from urllib.parse import unquote, urlsplit

from stack.layout import ROOT
from stack.postgres import BIN

FOLDER = ROOT / "docs" / "schema"
NOISE = re.compile(r"^(--|SET |SELECT pg_catalog|\\|ALTER .* OWNER TO)")


def dump(dsn: str, service: str) -> str:
    """The schema by pg_dump, without owners, comments and session settings."""
    at = urlsplit(dsn)
    done = subprocess.run(
        [
            *(str(BIN / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges"),
            *("-n", service, "-h", at.hostname or "", "-p", str(at.port), "-U", at.username or ""),
            at.path.lstrip("/"),
        ],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PGPASSWORD": unquote(at.password or "")},
    )
    lines = [line for line in done.stdout.splitlines() if not NOISE.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(dump(sys.argv[1], sys.argv[2]))
