"""Settings: one line for each that is missing or wrong, with its name and never its value."""

import pytest
from pydantic_settings import SettingsConfigDict

from shared.settings import Settings, load

GOOD = {
    "X_HTTP_PORT": "8080",
    "X_DATABASE_URL": "postgresql://x_app:s3cret@127.0.0.1/motcua",
    "X_KAFKA_BOOTSTRAP": "127.0.0.1:9092",
    "X_KAFKA_USER": "x",
    "X_KAFKA_PASSWORD": "s3cret",
    "X_OIDC_ISSUER": "http://127.0.0.1:9000",
}


class Own(Settings):
    model_config = SettingsConfigDict(env_prefix="X_")


@pytest.fixture
def environment(monkeypatch):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def complaint(capsys) -> str:
    with pytest.raises(SystemExit) as ended:
        load(Own)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_good_settings_are_read_and_secrets_do_not_print(environment):
    settings = load(Own)

    assert settings.http_port == 8080
    assert "s3cret" not in repr(settings)


def test_a_missing_setting_is_named(environment, capsys):
    environment.delenv("X_KAFKA_USER")

    assert complaint(capsys) == "setting X_KAFKA_USER: Field required\n"


def test_a_wrong_setting_is_named_without_its_value(environment, capsys):
    environment.setenv("X_HTTP_PORT", "s3cret-port")

    said = complaint(capsys)

    assert said.startswith("setting X_HTTP_PORT: ")
    assert "s3cret-port" not in said


def test_an_unknown_environment_is_refused(environment, capsys):
    environment.setenv("MOTCUA_ENV", "staging")

    assert complaint(capsys).startswith("setting MOTCUA_ENV: ")


def test_the_clock_is_not_moved_in_production(environment, capsys):
    environment.setenv("MOTCUA_ENV", "production")
    environment.setenv("MOTCUA_CLOCK_OFFSET", "86400")

    assert "MOTCUA_CLOCK_OFFSET is refused in production" in complaint(capsys)


def test_a_secret_may_come_from_a_file(environment, tmp_path):
    environment.delenv("X_KAFKA_PASSWORD")
    (tmp_path / "x_kafka_password").write_text("from-a-file")
    environment.setenv("MOTCUA_SECRETS_DIR", str(tmp_path))

    assert load(Own).kafka_password.get_secret_value() == "from-a-file"
