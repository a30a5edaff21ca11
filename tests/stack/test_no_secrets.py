"""The gate that finds a key which somebody pasted into a file, and repeats it to nobody."""

import shutil

import pytest

from stack.gates import secrets
from stack.layout import ROOT

# Put together here: the gate looks through this file, too.
PASTED = {
    "services/intake/store/new.py": (
        "AWS Access Key",
        'REGION = ""\nID = "{}"\n',
        "AKIA" + "Q3EGRIV7" * 2,
    ),
    "deploy/gateway/id.txt": ("Private Key", "{}\nMIIE\n", "-----BEGIN RSA PRIVATE " + "KEY-----"),
    "deploy/sms.yml": ("Secret Keyword", "sms_password: {}\n", "Quang" + "Binh2026"),
    "shared/dsn.py": ("Basic Auth Credentials", 'AT = "postgresql://{}@db/x"\n', "a:Mai" + "Linh9"),
    "tests/token.py": (
        "Base64 High Entropy String",
        'TOKEN = "{}"\n',
        "q8Zr1vN3xYp7" + "LkT0sWbE5uHd",
    ),
}


@pytest.fixture
def copy(tmp_path):
    """A part of the project is enough: what the gate passes over is named by it."""
    for name in ("shared", "deploy"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    return tmp_path


@pytest.mark.parametrize("file", PASTED)
def test_a_pasted_secret_is_told_by_its_place_and_not_repeated(copy, file):
    kind, content, secret = PASTED[file]
    before = secrets.faults(copy)
    path = copy / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content.format(secret))

    told = secrets.faults(copy)

    assert before == []
    number = next(n for n, line in enumerate(path.read_text().split("\n"), 1) if secret in line)
    assert [line for line in told if line.startswith(f"{file}:{number}: {kind}: it must go")]
    assert not [line for line in told if secret in line or str(copy) in line]


def test_what_git_passes_over_is_passed_over(copy):
    path = copy / ".venv" / "key.txt"
    path.parent.mkdir()
    path.write_text("-----BEGIN RSA PRIVATE " + "KEY-----\n")

    assert secrets.faults(copy) == []
