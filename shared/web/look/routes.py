"""The style page: each component in each state, in both settings and languages.

Outside production alone; shared.web.pages.install() adds it to every application.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.web import forms, listing, tags
from shared.web.forms import Form, filled
from shared.web.frame import Frame
from shared.web.i18n import N_, language
from shared.web.listing import Span
from shared.web.look import frames, samples
from shared.web.look.refusals import REFUSALS
from shared.web.look.sample_form import DATES, FILLED, SAYS, WRONG, Sample

router = APIRouter(prefix="/look", include_in_schema=False)
FRAMES: Mapping[str, Callable[[Frame, str], Frame]] = {
    "citizen": frames.citizen,
    "desk": frames.desk,
}
SECTIONS = {
    "start": N_("Trang đầu"),
    "base": N_("Chữ, màu, nút và thẻ"),
    "form": N_("Biểu mẫu"),
    "list": N_("Danh sách và bảng"),
    "dossier": N_("Hồ sơ: hạn, diễn biến, thông báo"),
}
Setting = Literal["citizen", "desk"]


@router.get("")
async def index(request: Request) -> Response:
    return page(request, "citizen", "look/index.html", "", problems=sorted([*REFUSALS, 500]))


@router.get("/problem/{status}")
async def problem(status: int) -> Response:
    """The page of a refusal, as the application itself answers it."""
    if status == 500:
        raise RuntimeError("the style page shows what a fault looks like")
    raise REFUSALS.get(status, REFUSALS[404])()


@router.post("/log-in")
@router.post("/log-out")
@router.post("/keys")
async def nowhere() -> Response:
    """The buttons of the sample mast lead back to the list of samples."""
    return RedirectResponse("/look", 303)


@router.get("/{setting}/{section}")
async def show(
    request: Request,
    setting: Setting,
    section: Annotated[str, Path(pattern=f"^({'|'.join(SECTIONS)})$")],
    state: str = "",
) -> Response:
    """A section; `?state=` of the form: filled, wrong."""
    return page(
        request,
        setting,
        f"look/{section}.html",
        section,
        **_content(request, setting, section, state),
    )


@router.post("/{setting}/form")
async def send(request: Request, setting: Setting) -> Response:
    """The sample form, really read: faults come back with it, else it says done."""
    form = await forms.read(request, Sample, SAYS)
    status = 422 if form.errors else 200
    return page(
        request, setting, "look/form.html", "form", status=status, **_form(form, not form.errors)
    )


def page(request: Request, setting: Setting, name: str, section: str, **context: Any) -> Response:
    pages = request.app.state.pages
    frame = FRAMES[setting](pages.web.frame(request), f"/look/{setting}/{section}")
    response: Response = pages.render(
        request,
        name,
        frame=frame,
        public=True,
        sections=SECTIONS,
        setting=setting,
        section=section,
        scripts=section != "start",
        samples=samples,
        **context,
    )
    return response


def _content(request: Request, setting: Setting, section: str, state: str) -> dict[str, Any]:
    if section == "form":
        states: dict[str, Form[Any]] = {
            "filled": filled(**FILLED),
            "wrong": forms.check(WRONG, Sample, SAYS, english=language(request) == "en"),
        }
        return _form(states.get(state, filled()), done=False)
    if section == "list":
        return _list(request, setting)
    if section == "dossier":
        short, short_due = samples.three_days()
        whole, whole_due = samples.all_acts()
        return {"short": short, "short_due": short_due, "whole": whole, "whole_due": whole_due}
    if section == "base":
        lang = language(request)
        return {
            "dossier_tags": [tags.dossier(code, lang) for code in tags.COLOURS],
            "case_tags": [tags.case(code) for code in tags.CASE],
            "petition_tags": [tags.petition(code) for code in tags.PETITION],
        }
    return {}


def _form(form: Form[Any], done: bool) -> dict[str, Any]:
    return {"form": form, "dates": DATES, "done": done}


def _list(request: Request, setting: Setting) -> dict[str, Any]:
    asked = listing.read(request, samples.FILTERS, sorts=("due",), sort="due")
    found = samples.rows(language(request)) if asked.query != "không có" else []
    second = asked.cursor == "next"
    span = Span(51, 62, 1204, "first", "after") if second else Span(1, 12, 1204, next="next")
    return {
        "listing": asked,
        "columns": samples.COLUMNS[setting],
        "rows": found,
        "span": span,
        "htmx": True,
    }
