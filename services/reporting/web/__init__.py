"""The pages of reporting: what stands around each, and the routers of all."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request

from services.reporting.settings import Settings
from services.reporting.web import desk, public
from shared.web.frame import Frame, Link, province_name
from shared.web.i18n import N_
from shared.web.pages import Web
from shared.web.sites import Sites, navigation, sites

ROOM = Path(__file__).parent.parent
ROUTERS: list[APIRouter] = [public.router, desk.router]
DESK = (
    Link("Biểu số 06", "/desk/reports/06"),
    Link("Khiếu nại, kiến nghị, phản ánh", "/desk/complaints"),
)


def web(settings: Settings) -> Web:
    """What app.py hands to the service."""
    return Web(
        service="reporting",
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
        service=N_("Số liệu và báo cáo"),
        province=province,
        home="/desk" if desk else f"{at.intake}/",
        navigation=DESK if desk else navigation(at),
        here=request.url.path if desk else f"{at.reporting}/",
        languages=not desk,
    )
