"""What operators ask of a deployment from outside: doctor, logs of one dossier, parked, verify."""

import json

from tests.compose.clerks import Clerks, wait
from tests.compose.conftest import motcua, run


def test_doctor_finds_all_well_and_names_what_it_looked_at(deployment):
    wait(lambda: motcua("doctor", "--compose").returncode == 0, "all is well")

    found = motcua("doctor", "--compose").stdout
    asked = ("disk", "keys", "clock", "topics", "mail", "certificates", "notify lag", "parked")
    for looked_at in asked:
        assert f"ok  {looked_at}" in found or f"ok  intake {looked_at}" in found, found
    assert "the agencies' certificate is good until" in found
    assert "GiB free for intake-files, kafka, postgres" in found


def test_doctor_names_the_volume_that_has_no_room(deployment, monkeypatch):
    """Of another deployment, where nothing but that volume was ever made."""
    monkeypatch.setenv("COMPOSE_PROJECT_NAME", "motcua-test-full")
    small = ("--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", "o=size=1m")
    run("docker", "volume", "create", *small, "motcua-test-full_kafka")
    try:
        told = deployment.compose("run", "--rm", "--no-deps", "-T", "tools", "doctor").stdout
    finally:
        deployment.compose("down", "--volumes", check=False)
        run("docker", "volume", "rm", "--force", "motcua-test-full_kafka")

    full = ["disk", False, "0.0 GiB free for kafka", "make room where kafka lies"]
    assert full in json.loads(told.splitlines()[-1])


def test_doctor_says_what_does_not_run(deployment):
    deployment.compose("stop", "sink")
    try:
        told = motcua("doctor", "--compose")
    finally:
        deployment.compose("start", "sink")

    assert told.returncode == 1
    assert "docker logs motcua-test-sink-1" in told.stdout
    assert "!!  mail" in told.stdout


def test_the_lines_of_one_dossier_are_found_across_the_services(deployment):
    clerks = Clerks(patient=False)
    with clerks.at_work():
        wait(lambda: clerks.filed, "one was filed")
    code = deployment.sql(
        f"SELECT dossier_code FROM intake.dossier WHERE dossier_id = '{clerks.filed[0]}'"
    )

    def lines():
        return motcua("logs", "--compose", "--dossier", code).stdout.splitlines()

    wait(lambda: {"intake", "notify"} <= {line.split()[1] for line in lines()}, "both wrote of it")
    times = [line.split()[0] for line in lines()]
    assert times == sorted(times)
    unknown = motcua("logs", "--compose", "--dossier", "000.00.00.X")
    assert "no dossier has the code 000.00.00.X" in unknown.stderr


def test_what_no_service_can_read_is_listed_and_given_up_from_outside(deployment):
    deployment.kafka(
        "echo 'poison:not json' | ./kafka-console-producer.sh --bootstrap-server kafka:9092"
        " --producer.config /tmp/client --topic intake.dossier.v1"
        " --property parse.key=true --property key.separator=:"
    )
    wait(lambda: parked() == {"complaints", "notify", "reporting"}, "all have set it aside")

    advice = "./motcua parked --compose list --service notify"
    assert advice in motcua("doctor", "--compose").stdout
    marked = motcua("parked", "--compose", "drop", "--key", "poison")

    assert "3 marked for drop" in marked.stdout
    wait(lambda: parked() == set(), "all gave it up")
    assert motcua("parked", "--compose", "list").stdout.strip() == "nothing is parked"


def parked():
    """Which services have something set aside."""
    rows = motcua("parked", "--compose", "list", "--json").stdout.splitlines()
    return {json.loads(row)["service"] for row in rows}
