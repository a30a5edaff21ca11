"""Where a message goes, shown so that only its owner knows it."""


def email(address: str | None) -> str:
    """b***@example.vn."""
    if not address:
        return ""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def phone(number: str | None) -> str:
    """*** *** 678."""
    return f"*** *** {number[-3:]}" if number else ""
