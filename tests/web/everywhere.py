"""Every page of the style page, by address."""

from shared.web.look.routes import SECTIONS

SETTINGS = ("citizen", "desk")
SHOWN = [
    "/look",
    *(f"/look/{setting}/{section}" for setting in SETTINGS for section in SECTIONS),
    *(
        f"/look/{setting}/form?state={state}"
        for setting in SETTINGS
        for state in ("filled", "wrong")
    ),
    "/look/desk/list?step=process&q=nguyen&cursor=next",
    "/look/desk/list?q=kh%C3%B4ng+c%C3%B3",
]
REFUSED = {f"/look/problem/{status}": status for status in (403, 404, 409, 422, 500, 503)}
