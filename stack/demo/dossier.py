"""The first half: a dossier from the citizen's filing to the rating, with one supplement."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from stack.demo.days import Days
from stack.demo.doors import Doors, NotSeen
from stack.demo.telling import Told

UNIT = "18853"
EMAIL = "citizen@example.com"
FILING = {
    "procedure_code": "1.004884",
    "unit": UNIT,
    "applicant": {
        "type": "0",
        "name": "Mai Văn Hùng",
        "email": EMAIL,
        "phone": "0912345678",
        "address": "Tổ dân phố 3, phường Hải Thành",
    },
    "papers": [{"key": "to-khai", "kind": "2", "copies": 1}],
}
ASKED = {
    "reason_codes": ["MISSING"],
    "paper_keys": ["giay-to-tuy-than"],
    "reason": "Hồ sơ còn thiếu bản sao giấy tờ tùy thân.",
}
SUPPLIED = {"papers": [{"key": "giay-to-tuy-than", "kind": "1", "copies": 1}], "channel": "1"}
GRANTED = {"outcome": "GRANTED", "decision_no": "145/TL-UBND", "signed_by": "Trần Tiến Dũng"}
RATING = {"answers": {"time": 5, "attitude": 5, "online": 4}, "text": "Nhanh và rõ ràng."}


class Dossier:
    """The dossier of the story as its citizen and its office ask for it."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.id = ""
        self.code = ""

    @property
    def path(self) -> str:
        return f"/api/dossiers/{self.id}"

    def seen(self) -> dict[str, Any]:
        """As the office sees it."""
        found: dict[str, Any] = self.doors.ask(f"one_stop_head-{UNIT}", "intake", self.path)
        return found

    def step(self, persona: str, step: str, body: dict[str, Any]) -> dict[str, Any]:
        """One step, decided on the dossier as it stands."""
        known = body | {"version": self.seen()["version"]}
        done: dict[str, Any] = self.doors.do(f"{persona}-{UNIT}", "intake", f"{self.path}/{step}", known)
        return done

    def slip(self, number: int) -> str:
        """The text of Mẫu 01, as it is printed for the n-th time of the appointment."""
        return self.doors.paper(
            f"receiver-{UNIT}", f"/desk/dossiers/{self.id}/papers/01/{number}.pdf"
        )


def shown(at: str) -> str:
    """An instant of the API as papers and mails write its day."""
    return f"{datetime.fromisoformat(at):%d/%m/%Y}"


def file_online(doors: Doors, days: Days, dossier: Dossier) -> Told:
    doors.at(days.at(0, 8, 30))
    filed = doors.do("citizen", "intake", "/api/dossiers/online", FILING)
    dossier.id = filed["dossier_id"]
    mail = doors.mail(EMAIL, "tiếp nhận")
    return Told(
        "Người dân nộp hồ sơ trực tuyến",
        filed["status"] == "1",
        {"dossier_id": dossier.id, "status": filed["status"], "mail": mail.splitlines()[0]},
    )
