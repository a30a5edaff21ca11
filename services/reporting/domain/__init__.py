"""What reports count, and how: no input or output here."""
