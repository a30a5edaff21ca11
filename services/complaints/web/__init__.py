"""The pages of complaints: what stands around each, and the routers of all."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request

from services.complaints.settings import Settings
from services.complaints.web import follow, home, lodge
from services.complaints.web.desk import (
    accepting,
    case_acts,
    classify,
    ending,
    lists,
    register,
    sheet,
)
from shared.version import VERSION
from shared.web.frame import Frame, province_name
from shared.web.i18n import N_
from shared.web.pages import Web
from shared.web.sites import Sites, navigation, sites, support

ROOM = Path(__file__).parent.parent
ROUTERS: list[APIRouter] = [
    *(home.router, lodge.router, follow.router),
    *(lists.router, register.router, sheet.router),
    *(classify.router, accepting.router, ending.router, case_acts.router),
]


def web(settings: Settings) -> Web:
    """What app.py hands to the service."""
    return Web(
        service="complaints",
        secret=settings.web_secret.get_secret_value(),
        frame=partial(frame, sites(settings), province_name(settings.province)),
        production=settings.env == "production",
        templates=[ROOM / "templates"],
        catalogues=[ROOM / "locale" / "en.po"],
    )


def frame(at: Sites, province: str, request: Request) -> Frame:
    """Citizens' pages; everything under /desk is an official's."""
    desk = request.url.path.startswith("/desk")
    return Frame(
        setting="desk" if desk else "citizen",
        service=N_("Khiếu nại, phản ánh"),
        province=province,
        home="/desk" if desk else f"{at.intake}/",
        navigation=() if desk else navigation(at),
        here=request.url.path if desk else f"{at.complaints}/",
        support=() if desk else support(at),
        mine="" if desk else f"{at.intake}/my",
        version=VERSION,
        languages=not desk,
    )
