"""Files of procedures made for the tests, and the real ones where the folder beside has them."""

import json
import os
from pathlib import Path

import pytest

from services.intake import import_procedures
from services.intake.domain.imported import Terms
from services.intake.handlers.imports import Ask
from stack.layout import ROOT
from tests.intake.desk import PROVINCE
from tests.shared.vietnam import at

# Real lists of the national portal are input to try, and no part of the product.
REAL = Path(os.environ.get("MOTCUA_REAL_DATA") or ROOT.parent / "shared" / "data")
NOW = at("2026-11-23 09:00")
NEW = "9.000001"


def real(name):
    """The content of a real file; a run without it says so."""
    file = REAL / name
    if not file.is_file():
        pytest.skip(f"no {file}: MOTCUA_REAL_DATA names the folder of the portal's files")
    return file.read_bytes()


def line(**changed):
    """A procedure as the portal's JSON lines have it; None drops a field."""
    good = {
        "code": NEW,
        "name": "Cấp giấy phép hoạt động bến khách ngang sông",
        "decision": "2628/QĐ-BXD",
        "levels": ["commune"],
        "field": "Hàng hải và đường thủy nội địa",
        "audiences": ["Công dân Việt Nam"],
        "authority": "",
        "executing": "Ủy ban nhân dân cấp xã",
        "channels": [
            {
                "channel": "counter",
                "duration": {"value": 5, "unit": "working_day"},
                "fee": 0,
                "currency": "VND",
            }
        ],
        "papers": [{"name": "Đơn đề nghị", "form": None, "originals": 1, "copies": 0}],
        "legal_basis": ["08/2021/NĐ-CP"],
        "result": {"name": "Giấy phép", "code": "KQ.1"},
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def jsonl(*lines):
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in lines).encode()


def many(count):
    """As many procedures as one wants, all alike but for the code."""
    return jsonl(*(line(code=f"9.{n:06}", name=f"Thủ tục số {n}") for n in range(count)))


async def take(pool, content, name="f.jsonl", on=NOW, province=PROVINCE, **ask):
    """Import it, by default on the morning of NOW."""
    overwrite = ask.pop("overwrite", False)
    begins = ask.pop("begins", on.date())
    wanted = Ask("operator:test", "f" * 64, Terms(begins, overwrite), on, **ask)
    return await import_procedures.take(pool, province, name, content, wanted)


async def told(pool):
    """The states that wait to be sent, as (key, sequence)."""
    rows = await pool.fetch("SELECT key, sequence FROM outbox ORDER BY id")
    return [(row["key"], row["sequence"]) for row in rows]
