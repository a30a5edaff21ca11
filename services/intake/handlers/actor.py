"""The official behind a request, as papers and audit rows name them."""

from uuid import UUID

from shared.auth import NotStaff, Principal


def official(who: Principal) -> UUID:
    """Their random id; raises NotStaff for an account that is no official's."""
    if who.staff_id is None:
        raise NotStaff
    return who.staff_id
