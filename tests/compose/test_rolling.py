"""Two containers of intake, each replaced while people file: nothing lost, nothing refused."""

from tests.compose.clerks import Clerks, wait
from tests.compose.conftest import run


def test_both_are_replaced_under_load_without_a_lost_or_failed_filing(deployment):
    deployment.compose("up", "--detach", "--wait", "--no-recreate", "--scale", "intake=2")
    ids = [one["Id"] for one in deployment.containers("intake")]
    assert len(ids) == 2
    clerks = Clerks(patient=False)

    with clerks.at_work():
        for container in ids:
            run("docker", "restart", "--time", "45", container)
            wait(lambda one=container: deployment.healthy(one), "the container is healthy again")
            clerks.go_on()

    assert clerks.refused == [], f"{len(clerks.refused)} of {len(clerks.filed)}"
    assert clerks.missing() == []
