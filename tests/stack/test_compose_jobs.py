"""What the jobs of docker-compose.yml make: settings, secrets, certificate, realm."""

import json
import subprocess
from datetime import UTC, datetime

import psycopg
import pytest
from cryptography import x509

from stack import kafka_admin, personas
from stack.compose import broker, certificate, databases, hand_out, places, realm
from stack.compose.setting import read
from stack.failure import Failure
from stack.layout import ROOT, SERVICES
from stack.secrets import Secrets

ENV = {
    **{f"MOTCUA_{name.upper()}_URL": f"http://{name}.localhost:8080" for name in SERVICES},
    "KAFKA_AGENCIES": "localhost:9094",
}


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "SECRETS", tmp_path / "secrets")
    monkeypatch.setattr(places, "HANDED", tmp_path / "handed")
    monkeypatch.setattr(places, "CLOCK", tmp_path / "clock")
    for name in places.RECEIVERS:
        (tmp_path / "handed" / name).mkdir(parents=True)
    return tmp_path


def handed(folders):
    found = (folders / "handed").glob("*/*")
    return {f"{path.parent.name}/{path.name}": path.read_text() for path in found}


def test_a_second_time_everything_stays_as_it_is(folders):
    hand_out.run(read(ENV))
    before = handed(folders)
    hand_out.run(read(ENV))

    assert handed(folders) == before
    assert not (folders / "clock").exists()
    assert {path.stat().st_mode & 0o777 for path in (folders / "secrets").iterdir()} == {0o600}


def test_a_deleted_secret_is_made_anew_and_handed_out_again(folders):
    hand_out.run(read(ENV))
    before = handed(folders)
    (folders / "secrets" / "kafka_notify").unlink()
    hand_out.run(read(ENV))

    after = handed(folders)
    assert {name for name in after if after[name] != before[name]} == {
        "notify/NOTIFY_KAFKA_PASSWORD"
    }


def test_nobody_is_handed_what_is_anothers(folders):
    hand_out.run(read(ENV))
    given = handed(folders)
    secrets = {path.name: path.read_text() for path in (folders / "secrets").iterdir()}

    holders = {
        name: {file.split("/")[0] for file, text in given.items() if secret in text}
        for name, secret in secrets.items()
    }
    assert holders["complaints_seal_key"] == {"complaints"}
    assert holders["postgres"] == {"postgres"}
    assert holders["kafka_broker"] == {"kafka"}
    assert holders["db_intake_owner"] == set()
    assert all(len(found) <= 1 for found in holders.values())


def test_production_has_no_personas_and_no_password_grant():
    made = realm.realm(read({**ENV, "MOTCUA_ENV": "production"}))

    assert "users" not in made
    assert {client["clientId"] for client in made["clients"]} == set(SERVICES)
    assert not any(client["directAccessGrantsEnabled"] for client in made["clients"])


def test_a_persona_is_the_official_that_intake_knows():
    made = realm.realm(read(ENV))

    assert {user["id"] for user in made["users"]} == {one.subject for one in personas.read()}
    assert max(len(user["id"]) for user in made["users"]) <= 36  # Keycloak's column
    [intake] = [one for one in made["clients"] if one["clientId"] == "intake"]
    assert intake["redirectUris"] == ["http://intake.localhost:8080/log-in/callback"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"MOTCUA_ENV": "production", "COMPOSE_PROFILES": "demo"}, "not in production"),
        ({"MOTCUA_BIND": "192.0.2.7"}, "MOTCUA_PERSONA_PASSWORD"),
    ],
)
def test_what_must_not_be_together_is_refused_in_one_line(told, why):
    with pytest.raises(Failure, match=why) as refused:
        read({**ENV, **told})
    assert "\n" not in str(refused.value)


def test_a_password_of_ones_own_opens_the_door_to_others():
    told = {"MOTCUA_BIND": "192.0.2.7", "MOTCUA_PERSONA_PASSWORD": "something else"}
    assert read({**ENV, **told}).persona_password == "something else"


def test_the_certificate_is_for_its_host_and_another_host_gets_another(tmp_path):
    secrets = Secrets(tmp_path)
    authority, first = certificate.for_host(secrets, "kafka.quangbinh.example")
    assert certificate.for_host(secrets, "kafka.quangbinh.example") == (authority, first)

    assert "PRIVATE KEY" not in authority
    same, second = certificate.for_host(secrets, "10.0.0.7")
    assert same == authority
    made = x509.load_pem_x509_certificate(second.encode())
    made.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.encode()))
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "10.0.0.7" in map(str, names.get_values_for_type(x509.IPAddress))
    assert made.not_valid_after_utc > datetime.now(UTC)


def test_an_operators_own_certificate_is_left_alone(tmp_path, monkeypatch):
    secrets, name = Secrets(tmp_path), certificate._name
    monkeypatch.setattr(certificate, "_name", lambda common: name(f"theirs: {common}"))
    _, theirs = certificate.for_host(Secrets(tmp_path / "theirs"), "kafka.example")
    monkeypatch.setattr(certificate, "_name", name)
    (tmp_path / certificate.OWN).write_text(theirs)

    assert certificate.for_host(secrets, "another.example")[1] == theirs


def test_it_waits_for_postgres_says_so_and_gives_up_in_one_line():
    said: list[str] = []
    with pytest.raises(Failure, match="did not let us in") as refused:
        databases.wait("postgresql://x:y@127.0.0.1:1/motcua", 0.8, said.append)
    assert said
    assert said[0].startswith("waiting for PostgreSQL")
    assert "\n" not in str(refused.value)


def test_a_wrong_password_is_told_at_once(stack):
    with pytest.raises(Failure, match="refuses the password"):
        databases.wait(stack.postgres.dsn("motcua", "intake_app", "wrong"))


def test_keycloak_gets_a_database_of_its_own_and_no_way_into_ours(stack):
    with psycopg.connect(stack.postgres.dsn("postgres"), autocommit=True) as conn:
        databases.keycloak(conn, "first")
        databases.keycloak(conn, "second")
    psycopg.connect(stack.postgres.dsn("keycloak", "keycloak", "second")).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(stack.postgres.dsn("motcua", "keycloak", "second"))


def test_an_older_version_refuses_a_newer_schema(postgres, folders, monkeypatch):
    database = postgres.fresh("notify")
    with psycopg.connect(database.owner["notify"], autocommit=True) as conn:
        conn.execute("INSERT INTO schema_revision VALUES ('9999')")
    hand_out.run(read(ENV))
    monkeypatch.setattr(places, "dsn", lambda *_: database.owner["notify"])
    with pytest.raises(Failure, match="nothing was changed"):
        databases.migrate("notify")


def test_the_realm_is_json_that_keycloak_reads(folders):
    hand_out.run(read(ENV))
    made = json.loads((folders / "handed" / "keycloak" / "motcua-realm.json").read_text())
    assert made["realm"] == "motcua"
    assert made["defaultLocale"] in made["supportedLocales"]


def spoilt(folders, name, content):
    """What the job says about an original that is not as it was made; and that nothing moved."""
    hand_out.run(read(ENV))
    before, path = handed(folders), folders / "secrets" / name
    path.unlink()
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(Failure) as refused:
        hand_out.run(read(ENV))
    assert handed(folders) == before
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    "name", ["complaints_seal_key", "db_notify_app", "postgres", "kafka_intake"]
)
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty: get it back from a backup"),
        (b"\xff\xfe", "can't be read (no text): get it back"),
        (None, "can't be read (Is a directory): get it back"),
    ],
)
def test_an_original_that_is_spoilt_is_named_and_nobody_is_handed_anything(
    folders, name, content, why
):
    assert f"{folders}/secrets/{name} {why}" in spoilt(folders, name, content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("complaints_seal_key", b"short", "holds something else than keys"),
        ("intake_link_key", b"short", "holds something else than keys"),
        ("agencies.pem", b"no certificate", "holds no key and certificate in PEM"),
        ("agencies_authority.pem", b"no certificate", "holds no key and certificate in PEM"),
    ],
)
def test_an_original_of_the_wrong_shape_is_named(folders, name, content, why):
    told = spoilt(folders, name, content)

    assert f"{folders}/secrets/" in told
    assert name in told
    assert why in told
    assert content.decode() not in told


@pytest.mark.parametrize(
    ("job", "name"),
    [
        (databases.bootstrap, "postgres"),
        (lambda: databases.migrate("intake"), "db_intake_owner"),
        (broker.equalise, "kafka_broker"),
    ],
)
def test_a_job_without_its_secret_names_it_and_makes_none(folders, job, name):
    """Whether the volume is empty or one file of it is; nothing was started that could answer."""
    with pytest.raises(Failure) as missing:
        job()
    (folders / "secrets").mkdir()
    (folders / "secrets" / name).write_text("")
    with pytest.raises(Failure) as empty:
        job()

    path = folders / "secrets" / name
    assert str(missing.value) == f"{path} is missing: docker compose up secrets makes it"
    assert str(empty.value).startswith(f"{path} is empty: get it back from a backup")
    assert [one.name for one in (folders / "secrets").iterdir()] == [name]


@pytest.mark.skipif(places.RECEIVED.exists(), reason="this machine has such a folder of its own")
@pytest.mark.parametrize(
    ("program", "file"), [("kafka", "server.properties"), ("keycloak", "database-password")]
)
def test_kafka_and_keycloak_do_not_start_without_theirs(program, file):
    script = ROOT / "deploy" / program / "start.sh"
    done = subprocess.run([script], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 1
    assert done.stderr == (
        f"{program}: /run/secrets/{file} is missing, empty or not to be read:"
        " docker compose up secrets\n"
    )


def test_an_older_version_bootstraps_nothing_over_a_newer_schema(stack, folders, monkeypatch):
    hand_out.run(read(ENV))
    monkeypatch.setattr(places, "dsn", lambda role, password, name: stack.postgres.dsn(name))
    with psycopg.connect(stack.dsn("notify_owner")) as conn:
        conn.execute("CREATE TABLE schema_revision (version_num text)")
        conn.execute("INSERT INTO schema_revision VALUES ('9999')")
    try:
        with pytest.raises(Failure, match="notify: revision 9999 is unknown here"):
            databases.bootstrap()
    finally:
        with psycopg.connect(stack.dsn("notify_owner")) as conn:  # its password is the old one
            conn.execute("DROP TABLE schema_revision")


def test_it_waits_for_kafka_says_so_and_gives_up_in_one_line():
    said: list[str] = []
    with pytest.raises(Failure, match="Kafka did not answer at kafka:9092") as refused:
        broker.wait(kafka_admin.connect("127.0.0.1:1", "x"), 1.8, said.append)

    assert said == ["waiting for Kafka at kafka:9092"]
    assert "\n" not in str(refused.value)
