"""Names of agencies as the portal writes them, and which units of ours they mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.intake.domain.search import folded
from services.intake.importing.cells import Wrong
from services.intake.papers.office import CENTRE
from shared.events.intake import Unit

LAND_BRANCH = "land_branch"
ANY_PROVINCE = re.compile(r",?\s*(các\s+)?tỉnh,\s*thành phố(\s+trực thuộc trung ương)?", re.I)
TAILS = ("cac tinh", "cap tinh", "tinh")
# The provinces and cities before and after 1/7/2025, without marks.
PROVINCES = """
an giang; ba ria vung tau; bac giang; bac kan; bac lieu; bac ninh; ben tre; binh dinh; binh duong;
binh phuoc; binh thuan; ca mau; can tho; cao bang; da nang; dak lak; dak nong; dien bien; dong nai;
dong thap; gia lai; ha giang; ha nam; ha noi; ha tinh; hai duong; hai phong; hau giang; hoa binh;
hung yen; khanh hoa; kien giang; kon tum; lai chau; lam dong; lang son; lao cai; long an; nam dinh;
nghe an; ninh binh; ninh thuan; phu tho; phu yen; quang binh; quang nam; quang ngai; quang ninh;
quang tri; soc trang; son la; tay ninh; thai binh; thai nguyen; thanh hoa; thua thien hue; hue;
tien giang; ho chi minh; hcm; tra vinh; tuyen quang; vinh long; vinh phuc; yen bai
"""
NAMES = [" ".join(name.split()) for name in PROVINCES.split(";")]
OF_PROVINCE = re.compile(rf" (?:tinh|thanh pho|tp) (?P<name>{'|'.join(NAMES)})\b")
# Words of a name that say at which level somebody decides.
COMMUNE = re.compile(r"\b(cap xa|xa phuong|uy ban nhan dan xa|ubnd xa|cong an cap xa|cap co so)\b")
PROVINCE = re.compile(r"^so |\b(tinh|van phong dang ki dat dai)\b")


@dataclass(frozen=True)
class Places:
    """The units of the deployment on the day, and its own name."""

    units: Sequence[Unit]
    province: str

    @cached_property
    def districts(self) -> bool:
        """Whether the tree has districts between province and commune."""
        return any(unit.level == "DISTRICT" and unit.kind != LAND_BRANCH for unit in self.units)

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        return {_bare(unit.name): unit for unit in self.units if unit.level == "PROVINCE"}

    def meant(self, words: str) -> list[str]:
        """Units of a level (`commune`), of a kind (`land_branch`) or by code (`STP`)."""
        return [unit_id for word in words.split("|") for unit_id in self._of(word.strip())]

    def _of(self, word: str) -> list[str]:
        found = [unit.unit_id for unit in self.units if _is(unit, word)]
        if not found:
            raise Wrong("no-unit", word)
        return found

    def counters(self, levels: Iterable[str], agencies: Sequence[str]) -> list[str]:
        """Who takes it in: each commune, the centre of the province and the agencies named."""
        wanted = set(levels)
        return [
            unit.unit_id
            for unit in self.units
            if (unit.level == "COMMUNE" and "COMMUNE" in wanted)
            or ("PROVINCE" in wanted and (unit.kind == CENTRE or unit.unit_id in agencies))
        ]

    def ours(self, names: Sequence[str]) -> tuple[str, list[str]]:
        """Names without those of other provinces, ours in their place; the units they mean."""
        said: dict[str, None] = {}
        meant: list[str] = []
        for name in names:
            unit = self._unit(name)
            if unit is not None:
                meant.append(unit.unit_id)
            if unit or not self.elsewhere(name):
                said[unit.name if unit else name] = None
        return ", ".join(said), meant

    def elsewhere(self, name: str) -> bool:
        """Whether it belongs to another province."""
        found = OF_PROVINCE.search(folded(name))
        return found is not None and not folded(self.province).endswith(found["name"])

    def _unit(self, name: str) -> Unit | None:
        return self._by_name.get(_bare(OF_PROVINCE.sub("", f" {folded(name)}")))


def named(said: str, between: str) -> list[str]:
    """The agencies of a cell, each once."""
    whole = ANY_PROVINCE.sub(" tỉnh", said)
    return list(dict.fromkeys(plain for one in whole.split(between) if (plain := one.strip(" .,"))))


def levels(names: Sequence[str]) -> list[str]:
    """The levels that the names tell; none for what is decided in the capital."""
    plain = [folded(name) for name in names]
    found = []
    if any(map(COMMUNE.search, plain)):
        found.append("COMMUNE")
    if any(PROVINCE.search(COMMUNE.sub("", one)) for one in plain):
        found.append("PROVINCE")
    return found


def _bare(name: str) -> str:
    """Sở Tư pháp tỉnh, Sở Tư pháp cấp tỉnh: the same office."""
    words = folded(name)
    for tail in TAILS:
        if words.endswith(f" {tail}"):
            return words.removesuffix(f" {tail}")
    return words


def _is(unit: Unit, word: str) -> bool:
    if unit.kind == LAND_BRANCH:
        return word in (unit.kind, unit.code)
    return word in (unit.level.lower(), unit.code)
