"""Second story: a dossier is late, its applicant complains, the decision orders work: done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from stack.demo.days import Days
from stack.demo.doors import Doors
from stack.demo.dossier import APPLICANT, COUNTER, EMAIL, GRANTED, UNIT, Dossier, day
from stack.demo.figures import is_whole, table06
from stack.demo.telling import Told

CLERK, LEADER = f"petition_officer-{UNIT}", f"leader-{UNIT}"
FOUND = {
    "kind": "COMPLAINT",
    "field": "POLICY",
    "earlier_handling": "NONE",
    "eligible": True,
    "competence": "OWN",
    "complex": False,
}
DECISION: dict[str, Any] = {
    "conclusion": "RIGHT",
    "effect": "AMEND",
    "decision_no": "12/QĐ-UBND",
    "views_agree": True,
}


def tell(doors: Doors, days: Days) -> Iterator[Told]:
    """Each step done and seen before the next begins."""
    doors.at(days.at(0, 10, 0))
    filed = doors.do(f"receiver-{UNIT}", "intake", "/api/dossiers", COUNTER)
    dossier = Dossier(doors, filed)
    doors.mail(EMAIL, dossier.code)
    seen = {"mã hồ sơ": dossier.code, "hẹn trả": day(filed["due_at"])}
    yield Told("Hồ sơ thứ hai nộp tại quầy", filed["status"] == "2", seen)
    doors.at(days.at(0, 14, 0))
    dossier.step("receiver", "assignment", {})
    late = datetime.fromisoformat(filed["due_at"]) + timedelta(days=7)
    doors.at(late.replace(hour=8, minute=30))
    petition = lodge(doors, dossier)
    yield Told("Khiếu nại về hồ sơ quá hạn", True, {"số đơn": petition["petition_code"]})
    case = accept(doors, petition, dossier)
    yield Told("Thụ lý khiếu nại", True, {"vụ việc": case["case_code"], "hạn": case["due_on"]})
    remedy = resolve(doors, case, dossier)
    seen = {"quyết định": remedy["decision_no"], "phải làm lại trước": remedy["due_on"]}
    yield Told("Quyết định giải quyết: khiếu nại đúng", True, seen)
    period = days.on(0).isoformat(), late.date().isoformat()
    counted = table06(doors, *period)["c10"]
    yield finish(doors, dossier, remedy)
    yield counted_late(doors, period, counted + 1)


def lodge(doors: Doors, dossier: Dossier) -> dict[str, Any]:
    """Registered at the desk; the sender goes into the sealed store."""
    petition: dict[str, Any] = doors.do(
        CLERK,
        "complaints",
        "/api/petitions",
        {
            "unit": UNIT,
            "source": "DESK",
            "signatures": "ONE",
            "people": 1,
            "sender": {"name": APPLICANT["name"], "email": EMAIL},
            "content": "Hồ sơ của tôi đã quá ngày hẹn trả mà chưa có kết quả.",
            "dossier_code": dossier.code,
        },
    )
    return petition


def accept(doors: Doors, petition: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    path = f"/api/petitions/{petition['petition_id']}"
    found = FOUND | {"dossier_id": dossier.id}
    doors.do(CLERK, "complaints", f"{path}/classification", found)
    case: dict[str, Any] = doors.do(LEADER, "complaints", f"{path}/acceptance", {})
    doors.mail(EMAIL, "Thông báo thụ lý")
    return case


def resolve(doors: Doors, case: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    """Verified and decided; intake opens the work that the decision orders."""
    path = f"/api/cases/{case['case_id']}"
    verifier = doors.ask(f"verifier-{UNIT}", "intake", "/api/staff/me")["staff_id"]
    doors.do(LEADER, "complaints", f"{path}/verification", {"staff_id": verifier})
    doors.do(LEADER, "complaints", f"{path}/resolution", DECISION)
    doors.mail(EMAIL, "Đã có quyết định", DECISION["decision_no"])

    def look() -> dict[str, Any] | None:
        found = doors.ask(f"processor-{UNIT}", "intake", "/api/remedies", unit=UNIT)["items"]
        return next((one for one in found if one["dossier_id"] == dossier.id), None)

    return doors.wait(look, "a remedy at intake")


def finish(doors: Doors, dossier: Dossier, remedy: dict[str, Any]) -> Told:
    """The dossier is solved, late and with its cause; the remedy is done on both sides."""
    dossier.step("processor", "assignment", {"step": "approve"})
    done = dossier.step("approver", "completion", GRANTED | {"late_cause": "WORKLOAD"})
    path = f"/api/remedies/{remedy['remedy_id']}/done"
    doors.do(f"processor-{UNIT}", "intake", path, {})

    def look() -> str | None:
        copy = doors.ask(LEADER, "complaints", f"/api/dossiers/{dossier.id}")
        return next((one["done_on"] for one in copy["remedies"] if one["done_on"]), None)

    seen = doors.wait(look, "the remedy done, at complaints")
    mail = doors.mail(EMAIL, "đã thực hiện xong", dossier.code).splitlines()[0]
    told = {"xong ngày": seen, "thư": mail}
    return Told("Đã làm lại theo quyết định", done["status"] == "9", told)


def counted_late(doors: Doors, period: tuple[str, str], expected: int) -> Told:
    """Table 06 of the ward has it among what was solved after its day."""

    def look() -> dict[str, int] | None:
        line = table06(doors, *period)
        return line if line["c10"] == expected else None

    line = doors.wait(look, f"table 06 with {expected} solved late")
    return Told("Biểu 06 của phường: hồ sơ quá hạn", is_whole(line), {"biểu 06": line})
