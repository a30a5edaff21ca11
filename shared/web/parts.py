"""What the components of a page are given: tasks, facts, steps on the way, files kept."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TaskStatus(StrEnum):
    TO_DO = "TO_DO"
    DOING = "DOING"
    DONE = "DONE"
    BLOCKED = "BLOCKED"


@dataclass(frozen=True)
class Task:
    """A part of a long form; `why`: what it waits for when it is BLOCKED."""

    title: str
    status: TaskStatus
    href: str = ""
    why: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of a summary list; `change`: where it can be changed. `number`: set in figures."""

    name: str
    value: object
    change: str = ""
    number: bool = False


@dataclass(frozen=True)
class Step:
    """A step on a dossier's way; `planned`: it has not come yet, `late`: though its day is over."""

    text: str
    on: date | datetime
    unit: str = ""
    planned: bool = False
    late: bool = False


@dataclass(frozen=True)
class Kept:
    """A file that was uploaded before."""

    id: str
    name: str
    size: int
    preview: str = ""
