"""Gates of `check` that look at the services themselves; none needs a server."""
