"""The doors of a running stack: HTTP as this or that person, the sink's mails, the clock."""

import io
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Self, TypeVar

import httpx

from shared.tls import trusted
from stack.demo.place import Place
from stack.failure import Failure
from stack.verbs import token

T = TypeVar("T")
PATIENCE = 60


class NotSeen(Failure):
    """A step that was done and whose effect did not show."""


class Doors:
    """What a story needs of the outside world."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.http = httpx.Client(verify=trusted(), timeout=30, trust_env=False)
        self.newest: int | None = None  # of the messages that were shown; None: none was asked for

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def at(self, moment: datetime) -> None:
        """It is that moment now, for all services."""
        self.place.move_clock((moment - datetime.now(UTC)).total_seconds())

    def ask(self, persona: str, service: str, path: str, **query: Any) -> Any:
        """The answer to a question, as JSON."""
        return self._answer(persona, "GET", service, path, params=query).json()

    def do(
        self, persona: str, service: str, path: str, body: Any, version: int | None = None
    ) -> Any:
        """Give a command, decided on that version; its answer."""
        seen = {} if version is None else {"If-Match": f'"{version}"'}
        return self._answer(persona, "POST", service, path, seen, json=body).json()

    def paper(self, persona: str, path: str) -> str:
        """The text of a PDF of intake."""
        from pypdf import PdfReader  # heavy: no other verb shall wait for it

        read = PdfReader(io.BytesIO(self._answer(persona, "GET", "intake", path).content))
        return " ".join(" ".join(page.extract_text() for page in read.pages).split())

    def page(self, service: str, path: str) -> str:
        """A public page as a browser without an account gets it."""
        at = self.place.at(service)
        headers = {**at.headers, "Accept": "text/html"}
        return _checked(self.http.get(at.url + path, headers=headers)).text

    def arrived(self) -> list[dict[str, Any]]:
        """The messages that reached the sink since this was asked last, the oldest first."""
        found = self.received()
        fresh = [one for one in reversed(found) if one["number"] > (self.newest or 0)]
        first, self.newest = self.newest is None, found[0]["number"] if found else 0
        return [] if first else fresh

    def received(self, **asked: str) -> list[dict[str, Any]]:
        """What the sink holds, the newest first."""
        sink = self.place.at("sink")
        url = f"{sink.url}/api/received"
        found: list[dict[str, Any]] = _checked(
            self.http.get(url, headers=sink.headers, params=asked)
        ).json()
        return found

    def mail(self, to: str, *words: str) -> str:
        """The newest mail to somebody that holds all those words, once it is there."""

        def look() -> str | None:
            mails = self.received(kind="email")
            texts = [f"{m['subject']}\n{m['text']}" for m in mails if to in m["to"]]
            return next((text for text in texts if all(word in text for word in words)), None)

        return self.wait(look, f"a mail to {to} with {words}")

    def sms(self, *words: str) -> str:
        """The newest SMS that holds all those words, once it is there."""

        def look() -> str | None:
            texts = [one["text"] for one in self.received(kind="sms")]
            return next((text for text in texts if all(word in text for word in words)), None)

        return self.wait(look, f"an SMS with {words}")

    def wait(self, look: Callable[[], T | None], what: str) -> T:
        """Look until it is there. Raises NotSeen."""
        deadline = time.monotonic() + PATIENCE
        while (found := look()) is None:
            if time.monotonic() > deadline:
                raise NotSeen(f"{what}: not seen within {PATIENCE} s")
            time.sleep(0.1)
        return found

    def _answer(
        self,
        persona: str,
        method: str,
        service: str,
        path: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        **more: Any,
    ) -> httpx.Response:
        at, bearer = self.place.at(service), self.place.bearer(token.named(persona))
        known = {**at.headers, "Authorization": f"Bearer {bearer}", **headers}
        return _checked(self.http.request(method, at.url + path, headers=known, **more))


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        where = f"{answer.request.method} {answer.request.url.path}"
        raise NotSeen(f"{where}: {answer.status_code} {answer.text[:300]}")
    return answer
