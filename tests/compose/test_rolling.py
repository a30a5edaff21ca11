"""Two containers of intake, each replaced while people file: nothing lost, nothing refused."""

import threading
import time
import uuid

import httpx

from stack.demo.dossier import COUNTER, UNIT
from stack.demo.gateway import Gateway
from stack.verbs import token
from tests.compose.conftest import run

PATIENCE_S = 180


def test_both_are_replaced_under_load_without_a_lost_or_failed_filing(deployment):
    deployment.compose("up", "--detach", "--wait", "--no-recreate", "--scale", "intake=2")
    ids = [one["Id"] for one in deployment.containers("intake")]
    assert len(ids) == 2
    gateway = Gateway()
    bearer = gateway.bearer(token.named(f"receiver-{UNIT}"))
    filed, refused, stop = [], [], threading.Event()

    def file():
        """One clerk: a dossier after the other, each under a key of its own, sent once."""
        at = gateway.at("intake")
        with httpx.Client(timeout=60, trust_env=False) as http:
            while not stop.is_set():
                headers = {
                    **at.headers,
                    "Authorization": f"Bearer {bearer}",
                    "Idempotency-Key": str(uuid.uuid4()),
                }
                url = f"{at.url}/api/dossiers"
                answer = http.post(url, json=COUNTER, headers=headers)
                if answer.status_code == 201:
                    filed.append(answer.json()["dossier_id"])
                else:
                    refused.append((answer.status_code, answer.text[:200]))

    clerks = [threading.Thread(target=file) for _ in range(4)]
    for clerk in clerks:
        clerk.start()
    for container in ids:
        before = len(filed)
        run("docker", "restart", "--time", "45", container)
        wait_until_healthy(deployment, container)
        wait(lambda known=before: len(filed) > known + 20, "filings go on")
    stop.set()
    for clerk in clerks:
        clerk.join()
    assert refused == [], f"{len(refused)} of {len(filed)}: {refused[:3]}"
    with httpx.Client(timeout=60, trust_env=False) as http:
        at = gateway.at("intake")
        headers = {**at.headers, "Authorization": f"Bearer {bearer}"}
        for dossier in filed:
            found = http.get(f"{at.url}/api/dossiers/{dossier}", headers=headers)
            assert found.status_code == 200


def wait_until_healthy(deployment, container):
    def healthy():
        told = {one["Id"]: one for one in deployment.containers("intake")}
        return told[container]["State"]["Health"]["Status"] == "healthy"

    wait(healthy, "the container is healthy again")


def wait(seen, what):
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)
