"""House rules that no linter knows, each read from the syntax tree of the product's code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.layout import ROOT

CODE = [p for room in ("shared", "services", "stack") for p in sorted((ROOT / room).rglob("*.py"))]
SQL_VERBS = {"execute", "executemany", "fetch", "fetchrow", "fetchval", "cursor"}
LONGEST_FILE = 300


def calls(path: Path) -> Iterator[ast.Call]:
    return (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def places(found: Iterator[tuple[Path, ast.AST]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}" for path, node in found]


def listens_by_itself(path: Path) -> Iterator[tuple[Path, ast.AST]]:
    """FastStream's defaults may lose messages: shared.bus.listen() knows better."""
    return (
        (path, call)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "subscriber"
    )


def composes_sql(path: Path) -> Iterator[tuple[Path, ast.AST]]:
    """SQL with values in its text is how injection begins: values are arguments."""
    for call in calls(path):
        if name_of(call) in SQL_VERBS and call.args:
            text = call.args[0]
            formatted = isinstance(text, ast.Call) and name_of(text) == "format"
            percent = isinstance(text, ast.BinOp) and isinstance(text.op, ast.Mod)
            if isinstance(text, ast.JoinedStr) or percent or (formatted and _is_text(text)):
                yield path, call


def _is_text(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Constant)


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_file_says_what_it_is_for_and_stays_short(path):
    text = path.read_text("utf-8")

    said = ast.get_docstring(ast.parse(text))

    assert said or not text.strip()
    assert len(text.splitlines()) <= LONGEST_FILE


def test_only_the_bus_subscribes():
    found = [at for p in CODE if p.name != "bus.py" for at in places(listens_by_itself(p))]

    assert found == []


def test_no_value_is_written_into_sql():
    services = [p for p in CODE if "stack" not in p.parts]

    assert [at for p in services for at in places(composes_sql(p))] == []


def test_the_rules_see_what_they_forbid(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text('router.subscriber("t")\nconn.execute(f"DELETE FROM x WHERE a = {a}")\n')

    assert len(list(listens_by_itself(bad))) == 1
    assert len(list(composes_sql(bad))) == 1
