"""`logs`: lines of several services in the order of their time, each once."""

import json

from stack.logs import Reader, of


def line(at, event, **more):
    told = {"at": f"2026-11-28T01:00:{at:02}.000000Z", "level": "info", "event": event} | more
    return json.dumps(told, ensure_ascii=False) + "\n"


def events(lines):
    return [one.text.split()[3] for one in lines]


def test_lines_come_in_the_order_of_time_and_what_is_none_is_passed_over(tmp_path):
    (tmp_path / "intake.log").write_text("--- intake\n" + line(3, "third") + line(5, "fifth"))
    (tmp_path / "notify.log").write_text(line(4, "fourth", why="tên") + '{"at": 1}\n[]\n')

    found = Reader(tmp_path).new()

    assert events(found) == ["third", "fourth", "fifth"]
    assert found[1].text == "2026-11-28T01:00:04.000  notify      info      fourth  why=tên"


def test_what_comes_later_is_read_on_also_from_a_new_file_and_half_a_line_waits(tmp_path):
    log, reader = tmp_path / "intake.log", Reader(tmp_path)
    log.write_text(line(1, "first") + line(2, "second")[:20])
    assert events(reader.new()) == ["first"]

    log.write_text(line(1, "first") + line(2, "second"))
    assert events(reader.new()) == ["second"]
    assert reader.new() == []

    log.write_text(line(9, "anew"))
    assert events(reader.new()) == ["anew"]


def test_a_dossiers_lines_are_those_of_its_traces_and_those_that_name_its_id(tmp_path):
    (tmp_path / "intake.log").write_text(
        line(1, "mine", trace="a" * 32)
        + line(2, "other", trace="b" * 32)
        + line(3, "named", dossier_id="41e5d472")
    )

    assert events(of(Reader(tmp_path).new(), {"a" * 32}, "41e5d472")) == ["mine", "named"]
