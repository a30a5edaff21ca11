"""Mail and text messages on the wire: what is sent, and what each answer means."""

import asyncio
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP

from services.notify import mail, sms
from services.notify.domain.message import Letter, Result
from services.notify.settings import Settings
from shared.settings import load
from stack.sink.received import Behaviour, Kind, Mode
from tests.notify.world import EMAIL, PHONE

ORIGIN = mail.sender("Một cửa <mot-cua@quangbinh.example>")
WORDS = "Kính gửi ông/bà Hoàng Thị Chim Yến,\n\nHồ sơ đã được tiếp nhận.\n"


def letter(channel="EMAIL", to=EMAIL, subject="Đã tiếp nhận hồ sơ", body=WORDS):
    return Letter(uuid4(), channel, 1, to, subject, body)


async def send(one, port, **changed):
    return await mail.send(one, host="127.0.0.1", port=port, origin=ORIGIN, **changed)


class Says:
    """A server that answers one command as it is told."""

    def __init__(self, command, reply):
        setattr(self, f"handle_{command}", self._answer)
        self.reply = reply

    async def _answer(self, *_):
        return self.reply


@asynccontextmanager
async def server(handler):
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


async def test_a_letter_arrives_as_it_was_written(providers):
    one = letter()

    answer = await send(one, providers.smtp_port)

    [mail_in] = providers.sink.messages
    assert answer.result is Result.SENT
    assert (mail_in.to, mail_in.subject) == (EMAIL, one.subject)
    assert mail_in.text.splitlines() == WORDS.splitlines()
    assert mail_in.key == f"<{one.message_id}@quangbinh.example>"
    assert mail_in.headers["Auto-Submitted"] == "auto-generated"
    assert mail_in.headers["From"] == "Một cửa <mot-cua@quangbinh.example>"


@pytest.mark.parametrize(
    ("command", "reply", "expected"),
    [
        ("RCPT", "550 5.1.1 no such mailbox <chim.yen@canary.example>", Result.REFUSED),
        ("RCPT", "450 4.2.1 mailbox is busy", Result.LATER),
        ("RCPT", "421 4.3.2 closing down", Result.DOWN),
        ("DATA", "554 5.7.1 looks like spam", Result.BROKEN),
        ("DATA", "452 4.3.1 no room", Result.LATER),
        ("MAIL", "550 5.7.1 you may not send here", Result.DOWN),
    ],
)
async def test_a_mail_server_says_no_in_many_ways(command, reply, expected):
    async with server(Says(command, reply)) as port:
        answer = await send(letter(), port)

    assert answer.result is expected
    assert answer.detail == reply[:3]


async def test_a_mail_server_that_is_away_or_silent_is_down(providers):
    away = await send(letter(), 1)
    providers.sink.behave(Behaviour(kind=Kind.EMAIL, mode=Mode.SLOW, seconds=5))
    silent = await send(letter(), providers.smtp_port, timeout_s=0.3)

    assert (away.result, silent.result) == (Result.DOWN, Result.DOWN)


@pytest.mark.parametrize("to", ["a@b.vn>, <c@d.vn", "a b@c.vn", "@b.vn", "a@", "", "a@b\r\nX: y"])
async def test_an_address_that_is_none_is_refused_before_anybody_is_asked(to):
    answer = await send(letter(to=to), 1)

    assert (answer.result, answer.detail) == (Result.REFUSED, "bad_address")


def test_a_long_vietnamese_subject_keeps_all_its_spaces():
    told = (
        "Hồ sơ 000.01.31.H46-261005-0003: việc phải thực hiện theo quyết định giải quyết khiếu nại"
        " số 12/QĐ-UBND"
    )

    sent = bytes(mail.compose(letter(subject=told), ORIGIN))

    assert message_from_bytes(sent, policy=policy.default)["Subject"] == told
    assert max(map(len, sent.split(b"\r\n"))) <= 78


def test_a_subject_can_not_carry_a_header():
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        mail.compose(letter(subject="x\r\nBcc: all@example.vn"), ORIGIN)


def test_the_mail_holds_our_headers_alone():
    read = message_from_bytes(bytes(mail.compose(letter(), ORIGIN)), policy=policy.default)

    assert set(read.keys()) == {
        *("From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }


async def test_a_text_message_arrives_under_its_id(providers):
    one = letter("SMS", PHONE, "", "Hồ sơ đã được tiếp nhận.")

    answer = await sms.send(one, url=providers.sms_url)

    [message] = providers.sink.messages
    assert answer.result is Result.SENT
    assert (message.to, message.text) == (PHONE, "Hồ sơ đã được tiếp nhận.")
    assert message.key == str(one.message_id)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Result.SENT),
        (202, Result.SENT),
        (301, Result.DOWN),
        (400, Result.REFUSED),
        (401, Result.DOWN),
        (410, Result.REFUSED),
        (422, Result.REFUSED),
        (429, Result.DOWN),
        (500, Result.DOWN),
        (503, Result.DOWN),
    ],
)
def test_a_status_of_the_gateway_has_a_meaning(status, expected):
    assert sms.understand(status).result is expected


async def test_a_gateway_that_is_away_or_silent_is_down(providers):
    one = letter("SMS", PHONE)
    away = await sms.send(one, url="http://127.0.0.1:1/sms")
    providers.sink.behave(Behaviour(kind=Kind.SMS, mode=Mode.SLOW, seconds=5))
    silent = await sms.send(one, url=providers.sms_url, timeout_s=0.3)

    assert (away.result, silent.result) == (Result.DOWN, Result.DOWN)


GOOD = {
    "NOTIFY_HTTP_PORT": "8000",
    "NOTIFY_DATABASE_URL": "postgresql://notify_app@127.0.0.1/motcua",
    "NOTIFY_KAFKA_BOOTSTRAP": "127.0.0.1:1",
    "NOTIFY_KAFKA_USER": "notify",
    "NOTIFY_KAFKA_PASSWORD": "-",
    "NOTIFY_OIDC_ISSUER": "http://127.0.0.1:1",
    "NOTIFY_SMTP_HOST": "127.0.0.1",
    "NOTIFY_SMTP_PORT": "25",
    "NOTIFY_MAIL_FROM": "Một cửa <mot-cua@quangbinh.example>",
    "NOTIFY_SMS_URL": "http://127.0.0.1:1/sms",
    "NOTIFY_WEB_SECRET": "w" * 32,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFY_SMTP_HOST", ""),
        ("NOTIFY_SMTP_PORT", "0"),
        ("NOTIFY_MAIL_FROM", "nobody"),
        ("NOTIFY_MAIL_FROM", "a@b.vn\r\nBcc: all@example.vn"),
        ("NOTIFY_SMS_URL", "ftp://127.0.0.1/"),
        ("NOTIFY_SMS_URL", None),
    ],
)
def test_a_bad_setting_ends_the_process_with_one_line(monkeypatch, capsys, name, value):
    for known, good in GOOD.items():
        monkeypatch.setenv(known, good)
    monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit):
        load(Settings)

    [line] = capsys.readouterr().err.splitlines()
    assert name in line
