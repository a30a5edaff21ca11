"""The gate of texts: no Vietnamese without English, no English that nobody says (design.md §7)."""

import re

import pytest

from shared.web.environment import OWN
from shared.web.i18n import speech
from stack.gates import messages

TEMPLATE = """{% from "ui/x.html" import x %}{{ _("Hồ sơ %(n)s", n=1) }}
{{ ngettext("%(n)s tệp", "%(n)s tệp", 2) }}{% trans %}Quầy{% endtrans %}"""
ENGLISH = """
msgid "Hồ sơ %(n)s"
msgstr "Dossier %(n)s"

msgid "%(n)s tệp"
msgid_plural "%(n)s tệp"
msgstr[0] "%(n)s file"
msgstr[1] "%(n)s files"

msgid "Quầy"
msgstr "Counter"

msgid "Chờ"
msgstr "Wait"
"""


@pytest.fixture
def area(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "locale").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "web.py").write_text('WAIT = N_("Chờ")\n')
    (tmp_path / "locale" / "en.po").write_text(ENGLISH)
    return tmp_path


def changed(area, old, new):
    path = area / "locale" / "en.po"
    path.write_text(path.read_text().replace(old, new))
    return list(messages.faults(area))


def test_all_texts_of_the_pages_have_their_english():
    own, *services = messages.areas()
    common = frozenset(messages.said(own))

    assert list(messages.faults(own)) == []
    assert [fault for area in services for fault in messages.faults(area, common)] == []


def test_templates_and_programs_are_both_read(area):
    assert list(messages.faults(area)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "Chờ"\nmsgstr "Wait"\n', "", "no English for 'Chờ'"),
        ('"Wait"', '""', "no English, or a doubtful one, for 'Chờ'"),
        ('\nmsgid "Chờ"', '\n#, fuzzy\nmsgid "Chờ"', "no English, or a doubtful one, for 'Chờ'"),
        ("Dossier %(n)s", "Dossier", "other values than the Vietnamese: 'Dossier'"),
        ('"%(n)s files"', '""', "no English, or a doubtful one"),
        ('msgid "Quầy"', 'msgid "Bàn"', "nobody says 'Bàn' any more"),
    ],
)
def test_the_gate_fails(area, old, new, fault):
    assert any(fault in said for said in changed(area, old, new))


def test_a_service_need_not_repeat_what_our_catalogue_says(area):
    (area / "web.py").write_text('WAIT = N_("Tiếp tục")\n')
    changed(area, 'msgid "Chờ"\nmsgstr "Wait"\n', "")

    common = frozenset(messages.said(messages.areas()[0]))

    assert list(messages.faults(area, common)) == []


def test_write_adds_what_is_missing_and_keeps_the_english_there_is(area):
    (area / "web.py").write_text('NEW = N_("Mới")\n')

    messages.write(area)

    text = (area / "locale" / "en.po").read_text()
    assert 'msgid "Mới"\nmsgstr ""' in text
    assert 'msgstr "Counter"' in text
    assert "Chờ" not in text


def test_every_text_of_a_template_is_written_out_or_a_known_name():
    """`_(variable)` is for texts that Python marked with N_: never a sentence put together."""
    for path in OWN.rglob("*.html"):
        for argument in re.findall(r"(?<![\w.])_\(([^)\"]*)", path.read_text("utf-8")):
            assert not re.search("[~+]", argument), (path.name, argument)


def test_english_counts_in_two_forms_and_vietnamese_in_one():
    text = ("Có %(n)s nội dung cần sửa",) * 2

    assert speech("en").ngettext(*text, 1) == "1 thing needs to be corrected"
    assert speech("en").ngettext(*text, 2) == "2 things need to be corrected"
    assert speech("vi").ngettext(*text, 1) == "Có 1 nội dung cần sửa"


def test_a_text_without_english_is_shown_as_it_is():
    assert speech("en").gettext("UBND phường Đồng Hải 100 %") == "UBND phường Đồng Hải 100 %"
