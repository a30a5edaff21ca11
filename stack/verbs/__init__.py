"""One file a verb of ./motcua."""
