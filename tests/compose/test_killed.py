"""Each container killed once while people file: it comes back by itself, nothing is lost."""

import os
import signal

from tests.compose.clerks import Clerks, wait
from tests.compose.conftest import motcua, service_of


def test_each_container_is_killed_once_and_nothing_is_lost_or_there_twice(deployment):
    before = dossiers(deployment)
    clerks = Clerks(patient=True)

    with clerks.at_work():
        for container in deployment.lasting():
            crash(deployment, container)
            clerks.go_on()

    assert len(set(clerks.filed)) == len(clerks.filed)
    assert dossiers(deployment) == before + len(clerks.filed)
    wait(lambda: motcua("doctor", "--compose").returncode == 0, "all is well again")
    wait(lambda: counted(deployment) == dossiers(deployment), "reporting has counted all")
    assert motcua("verify", "--compose").returncode == 0


def crash(deployment, container):
    """Kill its first process as a crash does; `docker kill` would be an operator's stop."""
    os.kill(container["State"]["Pid"], signal.SIGKILL)

    def back():
        now = deployment.container(container["Id"])["State"]
        return now["Pid"] not in (0, container["State"]["Pid"]) and deployment.healthy(now=now)

    wait(back, f"{service_of(container)} is back")


def dossiers(deployment):
    return int(deployment.sql("SELECT count(*) FROM intake.dossier"))


def counted(deployment):
    return int(deployment.sql("SELECT count(*) FROM reporting.dossier"))
