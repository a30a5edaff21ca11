"""A dossier as its citizen and its office handle it: the filings of the demo and their steps."""

from datetime import datetime
from typing import Any

from stack.demo.doors import Doors

UNIT = "18853"  # phường Hải Thành, thành phố Đồng Hới
EMAIL = "citizen@example.com"
APPLICANT = {
    "type": "0",
    "name": "Mai Văn Hùng",
    "email": EMAIL,
    "phone": "0912345678",
    "address": "Tổ dân phố 3, phường Hải Thành",
}
# Đăng ký lại khai sinh: 5 ngày làm việc, thiếu giấy tờ thì tính lại từ đầu.
ONLINE = {
    "procedure_code": "1.004884",
    "unit": UNIT,
    "applicant": APPLICANT,
    "papers": [{"key": "to-khai-theo-mau", "kind": "2", "copies": 1}],
}
# Cấp Giấy xác nhận tình trạng hôn nhân: 3 ngày làm việc.
COUNTER = {
    "procedure_code": "1.004873",
    "unit": UNIT,
    "channel": "1",
    "applicant": APPLICANT,
    "papers": [{"key": "to-khai-theo-mau", "kind": "0", "copies": 1}],
}
ASKED = {
    "reason_codes": ["MISSING"],
    "paper_keys": ["ban-sao-toan-bo-ho"],
    "reason": "Hồ sơ còn thiếu bản sao giấy tờ có thông tin khai sinh.",
}
SUPPLIED = {"papers": [{"key": "ban-sao-toan-bo-ho", "kind": "2", "copies": 1}]}
GRANTED = {"outcome": "GRANTED", "decision_no": "145/TL-UBND"}
RATING = {"answers": {"time": 5, "attitude": 5, "online": 4}, "text": "Nhanh và rõ ràng."}


class Dossier:
    """One dossier behind the doors of intake."""

    def __init__(self, doors: Doors, filed: dict[str, Any]) -> None:
        self.doors = doors
        self.id = str(filed["dossier_id"])
        self.code = str(filed.get("dossier_code") or "")

    def now(self) -> dict[str, Any]:
        """As the office sees it."""
        found: dict[str, Any] = self.doors.ask(
            f"one_stop_head-{UNIT}", "intake", f"/api/dossiers/{self.id}"
        )
        return found

    def step(self, role: str, step: str, body: dict[str, Any]) -> dict[str, Any]:
        """A step of the office, decided on the dossier as it stands."""
        path = f"/api/dossiers/{self.id}/{step}"
        done: dict[str, Any] = self.doors.do(
            f"{role}-{UNIT}", "intake", path, body, self.now()["version"]
        )
        self.code = done["dossier_code"] or ""
        return done

    def slip(self, number: int) -> str:
        """The text of Mẫu 01, printed for the n-th appointment."""
        path = f"/desk/dossiers/{self.id}/papers/mau01/{number}.pdf"
        return self.doors.paper(f"receiver-{UNIT}", path)


def day(at: str) -> str:
    """The day of an instant of the API, as papers and mails write it."""
    return f"{datetime.fromisoformat(at):%d/%m/%Y}"
