"""Units, procedures and dossiers made by hand, for tests that touch nothing outside the domain."""

from uuid import uuid4

from services.intake.domain.dossier import Entry, Opening, Receipt, register
from services.intake.domain.filing import Filing
from shared.events.intake import Procedure, Unit
from tests.intake.desk import MARCH_3, filing
from tests.shared.vietnam import VIETNAM


def unit(**changed):
    good = {
        "unit_id": "450",
        "code": "450",
        "kind": "thanh_pho",
        "level": "DISTRICT",
        "name": "Thành phố Đồng Hới",
        "identification_code": "000.00.31.H46",
        "remote": False,
        "opening_hours": [],
        "successors": [],
    }
    return Unit(**good | changed)


def procedure(limit="3 working_day", **changed):
    amount, _, name = (limit or "").partition(" ")
    channel = {"channel": "1", "limit": {"amount": int(amount), "unit": name} if limit else None}
    good = {
        "code": "1.001612",
        "version": 1,
        "valid_from": "2018-06-21",
        "name": "Đăng ký thành lập hộ kinh doanh",
        "field": "ho-kinh-doanh",
        "level": "DISTRICT",
        "unit_ids": [],
        "channels": [channel],
        "service_level": "FULL",
        "payable_online": True,
        "supplement_clock": "RESTART",
        "steps": [],
        "missing_parts": [],
    }
    return Procedure.model_validate(good | changed)


def filed(received_at=MARCH_3, **changed):
    opening = Opening(uuid4(), uuid4(), received_at, received_at)
    body = Filing.model_validate(filing())
    return register(body, body.channel, unit(), procedure(**changed), opening)


def received(limit, when):
    dossier = filed(limit=limit, received_at=when)
    offered = procedure(limit).channels[0].limit
    receipt = Receipt(
        dossier_code="000.00.31.H46-250303-0001",
        entry=Entry(1, 1),
        at=when,
        staff_id=uuid4(),
        limit=offered,
        limit_reason=None,
        fees=(),
        rule_version="onestop:2018",
    )
    return dossier.receive(receipt, VIETNAM)
