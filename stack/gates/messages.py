"""Every Vietnamese text of the pages has its English: shared/web and services with templates.

`python -m stack.gates.messages` checks; with `--write` it adds what is missing to each en.po, to be
translated by hand, and takes away what is no longer said.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from stack.layout import ROOT, SERVICES

METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**.html": {
        "extensions": "jinja2.ext.i18n",
        "silent": "false",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
    }
}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
VALUE = re.compile(r"%\((\w+)\)s|%\{(\w+)\}")
Id = str | tuple[str, str]


def areas() -> list[Path]:
    """Folders that have texts of their own, each with its locale/en.po."""
    services = [ROOT / "services" / name for name in SERVICES]
    return [ROOT / "shared" / "web", *(f for f in services if (f / "templates").is_dir())]


def said(area: Path) -> dict[Id, str]:
    """The texts of an area, and a file where each stands."""
    found: dict[Id, str] = {}
    for name, _, message, _, _ in extract_from_dir(str(area), METHODS, OPTIONS, KEYWORDS):
        text = message if isinstance(message, str) else (message[0], message[1])
        found.setdefault(text, name)
    return {text: name for text, name in found.items() if text}


def catalogue(area: Path) -> Catalog:
    """Its English; empty where there is none yet."""
    path = area / "locale" / "en.po"
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def faults(area: Path, common: frozenset[Id] = frozenset()) -> Iterator[str]:
    """What is missing, empty, doubtful, unused, or loses a value; not what is `common` already."""
    wanted = said(area)
    messages = {_id(message): message for message in catalogue(area) if message.id}
    for text, name in wanted.items():
        if text in messages:
            yield from _doubts(messages[text])
        elif text not in common:
            yield f"{area.name}: no English for {text!r} ({name})"
    for text in messages.keys() - wanted.keys():
        yield f"{area.name}: nobody says {text!r} any more"


def write(area: Path, common: frozenset[Id] = frozenset()) -> None:
    """Bring en.po to what is said, with the English that there is."""
    old = {_id(message): message.string for message in catalogue(area) if message.id}
    new = Catalog(locale="en")
    for text in said(area):
        if text not in common or text in old:
            new.add(text, old.get(text, ""))
    path = area / "locale" / "en.po"
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=100, no_location=True, omit_header=True, sort_output=True)


def _doubts(message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if not all(strings) or message.fuzzy:
        yield f"no English, or a doubtful one, for {message.id!r}"
        return
    for string in strings:
        if _values(string) != _values(_id(message)):
            yield f"other values than the Vietnamese: {string!r}"


def _values(text: Id) -> set[str]:
    whole = text if isinstance(text, str) else " ".join(text)
    return {a or b for a, b in VALUE.findall(whole)}


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


if __name__ == "__main__":
    own, *services = areas()
    shared = frozenset(said(own))
    if "--write" in sys.argv:
        write(own)
        for folder in services:
            write(folder, shared)
    found = [*faults(own), *(fault for folder in services for fault in faults(folder, shared))]
    if found:
        sys.exit("\n".join(found))
    print(f"messages: {len(shared)} texts of shared/web, {len(services)} services")
