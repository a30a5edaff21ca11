"""The deployments that data/provinces.toml knows: names, codes and which rows they load."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.tables import FOLDER, BadTable

FILE = "provinces.toml"


@dataclass(frozen=True, slots=True)
class Province:
    """One value of MOTCUA_PROVINCE (domain.md §0)."""

    key: str
    name: str
    code: str
    identifier: str
    districts: bool
    personas: str
    goes_on_after: date | None = None
    left_out_from: date | None = None

    def loads(self, valid_from: date | None) -> bool:
        """Whether a row that begins then belongs to this deployment."""
        return not (self.left_out_from and valid_from and valid_from >= self.left_out_from)

    def ends(self, valid_to: date | None) -> date | None:
        """When a row ends here: the old tree goes on where it was not abolished."""
        return None if valid_to == self.goes_on_after else valid_to


@cache
def province(key: str, folder: Path = FOLDER) -> Province:
    """The deployment of that name. Raises BadTable when there is none."""
    try:
        table = tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadTable(FILE, None, "", str(error)) from error
    if key not in table:
        raise BadTable(FILE, None, key, f"no such province, choose one of {', '.join(table)}")
    return _province(key, table[key])


def _province(key: str, cells: dict[str, Any]) -> Province:
    wanted = {
        "province_name": str,
        "province_code": str,
        "identifier": str,
        "districts": bool,
        "personas": str,
    }
    for field, kind in wanted.items():
        if not isinstance(cells.get(field), kind):
            raise BadTable(FILE, None, f"{key}.{field}", f"is missing or no {kind.__name__}")
    return Province(
        key=key,
        name=cells["province_name"],
        code=cells["province_code"],
        identifier=cells["identifier"],
        districts=cells["districts"],
        personas=cells["personas"],
        goes_on_after=cells.get("goes_on_after"),
        left_out_from=cells.get("left_out_from"),
    )
