"""Ports are chosen once, kept, and seen to be free."""

import os
import socket

import pytest

from stack import ports
from stack.failure import Failure


def test_ports_are_chosen_once_and_new_names_get_new_ones(tmp_path):
    first = ports.choose(tmp_path / "ports.json", ["postgres", "kafka"])
    second = ports.choose(tmp_path / "ports.json", ["postgres", "kafka", "sink"])

    assert {name: second[name] for name in first} == first
    assert len(set(second.values())) == 3
    assert all(port in ports.RANGE for port in second.values())


def test_a_held_port_is_refused_with_its_holder_and_what_to_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]

        with pytest.raises(Failure) as refusal:
            ports.check_free({"postgres": port}, tmp_path / "ports.json")

    assert f"port {port} (postgres) is held by" in str(refusal.value)
    assert f"(pid {os.getpid()})" in str(refusal.value)
    assert str(tmp_path / "ports.json") in str(refusal.value)


def test_a_free_port_is_not_refused(tmp_path):
    ports.check_free({"postgres": ports.free_port(set())}, tmp_path / "ports.json")
