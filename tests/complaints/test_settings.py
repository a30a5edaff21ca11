"""A bad setting ends the process with one line that says what to do, and shows no key."""

import base64

import pytest

from services.complaints.settings import Settings
from shared.settings import load

ENVIRONMENT = {
    "COMPLAINTS_HTTP_PORT": "8000",
    "COMPLAINTS_DATABASE_URL": "postgresql://127.0.0.1/motcua",
    "COMPLAINTS_KAFKA_BOOTSTRAP": "127.0.0.1:9092",
    "COMPLAINTS_KAFKA_USER": "complaints",
    "COMPLAINTS_KAFKA_PASSWORD": "-",
    "COMPLAINTS_OIDC_ISSUER": "http://127.0.0.1:9000",
    "COMPLAINTS_WEB_SECRET": "w" * 32,
    "COMPLAINTS_LINK_KEY": "l" * 32,
}


@pytest.fixture
def environment(monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_seal_key_is_read_from_base64(environment):
    environment.setenv("COMPLAINTS_SEAL_KEY", base64.b64encode(bytes(range(32))).decode())

    assert load(Settings).seal_keys() == (bytes(range(32)),)


@pytest.mark.parametrize(
    "key", ["", "short", base64.b64encode(bytes(31)).decode(), "không phải base64"]
)
def test_a_bad_seal_key_ends_the_start_with_one_line(environment, capsys, key):
    environment.setenv("COMPLAINTS_SEAL_KEY", key)

    with pytest.raises(SystemExit) as ended:
        load(Settings)

    [line] = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert line.startswith("setting COMPLAINTS_SEAL_KEY: ")
    assert "openssl rand -base64 32" in line
    assert not key or key not in line


def test_a_missing_seal_key_is_named(environment, capsys):
    with pytest.raises(SystemExit):
        load(Settings)

    assert "COMPLAINTS_SEAL_KEY" in capsys.readouterr().err
