"""What may be done with a petition or a case: buttons, and what is greyed with its rule."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple

from services.complaints.domain import case as cases
from services.complaints.domain import outcome
from services.complaints.domain import petition as petitions
from services.complaints.domain.case import Case
from services.complaints.domain.codes import COMPLAINT
from services.complaints.domain.permissions import PERMISSIONS
from services.complaints.domain.petition import Petition, Status
from services.complaints.domain.refusals import StepNotAllowed
from services.complaints.web.desk.words import OUTCOMES
from shared.problem import Problem


class Offer(NamedTuple):
    """A button, or `why` it is none."""

    text: str
    href: str
    why: str = ""
    kind: str = "secondary"


class Act(NamedTuple):
    """An act on a petition: the right it takes, its page, its check and its rule."""

    text: str
    action: str
    page: str
    check: Callable[[Petition], object]
    rule: str


CLASSIFY: Final = Act(
    "Phân loại",
    "petition.classify",
    "classify",
    lambda one: one.take(petitions.Step.CLASSIFY),
    "Thông tư 05/2021/TT-TTCP",
)
OF_COMPLAINTS: Final = (
    Act("Thụ lý", "petition.accept", "accept", petitions.accept, "Điều 11, 27 Luật Khiếu nại 2011"),
    Act(
        "Không thụ lý",
        "petition.refuse",
        "refuse",
        outcome.check_refusal,
        "Điều 11 Luật Khiếu nại 2011",
    ),
)
OF_OTHERS: Final = (
    Act(
        "Nhận giải quyết",
        "petition.take_charge",
        "charge",
        outcome.take_charge,
        "Thông tư 05/2021/TT-TTCP",
    ),
    Act(
        "Trả lời",
        "petition.answer",
        "answer",
        lambda one: outcome.check_answer(one, "ANSWERED"),
        "phải nhận giải quyết trước",
    ),
    Act(
        "Từ chối",
        "petition.answer",
        "reject",
        lambda one: outcome.check_answer(one, "REJECTED"),
        "Thông tư 05/2021/TT-TTCP",
    ),
)


def _check_end(code: str, petition: Petition) -> Petition:
    return outcome.check_outcome(petition, code)


ENDS: Final = tuple(
    Act(
        text,
        "petition.end",
        f"outcome/{code.lower()}",
        partial(_check_end, code),
        "Thông tư 05/2021/TT-TTCP",
    )
    for code, text in OUTCOMES.items()
)
WHO: Final[Mapping[str, str]] = {
    "petition.classify": "việc của công chức xử lý đơn",
    "petition.accept": "người giải quyết khiếu nại quyết định (Điều 17 đến 21 Luật Khiếu nại 2011)",
    "petition.refuse": "người giải quyết khiếu nại quyết định (Điều 17 đến 21 Luật Khiếu nại 2011)",
    "petition.take_charge": "việc của công chức xử lý đơn hoặc người giải quyết",
    "petition.answer": "người giải quyết ký văn bản trả lời",
    "petition.end": "việc của công chức xử lý đơn hoặc người giải quyết",
    "case.assign": "người giải quyết khiếu nại giao (Điều 29 Luật Khiếu nại 2011)",
    "case.hear": "người giải quyết khiếu nại chủ trì (Điều 30 Luật Khiếu nại 2011)",
    "case.resolve": "người giải quyết khiếu nại ký (Điều 31 Luật Khiếu nại 2011)",
}
AGAIN: Final = "Phân loại lại"
ASIDE: Final = frozenset({AGAIN, "Không thụ lý", "Từ chối", "Trả đơn", "Ghi rút đơn"})
NOT_YET: Final[Mapping[str, str]] = {
    Status.RECEIVED: "đơn chưa được phân loại",
    Status.CLASSIFIED: "bước trước chưa làm",
}


def of_petition(petition: Petition, roles: frozenset[str]) -> list[Offer]:
    """What the asker finds at the foot of a petition's page; nothing once it has ended."""
    if not any(status == petition.status for status, _ in petitions.NEXT):
        return []
    found = petition.classification
    main = OF_COMPLAINTS if found is None or found.kind == COMPLAINT else OF_OTHERS
    base = f"/desk/petitions/{petition.petition_id}"
    offers = [_offer(act, petition, roles, base) for act in (CLASSIFY, *main, *ENDS)]
    return _with_likely(offers)


def of_case(case: Case, roles: frozenset[str]) -> list[Offer]:
    """What the asker finds at the foot of a case's page."""
    steps = (
        ("Giao xác minh", "case.assign", "assign", cases.Step.ASSIGN, "Điều 29"),
        ("Ghi đối thoại", "case.hear", "dialogue", cases.Step.HEAR, "Điều 30"),
        ("Ra quyết định giải quyết", "case.resolve", "resolve", cases.Step.DECIDE, "Điều 31"),
    )
    offers = []
    for text, action, page, step, article in steps:
        why = _role(action, roles)
        if not why and (case.status, step) not in cases.NEXT:
            why = f"chưa đến hoặc đã qua bước này ({article} Luật Khiếu nại 2011)"
        href = f"/desk/cases/{case.case_id}/{page}"
        offers.append(Offer(text, href, f"{text}: {why}." if why else ""))
    return _with_likely(offers) if case.status in ("ACCEPTED", "VERIFYING", "DIALOGUE") else []


def _offer(act: Act, petition: Petition, roles: frozenset[str], base: str) -> Offer:
    why = _role(act.action, roles) or _rule(act, petition)
    text = act.text
    if act is CLASSIFY and petition.classification:
        text = AGAIN
    return Offer(text, f"{base}/{act.page}", f"{text}: {why}." if why else "")


def _role(action: str, roles: frozenset[str]) -> str:
    return "" if roles & PERMISSIONS[action].roles else WHO[action]


def _rule(act: Act, petition: Petition) -> str:
    try:
        act.check(petition)
    except StepNotAllowed:
        said = NOT_YET.get(petition.status, "đã qua bước này")
    except Problem as refused:
        said = f"{refused.title[:1].lower()}{refused.title[1:]}"
    else:
        return ""
    return f"{said} ({act.rule})"


def _with_likely(offers: list[Offer]) -> list[Offer]:
    """The first that is allowed is the green one; a step aside or back never is."""
    able = (n for n, one in enumerate(offers) if not one.why and one.text not in ASIDE)
    likely = next(able, None)
    if likely is not None:
        offers[likely] = offers[likely]._replace(kind="go")
    return offers
