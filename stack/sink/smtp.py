"""The mail half of the sink: an SMTP server that keeps what it gets."""

import hashlib
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from stack.sink.received import LIMIT, Kind, Message, Refused, Sink


class Mailbox:
    """aiosmtpd's handler; the method's name is given by the library."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        mail = message_from_bytes(raw, policy=policy.default)
        try:
            for recipient in envelope.rcpt_tos:
                await self.sink.take(read(mail, raw, envelope.mail_from or "", recipient))
        except Refused:
            return "451 4.3.0 try again later"
        return "250 2.0.0 OK"


def read(mail: EmailMessage, raw: bytes, sender: str, recipient: str) -> Message:
    body = mail.get_body(("plain", "html"))
    return Message(
        kind=Kind.EMAIL,
        at=datetime.now(UTC),
        to=recipient,
        sender=sender,
        subject=str(mail.get("subject", "")),
        text=body.get_content() if body else "",
        key=str(mail.get("message-id", "")) or hashlib.sha256(raw).hexdigest(),
        headers={name: str(value) for name, value in mail.items()},
    )


def server(sink: Sink) -> SMTP:
    return SMTP(Mailbox(sink), data_size_limit=LIMIT, enable_SMTPUTF8=True, ident="motcua sink")
