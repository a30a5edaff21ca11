"""What a file is, by its content; its name only has to agree."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from services.intake.importing import portal_lines, sheets, table
from services.intake.importing.agencies import Places
from services.intake.importing.reading import MOST_MB, BadFile, Reading

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
Read = Callable[[bytes, Places], Reading]
READERS: Mapping[str, Read] = {
    "jsonl": portal_lines.read,
    "csv": table.read_csv,
    "xlsx": sheets.read,
}


def read(name: str, content: bytes, places: Places) -> Reading:
    """All rows of a file. Raises BadFile."""
    if len(content) > MOST_MB * 2**20:
        raise BadFile("too-large", MOST_MB)
    kind = kind_of(content)
    named = PurePath(name).suffix.lower().lstrip(".")
    if named != kind:
        raise BadFile("not-its-name", f".{named}" if named else name)
    reading = READERS[kind](content, places)
    if not reading.rows and not reading.faults:
        raise BadFile("empty-file")
    return reading


def kind_of(content: bytes) -> str:
    """jsonl, csv or xlsx. Raises BadFile."""
    if content.startswith(OLD_EXCEL):
        raise BadFile("old-excel")
    if content.startswith(ZIP):
        return "xlsx"
    first = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not first:
        raise BadFile("empty-file")
    return "jsonl" if first == b"{" else "csv"
