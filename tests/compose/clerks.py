"""Officials who file one dossier after the other through the gateway, and what came of it."""

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator

import httpx

from stack.demo.dossier import COUNTER, UNIT
from stack.demo.gateway import Gateway
from stack.verbs import token

PATIENCE_S = 180
CLERKS, PAUSE_S = 4, 0.05  # enough to be in the way of each restart, and no flood


class Clerks:
    """`patient`: what fails is sent again under the same key until it is taken."""

    def __init__(self, *, patient: bool) -> None:
        self.patient = patient
        gateway = Gateway()
        bearer = gateway.bearer(token.named(f"receiver-{UNIT}"))
        self.at = gateway.at("intake")
        self.headers = {**self.at.headers, "Authorization": f"Bearer {bearer}"}
        self.filed: list[str] = []
        self.refused: list[tuple[object, str]] = []
        self.home = threading.Event()
        self.until = time.monotonic() + 900  # no clerk outlasts what he waits for

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._file) for _ in range(CLERKS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.home.set()
            for thread in threads:
                thread.join()

    def go_on(self) -> None:
        """Wait until twenty more were taken."""
        known = len(self.filed)
        wait(lambda: len(self.filed) > known + 20, "filings go on")

    def missing(self) -> list[str]:
        """Which of those that were taken can't be found."""
        url = f"{self.at.url}/api/dossiers"
        with httpx.Client(timeout=60, trust_env=False, headers=self.headers) as http:
            return [one for one in self.filed if http.get(f"{url}/{one}").status_code != 200]

    def _file(self) -> None:
        with httpx.Client(timeout=60, trust_env=False, headers=self.headers) as http:
            while not self.home.is_set():
                key = str(uuid.uuid4())
                while not self._sent(http, key) and self.patient:
                    time.sleep(0.5)
                    if time.monotonic() > self.until:
                        return
                time.sleep(PAUSE_S)

    def _sent(self, http: httpx.Client, key: str) -> bool:
        url, headers = f"{self.at.url}/api/dossiers", {"Idempotency-Key": key}
        try:
            answer = http.post(url, json=COUNTER, headers=headers)
        except httpx.TransportError as error:
            self.refused.append((type(error).__name__, str(error)))
            return False
        if answer.status_code == 201:
            self.filed.append(answer.json()["dossier_id"])
            return True
        self.refused.append((answer.status_code, answer.text[:200]))
        return False


def wait(seen: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)
