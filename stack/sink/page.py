"""The page that shows what was sent; everything on it is a stranger's text."""

import re
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from stack.sink.received import KEPT, Behaviour, Kind, Message, Mode

HERE: Final = Path(__file__).parent
VN: Final = ZoneInfo("Asia/Ho_Chi_Minh")
SHOWN: Final = 20_000  # characters of one text
A_PAGE: Final = 50
RECIPIENTS: Final = 50  # offered while one types
CSS: Final = (HERE / "page.css").read_text("utf-8")
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; "
    f"style-src 'sha256-{b64encode(sha256(CSS.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
KINDS: Final = {Kind.EMAIL: "Thư điện tử", Kind.SMS: "Tin nhắn SMS", Kind.WEBHOOK: "Webhook"}
MODES: Final = {
    Mode.NORMAL: "bình thường",
    Mode.SLOW: "chậm",
    Mode.FAIL: "từ chối",
    Mode.REPEAT: "buộc gửi lại",
    Mode.LOSE: "làm mất",
}
LINK: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
GSM7: Final = re.compile(r"[\x20-\x7e\n\r]*")  # enough of it: one letter beyond costs the rest


def render(
    found: Sequence[Message],
    behaviours: Sequence[Behaviour],
    to: str,
    kind: str,
    before: int | None,
) -> str:
    """The page of one filter; `found` is everything that is kept, the newest first."""
    fitting = [one for one in found if to.lower() in one.to.lower() and kind in ("", one.kind)]
    rest = [one for one in fitting if before is None or one.number < before]
    shown = rest[:A_PAGE]
    page: str = _TEMPLATE.render(
        css=CSS,
        messages=shown,
        total=len(fitting),
        older=shown[-1].number if len(rest) > A_PAGE else None,
        to=to,
        kind=kind,
        kinds={str(one): word for one, word in KINDS.items()},
        recipients=list(dict.fromkeys(one.to for one in found))[:RECIPIENTS],
        modes="; ".join(f"{KINDS[one.kind]} – {MODES[one.mode]}" for one in behaviours),
        kept=KEPT,
    )
    return page


def linked(text: str) -> Markup:
    """The text as it came; addresses of pages in it can be followed."""
    end, parts = 0, list[Any]()
    for found in LINK.finditer(text):
        address = escape(found.group())
        link = Markup('<a rel="noreferrer" href="{0}">{0}</a>').format(address)
        parts += [text[end : found.start()], link]
        end = found.end()
    return Markup("").join([*parts, text[end:]])


def sms_parts(text: str) -> int:
    """How many parts a text message costs: marks halve what one holds."""
    alone, joined = (160, 153) if GSM7.fullmatch(text) else (70, 67)
    return 1 if len(text) <= alone else -(-len(text) // joined)


def shortened(text: str) -> str:
    return text[:SHOWN] + ("…" if len(text) > SHOWN else "")


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {
        "linked": linked,
        "sms_parts": sms_parts,
        "shortened": shortened,
        "iso": datetime.isoformat,
        "clock": lambda at: at.astimezone(VN).strftime("%H:%M:%S, %d/%m/%Y"),
    }
    return environment.get_template("page.html")


_TEMPLATE: Final = _template()
