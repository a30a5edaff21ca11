"""What can be done to a dossier where it stands, by whom, and by which rule it can't."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.intake.domain import road
from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import by_law
from services.intake.domain.status import Status
from services.intake.domain.supplement import Phase, Request
from shared.worktime.calendar import Calendar
from shared.worktime.limit import Limit, within
from shared.worktime.rules import cite


class Doing(StrEnum):
    """The steps of officials; the value is the last part of the page's address."""

    ACCEPT = "accept"
    FORWARD = "forward"
    SUPPLY = "supply"
    COMPLETE = "complete"
    RETURN = "return"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    REISSUE = "reissue"


LABELS: Mapping[Doing, str] = {
    Doing.ACCEPT: "Tiếp nhận",
    Doing.FORWARD: "Chuyển hồ sơ",
    Doing.SUPPLY: "Nhận giấy tờ bổ sung",
    Doing.COMPLETE: "Phê duyệt kết quả",
    Doing.RETURN: "Trả kết quả",
    Doing.SUPPLEMENT: "Yêu cầu bổ sung",
    Doing.REFUSE: "Từ chối tiếp nhận",
    Doing.REISSUE: "Cấp lại mã tra cứu",
}
# Who does it, by role, where the dossier stands; absent: nobody, there.
DOERS: Mapping[Doing, Mapping[Status, frozenset[str]]] = {
    Doing.ACCEPT: {Status.REGISTERED: frozenset({"receiver"})},
    Doing.COMPLETE: {Status.PROCESSING: frozenset({"approver"})},
    Doing.FORWARD: road.FORWARDERS,
    Doing.SUPPLY: {Status.SUPPLEMENT_REQUESTED: frozenset({"receiver"})},
    Doing.RETURN: {Status.COMPLETED: frozenset({"returner"})},
    Doing.SUPPLEMENT: road.ASKERS,
    Doing.REFUSE: {
        Status.REGISTERED: frozenset({"receiver"}),
        Status.SUPPLEMENT_REQUESTED: frozenset({"receiver"}),
    },
    Doing.REISSUE: {status: frozenset({"receiver"}) for status in Status},
}
STILL_OPEN = frozenset({*road.FORWARDERS, Status.SUPPLEMENT_REQUESTED})
DANGEROUS = frozenset({Doing.REFUSE})
NEVER_LIKELY = DANGEROUS | {Doing.REISSUE, Doing.SUPPLEMENT}
SAME_PERSON = "người tiếp nhận không phê duyệt kết quả của chính hồ sơ đó"
TOO_LATE = "đã quá 03 ngày làm việc kể từ ngày tiếp nhận"
RECEIVED = "hồ sơ đã được tiếp nhận, chỉ từ chối giải quyết bằng văn bản kết quả"
ARTICLE = "19"


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken, or the rule that keeps it from being taken."""

    doing: Doing
    why_not: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.doing]

    @property
    def dangerous(self) -> bool:
        return self.doing in DANGEROUS


@dataclass(frozen=True, slots=True)
class Seen:
    """The dossier as an official sees it now; `window`: in which papers may be asked for."""

    dossier: Dossier
    requests: Sequence[Request]
    roles: Set[str]
    staff_id: UUID | None
    now: datetime
    window: Limit
    same_person_allowed: bool


def offers(seen: Seen, calendar: Calendar) -> Sequence[Offer]:
    """The likely step first, then the others, then what a rule forbids."""
    found = list(_offers(seen, calendar))
    return sorted(found, key=lambda one: (bool(one.why_not), one.doing in NEVER_LIKELY))


def _offers(seen: Seen, calendar: Calendar) -> Iterator[Offer]:
    for doing, doers in DOERS.items():
        everywhere = frozenset[str]().union(*doers.values())
        if everywhere.isdisjoint(seen.roles):
            continue
        here = doers.get(seen.dossier.status, frozenset())
        rule = _rule(doing, seen, calendar)
        if not here.isdisjoint(seen.roles) or rule:
            yield Offer(doing, rule)


def _rule(doing: Doing, seen: Seen, calendar: Calendar) -> str:
    """The rule that forbids it, where one is worth saying."""
    dossier = seen.dossier
    if doing is Doing.COMPLETE and dossier.status == Status.PROCESSING:
        same = dossier.receiver_staff_id == seen.staff_id and not seen.same_person_allowed
        return SAME_PERSON if same else ""
    if doing is Doing.REFUSE and dossier.received_at and dossier.status in STILL_OPEN:
        return by_law(RECEIVED, cite(dossier.rule_version, ARTICLE))
    if doing is Doing.SUPPLEMENT and dossier.status in road.ASKERS:
        return _rule_of_supplement(seen, calendar)
    return ""


def _rule_of_supplement(seen: Seen, calendar: Calendar) -> str:
    phase = Phase.AFTER if seen.dossier.received_at else Phase.BEFORE
    before = [request for request in seen.requests if request.phase == phase]
    begins = (before[-1].supplied_at if before else None) or seen.dossier.received_at
    if begins and not within(seen.window, begins, seen.now, calendar):
        return by_law(TOO_LATE, cite(seen.dossier.rule_version, ARTICLE))
    return ""
