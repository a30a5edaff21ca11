"""What a project asks for must stand in the locks that images and machines install from."""

import pytest

from stack.gates.locks import faults
from stack.layout import ROOT
from stack.verbs.lock import LOCKS

PROJECT = """
[project]
dependencies = ["Fast_API[all]>=1", "segno==1.6.6"]

[dependency-groups]
pages = ["rich"]
dev = [{ include-group = "pages" }, "ruff"]
"""
HELD = "fast-api==2.0 \\\n    --hash=sha256:0\nsegno==1.6.6\nrich==1\nruff==1\n"
MADE_OF = {"a.lock": ["pyproject.toml", "--group", "dev"]}


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("", []),
        ("fast-api==2.0", ["a.lock: Fast_API is not in it: ./motcua lock"]),
        ("rich==1", ["a.lock: rich is not in it: ./motcua lock"]),
        ("==1.6.6", ["a.lock: segno is 1 there, 1.6.6 is asked for: ./motcua lock"]),
    ],
)
def test_what_a_project_asks_for_and_its_lock_does_not_hold_is_named(tmp_path, gone, said):
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    other = "==1" if gone.startswith("==") else ""
    (tmp_path / "a.lock").write_text(HELD.replace(gone, other) if gone else HELD)

    assert faults(tmp_path, MADE_OF) == said


def test_every_lock_of_the_project_is_looked_at():
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("deploy/locks/*.lock")}
    found |= {f"services/{path.parent.name}/{path.name}" for path in ROOT.glob("services/*/*.lock")}

    assert set(LOCKS) == found | {"requirements.lock"}
