"""The type of a service's table of rights: which role may do what, and over which units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True)
class Right:
    """`unit`: in the person's units and below; `any`: everywhere; `own`: what is named to them."""

    roles: frozenset[str]
    scope: Literal["unit", "any", "own"]


Permissions = Mapping[str, Right]

# Actions that need no token; their routes say so themselves (auth.anyone).
EVERYONE: Final = Right(frozenset(), "any")
# Actions of whoever has an account, an official or not, on what is their own.
SIGNED_IN: Final = Right(frozenset(), "own")
