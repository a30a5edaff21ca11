"""No contact, identity number, token or person is ever written to a log (S22)."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from shared import logs
from shared.redaction import redact

letters = st.sampled_from("aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpq")
words = st.text(letters, min_size=2, max_size=7).map(str.capitalize)
names = st.lists(words, min_size=2, max_size=4).map(" ".join)
digits = st.text("0123456789", min_size=8, max_size=8)
gaps = st.sampled_from(["", " ", ".", "-"])


@st.composite
def phones(draw) -> str:
    head = draw(st.sampled_from(["0", "+84", "84", "0084", "(0", "+84 "]))
    tail = draw(st.sampled_from(list("35789"))) + draw(digits)
    close = ")" if head == "(0" else ""
    return f"{head}{tail[:2]}{close}" + draw(gaps).join(["", tail[2:5], tail[5:]])


citizen_ids = st.text("0123456789", min_size=12, max_size=12) | st.builds(
    lambda d, gap: gap.join([d[:3], d[3:6], d[6:9], d[9:]]),
    st.text("0123456789", min_size=12, max_size=12),
    st.sampled_from([" ", ".", "-"]),
)
emails = st.builds("{}@{}.vn".format, st.from_regex(r"[a-z][a-z0-9._]{2,9}", fullmatch=True), words)
parts = st.text("abcdefghijkABCDEF0123456789_-", min_size=10, max_size=30)
tokens = st.builds("eyJ{}.eyJ{}.{}".format, parts, parts, parts)
around = st.sampled_from(["{}", "gọi {} ngay", "'{}'", "({})", "a,{};b", "số={}", "x:{}", "\n{}\n"])
telling = st.sampled_from(
    ["name", "full_name", "applicant_name", "names", "ho_ten", "phone", "email", "contact"]
) | st.sampled_from(
    ["password", "client_secret", "token", "Authorization", "cookie", "cccd", "address", "dsn"]
)


def rendered(**line) -> str:
    """A line as the last processor writes it, whatever it is told."""
    return logs.Line("intake")(None, "info", {"at": "now", "level": "info", **line})


@given(phones() | citizen_ids | emails | tokens, around)
def test_contacts_identity_numbers_and_tokens_are_never_written(secret, text):
    said = text.format(secret)

    line = rendered(event=said, a=said, b=[{"c": (said,)}], d=said.encode(), **{said: 1})

    assert secret not in line


@given(names, telling)
def test_what_stands_under_a_telling_key_is_never_written(secret, key):
    for value in (secret, [secret], {"a": secret}, secret.encode(), Person(name=secret)):
        line = rendered(event="seen", **{key: value}, deep={"list": [{key: value}]})

        assert secret not in line
        assert secret.split()[0] not in json.loads(line)["deep"]["list"][0].values()


@given(names)
def test_a_person_is_never_written_by_the_objects_that_hold_them(secret):
    line = rendered(event="seen", a=Person(name=secret), b=[Person(name=secret)], c=Plain(secret))

    assert secret not in line


@given(st.text(), st.text())
@example("a\u2028forged\u2029\x85line\r\n", "\x0b\x0c\x1c")
def test_a_value_cannot_begin_a_line_of_its_own(text, key):
    line = rendered(event=text, **{f"k{key}": text})

    assert len(line.splitlines()) == 1
    assert json.loads(line)["level"] == "info"


class Person(BaseModel):
    name: str


class Plain:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Plain({self.name})"


@pytest.mark.parametrize(
    "harmless",
    [
        "H46.01.02-250331-0007",
        "0af7651916cd43dd8448eb211c80319c",
        "6f1c0f3e-0000-4000-8000-123456789012",
        "2025-03-31T08:00:00.123456+07:00",
        "/api/dossiers/{dossier_id}",
        "1.004.194.000.00.00.H46",
        "18919@2025-01-01",
        "procedure_code: missing",
        "postgresql on 127.0.0.1:5432",
        12,
        0.25,
        True,
        None,
    ],
)
def test_what_operators_need_is_left_as_it_is(harmless):
    assert redact(harmless) == harmless


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("postgresql://app:s3cret@127.0.0.1:5432/motcua", "postgresql://***127.0.0.1:5432/motcua"),
        ("GET /login/callback?code=a.b-c&state=x", "GET /login/callback?code=***&state=x"),
    ],
)
def test_secrets_within_a_text_are_hidden(said, left):
    assert redact(said) == left
