"""First story: filed online, one supplement that moves the date, returned early, rated."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from stack.demo.days import Days
from stack.demo.doors import Doors
from stack.demo.dossier import ASKED, EMAIL, GRANTED, ONLINE, RATING, SUPPLIED, UNIT, Dossier, day
from stack.demo.figures import is_whole, table06
from stack.demo.telling import Told


def tell(doors: Doors, days: Days) -> Iterator[Told]:
    """Each step done and seen before the next begins."""
    period = days.on(0).isoformat(), days.on(6).isoformat()
    before = table06(doors, *period)["c8"]
    doors.at(days.at(0, 8, 30))
    dossier = Dossier(doors, doors.do("citizen", "intake", "/api/dossiers/online", ONLINE))
    mail = doors.mail(EMAIL, "nộp trực tuyến", "08:30")
    seen = {"hồ sơ": dossier.id, "thư": mail.splitlines()[0]}
    yield Told("Công dân nộp hồ sơ trực tuyến", True, seen)
    yield received(doors, days, dossier)
    doors.at(days.at(0, 14, 0))
    processor = doors.ask(f"processor-{UNIT}", "intake", "/api/staff/me")["staff_id"]
    moved = dossier.step("receiver", "assignment", {"staff_id": processor})
    yield Told("Chuyển công chức thụ lý", moved["status"] == "4", {"trạng thái": "4"})
    yield asked(doors, days, dossier)
    yield supplied(doors, days, dossier)
    yield completed(doors, days, dossier)
    doors.at(days.at(6, 9, 0))
    back = dossier.step("returner", "return", {"channel_out": "COUNTER", "fees_paid": True})
    mail = doors.mail(EMAIL, "Đã trả kết quả", dossier.code)
    yield Told("Trả kết quả", back["status"] == "10", {"thư": mail.splitlines()[0]})
    doors.at(days.at(6, 20, 0))
    rated = doors.do("citizen", "intake", f"/api/dossiers/{dossier.id}/rating", RATING)
    yield Told("Công dân đánh giá", bool(rated), {"điểm": RATING["answers"]})
    yield counted(doors, period, before + 1)


def received(doors: Doors, days: Days, dossier: Dossier) -> Told:
    doors.at(days.at(0, 9, 30))
    due_at = dossier.step("receiver", "acceptance", {})["due_at"]
    slip, mail = dossier.slip(1), doors.mail(EMAIL, "Đã tiếp nhận", dossier.code)
    seen = {"mã hồ sơ": dossier.code, "hẹn trả": day(due_at), "thư": mail.splitlines()[0]}
    return Told(
        "Tiếp nhận: mã hồ sơ, ngày hẹn, Mẫu 01", day(due_at) in slip and day(due_at) in mail, seen
    )


def asked(doors: Doors, days: Days, dossier: Dossier) -> Told:
    doors.at(days.at(2, 9, 0))
    dossier.step("processor", "supplement-request", ASKED)
    mail = doors.mail(EMAIL, "Đề nghị bổ sung", dossier.code)
    return Told("Yêu cầu bổ sung, thời hạn dừng", True, {"thư": mail.splitlines()[0]})


def supplied(doors: Doors, days: Days, dossier: Dossier) -> Told:
    """The date in the ledger, on the second Mẫu 01 and in the mail is one date, and a new one."""
    before = dossier.now()["due_at"]
    doors.at(days.at(4, 10, 0))
    doors.do("citizen", "intake", f"/api/dossiers/mine/{dossier.id}/supplement", SUPPLIED)
    after = dossier.now()
    due = day(after["due_at"])
    ledger = ledger_day(after["due_lines"])
    slip, mail = dossier.slip(2), doors.mail(EMAIL, dossier.code, due)
    same = ledger == due and due in slip and due in mail
    seen = {"hẹn cũ": day(before), "hẹn mới": due, "sổ": ledger, "Mẫu 01": "lần 2", "thư": due}
    moved = before != after["due_at"]
    return Told("Bổ sung đủ: thời hạn tính lại, Mẫu 01 lần 2", same and moved, seen)


def ledger_day(lines: list[dict[str, Any]]) -> str:
    """The day to which the explanation adds up: the day of receipt and all that was added."""
    added = timedelta(days=sum(line["added"] for line in lines))
    return f"{date.fromisoformat(lines[0]['on']) + added:%d/%m/%Y}"


def completed(doors: Doors, days: Days, dossier: Dossier) -> Told:
    doors.at(days.at(6, 8, 0))
    dossier.step("processor", "assignment", {"step": "approve"})
    done = dossier.step("approver", "completion", GRANTED)
    mail = doors.mail(EMAIL, "đã có kết quả", dossier.code)
    return Told("Phê duyệt, ký kết quả", done["status"] == "9", {"thư": mail.splitlines()[0]})


def counted(doors: Doors, period: tuple[str, str], expected: int) -> Told:
    """Table 06 of the ward has it among what was solved before its day."""

    def look() -> dict[str, int] | None:
        line = table06(doors, *period)
        return line if line["c8"] == expected else None

    line = doors.wait(look, f"table 06 with {expected} solved early")
    ok = is_whole(line) and line["c4"] >= 1
    return Told("Biểu 06 của phường", ok, {"biểu 06": line})
