"""E-mail by SMTP: one letter, one answer."""

import asyncio
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Final

import aiosmtplib
from aiosmtplib import errors

from services.notify.domain.message import Answer, Letter, Result
from shared import clock

TIMEOUT_S: Final = 20  # altogether
SENDER_WANTED: Final = "is a mail address such as Một cửa <mot-cua@example.vn>"


async def send(
    letter: Letter, *, host: str, port: int, origin: Address, timeout_s: float = TIMEOUT_S
) -> Answer:
    """Hand the letter to the server; what it says becomes an Answer, never an exception."""
    try:
        message = compose(letter, origin)
    except (ValueError, IndexError, MessageError):
        return Answer(Result.REFUSED, "bad_address")
    try:
        async with asyncio.timeout(timeout_s):
            await aiosmtplib.send(
                bytes(message),  # as we fold it: the library would fold it its own way
                sender=origin.addr_spec,
                recipients=[address(letter.to).addr_spec],
                hostname=host,
                port=port,
                timeout=timeout_s,
                local_hostname=origin.domain,
            )
    except (errors.SMTPException, OSError) as error:
        return _understand(error)
    return Answer(Result.SENT, "250")


class WholeSubject(EmailPolicy):
    """Folds a long subject with all its spaces: the standard one loses those between the words
    that it encodes (RFC 2047 §6.2), and Vietnamese subjects are long."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}".encode("ascii")


WHOLE = WholeSubject(linesep="\r\n")


def compose(letter: Letter, origin: Address) -> EmailMessage:
    """The letter as mail; the id of the message is its Message-ID at every attempt.

    Raises ValueError or MessageError for an address that can't stand in a header.
    """
    mail = EmailMessage(policy=WHOLE)
    mail["From"] = origin
    mail["To"] = address(letter.to)
    mail["Subject"] = letter.subject
    mail["Message-ID"] = f"<{letter.message_id}@{origin.domain}>"
    mail["Date"] = format_datetime(clock.now())
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail


def sender(text: str) -> Address:
    """Who our mail is from: `Một cửa <mot-cua@example.vn>`. Raises ValueError."""
    name, spec = parseaddr(text if text.isprintable() else "")
    try:
        return Address(name, addr_spec=address(spec).addr_spec)
    except (IndexError, MessageError):
        raise ValueError(SENDER_WANTED) from None


def address(text: str) -> Address:
    """An address alone, nothing before or behind it. Raises ValueError or MessageError."""
    found = Address(addr_spec=text)
    if not found.username or not found.domain or not found.addr_spec.isprintable():
        raise ValueError(SENDER_WANTED)
    return found


def _understand(error: Exception) -> Answer:
    """A server that turns us away may take us later; one that turns the reader away will not."""
    match error:
        case errors.SMTPRecipientsRefused():
            return _by_code(error.recipients[0].code, Result.REFUSED)
        case errors.SMTPDataError():
            return _by_code(error.code, Result.BROKEN)
        case errors.SMTPNotSupported():
            return Answer(Result.REFUSED, "address_not_supported")
        case errors.SMTPResponseException():
            return Answer(Result.DOWN, str(error.code))
    return Answer(Result.DOWN, type(error).__name__)


def _by_code(code: int, permanent: Result) -> Answer:
    if code == 421:  # the server is closing down
        return Answer(Result.DOWN, str(code))
    return Answer(permanent if code >= 500 else Result.LATER, str(code))
