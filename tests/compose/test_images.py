"""What each service's image adds to Python's own, which all of them share on a machine."""

import json
import re

import pytest

from stack.layout import ROOT, SERVICES
from tests.compose.conftest import run

MOST = 250 * 10**6
BASE = re.search(r"^ARG PYTHON=(\S+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_image_stays_small(deployment, service):
    told = json.loads(deployment.compose("config", "--format", "json").stdout)
    assert BASE is not None

    added = size(told["services"][service]["image"]) - size(BASE[1])

    assert 0 < added <= MOST, f"{added / 10**6:.0f} MB"


def size(image):
    return int(run("docker", "image", "inspect", "--format", "{{.Size}}", image).stdout)
