"""The certificates that this machine trusts, for our HTTP clients."""

import ssl
from functools import cache


@cache
def trusted() -> ssl.SSLContext:
    """The system's, read once a process: reading them takes longer than most requests (80 ms)."""
    return ssl.create_default_context()
