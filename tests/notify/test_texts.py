"""The words: every fact has them in both languages, and no value can change their form."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain import formats, office, texts
from services.notify.domain.matter import said
from services.notify.domain.phrases import COLLECT
from services.notify.domain.routing import ROUTING, Route
from shared.events import codes
from shared.events.complaints import PetitionFiled
from shared.events.intake import DossierAssigned, DossierReceived, DossierSubmitted
from shared.tables import rows
from tests.notify.cases import Case, lines
from tests.notify.world import NAME, made, unit

LINES = lines()
EVERY = [case for line in LINES.values() for case in line]
each_line = pytest.mark.parametrize("line", LINES.values(), ids=list(LINES))
OFFICE = "Ủy ban nhân dân thành phố Đồng Hới"
PLACES = {
    "look_up": "https://motcua.quangbinh.gov.vn/look-up",
    "desk": "https://motcua.quangbinh.gov.vn/desk",
    "complaints": "https://khieunai.quangbinh.gov.vn",
    "follow": "https://khieunai.quangbinh.gov.vn/follow",
}
# Dates that a reader acts on: told wherever the fact has them.
TO_ACT_ON = {"due_at", "due_on", "answer_by", "accept_due_at"}
MARKS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
WRITTEN_DAY = re.compile(r"\d{1,2}/\d{2}/\d{4}|\d{1,2} [A-Z][a-z]{2} \d{4}")


def show(route: Route, language: str, params: Mapping[str, Any], /, **changed: Any) -> texts.Text:
    procedure = "Đăng ký khai sinh"
    own = {"name": NAME, "office": OFFICE, "to_office": OFFICE, "procedure": procedure, **PLACES}
    told = {**own, **params, **changed}
    return texts.render(route.template, route.channel, route.version, language, told)


def of(template: str, channel: str = "EMAIL") -> Case:
    """The first case in those words."""
    return next(
        case for case in EVERY if (case.route.template, case.route.channel) == (template, channel)
    )


def days(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """All dates that are known of a case, as its reader writes them."""
    dates = {
        name: value[:10]
        for name, value in params.items()
        if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value)
    }
    return {name: formats.day(date.fromisoformat(value), language) for name, value in dates.items()}


@each_line
def test_every_case_of_every_fact_has_words_for_each_of_its_readers(line):
    for case in line:
        text = show(case.route, case.language, case.params)

        whole = text.subject + text.body
        assert not [sign for sign in ("{", "}", "None", "\n?", "  ", "\n\n\n") if sign in whole]
        assert bool(text.subject) == (case.route.channel == "EMAIL")
        assert case.language == "en" or MARKS & set(whole.lower())


@each_line
def test_every_date_in_a_message_is_one_of_the_facts(line):
    for case in line:
        text = show(case.route, case.language, case.params)

        known = days(case.params, case.language)
        assert set(WRITTEN_DAY.findall(text.subject + text.body)) <= set(known.values())
        told = ROUTING[type(case.fact)].fields & TO_ACT_ON & known.keys()
        assert {known[name] for name in told} <= set(WRITTEN_DAY.findall(text.body))


def test_no_line_of_the_table_is_dead():
    assert {id(case.route) for case in EVERY} == {
        id(route) for told in ROUTING.values() for route in told.routes
    }


def test_no_two_messages_of_a_fact_have_the_same_reader_and_channel():
    for case in EVERY:
        taken = list(ROUTING[type(case.fact)].taken(case.params))

        assert len(taken) == len({(route.audience, route.channel) for route in taken})


def test_every_template_is_in_use_or_an_older_version_of_one_that_is():
    used = {case.route.template for case in EVERY}

    assert {file.parent.name for file in texts.FOLDER.glob("*/*.txt")} == used


@each_line
def test_messages_that_wait_since_an_older_wording_can_still_be_written(line):
    for case in line:
        for version in range(1, case.route.version):
            older = replace(case.route, version=version)
            assert show(older, case.language, case.params).body


# What a message may not say, whatever the fact says.
KEPT_FROM = {"party_id", "staff_id", "receiver_staff_id", "approver_staff_id", "to_police"}


def test_no_message_keeps_more_of_a_fact_than_its_words_need():
    for kind, told in ROUTING.items():
        assert told.fields <= set(kind.model_fields), kind
        assert not (told.fields & KEPT_FROM) - {"staff_id"}


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (DossierSubmitted, {"channel": "1"}),
        (DossierSubmitted, {"channel": "3"}),
        (DossierReceived, {"settled_at_once": True}),
        (DossierAssigned, {"staff_id": None}),
        (PetitionFiled, {"reason_code": "OTHER_REGISTER"}),
    ],
)
def test_these_are_told_to_nobody(kind, changed):
    fact = made(kind, **changed)
    known = {"settled_at_once": changed.get("settled_at_once", False)}

    assert list(ROUTING[kind].taken({**known, **said(fact, ROUTING[kind].fields)})) == []


WORDS = [
    ("supplement_before", "Thời hạn giải quyết được tính từ khi hồ sơ đủ và được tiếp nhận."),
    ("supplement_pause", "Thời gian chờ bổ sung không tính vào thời hạn giải quyết.\n"),
    ("supplement_restart", "Thời hạn được tính lại từ đầu khi hồ sơ đủ."),
    ("supplied_new_date", "Hẹn trả kết quả: 17:00, thứ Tư, 26/03/2025"),
    ("supplied_same_date", "Ngày hẹn trả kết quả không thay đổi."),
    ("dossier_submitted", "Hồ sơ được kiểm tra chậm nhất: 17:00, thứ Hai, 10/03/2025"),
    ("dossier_completed", "Mời ông/bà đến Bộ phận Một cửa trong giờ hành chính"),
    ("dossier_refused", "có văn bản từ chối giải quyết"),
    ("result_returned", "Mời ông/bà đánh giá việc giải quyết hồ sơ tại: https://motcua"),
    ("complaint_not_accepted", "Điều 11 Luật Khiếu nại): đơn không có chữ ký hoặc điểm chỉ"),
    ("petition_guided", f"gửi đơn đến {OFFICE} để được giải quyết"),
    ("dossier_assigned", "https://motcua.quangbinh.gov.vn/desk/dossiers/41e5d472-"),
]


@pytest.mark.parametrize(("template", "words"), WORDS)
def test_the_office_writes_in_its_own_words(template, words):
    case = of(template)

    assert words in show(case.route, "vi", case.params).body


@pytest.mark.parametrize("code", codes.known("return_channel"))
def test_a_result_is_fetched_sent_or_read_as_it_was_agreed(code):
    case = of("dossier_completed")

    for language in texts.LANGUAGES:
        body = show(case.route, language, case.params, return_channel=code).body
        assert COLLECT[language][code] in body


CODES = [
    (template, field, name, code)
    for template, field, name in (
        ("dossier_received", "return_channel", "return_channel"),
        ("result_returned", "channel_out", "return_channel"),
        ("petition_received", "kind", "kind"),
        ("petition_classified", "field", "complaint_field"),
        ("petition_filed", "reason_code", "petition_reason"),
        ("petition_answered", "answer", "answer"),
        ("complaint_accepted", "field", "complaint_field"),
        ("complaint_not_accepted", "na_code", "na"),
        ("complaint_resolved", "conclusion", "conclusion"),
    )
    for code in codes.known(name)
]


@pytest.mark.parametrize(("template", "field", "name", "code"), CODES)
def test_every_code_is_read_as_its_vietnamese_label(template, field, name, code):
    case = of(template)

    assert codes.label(name, code) in show(case.route, "vi", case.params, **{field: code}).body


def test_a_code_newer_than_us_is_shown_as_it_is():
    case = of("complaint_resolved")

    assert "NEWER_CODE" in show(case.route, "vi", case.params, conclusion="NEWER_CODE").body


def test_a_line_for_what_the_fact_left_out_is_left_out_too():
    case = of("dossier_assigned")
    without = {name: value for name, value in case.params.items() if name != "step_due_at"}

    assert "Hạn của bước xử lý" in show(case.route, "vi", case.params).body
    assert "Hạn của bước xử lý" not in show(case.route, "vi", without).body


def test_the_receipt_reads_as_the_office_writes():
    case = of("dossier_received")

    text = show(case.route, "vi", case.params)

    assert text.subject == (
        "Đã tiếp nhận hồ sơ 000.00.31.H46-250303-0001, hẹn trả kết quả ngày 17/03/2025"
    )
    assert "Kính gửi ông/bà Hoàng Thị Chim Yến," in text.body
    assert "Hẹn trả kết quả: 17:00, thứ Hai, 17/03/2025" in text.body
    assert "Thời gian tiếp nhận: 08:05 ngày 03/03/2025" in text.body


def test_english_is_written_in_english_dates():
    case = of("dossier_received")

    text = show(case.route, "en", case.params)

    assert "Result due: 17:00, Monday, 17 Mar 2025" in text.body


def test_another_language_is_answered_in_vietnamese():
    case = EVERY[0]

    assert show(case.route, "lo", case.params) == show(case.route, "vi", case.params)


HOSTILE = st.text() | st.just("a\r\nBcc: all@example.vn\r\n\r\nbody\u2028\x85\x0b{name}")


@given(HOSTILE)
def test_no_value_starts_a_line_or_a_header_of_its_own(hostile):
    case = of("dossier_received")
    names = ("number", "procedure", "name", "office")

    text = show(case.route, "vi", case.params, **dict.fromkeys(names, hostile))

    assert text.subject.splitlines() == [text.subject]
    plain = show(case.route, "vi", case.params, **dict.fromkeys(names, "x"))
    assert len(text.body.splitlines()) == len(plain.body.splitlines())


def test_a_value_is_never_read_as_a_template():
    case = of("dossier_received")
    hostile = "{due_at.__class__}"

    assert hostile in show(case.route, "vi", case.params, name=hostile).body


def test_a_missing_value_is_an_error_and_no_gap():
    with pytest.raises(KeyError):
        texts.render("dossier_received", "EMAIL", 1, "vi", {"number": "1"})


@each_line
def test_a_text_message_is_short_enough_for_a_telephone(line):
    """A part holds 67 letters with marks: three parts, four where the office's name is longest."""
    longest = max((row.text("name") for row in rows("agencies.csv")), key=len)

    for case in line:
        if case.route.channel == "SMS":
            assert len(show(case.route, case.language, case.params).body) <= 3 * 67
            far = show(case.route, case.language, case.params, office=longest, to_office=longest)
            assert len(far.body) <= 4 * 67


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
