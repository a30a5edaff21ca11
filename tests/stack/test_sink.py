"""The sink over its real doors: what arrives is shown, and each mode does what it says."""

import re
import smtplib
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from html import unescape

import httpx
import pytest

from stack import ports
from stack.layout import ROOT
from stack.sink import page, received

BODY = "Hồ sơ H46.450-261123-0001 đã được tiếp nhận, hẹn trả 27/11/2026."


class Sink:
    def __init__(self, http, smtp):
        self.smtp = smtp
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{http}", timeout=10)

    def mail(self, to="an@example.vn", number="1", subject="Đã tiếp nhận"):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "mc@example.vn", to, subject
        message["Message-ID"] = f"<{number}@motcua>"
        message.set_content(BODY)
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as server:
            server.send_message(message)

    def sms(self, to="+84912345678", key="1"):
        body = {"to": to, "text": BODY}
        return self.client.post("/sms", json=body, headers={"Idempotency-Key": key})

    def received(self, **asked):
        return self.client.get("/api/received", params=asked).raise_for_status().json()

    def behave(self, kind, mode, **more):
        told = {"kind": kind, "mode": mode, **more}
        self.client.post("/api/mode", json=told).raise_for_status()


@pytest.fixture(scope="module")
def process():
    http = ports.free_port(set())
    smtp = ports.free_port({http})
    child = subprocess.Popen([sys.executable, "-m", "stack.sink", str(http), str(smtp)], cwd=ROOT)
    sink = Sink(http, smtp)
    while not answers(sink.client):
        assert child.poll() is None
    yield sink
    sink.client.close()
    child.terminate()
    child.wait(10)


def answers(client):
    try:
        return client.get("/health/ready").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def sink(process):
    for kind in ("email", "sms", "webhook"):
        process.behave(kind, "normal")
    process.client.delete("/api/received").raise_for_status()
    return process


def test_a_mail_is_kept_with_its_vietnamese_text_and_message_id(sink):
    sink.mail()

    [seen] = sink.received()
    assert (seen["kind"], seen["to"], seen["subject"]) == ("email", "an@example.vn", "Đã tiếp nhận")
    assert seen["text"].strip() == BODY
    assert seen["key"] == "<1@motcua>"


def test_a_short_message_is_kept_under_the_senders_key(sink):
    assert sink.sms(key="abc").json() == {"id": "abc"}

    [seen] = sink.received(kind="sms")
    assert (seen["to"], seen["text"], seen["key"]) == ("+84912345678", BODY, "abc")


def test_a_webhook_is_kept_with_its_headers_and_body_as_sent(sink):
    sink.client.post("/webhook/qlvb", content=b'{"a":1}', headers={"webhook-id": "msg_1"})

    [seen] = sink.received(kind="webhook", to="qlvb")
    assert (seen["text"], seen["key"], seen["headers"]["webhook-id"]) == (
        '{"a":1}',
        "msg_1",
        "msg_1",
    )


def test_the_list_is_filtered_by_kind_by_receiver_and_by_time_the_newest_first(sink):
    sink.mail(to="an@example.vn", number="1")
    sink.mail(to="binh@example.vn", number="2")
    sink.sms()
    newest, middle, _ = sink.received()

    assert [m["kind"] for m in (newest, middle)] == ["sms", "email"]
    assert [m["key"] for m in sink.received(to="an@example.vn")] == ["<1@motcua>"]
    assert [m["number"] for m in sink.received(since=middle["at"])] == [
        newest["number"],
        middle["number"],
    ]


def test_when_failing_it_keeps_nothing_and_says_later(sink):
    sink.behave("sms", "fail")
    sink.behave("email", "fail")

    assert sink.sms().status_code == 503
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        sink.mail()
    assert sink.received() == []


def test_when_losing_it_answers_well_and_keeps_nothing(sink):
    sink.behave("sms", "lose")
    sink.behave("email", "lose")

    sink.mail()

    assert sink.sms().is_success
    assert sink.received() == []


def test_when_repeating_it_keeps_a_message_but_makes_its_sender_come_again_once(sink):
    sink.behave("sms", "repeat")

    answers = [sink.sms(key="a").status_code, sink.sms(key="a").status_code]

    assert answers == [503, 202]
    assert [m["key"] for m in sink.received()] == ["a", "a"]


def test_when_slow_it_answers_late_and_other_kinds_are_quick(sink):
    sink.behave("sms", "slow", seconds=0.5)

    start = time.monotonic()
    sink.mail()
    middle = time.monotonic()
    answer = sink.sms()

    assert answer.is_success
    assert middle - start < 0.5 <= time.monotonic() - middle


def test_the_page_is_vietnamese_and_shows_a_strangers_text_as_text(sink):
    sink.mail(subject="<script>alert(1)</script> & đã nhận")

    shown = sink.client.get("/")

    assert "<h1>Thư và tin đã gửi</h1>" in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; đã nhận" in shown.text
    assert "<script" not in shown.text
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_page_shows_the_newest_first_and_only_the_asked_for_recipient(sink):
    for number, to in enumerate(["an@example.vn", "binh@example.vn", "an@example.vn"]):
        sink.mail(to=to, number=str(number), subject=f"Thư số {number}")
    sink.sms()

    whole = sink.client.get("/").text
    to_an = sink.client.get("/", params={"to": "AN@example"}).text
    by_phone = sink.client.get("/", params={"kind": "sms"}).text
    nobody = sink.client.get("/", params={"to": "<nobody>"}).text

    assert whole.index("Thư số 2") < whole.index("Thư số 1") < whole.index("Thư số 0")
    assert "4 trong 4 mục" in whole
    assert ("Thư số 1" in to_an, "2 trong 2 mục" in to_an) == (False, True)
    assert "1 trong 1 mục" in by_phone
    assert "1 phần" in by_phone
    assert "Chưa có gì gửi tới “&lt;nobody&gt;”" in nobody


def test_older_messages_are_on_the_next_page(sink):
    for number in range(60):
        sink.sms(key=str(number))

    first = sink.client.get("/", params={"kind": "sms"}).text
    [onward] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = sink.client.get(unescape(onward)).text

    assert (first.count("<article"), second.count("<article")) == (50, 10)
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xem: https://a.vn/look-up.", '<a rel="noreferrer" href="https://a.vn/look-up">'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('http://a.vn/"><script>', 'href="http://a.vn/"'),
        ("https://a.vn/?x=1&y=2", 'href="https://a.vn/?x=1&amp;y=2"'),
    ],
)
def test_addresses_in_a_text_can_be_followed_and_nothing_else(text, expected):
    shown = page.linked(text)

    assert expected in shown
    assert "<script" not in shown
    assert shown.count("<a ") == text.startswith("http") + text.startswith("Xem")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("ệ" * 70, 1), ("ệ" * 71, 2), ("ệ" * 201, 3)],
)
def test_a_text_message_with_marks_costs_more_parts(text, parts):
    assert page.sms_parts(text) == parts


def test_what_is_too_large_is_refused(sink):
    assert sink.client.post("/webhook/a", content=b"x" * 300_000).status_code == 413
    with pytest.raises(smtplib.SMTPException):
        send_raw(sink.smtp, b"too long\r\n" * 30_000)

    assert sink.received() == []


def test_only_so_many_messages_are_kept_the_oldest_go_first():
    memory = received.Sink()
    one = received.Message(kind="sms", at=datetime.now(UTC), to="1", text="x", key="1")

    for _ in range(received.KEPT + 1):
        memory.keep(one)

    assert [m.number for m in (memory.messages[0], memory.messages[-1])] == [2, received.KEPT + 1]


def send_raw(port, body):
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail("a@example.vn", ["b@example.vn"], b"Subject: x\r\n\r\n" + body)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"to": "1"}', b"\xff"])
def test_a_short_message_without_receiver_or_text_is_refused(sink, body):
    assert sink.client.post("/sms", content=body).status_code == 400


def test_an_unknown_mode_or_kind_is_refused(sink):
    assert sink.client.post("/api/mode", json={"kind": "sms", "mode": "angry"}).status_code == 422
    assert sink.client.post("/api/mode", json={"kind": "fax", "mode": "slow"}).status_code == 422


def test_a_broken_mail_is_kept_as_far_as_it_can_be_read(sink):
    send_raw(sink.smtp, b"\xff\xfe\x00 no charset named")

    assert len(sink.received(kind="email")) == 1


def test_a_closed_line_does_not_disturb_the_next_sender(sink):
    with socket.create_connection(("127.0.0.1", sink.smtp), timeout=5) as line:
        line.sendall(b"EHLO x\r\nMAIL FROM:<a@b.vn>\r\n")
    sink.mail()

    assert len(sink.received()) == 1
