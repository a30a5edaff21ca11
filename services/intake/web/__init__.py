"""The pages of intake: what stands around each, and the routers of all."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request

from services.intake.settings import Settings
from services.intake.web import (
    about,
    desk,
    dossier,
    drafts,
    filing,
    home,
    kept,
    look_up,
    mine,
    procedures,
    questions,
    rating,
    supplement,
    uploads,
)
from services.intake.web.desk import room
from shared.version import VERSION
from shared.web.frame import Frame, province_name
from shared.web.i18n import N_
from shared.web.pages import Web
from shared.web.sites import Sites, navigation, sites, support

ROOM = Path(__file__).parent.parent
# The paths of a draft's own pages stand before the one that takes any question.
ROUTERS: list[APIRouter] = [
    home.router,
    procedures.router,
    drafts.router,
    filing.router,
    uploads.router,
    kept.router,
    questions.router,
    mine.router,
    supplement.router,
    rating.router,
    dossier.router,
    look_up.router,
    about.router,
    *desk.ROUTERS,
]
# The entry of the navigation that holds a page, by the first part of its address.
ENTRIES = {"": "/", "procedures": "/", "look-up": "/look-up", "dossiers": "/look-up"}


def web(settings: Settings) -> Web:
    """What app.py hands to the service."""
    return Web(
        service="intake",
        secret=settings.web_secret.get_secret_value(),
        frame=partial(frame, sites(settings), province_name(settings.province)),
        production=settings.env == "production",
        templates=[ROOM / "templates"],
        catalogues=[ROOM / "locale" / "en.po"],
    )


def frame(at: Sites, province: str, request: Request) -> Frame:
    """Citizens' pages; everything under /desk is an official's."""
    if request.url.path.startswith("/desk"):
        return room.frame(request, province)
    return Frame(
        setting="citizen",
        service=N_("Dịch vụ công"),
        province=province,
        home=f"{at.intake}/",
        navigation=navigation(at),
        here=entry(at, request.url.path),
        support=support(at),
        mine=f"{at.intake}/my",
        version=VERSION,
    )


def entry(at: Sites, path: str) -> str:
    """The href of the navigation's entry that holds a page; empty for pages under none."""
    held_by = ENTRIES.get(path.split("/")[1])
    return f"{at.intake}{held_by}" if held_by else ""
