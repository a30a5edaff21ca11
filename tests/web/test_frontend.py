"""The generated files: what they hold, how they are named, and that nothing is built twice."""

import gzip
import json
import re
import shutil

import pytest

from shared.web import assets
from stack import frontend
from stack.failure import Failure
from tests.web.visitor import Visitor

PACKAGED = re.compile(
    r"/\* be-vietnam-pro-([\w-]+)-normal \*/.*?unicode-range: ([^;]+);", re.DOTALL
)


@pytest.fixture(scope="module")
def css():
    return (frontend.STATIC / assets.manifest()["app.css"]).read_text("utf-8")


def faces(css, family):
    found = re.findall(r"@font-face\{([^}]*)\}", css)
    return [face for face in found if f'font-family:"{family}"' in face.replace("'", '"')]


def test_our_fonts_and_no_other_are_named(css):
    assert "GDS Transport" not in css
    assert set(re.findall(r"url\(\"?([\w-]+)\.[0-9a-f]{12}\.woff2\"?\)", css)) == {
        *(
            f"be-vietnam-pro-{s}-{w}-normal"
            for s in ("vietnamese", "latin-ext", "latin")
            for w in (400, 600)
        ),
        *(f"inter-latin-{w}-normal" for w in (400, 600)),
    }
    assert re.findall(r"url\((?!\"?(?:be-vietnam|inter|#))[^)]*\)", css) == []


def test_each_face_keeps_the_range_it_was_packaged_with(css):
    def plain(text):
        return text.replace(" ", "").replace("U+0", "U+").replace("U+0", "U+").lower()

    ours = {}
    for face in faces(css, "Be Vietnam Pro"):
        name = re.search(r"be-vietnam-pro-([\w-]+)-normal", face).group(1)
        ours[name] = re.search(r"unicode-range:([^;}]+)", face).group(1)
        assert "font-display:swap" in face

    packaged = {}
    for weight in (400, 600):
        text = (frontend.PACKAGES / "@fontsource" / "be-vietnam-pro" / f"{weight}.css").read_text()
        packaged |= dict(PACKAGED.findall(text))
    assert {name: plain(text) for name, text in ours.items()} == {
        name: plain(text) for name, text in packaged.items()
    }


def test_the_vietnamese_subset_is_declared_last(css):
    order = [
        re.search(r"be-vietnam-pro-(vietnamese|latin-ext|latin)", f).group(1)
        for f in faces(css, "Be Vietnam Pro")
    ]

    assert order[-2:] == ["vietnamese", "vietnamese"]
    assert "vietnamese" not in order[:-2]


def test_figures_come_from_inter_and_nothing_else_does(css):
    assert all(
        "unicode-range:U+002C-003A" in face.replace("u+2c-3a", "U+002C-003A")
        for face in faces(css, "Inter")
    )
    assert len(faces(css, "Inter")) == 2


def test_the_stylesheet_is_small_when_packed():
    packed = frontend.STATIC / f"{assets.manifest()['app.css']}.gz"

    assert packed.stat().st_size < 20_000


def test_the_script_takes_in_its_part_by_the_hashed_name():
    names = assets.manifest()

    script = (frontend.STATIC / names["motcua.js"]).read_text("utf-8")

    assert f'from "./{names["govuk.js"]}";' in script
    assert "sourceMappingURL" not in (frontend.STATIC / names["govuk.js"]).read_text("utf-8")


def test_the_licences_go_with_the_fonts():
    text = (frontend.STATIC / assets.manifest()["licence-be-vietnam-pro.txt"]).read_text("utf-8")

    assert "SIL OPEN FONT LICENSE" in text


def test_a_second_build_does_nothing_and_a_changed_source_builds_again(tmp_path):
    static = tmp_path / "static"
    shutil.copytree(frontend.STATIC, static)
    assert frontend.build(static) is False

    manifest = static / "manifest.json"
    manifest.write_text(json.dumps({"from": "older", "files": {}}))
    (static / "app.000000000000.css").write_text("old")

    assert frontend.build(static) is True
    assert frontend.build(static) is False
    assert not (static / "app.000000000000.css").exists()
    assert {path.name for path in static.iterdir()} == {p.name for p in frontend.STATIC.iterdir()}


def test_a_program_that_fails_is_told_in_one_line():
    with pytest.raises(Failure, match=r"sass failed: .*No such file.* \(look\)"):
        frontend.run("sass", ["sh", "-c", "echo No such file >&2; exit 3"], "look")


def test_the_lock_names_no_registry():
    lock = json.loads((frontend.ROOT / "package-lock.json").read_text())

    assert "resolved" not in json.dumps(lock)
    packages = {name: p for name, p in lock["packages"].items() if name}
    assert all(package.get("integrity") for package in packages.values())


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_a_file_is_packed_for_browsers_that_unpack_it(app, encoding):
    name = assets.manifest()["app.css"]

    async with Visitor(app) as visitor:
        answer = await visitor.get(assets.url("app.css"), headers={"Accept-Encoding": encoding})

    assert answer.headers.get("content-encoding") == (encoding if encoding == "gzip" else None)
    assert answer.content == (frontend.STATIC / name).read_bytes()
    assert gzip.decompress((frontend.STATIC / f"{name}.gz").read_bytes()) == answer.content


@pytest.mark.parametrize(
    "path",
    [
        "app.css",
        "manifest.json",
        "../pyproject.toml",
        "..%2Fpyproject.toml",
        "app.000000000000.css",
    ],
)
async def test_only_built_files_are_served(visitor, path):
    answer = await visitor.get(f"/static/{path}")

    assert answer.status_code == 404


def test_an_unknown_file_fails_where_the_page_names_it():
    with pytest.raises(KeyError):
        assets.url("nothing.css")
