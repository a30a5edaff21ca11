"""The words of the messages: versioned files, filled with values that can't change their form."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple

from services.notify.domain import formats
from shared.events import codes
from shared.worktime.hours import local

FOLDER: Final = Path(__file__).parent.parent / "templates"
LANGUAGES: Final = ("vi", "en")
LONGEST_VALUE: Final = 300
ROUND: Final = {"vi": {1: "lần đầu", 2: "lần hai"}, "en": {1: "first", 2: "second"}}
# What one may do against a decision of that round (Luật Khiếu nại Điều 33 and 42).
REMEDY: Final = {
    "vi": {
        1: "khiếu nại lần hai hoặc khởi kiện vụ án hành chính tại Tòa án (Điều 33 Luật Khiếu nại)",
        2: "khởi kiện vụ án hành chính tại Tòa án (Điều 42 Luật Khiếu nại)",
    },
    "en": {
        1: "complain a second time or sue in court (Law on Complaints, Article 33)",
        2: "sue in court (Law on Complaints, Article 42)",
    },
}


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
            case "round":
                return ROUND[self.language][value]
            case "remedy":
                return REMEDY[self.language][value]
            case "":
                return one_line(str(value))
        raise ValueError(f"no such format: {spec}")


@cache
def template(name: str, channel: str, version: int, language: str) -> Text:
    """The words before they are filled: in an e-mail the first line is the subject."""
    path = FOLDER / name / f"{channel.lower()}.{version}.{language}.txt"
    text = path.read_text("utf-8")
    if channel == "SMS":
        return Text("", " ".join(text.split()))
    subject, _, body = text.partition("\n")
    return Text(subject.strip(), body.strip() + "\n")


def render(name: str, channel: str, version: int, language: str, values: Mapping[str, Any]) -> Text:
    """The message in its reader's language. Raises KeyError for a value that is missing."""
    language = language if language in LANGUAGES else "vi"
    words = template(name, channel, version, language)
    filler = _Filler(language)
    subject = one_line(filler.vformat(words.subject, (), values))
    return Text(subject, filler.vformat(words.body, (), values))


def one_line(value: str) -> str:
    """A stranger's value on one line: no header, no paragraph of its own, not endless."""
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split())[:LONGEST_VALUE]


def _date(value: str) -> date:
    if "T" in value:
        return local(datetime.fromisoformat(value)).date()
    return date.fromisoformat(value)
