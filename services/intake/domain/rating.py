"""How the work went in the applicant's opinion (NĐ 61/2018 Điều 31): once a dossier."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import NotRateable
from services.intake.domain.status import FINAL, Status
from shared.events.intake import Answers

# What each question asks, in the order of the law.
QUESTIONS: Final = {
    "time": "Thời gian giải quyết hồ sơ so với quy định",
    "agencies": "Số lượng cơ quan, đơn vị phải liên hệ",
    "contacts": "Số lần phải đến Bộ phận Một cửa",
    "accuracy": "Tính chính xác của thông tin được công khai",
    "attitude": "Thái độ của cán bộ, công chức",
    "cost": "Tính hợp pháp và chi phí phải trả",
    "answers": "Chất lượng trả lời, hướng dẫn",
    "online": "Dịch vụ công trực tuyến",
}
RATEABLE: Final = FINAL | {Status.COMPLETED}


class Rated(BaseModel):
    """The answers that were given; the text goes nowhere else."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    rated_at: datetime
    channel: str
    answers: Answers
    text: str | None


def check_rateable(dossier: Dossier) -> None:
    """Raises NotRateable before the work is finished."""
    if dossier.status not in RATEABLE:
        raise NotRateable(dossier.rule_version)
