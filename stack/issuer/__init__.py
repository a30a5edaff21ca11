"""The dev issuer: one press logs in as anybody. Never in production, on loopback alone.

`python -m stack.issuer PORT KEY_FILE`; bearer tokens are made by mint(), in the process that wants
one.
"""

from stack.issuer.tokens import SECRET, make_key, mint, signing_key

__all__ = ["SECRET", "make_key", "mint", "signing_key"]
