"""What a sender is told of a letter: one sentence, then each step newest first."""

from collections.abc import Iterator
from datetime import date

from services.complaints.domain.case import Status as CaseStatus
from services.complaints.domain.petition import Petition, Status
from services.complaints.domain.running import Running
from services.complaints.handlers.following import Followed
from services.complaints.web.say import Say
from shared.events import codes
from shared.web.i18n import N_
from shared.web.parts import Step

NOW = {
    Status.RECEIVED: N_("Cơ quan đã nhận đơn và đang phân loại."),
    Status.CLASSIFIED: N_("Cơ quan đã phân loại đơn và đang quyết định hướng giải quyết."),
    Status.IN_CHARGE: N_("Cơ quan đang giải quyết và sẽ trả lời bạn."),
    Status.ACCEPTED: N_("Cơ quan đã thụ lý khiếu nại và đang giải quyết."),
    Status.NOT_ACCEPTED: N_("Cơ quan không thụ lý khiếu nại."),
    Status.GUIDED: N_("Cơ quan đã hướng dẫn bạn gửi đơn đến nơi có thẩm quyền."),
    Status.TRANSFERRED: N_("Cơ quan đã chuyển đơn đến nơi có thẩm quyền."),
    Status.RETURNED: N_("Cơ quan đã trả lại đơn."),
    Status.FILED: N_("Cơ quan lưu đơn, không xử lý tiếp."),
    Status.WITHDRAWN: N_("Đơn đã được rút."),
    Status.REJECTED: N_("Cơ quan không tiếp nhận giải quyết nội dung này."),
    Status.ANSWERED: N_("Cơ quan đã trả lời."),
}
DECIDED = N_("Đã có quyết định giải quyết khiếu nại.")
OPEN = frozenset({CaseStatus.ACCEPTED, CaseStatus.VERIFYING, CaseStatus.DIALOGUE})
WAITS = {
    "XLD": N_("Phân loại xong và báo hướng xử lý."),
    "KN1_ACCEPT": N_("Thông báo thụ lý hoặc không thụ lý."),
    "KNPA_ANSWER": N_("Trả lời bạn."),
    "PAKN_ANSWER": N_("Trả lời bạn."),
    "KN1_RESOLVE": N_("Ra quyết định giải quyết khiếu nại."),
    "KN2_RESOLVE": N_("Ra quyết định giải quyết khiếu nại."),
}


def headline(followed: Followed) -> str:
    """Where it stands, in one sentence: a msgid."""
    if followed.case and followed.case.status not in OPEN:
        return DECIDED
    return NOW.get(followed.petition.status, NOW[Status.CLASSIFIED])


def steps(followed: Followed, running: Running | None, say: Say, lang: str) -> list[Step]:
    """The newest first; what is still to come before all, on its last day."""
    unit = followed.offices.get(followed.petition.unit_id, followed.petition.unit_id)
    told = [Step(text, on, unit) for on, text in _told(followed, say, lang)]
    told.reverse()
    if running is None:
        return told
    return [Step(WAITS[running.rule], running.due_on, unit, planned=True), *told]


def _told(followed: Followed, say: Say, lang: str) -> Iterator[tuple[date, str]]:
    petition, found = followed.petition, followed.petition.classification
    yield petition.received_on, say(N_("Đã nhận đơn."))
    if found:
        kind = codes.label("kind", found.kind, lang)
        field = codes.label("complaint_field", found.field, lang)
        sentence = N_("Đã phân loại: %(kind)s, lĩnh vực %(field)s.")
        yield found.classified_on, say(sentence, kind=kind, field=field)
    yield from _ended(petition, followed.offices, say, lang)
    yield from _of_case(followed, say)


def _ended(
    petition: Petition, offices: dict[str, str], say: Say, lang: str
) -> Iterator[tuple[date, str]]:
    ended = petition.ended
    if ended is None:
        return
    sentence = say(NOW.get(petition.status, ""))
    if ended.outcome == "NOT_ACCEPT":
        reason = codes.label("na", ended.reason_code or "", lang)
        more = N_("Lý do: %(reason)s (Điều 11 Luật Khiếu nại 2011).")
        sentence = f"{sentence} {say(more, reason=reason)}"
    elif ended.to_unit_id:
        where = offices.get(ended.to_unit_id, ended.to_unit_id)
        sentence = f"{sentence} {say(N_('Nơi đến: %(office)s.'), office=where)}"
    elif ended.reason_code:
        reason = codes.label("petition_reason", ended.reason_code, lang)
        sentence = f"{sentence} {say(N_('Lý do: %(reason)s.'), reason=reason)}"
    yield ended.ended_on, sentence


def _of_case(followed: Followed, say: Say) -> Iterator[tuple[date, str]]:
    case, remedy = followed.case, followed.remedy
    if case is None:
        return
    yield case.accepted_on, say(N_("Đã thụ lý, mã vụ việc %(code)s."), code=case.case_code)
    if case.assigned_on:
        yield case.assigned_on, say(N_("Đã giao người xác minh nội dung."))
    if case.decided_on and case.resolution:
        number = case.resolution.decision_no
        yield case.decided_on, say(N_("Đã ra quyết định giải quyết số %(no)s."), no=number)
    if remedy and remedy.done_on:
        yield remedy.done_on, say(N_("Đã làm lại xong hồ sơ theo quyết định."))
