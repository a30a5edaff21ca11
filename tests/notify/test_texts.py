"""The words: every fact has them in both languages, and no value can change their form."""

from datetime import date
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain import formats, office, texts
from services.notify.domain.routing import ROUTING, Route
from shared.events import codes
from tests.notify.world import NAME, TOLD, made, unit

LINES = [(kind, route) for kind, told in ROUTING.items() for route in told.routes]
EVERY = [(kind, route, language) for kind, route in LINES for language in texts.LANGUAGES]
MARKS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def values(kind: Any, /, **changed: Any) -> dict[str, Any]:
    fact = made(kind)
    own = {"name": NAME, "office": "Ủy ban nhân dân xã Tân Hóa", "procedure": "Đăng ký khai sinh"}
    params = fact.model_dump(mode="json", include=set(ROUTING[kind].fields))
    return {"unit_id": "450", "number": "000.00.31.H46-250303-0001", **params, **own, **changed}


def render(kind: Any, route: Route, language: str = "vi", /, **changed: Any) -> texts.Text:
    told = values(kind, **changed)
    return texts.render(route.template, route.channel, route.version, language, told)


@pytest.mark.parametrize(("kind", "route", "language"), EVERY)
def test_each_fact_has_words_for_each_of_its_readers(kind, route, language):
    text = render(kind, route, language)

    whole = text.subject + text.body
    assert "{" not in whole
    assert "None" not in whole
    assert bool(text.subject) == (route.channel == "EMAIL")
    assert MARKS & set(whole.lower())


@pytest.mark.parametrize(("kind", "route"), LINES)
def test_a_wording_needs_nothing_that_its_messages_do_not_keep(kind, route):
    for language in texts.LANGUAGES:
        words = texts.template(route.template, route.channel, route.version, language)
        wanted = {n for part in words for _, n, _, _ in Formatter().parse(part) if n}

        assert wanted <= values(kind).keys()


def test_all_facts_that_are_told_have_routes():
    assert set(ROUTING) == set(TOLD)


CODES = [
    (kind, route, field, name, code)
    for kind, route in LINES
    for field, name in (
        ("field", "complaint_field"),
        ("kind", "kind"),
        ("conclusion", "conclusion"),
        ("return_channel", "return_channel"),
    )
    if field in ROUTING[kind].fields and route.channel == "EMAIL"
    for code in codes.known(name)
]


@pytest.mark.parametrize(("kind", "route", "field", "name", "code"), CODES)
def test_every_code_is_read_as_its_vietnamese_label(kind, route, field, name, code):
    text = render(kind, route, **{field: code})

    assert codes.label(name, code) in text.body


def test_a_code_newer_than_us_is_shown_as_it_is():
    [kind, route] = next(line for line in LINES if line[1].template == "complaint_resolved")

    assert "NEWER_CODE" in render(kind, route, conclusion="NEWER_CODE").body


def test_the_receipt_reads_as_the_office_writes():
    [kind, route] = next(line for line in LINES if line[1].template == "dossier_received")

    text = render(kind, route)

    assert text.subject == (
        "Đã tiếp nhận hồ sơ 000.00.31.H46-250303-0001, hẹn trả kết quả ngày 17/03/2025"
    )
    assert "Kính gửi ông/bà Hoàng Thị Chim Yến," in text.body
    assert "Hẹn trả kết quả: 17:00, thứ Hai, 17/03/2025" in text.body
    assert "Thời gian tiếp nhận: 08:05 ngày 03/03/2025" in text.body


def test_english_is_written_in_english_dates():
    [kind, route] = next(line for line in LINES if line[1].template == "dossier_received")

    text = render(kind, route, "en")

    assert "Result due: 17:00, Monday, 17 Mar 2025" in text.body


def test_another_language_is_answered_in_vietnamese():
    kind, route = LINES[0]

    assert render(kind, route, "lo") == render(kind, route, "vi")


HOSTILE = st.text() | st.just("a\r\nBcc: all@example.vn\r\n\r\nbody\u2028\x85\x0b{name}")


@given(HOSTILE)
def test_no_value_starts_a_line_or_a_header_of_its_own(hostile):
    kind, route = next(line for line in LINES if line[1].template == "dossier_received")

    text = render(kind, route, number=hostile, procedure=hostile, name=hostile, office=hostile)

    assert text.subject.splitlines() == [text.subject]
    plain = render(kind, route, number="x", procedure="x", name="x", office="x")
    assert len(text.body.splitlines()) == len(plain.body.splitlines())


def test_a_value_is_never_read_as_a_template():
    kind, route = LINES[0]

    assert "{due_at.__class__}" in render(kind, route, name="{due_at.__class__}").body


def test_a_missing_value_is_an_error_and_no_gap():
    with pytest.raises(KeyError):
        texts.render("dossier_received", "EMAIL", 1, "vi", {"number": "1"})


def test_a_text_message_is_short_enough_for_a_telephone():
    for kind, route in LINES:
        if route.channel == "SMS":
            assert len(render(kind, route).body) <= 201  # three parts of 67 letters with marks


def test_units_of_territory_are_named_by_their_committee():
    named = unit(kind="xa", name="Xã Tân Hóa")

    assert office.name(named, "450", "vi") == "Ủy ban nhân dân xã Tân Hóa"
    assert office.name(named, "450", "en") == "People's Committee of Xã Tân Hóa"
    assert office.name(unit(kind="department", name="Sở Tư pháp"), "STP", "vi") == "Sở Tư pháp"
    assert office.name(None, "450", "vi") == "Đơn vị 450"


def test_days_are_written_as_they_are_read():
    assert formats.weekday(date(2026, 11, 24), "vi") == "thứ Ba, 24/11/2026"
    assert formats.weekday(date(2026, 11, 29), "vi") == "Chủ nhật, 29/11/2026"
    assert formats.day(date(2026, 11, 4), "en") == "4 Nov 2026"
