"""The words of the messages: versioned files, filled with values that can't change their form."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple

from services.notify.domain import formats
from services.notify.domain.phrases import PHRASES
from shared.events import codes
from shared.worktime.hours import local

FOLDER: Final = Path(__file__).parent.parent / "templates"
LANGUAGES: Final = ("vi", "en")
LONGEST_VALUE: Final = 300
OPTIONAL: Final = "?"  # `?due_at Due: {due_at:day}`: a line only where the fact says due_at


class Text(NamedTuple):
    """A message as its reader gets it; an SMS has no subject."""

    subject: str
    body: str


class _Filler(Formatter):
    """Fills {due_at:day} and the like; a value that is not there is an error."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_value(self, key: int | str, args: Sequence[Any], values: Mapping[str, Any]) -> Any:
        return values[str(key)]

    def format_field(self, value: Any, spec: str) -> str:
        name, _, detail = spec.partition(" ")
        match name:
            case "day":
                return formats.day(_date(value), self.language)
            case "weekday":
                return formats.weekday(_date(value), self.language)
            case "time":
                return formats.time(datetime.fromisoformat(value))
            case "code":
                return codes.label(detail, value, self.language)
            case "codes":
                return "; ".join(codes.label(detail, one, self.language) for one in value)
            case "count":
                return str(len(value))
            case "round" | "remedy" | "collect":
                return PHRASES[name][self.language].get(value, "")
            case "":
                return one_line(str(value))
        raise ValueError(f"no such format: {spec}")


@cache
def template(name: str, channel: str, version: int, language: str) -> Text:
    """The words before they are filled: in an e-mail the first line is the subject."""
    path = FOLDER / name / f"{channel.lower()}.{version}.{language}.txt"
    text = path.read_text("utf-8")
    if channel == "SMS":
        return Text("", text.strip())
    subject, _, body = text.partition("\n")
    return Text(subject.strip(), body.strip())


def render(name: str, channel: str, version: int, language: str, values: Mapping[str, Any]) -> Text:
    """The message in its reader's language. Raises KeyError for a value that is missing."""
    language = language if language in LANGUAGES else "vi"
    words = template(name, channel, version, language)
    filler = _Filler(language)
    subject = one_line(filler.vformat(words.subject, (), values))
    lines = [filler.vformat(line, (), values) for line in _lines(words.body, values)]
    return Text(subject, " ".join(lines) if channel == "SMS" else "\n".join(lines) + "\n")


def _lines(body: str, values: Mapping[str, Any]) -> Iterator[str]:
    for line in body.splitlines():
        name, _, rest = line.partition(" ")
        if not name.startswith(OPTIONAL):
            yield line
        elif values.get(name.removeprefix(OPTIONAL)):
            yield rest


def one_line(value: str) -> str:
    """A stranger's value on one line: no header, no paragraph of its own, not endless."""
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split())[:LONGEST_VALUE]


def _date(value: str) -> date:
    if "T" in value:
        return local(datetime.fromisoformat(value)).date()
    return date.fromisoformat(value)
