"""The first page: what can be written here, and where to see what became of it."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.complaints.web.say import Say, say
from shared import rulebook
from shared.auth import anyone
from shared.clock import today
from shared.web.i18n import N_
from shared.web.pages import render
from shared.worktime.limit import LimitUnit
from shared.worktime.rules import COMPLAINT

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone("petition.lodge"))])
SENTENCES = {
    "KN1_ACCEPT": N_("Khiếu nại: trả lời có thụ lý hay không trong %(limit)s."),
    "KN1_RESOLVE": N_("Khiếu nại đã thụ lý: quyết định trong %(limit)s, vụ việc phức tạp lâu hơn."),
    "KNPA_ANSWER": N_("Kiến nghị, phản ánh: trả lời trong %(limit)s."),
}
UNITS = {LimitUnit.WORKING_DAY: N_("%(n)s ngày làm việc"), LimitUnit.DAY: N_("%(n)s ngày")}


@router.get("/")
async def home(request: Request) -> Response:
    return render(request, "home.html", limits=_limits(say(request)))


def _limits(words: Say) -> list[str]:
    """The limits of today's law, from the same book that every due date comes from."""
    book = rulebook.load()
    version = book.rule_set(COMPLAINT, today()).name
    told = []
    for code, sentence in SENTENCES.items():
        limit = book.deadline(code, version).limit
        told.append(words(sentence, limit=words(UNITS[limit.unit], n=limit.amount)))
    return told
