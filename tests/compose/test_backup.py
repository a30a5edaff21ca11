"""A deployment kept in one file, forgotten, and brought back whole (R17)."""

import asyncio
import json

from stack import containers
from stack.demo.gateway import Gateway
from tests import uploads
from tests.compose.clerks import Clerks, wait
from tests.compose.conftest import motcua, service_of

# Nothing is on its way: no outbox holds a fact, and every dossier was written about.
WAITING = """
SELECT (SELECT count(*) FROM intake.outbox) + (SELECT count(*) FROM complaints.outbox)
     + (SELECT count(*) FROM notify.outbox) + (SELECT count(*) FROM reporting.outbox)
     + (SELECT count(*) FROM notify.message WHERE state IN ('DUE', 'WAITING_CONTACT'))
     + abs((SELECT count(*) FROM intake.dossier) - (SELECT count(*) FROM reporting.dossier))
"""
ROWS = "SELECT count(*), max(register_no) FROM intake.dossier"
SEAL = "complaints_seal_key"


def test_a_deployment_comes_back_from_its_file_and_goes_on(deployment, tmp_path):
    file = tmp_path / "kept.motcua"
    clerks = Clerks(patient=False)
    with clerks.at_work():
        clerks.go_on()
    wait(lambda: deployment.sql(WAITING) == "0", "all was told and sent")
    intake, cookie = Gateway().at("intake"), uploads.new_cookie()
    deployment.sql(uploads.session(cookie))
    paper = asyncio.run(uploads.upload(intake.url, cookie, **intake.headers))
    before = deployment.sql(ROWS), ends(deployment)
    refused = motcua("backup", "--compose", str(file))
    assert "docker compose down first" in refused.stderr
    deployment.compose("down")

    kept = motcua("backup", "--compose", str(file))
    assert kept.returncode == 0, kept.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert containers.running() == []
    again = motcua("restore", "--compose", str(file))
    assert "the volumes hold the data of a deployment" in again.stderr
    deployment.compose("down", "--volumes")
    damaged = damage(file)
    assert "is damaged" in motcua("restore", "--compose", str(damaged)).stderr
    restored = motcua("restore", "--compose", str(file))
    assert restored.returncode == 0, restored.stderr
    deployment.compose("up", "--detach", "--wait")

    assert (deployment.sql(ROWS), ends(deployment)) == before
    assert clerks.missing() == []
    assert asyncio.run(uploads.fetched(intake.url, paper, **intake.headers)) == paper.sha256
    later = Clerks(patient=False)
    with later.at_work():
        later.go_on()
    assert later.refused == []
    wait(lambda: motcua("doctor", "--compose").returncode == 0, "all is well")
    assert motcua("verify", "--compose").returncode == 0


def ends(deployment):
    """How far Kafka's topics reach: nothing was told again, nothing is missing."""
    return deployment.kafka(
        "./kafka-get-offsets.sh --bootstrap-server kafka:9092 --command-config /tmp/client"
        " --topic '.*[.]v1'"
    )


def damage(file):
    """A copy with one byte in its middle turned."""
    damaged = file.with_name("damaged.motcua")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    return damaged


def test_passwords_given_anew_are_the_ones_in_force(deployment):
    names = json.loads(containers.job("names").splitlines()[-1])
    assert {"postgres", "kafka_broker", "db_intake_app", "db_keycloak"} < set(names)
    assert "kafka_cluster_id" not in names
    old = secret(deployment, "postgres"), secret(deployment, "kafka_broker")
    sealed = secret(deployment, SEAL)
    printed = deployment.sql("SELECT count(*) FROM intake.dossier")
    deployment.compose("down")

    rotated = motcua("rotate", "--compose", "--all")
    assert rotated.returncode == 0, rotated.stderr
    deployment.compose("up", "--detach", "--wait")

    new = secret(deployment, "postgres"), secret(deployment, "kafka_broker")
    assert not set(old) & set(new)
    assert secret(deployment, SEAL).splitlines()[1:] == [sealed]
    assert deployment.sql("SELECT count(*) FROM intake.dossier") == printed
    assert {service_of(one) for one in deployment.lasting()} >= {"intake", "kafka", "keycloak"}
    clerks = Clerks(patient=False)
    with clerks.at_work():
        clerks.go_on()
    assert clerks.refused == []
    wait(lambda: motcua("doctor", "--compose").returncode == 0, "all is well")
    wait(lambda: "all is sealed with the newest" in motcua("doctor", "--compose").stdout, "sealed")
    deployment.compose("down")
    dropped = motcua("rotate", "--compose", "--drop-old", SEAL)
    assert "1 older dropped" in dropped.stdout, dropped.stderr
    deployment.compose("up", "--detach", "--wait")
    assert len(secret(deployment, SEAL).splitlines()) == 1


def secret(deployment, name):
    read = f"print(open('/var/lib/motcua/secrets/{name}').read())"
    words = ("run", "--rm", "--no-deps", "-T", "--entrypoint", "python", "tools")
    return deployment.compose(*words, "-c", read).stdout.strip()
