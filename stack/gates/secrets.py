"""No password, token or private key stands in a file of the project (S9): detect-secrets looks.

It takes long for a line, so only those lines are shown to it that could hold a secret at all.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import default_settings

from stack.layout import ROOT

# Made of other files, or of hashes; pictures and fonts.
PASSED_OVER = re.compile(
    r"^docs/(events|screens)/|-lock\.json$|\.(lock|png|woff2|ttf|pdf|xlsx|pyc)$"
)
# A word for secrets, an address with a password, a long word of letters and digits.
DOUBTFUL = re.compile(
    r"passw|pwd|secret|[a-z]_?key|key_?pass|private key|://[^/\s:]+:[^@/\s]+@"
    r"|(?=[\w+/=.:-]*[0-9])(?=[\w+/=.:-]*[a-z])[\w+/=.:-]{20,}",
    re.IGNORECASE,
)
# Those may hold one without quotes, and are shown as they are.
SETTINGS = re.compile(r"\.(ya?ml|ini|toml|cfg|conf|properties)$|(^|/)\.env")
# What looks like a secret and is none.
KNOWN = {
    "mot-cua-demo",  # of the made-up people, refused where strangers come
    "length(12)",  # Keycloak's rule for passwords
    "Đã cấp lại mã tra cứu.",
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ",  # Crockford's alphabet
    "PASSWORD",  # where it stands in an address
    "issuer_key",  # a file's name
    "trial",  # of a broker that lives for seconds
    "71b8c28e01010101010101010101010134ab8c5848dc89dc6b3ad24f4adf9ba58d63fa775398bf2f8013",
    "0af7651916cd43dd8448eb211c80319c",  # of W3C's own example of a trace
    *("nothing", "s3cret", "something else", "wrong", "short", "7K3M-9QXA"),  # of tests
}


class Finding(NamedTuple):
    file: str
    line: int
    kind: str
    secret: str


def faults(root: Path = ROOT) -> list[str]:
    """A line for each that is not known to be none; what it is, is not repeated."""
    return [
        f"{one.file}:{one.line}: {one.kind}: it must go, and be given anew where it was in force;"
        " if it is none: KNOWN in stack/gates/secrets.py"
        for one in scan(root)
        if one.secret not in KNOWN
    ]


def scan(root: Path) -> Iterator[Finding]:
    with TemporaryDirectory() as folder, default_settings():
        for file in sorted(files(root)):
            lines = doubtful(root / file)
            if SETTINGS.search(file):
                yield from look(root / file, file, range(1, sys.maxsize))
            elif lines:
                shown = Path(folder) / "shown.py"
                shown.write_text("\n".join(["these:", *lines.values()]), "utf-8")
                yield from look(shown, file, [0, *lines])


def look(shown: Path, file: str, numbers: Sequence[int]) -> Iterator[Finding]:
    for one in scan_file(str(shown)):
        yield Finding(file, numbers[one.line_number - 1], one.type, one.secret_value or "")


def doubtful(path: Path) -> dict[int, str]:
    """By their number; none of a file that is no text."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError:
        return {}
    return {n: line for n, line in enumerate(lines, 1) if DOUBTFUL.search(line)}


def files(root: Path) -> Iterator[str]:
    """All that git would take, and the same where there is no git."""
    ignored = {line.strip("/") for line in (root / ".gitignore").read_text().split()} | {".git"}
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name not in ignored]
        for name in names:
            file = (Path(folder) / name).relative_to(root).as_posix()
            if not PASSED_OVER.search(file):
                yield file


if __name__ == "__main__":
    if told := faults():
        sys.exit("\n".join(told))
    print(f"secrets: {len(list(files(ROOT)))} files, {len(KNOWN)} known to be none")
