"""How an office is named in a letter."""

from typing import Final

from shared.events.intake import Unit

# Units of territory act through their people's committee; agencies have their own name.
TERRITORIES: Final = frozenset({"tinh", "thanh_pho", "thi_xa", "huyen", "phuong", "xa", "thi_tran"})


def name(unit: Unit | None, unit_id: str | None, language: str) -> str:
    """Ủy ban nhân dân xã Tân Hóa; for a unit not known here its code, without one no name."""
    if unit_id is None:
        return "the competent office" if language == "en" else "cơ quan có thẩm quyền"
    if unit is None:
        word = "Unit" if language == "en" else "Đơn vị"
        return f"{word} {unit_id}"
    if unit.kind not in TERRITORIES:
        return unit.name
    if language == "en":
        return f"People's Committee of {unit.name}"
    return f"Ủy ban nhân dân {unit.name[:1].lower()}{unit.name[1:]}"
