"""What somebody types who wants more than a text, and how a page looks that took it as one (S4)."""

from collections.abc import Mapping

from tests.web.visitor import Page

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "Nguyễn & <b>Bình</b>",
)
PLAIN = "Nguyễn Thị Bình"


def changed(plain: Mapping[str, Page], hostile: Mapping[str, Page]) -> dict[str, object]:
    """The pages whose tags or attributes are others than with a harmless text, and what is new.

    Lists (so named) may hold more rows than before, of the kinds of tags that other pages have.
    """
    assert plain.keys() == hostile.keys()
    known = {tag for page in plain.values() for tag in page.shape}
    found: dict[str, object] = {}
    for name, page in hostile.items():
        if new := set(page.shape) - known:
            found[name] = new
        elif not name.startswith("list") and page.shape != plain[name].shape:
            found[name] = "as many tags of other kinds"
    return found


def as_typed(said: str) -> str:
    """As the text of a page holds it, where no hard spaces were set."""
    return " ".join(said.split())
