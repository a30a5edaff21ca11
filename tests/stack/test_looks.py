"""What doctor says of a service, with the verb as it is typed for this stack."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stack import looks

TOLD = {"ready": True, "why": [], "outbox_age_s": 61.0, "lag": 0, "parked": 3}


class Told(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(TOLD).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


@pytest.fixture
def url():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("typed", ["./motcua parked", "./motcua parked --compose"])
def test_the_advice_is_typed_for_the_stack_that_was_looked_at(url, typed):
    said = {one.what: one for one in looks.service("notify", url, parked=typed)}

    assert not said["notify parked"].ok
    assert said["notify parked"].advice == f"{typed} list --service notify"
    assert said["notify outbox"].advice == f"is Kafka up? {typed} list --consumer outbox"


def test_each_disk_is_told_once_and_one_without_room_is_a_fault(tmp_path):
    (tmp_path / "files").mkdir()
    places = {"kafka": tmp_path, "files": tmp_path / "files", "postgres": Path("/proc")}

    ours, full = looks.disks(places)

    assert ours.detail.endswith(" GiB free for kafka, files")
    assert (full.ok, full.detail) == (False, "0.0 GiB free for postgres")
    assert full.advice == "make room where postgres lies"
