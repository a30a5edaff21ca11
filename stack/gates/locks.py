"""The gate of the locks: what a project asks for itself stands in each lock made of it.

`./motcua lock` renews them; a dependency that was only written down would be missing in the images.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stack.layout import ROOT
from stack.verbs.lock import LOCKS, PROJECT

WANTED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(?:==\s*([^\s;,]+))?")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.M)


def faults(root: Path = ROOT, locks: Mapping[str, Sequence[str]] = LOCKS) -> list[str]:
    """A line for each that is missing in a lock, or there in another version than asked for."""
    return [
        f"{name}: {fault}: ./motcua lock"
        for name, made_of in locks.items()
        for fault in missing(wanted(root, made_of), (root / name).read_text())
    ]


def missing(wanted: Iterable[str], lock: str) -> Iterator[str]:
    """Of what is wanted, as a project writes it, what a lock does not hold."""
    held = {plain(name): version for name, version in LOCKED.findall(lock)}
    for one in wanted:
        name, version = WANTED.match(one).groups()  # type: ignore[union-attr]
        found = held.get(plain(name))
        if found is None:
            yield f"{name} is not in it"
        elif version not in (None, found):
            yield f"{name} is {found} there, {version} is asked for"


def wanted(root: Path, made_of: Sequence[str]) -> Iterator[str]:
    """The direct dependencies of some projects, and of the groups named after `--group`."""
    for one, before in zip(made_of, ("", *made_of), strict=False):
        if before == "--group":
            groups = tomllib.loads((root / PROJECT).read_text())["dependency-groups"]
            yield from of_group(groups, one)
        elif one != "--group":
            yield from tomllib.loads((root / one).read_text())["project"]["dependencies"]


def of_group(groups: Mapping[str, Any], name: str) -> Iterator[str]:
    for one in groups[name]:
        if isinstance(one, str):
            yield one
        else:
            yield from of_group(groups, one["include-group"])


def plain(name: str) -> str:
    """As two spellings of one name are alike."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    found = faults()
    print("\n".join(found))
    sys.exit(bool(found))
