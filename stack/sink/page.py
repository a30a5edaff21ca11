"""The page that shows what was sent; everything on it is a stranger's text."""

from collections.abc import Iterable
from html import escape
from zoneinfo import ZoneInfo

from stack.sink.received import Behaviour, Kind, Message, Mode

VN = ZoneInfo("Asia/Ho_Chi_Minh")
SHOWN = 2_000  # characters of one text
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
KINDS = {Kind.EMAIL: "Thư điện tử", Kind.SMS: "Tin nhắn SMS", Kind.WEBHOOK: "Webhook"}
MODES = {
    Mode.NORMAL: "bình thường",
    Mode.SLOW: "chậm",
    Mode.FAIL: "từ chối",
    Mode.REPEAT: "buộc gửi lại",
    Mode.LOSE: "làm mất",
}
PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Thư và tin đã gửi</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.5 sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem}}
article{{border-top:1px solid #999;padding:.5rem 0}}pre{{white-space:pre-wrap}}</style></head>
<body><h1>Thư và tin đã gửi</h1>
<p>Hộp thử: không có gì ở đây được gửi ra ngoài. Mới nhất ở trên, tối đa {limit} mục.</p>
<p>Chế độ: {modes}.</p>
<main>{articles}</main></body></html>
"""
ARTICLE = """<article><h2>{title}</h2>
<p>{kind} · gửi tới <strong>{to}</strong> · <time datetime="{iso}">{at}</time></p>
<pre>{text}</pre></article>
"""


def render(messages: list[Message], behaviours: Iterable[Behaviour], limit: int = 100) -> str:
    modes = "; ".join(f"{KINDS[b.kind]} – {MODES[b.mode]}" for b in behaviours)
    articles = "".join(map(article, messages[:limit]))
    return PAGE.format(limit=limit, modes=modes, articles=articles or "<p>Chưa có gì.</p>")


def article(message: Message) -> str:
    at = message.at.astimezone(VN)
    shortened = message.text[:SHOWN] + ("…" if len(message.text) > SHOWN else "")
    return ARTICLE.format(
        title=escape(message.subject or f"{KINDS[message.kind]} số {message.number}"),
        kind=KINDS[message.kind],
        to=escape(message.to),
        iso=at.isoformat(),
        at=f"{at:%H:%M:%S %d/%m/%Y}",
        text=escape(shortened),
    )
