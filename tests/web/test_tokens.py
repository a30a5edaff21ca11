"""The colours of shared/web/scss/_tokens.scss: WCAG contrast, computed, for what stands on what."""

import re
from itertools import pairwise

import pytest

from stack.layout import ROOT

TOKENS = (ROOT / "shared" / "web" / "scss" / "_tokens.scss").read_text()
COLOURS = dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", TOKENS, re.MULTILINE))
TAGS = {
    name: pair for name, *pair in re.findall(r'"(\w+)": \((#[0-9a-f]{6}), (#[0-9a-f]{6})\)', TOKENS)
}
WHITE = "#ffffff"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 1)


# token: on white, on sand
CONTRAST = {
    "ink": (16.5, 14.8),
    "muted": (7.3, 6.5),
    "brand": (8.9, 8.0),
    "brand-dark": (12.1, 10.9),
    "link": (7.4, 6.6),
    "link-visited": (8.8, 7.9),
    "go": (6.5, 5.9),
    "go-hover": (11.1, None),
    "error": (6.5, 5.9),
    "due-soon": (6.8, 6.1),
    "line": (1.5, None),
    "edge": (4.3, 3.8),
}


@pytest.mark.parametrize("name", CONTRAST)
def test_what_stands_on_white_and_on_sand_can_be_read(name):
    on_white, on_sand = CONTRAST[name]

    assert ratio(COLOURS[name], WHITE) == on_white
    if on_sand is not None:
        assert ratio(COLOURS[name], COLOURS["sand"]) == on_sand


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *[("grey", 10.0), ("blue", 8.7), ("teal", 8.2), ("green", 9.1)],
        *[("yellow", 9.0), ("orange", 8.3), ("red", 8.3), ("purple", 9.7)],
    ],
)
def test_the_word_of_a_tag_can_be_read(name, expected):
    assert ratio(*TAGS[name]) == expected


def test_there_are_no_other_tags():
    assert len(TAGS) == 8


def test_ink_can_be_read_on_the_focus():
    assert ratio(COLOURS["ink"], COLOURS["focus"]) == 11.4


@pytest.mark.parametrize("text", ["ink", "muted", "link", "link-visited", "error", "due-soon"])
def test_all_text_can_be_read_on_mist(text):
    assert ratio(COLOURS[text], COLOURS["mist"]) >= 4.5


def test_white_can_be_read_on_all_bars_and_buttons():
    for name in ("brand", "brand-dark", "go", "go-hover", "error", "due-soon"):
        assert ratio(WHITE, COLOURS[name]) >= 4.5


def test_the_greys_are_a_scale():
    scale = ["white", "sand", "line", "edge", "muted", "ink"]

    levels = [luminance(COLOURS[name]) for name in scale]

    assert all(lighter > darker for lighter, darker in pairwise(levels))
