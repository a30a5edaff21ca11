"""The embedded stack and the verbs of ./motcua."""
